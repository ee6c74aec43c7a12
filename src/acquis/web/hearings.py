"""What the pages of the two sides and of the staff share about hearings: forms read, who gets what in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries as enrolments_of
from acquis.enrolments.types import ENDS, EnrolmentDetails, EnrolmentId, Foreseen, Party
from acquis.enrolments.types import State as EnrolmentState
from acquis.hearings import actions
from acquis.hearings import queries as hearings
from acquis.hearings.types import HearingKind, HearingRow, Refusal
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import ExitReason
from acquis.web.design import written
from acquis.web.door import actor_of, page, see_other
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request
from acquis.web.split import SplitLine, lines_of
from acquis.web.uploads import FILE_REFUSALS, attached, proof_answer

#: Refusals that the fields of a statement explain.
OF_WORDS = frozenset({Refusal.WORDS_MISSING, Refusal.WORDS_TOO_LONG})


@dataclass(frozen=True, slots=True)
class Side:
    """One side's pages: where its enrolments are, and in which words it is spoken to."""

    base: str
    party: Party
    slugs: dict[str, HearingKind]

    def enrolment(self, enrolment_id: UUID) -> str:
        return f"{self.base}/{enrolment_id}"

    def hearing(self, enrolment_id: UUID, hearing_id: UUID) -> str:
        return f"{self.base}/{enrolment_id}/dossiers/{hearing_id}"


def parts_of(foreseen: Foreseen, *, reader: Party | None = None) -> list[SplitLine]:
    """Who would get what, line by line, said to `reader`; the lines make the price, and what the operator adds."""
    lines, holder = [], reader is Party.HOLDER
    if foreseen.provider_cents:
        lines.append(SplitLine(label=_("À l’organisme"), amount_cents=foreseen.provider_cents, part="others"))
    mine = _("Revient à vos droits") if holder else _("Revient aux droits du titulaire")
    pay = _("Remboursé sur votre carte") if holder else _("Remboursé sur la carte du titulaire")
    for line in lines_of(foreseen.returned, mine=mine, pay=pay):
        known = line.label in (mine, pay)
        words = line.label if known else _("Rendu : %(whom)s") % {"whom": line.label}
        lines.append(SplitLine(label=words, amount_cents=line.amount_cents, part="mine"))
    if foreseen.kept_cents:
        kept = _("Gardé en avoir pour une autre formation")
        lines.append(SplitLine(label=kept, amount_cents=foreseen.kept_cents, part="pay"))
    if foreseen.lapsed_cents:
        lost = _("Perdu, et rendu à personne") if holder else _("Perdu par le titulaire")
        lines.append(SplitLine(label=lost, amount_cents=foreseen.lapsed_cents, part="pay"))
    return lines


def foreseen_of(foreseen: Foreseen | None, *, reader: Party | None = None) -> dict[str, Any] | None:
    """What `design/_foreseen.html` shows."""
    if foreseen is None:
        return None
    outcome = foreseen.outcome
    return {
        "lines": parts_of(foreseen, reader=reader),
        "total": foreseen.price_cents + foreseen.borne_cents,
        "rate": getattr(outcome, "rate_percent", None),
        "paid_percent": getattr(outcome, "paid_percent", None),
        "deposit_cents": foreseen.deposit_cents,
        "still_owed_cents": foreseen.still_owed_cents,
        "taken_back_cents": foreseen.taken_back_cents,
        "borne_cents": foreseen.borne_cents,
        "price_cents": foreseen.price_cents,
    }


