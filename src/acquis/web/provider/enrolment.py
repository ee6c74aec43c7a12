"""One enrolment, as the training body sees it: the request to answer, then the facts to declare."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import queries as attendance
from acquis.attendance.types import Comparison, Record
from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import ENDS, Act, DeclineReason, EnrolmentDetails, EnrolmentId, Party, Refusal
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.providers.types import ProviderState
from acquis.rules import CancelledBy, ExitReason, law_on
from acquis.support import queries as support
from acquis.treasury import queries as treasury
from acquis.web import enrolment_papers, hearings
from acquis.web.attendance_words import completion_words, hundredths
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.timeline import shown, tone

from .requests import REASON

Errors = dict[str, str]

#: Refusals of what was typed, as opposed to those of the act itself.
OF_THE_FORM = frozenset(
    {
        Refusal.BEFORE_SESSION,
        Refusal.AFTER_SESSION,
        Refusal.IN_THE_FUTURE,
        Refusal.EXIT_BEFORE_ENTRY,
        Refusal.ATTENDANCE_IMPOSSIBLE,
        Refusal.ATTENDANCE_NOT_FULL,
    }
)


@reads(Audience.PROVIDER)
def show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    return shown_with(request, enrolment_id, {})


@reads(Audience.PROVIDER)
def paper(request: Request, enrolment_id: EnrolmentId, paper_id: UUID) -> HttpResponse:
    """One of the papers of the enrolment."""
    return enrolment_papers.answer(enrolment_id, paper_id, by=actor_of(request))


@writes(Audience.PROVIDER)
def acknowledge(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Say that the request is received and its prerequisites are being checked."""
    actions.acknowledge(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    return _back(enrolment_id)


@writes(Audience.PROVIDER)
def accept(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    message = request.POST.get("message", "").strip()[:1000]
    actions.accept(enrolment_id=enrolment_id, message=message, by=actor_of(request), at=request.at)
    return _back(enrolment_id)


@writes(Audience.PROVIDER)
def decline(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    reason = request.POST.get("reason", "")
    if reason not in set(DeclineReason):
        return shown_with(request, enrolment_id, {"reason": _("Choisissez la raison à donner à la personne.")})
    actions.decline(enrolment_id=enrolment_id, reason=DeclineReason(reason), by=actor_of(request), at=request.at)
    return _back(enrolment_id)


@writes(Audience.PROVIDER)
def cancel(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """The body cancels before entry: everything returns to those who paid."""
    actions.cancel(enrolment_id=enrolment_id, on_behalf_of=CancelledBy.PROVIDER, by=actor_of(request), at=request.at)
    return _back(enrolment_id)


@writes(Audience.PROVIDER)
def no_show(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    actions.declare_no_show(enrolment_id=enrolment_id, by=actor_of(request), at=request.at)
    return _back(enrolment_id)


@writes(Audience.PROVIDER)
def declare_entry(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    errors: Errors = {}
    entered_on = _day(request, "entered_on", errors)
    if entered_on is None:
        return shown_with(request, enrolment_id, errors)
    return _declared(
        request,
        enrolment_id,
        "entered_on",
        lambda: actions.declare_entry(
            enrolment_id=enrolment_id, entered_on=entered_on, by=actor_of(request), at=request.at
        ),
    )


@writes(Audience.PROVIDER)
def declare_exit(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    errors: Errors = {}
    exited_on = _day(request, "exited_on", errors)
    reason = request.POST.get("reason", "")
    if reason not in set(ExitReason):
        errors["reason"] = _("Choisissez comment la formation s’est terminée.")
    if exited_on is None or errors:
        return shown_with(request, enrolment_id, errors)
    return _declared(
        request,
        enrolment_id,
        "exited_on",
        lambda: actions.declare_exit(
            enrolment_id=enrolment_id,
            exited_on=exited_on,
            reason=ExitReason(reason),
            by=actor_of(request),
            at=request.at,
        ),
    )


@writes(Audience.PROVIDER)
def declare_service(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    errors: Errors = {}
    done = _hours(request, "done", errors)
    total = _hours(request, "total", errors)
    if done is None or total is None:
        return shown_with(request, enrolment_id, errors)
    compared = _gap(request, enrolment_id, done, total)
    # What differs from the record is shown first, and declared by who has seen the figures.
    if (
        compared is not None
        and request.POST.get("gap_seen") != f"{compared.declared_percent}/{compared.record_percent}"
    ):
        return shown_with(request, enrolment_id, {}, compared=compared)
    return _declared(
        request,
        enrolment_id,
        "done",
        lambda: actions.declare_service(
            enrolment_id=enrolment_id, done=done, total=total, by=actor_of(request), at=request.at
        ),
    )


def _gap(request: Request, enrolment_id: EnrolmentId, done: Decimal, total: Decimal) -> Comparison | None:
    """How this declaration would differ from the record of attendance; None when it would not, or cannot be."""
    by = actor_of(request)
    enrolment = enrolments.enrolment_for_provider(enrolment_id, by=by)
    if Act.DECLARE_SERVICE not in enrolment.may or not 0 <= done <= total or total <= 0:
        return None
    percent = enrolments.rate_declared(enrolment_id, done=done, total=total, by=by)
    compared = attendance.compared_with_declared(enrolment_id, declared_percent=percent, by=by)
    return compared if compared is not None and compared.differs else None


def _declared(request: Request, enrolment_id: EnrolmentId, field: str, act: Callable[[], None]) -> HttpResponse:
    """Do it; a refusal about what was typed is told beside the field, with everything typed still there."""
    try:
        act()
    except Refused as refused:
        if refused.reason not in OF_THE_FORM:
            raise
        return shown_with(request, enrolment_id, {field: sentence(refused)})
    messages.success(request, _("C’est enregistré."))
    return _back(enrolment_id)


def shown_with(
    request: Request, enrolment_id: EnrolmentId, errors: Errors, *, compared: Comparison | None = None
) -> HttpResponse:
    by = actor_of(request)
    enrolment = enrolments.enrolment_for_provider(enrolment_id, by=by)
    provider = providers.provider(enrolment.provider_id)
    record = attendance.record_of(enrolment_id, by=by, at=request.at)
    return page(
        request,
        "provider/enrolment.html",
        base=f"/organisme/inscriptions/{enrolment_id}",
        reader=Party.PROVIDER,
        suspended=provider is not None and provider.state == ProviderState.SUSPENDED,
        absence=_absence(enrolment, request),
        proposed=(proposed := _proposed(enrolment, record)),
        foreseen_service=_foreseen_service(enrolment, proposed, request),
        ended_as=hearings.ended_as(enrolment),
        **hearings.about(enrolment_id, by=by, at=request.at),
        status=422 if errors or compared else 200,
        enrolment=enrolment,
        record=record,
        working=completion_words,
        papers=support.papers_about(enrolment_id, by=by),
        hundredths=hundredths,
        compared=compared or attendance.compared_with_declared(enrolment_id, by=by),
        gap_to_confirm=f"{compared.declared_percent}/{compared.record_percent}" if compared else "",
        card=people.card_of(enrolment.person_id, by=by, reason=REASON),
        steps=shown(enrolment, reader=Party.PROVIDER),
        tone=tone(enrolment.state),
        invoices=treasury.invoices_about(enrolment_id),
        today=day_of(request.at),
        over=enrolment.state in ENDS,
        delays=law_on(day_of(enrolment.requested_at)).delays,
        decline_reasons=list(DeclineReason),
        exit_reasons=[each for each in ExitReason if each is not ExitReason.ENTRY_DECLARED_IN_ERROR],
        errors=errors,
        typed=request.POST,
    )


def _absence(enrolment: EnrolmentDetails, request: Request) -> dict[str, Any] | None:
    """Who would get what if the absence was declared today; None when it cannot be."""
    today = day_of(request.at)
    if Act.DECLARE_NO_SHOW not in enrolment.may or today < enrolment.starts_on:
        return None
    foreseen = enrolments.foresee_cancellation(
        enrolment.id, on=today, on_behalf_of=CancelledBy.HOLDER, by=actor_of(request)
    )
    return hearings.foreseen_of(foreseen)


def _proposed(enrolment: EnrolmentDetails, record: Record | None) -> tuple[str, str]:
    """The hours followed and planned that the form proposes; nobody is supposed to have followed what they left."""
    total = hundredths(record.completion.total) if record and record.completion.total else str(enrolment.hours)
    if enrolment.exit_reason == ExitReason.COMPLETED:
        return total, total
    return (hundredths(record.completion.done) if record and record.completion.total else ""), total


def _foreseen_service(
    enrolment: EnrolmentDetails, proposed: tuple[str, str], request: Request
) -> dict[str, Any] | None:
    """Who would get what with the hours that are typed, or proposed; None when they cannot be declared."""
    if Act.DECLARE_SERVICE not in enrolment.may or not enrolment.exit_reason:
        return None
    done = hearings.number_of(request.POST.get("done") or proposed[0])
    total = hearings.number_of(request.POST.get("total") or proposed[1])
    if done is None or not total or done > total:
        return None
    with suppress(Refused):
        reason = ExitReason(enrolment.exit_reason)
        foreseen = enrolments.foresee_service(enrolment.id, reason=reason, done=done, total=total, by=actor_of(request))
        return hearings.foreseen_of(foreseen)
    return None


def _back(enrolment_id: EnrolmentId) -> HttpResponse:
    return see_other(f"/organisme/inscriptions/{enrolment_id}")


def _read(parse: Callable[[str], object], text: str) -> object | None:
    try:
        return parse(text)
    except (ValueError, InvalidOperation):
        return None


def _day(request: Request, name: str, errors: Errors) -> date | None:
    found = _read(date.fromisoformat, request.POST.get(name, "").strip())
    if found is None:
        errors[name] = _("Indiquez un jour, par exemple 12/01/2027.")
    return found  # type: ignore[return-value]


def _hours(request: Request, name: str, errors: Errors) -> Decimal | None:
    text = request.POST.get(name, "").strip().replace(",", ".")
    found = _read(Decimal, text) if len(text) <= 9 else None
    if not isinstance(found, Decimal) or not found.is_finite() or found < 0:
        errors[name] = _("Indiquez un nombre d’heures, par exemple 34,5.")
        return None
    return found
