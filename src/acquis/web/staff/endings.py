"""What an agent writes of somebody's rights: their end, a declaration made in error, a way into or out of the State."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import PurseKind, Refusal
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.rules import EndGround, escheat_is_open, law_on
from acquis.web.design.written import euros
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .lookup import looks_at, reason_of


@reads(Audience.STAFF)
def show(request: Request, person_id: UUID) -> HttpResponse:
    return _shown(request, person_id)


@writes(Audience.STAFF)
def end(request: Request, person_id: UUID) -> HttpResponse:
    """Write a pension or a death, from the day given."""
    by, typed = _agent(request), request.POST
    if not looks_at(request, person_id):
        return see_other("/agents")
    ground = next((each for each in (EndGround.PENSION, EndGround.DEATH) if each.value == typed.get("ground")), None)
    errors = {} if ground else {"ground": _("Choisissez ce qui met fin aux droits.")}
    try:
        on = date.fromisoformat(typed.get("on", "").strip())
    except ValueError:
        errors["on"] = _("Indiquez un jour, par exemple 01/03/2026.")
    if errors or ground is None:
        return _shown(request, person_id, errors=errors, typed=typed)
    account_id = _account(person_id)
    try:
        if ground is EndGround.DEATH:
            actions.record_death(account_id=account_id, died_on=on, by=by, at=request.at)
        else:
            actions.end_rights(account_id=account_id, ground=ground, ended_on=on, by=by, at=request.at)
    except Refused as refused:
        return _shown(request, person_id, errors={"on": sentence(refused)}, typed=typed)
    messages.success(request, _("La fin des droits est enregistrée."))
    return see_other(f"/agents/personnes/{person_id}")


@writes(Audience.STAFF)
def reopen(request: Request, person_id: UUID) -> HttpResponse:
    by = _agent(request)
    if not looks_at(request, person_id):
        return see_other("/agents")
    actions.reopen(account_id=_account(person_id), reason=request.POST.get("reason", ""), by=by, at=request.at)
    messages.success(request, _("Le compte est de nouveau ouvert."))
    return see_other(f"/agents/personnes/{person_id}")


@writes(Audience.STAFF)
def annul(request: Request, person_id: UUID) -> HttpResponse:
    """A declaration of low qualification was false: the years are computed again."""
    by = _agent(request)
    if not looks_at(request, person_id):
        return see_other("/agents")
    done = actions.annul_low_qualification(
        account_id=_account(person_id), reason=request.POST.get("reason", ""), by=by, at=request.at
    )
    messages.success(
        request, _("La déclaration est annulée ; %(amount)s sont repris.") % {"amount": euros(done.taken_back_cents)}
    )
    return see_other(f"/agents/personnes/{person_id}")


#: Rights are in euros from this day on: nobody's had to change unit before.
FIRST_MOVE = date(2019, 1, 1)


@writes(Audience.STAFF)
def convert(request: Request, person_id: UUID) -> HttpResponse:
    """The person left or joined the public service, on a day that the agent has seen proved."""
    by, typed, account_id = _agent(request), request.POST, _account(person_id)
    if not looks_at(request, person_id):
        return see_other("/agents")
    try:
        on = date.fromisoformat(typed.get("moved_on", "").strip())
    except ValueError:
        return _shown(
            request, person_id, errors={"moved_on": _("Indiquez un jour, par exemple 01/03/2026.")}, typed=typed
        )
    if on < FIRST_MOVE:
        early = _("Indiquez un jour à partir du 1er janvier 2019 : avant, les droits n’étaient pas comptés en euros.")
        return _shown(request, person_id, errors={"moved_on": early}, typed=typed)
    if typed.get("way") not in ("left", "joined"):
        return _shown(request, person_id, errors={"moved_on": _("Choisissez une réponse.")}, typed=typed)
    try:
        if typed.get("way") == "left":
            cents = actions.convert_hours_to_euros(account_id=account_id, left_on=on, by=by, at=request.at)
            done = _("Les heures sont devenues %(amount)s de droits.") % {"amount": euros(cents)}
        else:
            hours = actions.convert_euros_to_hours(account_id=account_id, joined_on=on, by=by, at=request.at)
            done = _("Les droits sont devenus %(hours)s heures de formation.") % {"hours": hours}
    except Refused as refused:
        return _shown(request, person_id, errors={"moved_on": sentence(refused)}, typed=typed)
    messages.success(request, done)
    return see_other(f"/agents/personnes/{person_id}")


def _shown(
    request: Request, person_id: UUID, *, errors: dict[str, str] | None = None, typed: object = None
) -> HttpResponse:
    by, reason = _agent(request), reason_of(request)
    if not reason:
        return see_other("/agents")
    account_id = _account(person_id)
    counters = accounts.counters(account_id, on=day_of(request.at), by=by)
    return page(
        request,
        "staff/ending.html",
        status=422 if errors else 200,
        card=people.card_of(person_id, by=by, reason=reason),
        told=accounts.end_of_rights(account_id, by=by),
        declared=accounts.own_declarations(account_id, by=by),
        hours=next((each.available for each in counters if each.kind is PurseKind.HOURS), 0) // 100,
        conversion=law_on(day_of(request.at)).conversion,
        escheat_open=escheat_is_open(law_on(day_of(request.at))),
        grounds=[(each.value, label(each)) for each in (EndGround.PENSION, EndGround.DEATH)],
        errors=errors or {},
        typed=typed or {},
    )


def _account(person_id: UUID) -> UUID:
    account_id = accounts.account_of(person_id)
    if account_id is None:
        raise Refused(Refusal.ACCOUNT_UNKNOWN)
    return account_id


def _agent(request: Request) -> Actor:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    return by