def form(request: Request, side: Side, enrolment_id: UUID, slug: str, errors: dict[str, str]) -> HttpResponse:
    """The page on which a side opens a file, with what it would give where that is known."""
    by = actor_of(request)
    kind = side.slugs[slug]
    enrolment = enrolments_of.details(enrolment_id, by=by)
    foreseen = None
    if kind is HearingKind.ENTRY_IN_ERROR and enrolment.shares:
        foreseen = enrolments_of.foresee_entry_undone(enrolment_id, by=by)
    return page(
        request,
        "design/hearing_open.html",
        status=422 if errors else 200,
        enrolment=enrolment,
        kind=kind,
        back=side.enrolment(enrolment_id),
        action=f"{side.enrolment(enrolment_id)}/{slug}",
        side=side.party,
        possible=kind in hearings.may_open(enrolment, by=by, at=request.at),
        foreseen=foreseen_of(foreseen, reader=side.party),
        over=enrolment.state in ENDS,
        said=request.POST.get("said", ""),
        errors=errors,
    )


def opened(request: Request, side: Side, enrolment_id: UUID, slug: str) -> HttpResponse:
    """Open the file that the form describes."""
    by = actor_of(request)
    try:
        hearing_id = actions.open_hearing(
            enrolment_id=enrolment_id,
            kind=side.slugs[slug],
            said=request.POST.get("said", ""),
            exhibits=attached(request),
            by=by,
            at=request.at,
        )
    except Refused as refused:
        return form(request, side, enrolment_id, slug, _explained(refused))
    messages.success(
        request,
        _("Votre dossier est ouvert. L’organisme est prévenu, et un agent l’examinera.")
        if side.party is Party.HOLDER
        else _("Votre dossier est ouvert. La personne est prévenue, et un agent l’examinera."),
    )
    return see_other(side.hearing(enrolment_id, hearing_id))


def shown(
    request: Request, side: Side, enrolment_id: UUID, hearing_id: UUID, errors: dict[str, str] | None = None
) -> HttpResponse:
    by = actor_of(request)
    found = hearings.hearing(hearing_id, by=by)
    enrolment = enrolments_of.details(found.row.enrolment_id, by=by)
    undone = "agree" in found.may and bool(enrolment.shares)
    foreseen = enrolments_of.foresee_entry_undone(enrolment.id, by=by) if undone else None
    return page(
        request,
        "design/hearing.html",
        status=422 if errors else 200,
        hearing=found,
        row=found.row,
        enrolment=enrolment,
        back=side.enrolment(enrolment.id),
        base=side.hearing(enrolment.id, hearing_id),
        reader=side.party,
        ended_as=ended_as(enrolment),
        explained_by=explained_by,
        withdrawn_words=_withdrawn_words(enrolment),
        foreseen=foreseen_of(foreseen, reader=side.party),
        said=request.POST.get("said", ""),
        today=day_of(request.at),
        errors=errors or {},
    )


def _withdrawn_words(enrolment: EnrolmentDetails) -> str:
    """What goes on when whoever opened a file takes it back."""
    if enrolment.state in ENDS:
        return _("Rien ne change à ce que l’annulation ou l’absence a coûté.")
    if enrolment.state == EnrolmentState.SERVICE_DECLARED:
        return _(
            "L’inscription reprend comme si le dossier n’avait pas été ouvert : la formation déclarée sera validée "
            "et payée."
        )
    return _("L’inscription reprend comme si le dossier n’avait pas été ouvert.")


def explained_by(row: HearingRow, reader: Party) -> str:
    """Whose explanations are waited for, said to `reader`: those of the side that did not open the file."""
    if row.opened_by is Party.OPERATOR:
        return _("Explications de chacun")
    if row.opened_by is not reader and reader is not Party.OPERATOR:
        return _("Vos explications")
    return _("Explications de l’organisme") if row.opened_by is Party.HOLDER else _("Explications de la personne")


def heard_first(row: HearingRow) -> str:
    """Until when an agent waits for explanations, and whose."""
    day = {"day": written.day_full(row.state_by)}
    if row.opened_by is Party.OPERATOR:
        said = _("Chacun a jusqu’au %(day)s pour s’expliquer.") % day
    elif row.opened_by is Party.HOLDER:
        said = _("L’organisme a jusqu’au %(day)s pour s’expliquer.") % day
    else:
        said = _("La personne a jusqu’au %(day)s pour s’expliquer.") % day
    return said + " " + _("Vous pouvez décider après ce jour, ou dès que ces explications sont là.")


