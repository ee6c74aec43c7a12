"""Rights that an agent writes on an account: chosen, proved, foreseen to the cent, then confirmed.

What is foreseen is done and taken back in the same breath, by the very act: the page can promise nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import actions
from acquis.accounts import queries as accounts
from acquis.accounts.types import GrantCard, Refusal
from acquis.kit.actor import Actor, Role, system
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.web.design.written import day, euros
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .grant_forms import FORMS, Form, Input, form_of, read, under
from .lookup import looks_at, reason_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What confirming will write, and what the account holds before and after, in cents."""

    grant: GrantCard | None
    before_cents: int
    after_cents: int


class _TakenBack(Exception):
    def __init__(self, foreseen: Foreseen) -> None:
        super().__init__()
        self.foreseen = foreseen


@reads(Audience.STAFF)
def show(request: Request, person_id: UUID) -> HttpResponse:
    """The kinds of rights this agent may write, and the mandates that stand."""
    by = _keeps_rights(request)
    account_id = accounts.account_of(person_id)
    declared = accounts.own_declarations(account_id, by=by) if account_id else None
    return _page(
        request,
        "staff/granting.html",
        person_id,
        forms=[form for form in FORMS if by.has(form.role)] if account_id else [],
        mandates=declared.mandates if declared and by.has(Role.STAFF_AGENT) else (),
    )


@reads(Audience.STAFF)
def ask(request: Request, person_id: UUID, slug: str) -> HttpResponse:
    _account(person_id)
    return _asked(request, person_id, _form(slug, request), typed={}, errors={})


@writes(Audience.STAFF)
def give(request: Request, person_id: UUID, slug: str) -> HttpResponse:
    """First what it would do; then, confirmed, it is done. The two are the same act."""
    by, form, typed = _keeps_rights(request), _form(slug, request), request.POST
    account_id = _account(person_id)
    if not looks_at(request, person_id):
        return see_other("/agents")
    values, errors = read(form, typed)
    if not errors and "correct" not in typed:
        try:
            if "propose" in typed and form.ground is not None:
                return _proposed(request, person_id, form, account_id, values)
            if "confirm" not in typed:
                foreseen, alone = _foreseen_alone_or_not(form, account_id, values, by, request)
                return _page(
                    request,
                    "staff/granting_confirm.html",
                    person_id,
                    form=form,
                    foreseen=foreseen,
                    alone=alone,
                    most_cents=settings.ACQUIS.one_agent_most_euros * 100,
                    answers=[(each.label, answer_words(each.input, values[each.name])) for each in form.asked],
                    typed={each.name: typed.get(each.name, "") for each in form.asked},
                )
            form.do(account_id, values, by, request.at)
        except Refused as refused:
            errors = {under(form, refused): sentence(refused)}
        else:
            messages.success(request, _("C’est enregistré : %(what)s.") % {"what": _(form.title).lower()})
            back = f"/agents/personnes/{person_id}"
            return see_other(back if by.has(Role.STAFF_AGENT) else f"{back}/droits")
    return _asked(request, person_id, form, typed=typed.dict(), errors=errors)


def _proposed(
    request: Request, person_id: UUID, form: Form, account_id: UUID, values: Mapping[str, Any]
) -> HttpResponse:
    """The sum is more than one agent writes alone: it waits for a second person."""
    assert form.ground is not None
    proposal = actions.propose_grant(
        account_id=account_id, ground=form.ground, facts=form.facts(values), by=actor_of(request), at=request.at
    )
    messages.success(request, _("Le versement est proposé. Il sera écrit quand une autre personne l’aura approuvé."))
    return see_other(f"/agents/droits-a-approuver/{proposal}")


@writes(Audience.STAFF)
def end_mandate(request: Request, person_id: UUID) -> HttpResponse:
    """A mandate is over, from the day given."""
    by = _keeps_rights(request)
    declared = accounts.own_declarations(_account(person_id), by=by)
    mandate = next(
        (m for m in (declared.mandates if declared else ()) if str(m.id) == request.POST.get("mandate")), None
    )
    if mandate is None or not by.has(Role.STAFF_AGENT):
        raise Http404
    if not looks_at(request, person_id):
        return see_other("/agents")
    try:
        on = date.fromisoformat(request.POST.get("ended_on", "").strip())
    except ValueError:
        messages.error(request, _("Indiquez un jour, par exemple 24/08/2025."))
        return see_other(f"/agents/personnes/{person_id}/droits")
    actions.end_mandate(mandate_id=mandate.id, ended_on=on, by=by, at=request.at)
    messages.success(request, _("La fin du mandat est enregistrée."))
    return see_other(f"/agents/personnes/{person_id}/droits")


def _foreseen_alone_or_not(
    form: Form, account_id: UUID, values: Mapping[str, Any], by: Actor, request: Request
) -> tuple[Foreseen, bool]:
    """What is foreseen, and whether this agent may write it alone."""
    try:
        return _foreseen(form, account_id, values, by, request), True
    except Refused as refused:
        if refused.reason is not Refusal.TOO_MUCH_FOR_ONE or form.ground is None:
            raise
        return _foreseen(form, account_id, values, system("trial of a proposal"), request), False


def _foreseen(form: Form, account_id: UUID, values: Mapping[str, Any], by: Actor, request: Request) -> Foreseen:
    """What the act does, found by doing it and taking it back; refused as it would be."""

    def total() -> int:
        found = accounts.rights(account_id, on=day_of(request.at), by=by)
        return found.total_cents if found else 0

    before = total()
    known = {grant.reference for grant in accounts.grants(account_id, by=by)}
    try:
        with transaction.atomic():
            form.do(account_id, values, by, request.at)
            new = [grant for grant in accounts.grants(account_id, by=by) if grant.reference not in known]
            raise _TakenBack(Foreseen(grant=new[0] if new else None, before_cents=before, after_cents=total()))
    except _TakenBack as trial:
        return trial.foreseen


def answer_words(kind: Input, value: Any) -> str:
    """An answer as it is read again before confirming."""
    match kind:
        case Input.DAY:
            return day(value)
        case Input.EUROS:
            return euros(value)
        case Input.YES:
            return _("oui") if value else _("non")
        case _:
            return str(value)


def _asked(
    request: Request, person_id: UUID, form: Form, *, typed: Mapping[str, str], errors: Mapping[str, str]
) -> HttpResponse:
    return _page(
        request,
        "staff/granting_form.html",
        person_id,
        status=422 if errors else 200,
        form=form,
        typed=typed,
        errors=errors,
    )


def _page(request: Request, template: str, person_id: UUID, *, status: int = 200, **context: Any) -> HttpResponse:
    by, why = _keeps_rights(request), reason_of(request)
    if not why:
        return see_other("/agents")
    name = people.name_of(person_id, by=by, reason=why)
    return page(
        request, template, status=status, person_id=person_id, name=name, agent=by.has(Role.STAFF_AGENT), **context
    )


def _form(slug: str, request: Request) -> Form:
    form = form_of(slug, _keeps_rights(request))
    if form is None:
        raise Http404
    return form


def _account(person_id: UUID) -> UUID:
    account_id = accounts.account_of(person_id)
    if account_id is None:
        raise Http404
    return account_id


def _keeps_rights(request: Request) -> Actor:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT, Role.STAFF_FINANCE):
        raise Http404
    return by
