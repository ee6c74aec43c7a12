"""Files about enrolments for the operator's agents: the queue by deadline, one file, its decision shown before it is
made; and what an agent does to an enrolment by themselves.

Every reading of a file is noted.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.attendance import queries as attendance
from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import MOTIVES_OF_STAFF, Act, ControlMotive, EndMotive, EnrolmentId, Party
from acquis.hearings import actions
from acquis.hearings import queries as hearings
from acquis.hearings.types import Finding, HearingKind, Service, State
from acquis.kit.actor import Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.rules.types import ExitReason
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.hearings import ended_as, explained_by, foreseen_of, heard_first, number_of, typed_as
from acquis.web.hearings import exhibit as exhibit_answer
from acquis.web.labels import label
from acquis.web.lists import page_link, page_number
from acquis.web.refusals import sentence
from acquis.web.session import Request

GROUPS: dict[str, tuple[State, ...]] = {
    "a-decider": (State.OPEN, State.TAKEN),
    "clos": (State.DECIDED, State.AGREED, State.WITHDRAWN, State.MOOT),
}
#: How a training may have ended, for an agent who finds something else than was declared.
REASONS = (
    ExitReason.COMPLETED,
    ExitReason.DROPOUT,
    ExitReason.FORCE_MAJEURE,
    ExitReason.PROVIDER_DEFAULT,
    ExitReason.PROVIDER_DEFAULT_CONTINUED,
)
ASK_A_SERVICE = (Finding.CHANGED, Finding.GRANTED)


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    group = request.GET.get("quoi", "a-decider")
    found = hearings.queue(by=by, states=GROUPS.get(group, GROUPS["a-decider"]), page=page_number(request))
    names = {"a-decider": _("À décider"), "clos": _("Clos")}
    return page(
        request,
        "staff/hearings.html",
        found=found,
        group=group if group in GROUPS else "a-decider",
        groups=[(key, names[key], sum(found.counts.get(s, 0) for s in GROUPS[key])) for key in GROUPS],
        today=day_of(request.at),
        pages=max(1, -(-found.total // found.per_page)),
        href=page_link(request),
        who=_who,
    )


@reads(Audience.STAFF)
def one(request: Request, hearing_id: UUID) -> HttpResponse:
    return _shown(request, hearing_id)


@reads(Audience.STAFF)
def exhibit(request: Request, hearing_id: UUID, exhibit_id: UUID) -> HttpResponse:
    return exhibit_answer(request, hearing_id, exhibit_id)


@writes(Audience.STAFF)
def take(request: Request, hearing_id: UUID) -> HttpResponse:
    actions.take(hearing_id=hearing_id, by=actor_of(request), at=request.at)
    return see_other(f"/agents/dossiers/{hearing_id}")


@writes(Audience.STAFF)
def withdraw(request: Request, hearing_id: UUID) -> HttpResponse:
    """Give up a control that an agent opened."""
    actions.withdraw(hearing_id=hearing_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le contrôle est levé."))
    return see_other(f"/agents/dossiers/{hearing_id}")


@writes(Audience.STAFF)
def decide(request: Request, hearing_id: UUID) -> HttpResponse:
    """First what the decision would give, to the cent; then, confirmed, the decision."""
    by = actor_of(request)
    finding = request.POST.get("finding", "")
    if finding not in set(Finding):
        return _shown(request, hearing_id, errors={"finding": _("Choisissez une décision.")})
    errors: dict[str, str] = {}
    service = _service(request, Finding(finding), errors)
    if not request.POST.get("said", "").strip():
        errors["said"] = _("Écrivez les raisons de la décision : les deux parties les lisent.")
    if errors:
        return _shown(request, hearing_id, errors=errors)
    try:
        foreseen = hearings.foresee(hearing_id, Finding(finding), service, by=by, at=request.at)
        if request.POST.get("sure") != "yes":
            return _shown(request, hearing_id, preview={"foreseen": foreseen_of(foreseen), "finding": finding})
        actions.decide(
            hearing_id=hearing_id,
            finding=Finding(finding),
            said=request.POST["said"],
            service=service,
            by=by,
            at=request.at,
        )
    except Refused as refused:
        return _shown(request, hearing_id, errors={"finding": sentence(refused)})
    messages.success(request, _("La décision est rendue ; les deux parties sont prévenues."))
    return see_other(f"/agents/dossiers/{hearing_id}")


@writes(Audience.STAFF)
def control(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """Put an enrolment under control by oneself: a file in which both sides are heard."""
    motive = request.POST.get("motive", "")
    if motive not in MOTIVES_OF_STAFF:
        messages.error(request, _("Choisissez le motif du contrôle."))
        return see_other(f"/agents/inscriptions/{enrolment_id}")
    hearing_id = actions.open_hearing(
        enrolment_id=enrolment_id,
        kind=HearingKind.CONTROL,
        said=request.POST.get("said", ""),
        motive=ControlMotive(motive),
        by=actor_of(request),
        at=request.at,
    )
    messages.success(request, _("Le dossier est en contrôle ; les deux parties sont prévenues."))
    return see_other(f"/agents/dossiers/{hearing_id}")


@writes(Audience.STAFF)
def cancel(request: Request, enrolment_id: EnrolmentId) -> HttpResponse:
    """End an enrolment that nobody entered, with a motive both sides read."""
    motive = request.POST.get("motive", "")
    if motive not in set(EndMotive):
        messages.error(request, _("Choisissez le motif de l’annulation."))
        return see_other(f"/agents/inscriptions/{enrolment_id}")
    enrolments.cancel_as_operator(
        enrolment_id=enrolment_id,
        motive=EndMotive(motive),
        said=request.POST.get("said", ""),
        by=actor_of(request),
        at=request.at,
    )
    messages.success(request, _("L’inscription est annulée : tout est rendu."))
    return see_other(f"/agents/inscriptions/{enrolment_id}")


def may_do(enrolment_id: EnrolmentId, request: Request) -> dict[str, Any]:
    """What the page of an enrolment offers to an agent."""
    by = actor_of(request)
    enrolment = enrolments_of.details(enrolment_id, by=by)
    return {
        "hearings": hearings.hearings_about(enrolment_id, by=by) if by.has(Role.STAFF_AGENT) else [],
        "openable": hearings.may_open(enrolment, by=by, at=request.at) if by.has(Role.STAFF_AGENT) else frozenset(),
        "may_fail": Act.DECLARE_FAILURE in enrolment.may,
        "motives": [(str(each), label(each)) for each in MOTIVES_OF_STAFF],
        "end_motives": [(str(each), label(each)) for each in EndMotive],
    }


def _service(request: Request, finding: Finding, errors: dict[str, str]) -> Service | None:
    """What the form says of the training, where the finding asks it."""
    if finding not in ASK_A_SERVICE:
        return None
    done, total = number_of(request.POST.get("done", "")), number_of(request.POST.get("total", ""))
    reason = request.POST.get("reason", "")
    if finding is Finding.GRANTED and (done is None or total is None):
        return None
    if done is None or total is None:
        errors["done"] = _("Indiquez les heures suivies et prévues, par exemple 34,5 et 70.")
        return None
    if reason not in set(ExitReason):
        errors["reason"] = _("Choisissez comment la formation s’est terminée.")
        return None
    return Service(reason=ExitReason(reason), done=Decimal(done), total=Decimal(total))


def _shown(
    request: Request,
    hearing_id: UUID,
    *,
    errors: dict[str, str] | None = None,
    preview: dict[str, Any] | None = None,
) -> HttpResponse:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    found = hearings.hearing(hearing_id, by=by)
    enrolment = enrolments_of.details(found.row.enrolment_id, by=by)
    reason = _("examen du dossier %(number)s") % {"number": found.row.number}
    standing = {
        "finding": "",
        "reason": enrolment.exit_reason or ExitReason.FORCE_MAJEURE,
        "done": "" if enrolment.done is None else typed_as(enrolment.done),
        "total": typed_as(enrolment.total if enrolment.total is not None else Decimal(enrolment.hours)),
        "said": "",
    }
    return page(
        request,
        "staff/hearing.html",
        status=422 if errors else 200,
        hearing=found,
        row=found.row,
        enrolment=enrolment,
        name=people.name_of(found.row.person_id, by=by, reason=reason),
        record=attendance.record_of(enrolment.id, by=by, at=request.at),
        base=f"/agents/dossiers/{hearing_id}",
        ended_as=ended_as(enrolment),
        reader=Party.OPERATOR,
        today=day_of(request.at),
        too_early=not found.other_side_heard and request.at < found.decidable_at,
        findings=[(str(each), label(each)) for each in found.findings],
        reasons=[(str(each), label(each)) for each in REASONS],
        typed={key: request.POST.get(key, value) for key, value in standing.items()},
        preview=preview,
        errors=errors or {},
        who=_who,
        explained_by=explained_by,
        heard_first=heard_first,
    )


def _who(key: str) -> str:
    """The name behind an agent's key; staff may know their colleagues."""
    try:
        return people.agent_name(UUID(key.partition(":")[2])) or _("un agent")
    except ValueError:
        return _("un agent")