def ended_as(enrolment: EnrolmentDetails) -> str:
    """How the training ended, in words; empty when it has not."""
    return label(ExitReason(enrolment.exit_reason)) if enrolment.exit_reason else ""


def stated(request: Request, side: Side, enrolment_id: UUID, hearing_id: UUID) -> HttpResponse:
    """Say what one has to say, with files."""
    try:
        actions.state(
            hearing_id=hearing_id,
            said=request.POST.get("said", ""),
            exhibits=attached(request),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        return shown(request, side, enrolment_id, hearing_id, _explained(refused))
    messages.success(request, _("Vos explications sont au dossier."))
    return see_other(side.hearing(enrolment_id, hearing_id))


def exhibit(request: Request, hearing_id: UUID, exhibit_id: UUID) -> HttpResponse:
    return proof_answer(hearings.exhibit(hearing_id, exhibit_id, by=actor_of(request)))


def proposed(
    request: Request, side: Side, enrolment_id: EnrolmentId, again: Callable[..., HttpResponse]
) -> HttpResponse:
    """Propose other dates to the other side."""
    errors: dict[str, str] = {}
    days: dict[str, date] = {}
    for name in ("new_starts_on", "new_ends_on"):
        text = request.POST.get(name, "").strip()
        if text:
            try:
                days[name.removeprefix("new_")] = date.fromisoformat(text)
            except ValueError:
                errors[name] = _("Indiquez un jour, par exemple 12/01/2027.")
    if errors:
        return again(request, enrolment_id, errors)
    try:
        enrolments.propose_rescheduling(
            enrolment_id=enrolment_id,
            starts_on=days.get("starts_on"),
            ends_on=days.get("ends_on"),
            said=request.POST.get("why", ""),
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        return again(request, enrolment_id, {"new_starts_on": sentence(refused)})
    told = (
        _("Vos dates sont proposées. L’organisme est prévenu et vous répondra.")
        if side.party is Party.HOLDER
        else _("Vos dates sont proposées. La personne est prévenue et vous répondra.")
    )
    messages.success(request, told)
    return see_other(side.enrolment(enrolment_id))


def answered(request: Request, side: Side, enrolment_id: EnrolmentId, rescheduling_id: UUID) -> HttpResponse:
    """Agree to other dates, or not."""
    yes = request.POST.get("answer") == "yes"
    act = enrolments.accept_rescheduling if yes else enrolments.decline_rescheduling
    act(enrolment_id=enrolment_id, rescheduling_id=rescheduling_id, by=actor_of(request), at=request.at)
    words = _("Les nouvelles dates sont convenues.") if yes else _("C’est noté : les dates ne changent pas.")
    messages.success(request, words)
    return see_other(side.enrolment(enrolment_id))


def typed_as(value: Decimal) -> str:
    """A number of hours as a person would type it, and as `number_of` reads it: « 70 », « 34,5 »."""
    return f"{value.normalize():f}".replace(".", ",")


def number_of(text: str) -> Decimal | None:
    """A number of hours typed by a person; None when it is none."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < 10_000_000 else None


def about(enrolment_id: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the page of an enrolment shows of its files."""
    enrolment = enrolments_of.details(enrolment_id, by=by)
    return {
        "hearings": hearings.hearings_about(enrolment_id, by=by),
        "openable": hearings.may_open(enrolment, by=by, at=at),
    }


def _explained(refused: Refused) -> dict[str, str]:
    """The refusal beside the field that explains it; what no field explains is for the whole page."""
    if refused.reason in OF_WORDS:
        return {"said": sentence(refused)}
    name = refused.reason.name
    if name.startswith((*FILE_REFUSALS, "EXHIBIT")):
        return {"proof": sentence(refused)}
    raise refused
