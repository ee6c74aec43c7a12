"""Two accounts of one person made one: proposed by one agent, decided by another, and undone the same way."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.joining import actions
from acquis.joining import queries as joinings
from acquis.joining.types import JoiningCard, JoiningState
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.people import queries as people
from acquis.people.types import Refusal as PeopleRefusal
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .lookup import looks_at, reason_of
from .payouts import who
from .two_persons import agent, differing, sides


@reads(Audience.STAFF)
def one(request: Request, joining_id: UUID) -> HttpResponse:
    by = actor_of(request)
    card = _card(joining_id, by)
    reason = _("réunion de comptes n° %s") % str(card.id)[-6:]
    approver = by.has(Role.STAFF_APPROVER)
    proposed_by = card.parting_by if card.state is JoiningState.PARTING else card.proposed_by
    persons = [(_("Compte gardé"), card.kept_id), (_("Compte réuni"), card.merged_id)]
    return page(
        request,
        "staff/joining.html",
        card=card,
        sides=sides(persons, request, by=by, reason=reason),
        agreements=(found := people.alike(card.kept_id, card.merged_id, by=by)),
        differing=differing,
        plainly_different=people.plainly_different(found),
        may_decide=approver and not by.wrote(proposed_by),
        may_part=by.has(Role.STAFF_AGENT) and card.state is JoiningState.JOINED,
        who=who,
        errors={},
    )


@reads(Audience.STAFF)
def prepare(request: Request, person_id: UUID) -> HttpResponse:
    """The form of a proposal, from the file of the person whose account goes on."""
    by = agent(request)
    return _form(request, by, person_id, errors={}, typed={}, status=200)


@writes(Audience.STAFF)
def propose(request: Request, person_id: UUID) -> HttpResponse:
    by, typed = agent(request), request.POST
    errors: dict[str, str] = {}
    reason = typed.get("reason", "").strip()
    if len(reason) < 5:
        errors["reason"] = _("Dites pourquoi, par exemple : deux dossiers signalés par la personne le 12 novembre.")
    merged = None
    try:
        merged = UUID(typed.get("merged", "").strip())
    except ValueError:
        errors["merged"] = _("Collez le numéro de l’autre dossier : il est affiché en haut de celui-ci.")
    if merged is not None and not errors:
        try:
            if typed.get("sure") != "1" and (differ := _plainly_different(request, person_id, merged, by)):
                errors["sure"] = differ
                return _form(request, by, person_id, errors=errors, typed=typed.dict(), status=422)
            joining_id = actions.propose(kept_id=person_id, merged_id=merged, reason=reason, by=by, at=request.at)
            messages.success(request, _("La proposition attend une autre personne, qui décidera."))
            return see_other(f"/agents/identites/reunions/{joining_id}")
        except Refused as refused:
            told = refused.reason is PeopleRefusal.REASON_TELLS_WHO
            errors["reason" if told else "merged"] = sentence(refused)
    return _form(request, by, person_id, errors=errors, typed=typed.dict(), status=422)


@writes(Audience.STAFF)
def approve(request: Request, joining_id: UUID) -> HttpResponse:
    by = actor_of(request)
    if _card(joining_id, by).state is JoiningState.PARTING:
        actions.approve_parting(joining_id=joining_id, by=by, at=request.at)
        messages.success(request, _("Les deux comptes sont de nouveau séparés."))
    else:
        actions.approve(joining_id=joining_id, by=by, at=request.at)
        messages.success(request, _("Les deux comptes sont réunis. Les deux connexions mènent au compte gardé."))
    return see_other(f"/agents/identites/reunions/{joining_id}")


@writes(Audience.STAFF)
def decline(request: Request, joining_id: UUID) -> HttpResponse:
    by = actor_of(request)
    if _card(joining_id, by).state is JoiningState.PARTING:
        actions.decline_parting(joining_id=joining_id, by=by, at=request.at)
    else:
        actions.decline(joining_id=joining_id, by=by, at=request.at)
    return see_other(f"/agents/identites/reunions/{joining_id}")


@writes(Audience.STAFF)
def part(request: Request, joining_id: UUID) -> HttpResponse:
    """Propose to undo."""
    reason = request.POST.get("reason", "").strip()
    actions.propose_parting(joining_id=joining_id, reason=reason, by=agent(request), at=request.at)
    messages.success(request, _("La séparation attend une autre personne, qui décidera."))
    return see_other(f"/agents/identites/reunions/{joining_id}")


def _plainly_different(request: Request, kept: UUID, merged: UUID, by: Actor) -> str:
    """What to say before two persons whose identities have little in common are proposed; the look is kept."""
    if not looks_at(request, merged):
        return ""
    found = people.alike(kept, merged, by=by)
    if not people.plainly_different(found):
        return ""
    return _(
        "Ces deux identités sont très différentes (%(what)s). Vérifiez, puis cochez la case si c’est bien une seule "
        "personne."
    ) % {"what": differing(found)}


def _form(
    request: Request, by: Actor, person_id: UUID, *, errors: dict[str, str], typed: dict[str, str], status: int
) -> HttpResponse:
    why = reason_of(request)
    if not why:
        return see_other("/agents")
    card = people.card_of(person_id, by=by, reason=why)
    return page(request, "staff/joining_form.html", status=status, card=card, errors=errors, typed=typed)


def _card(joining_id: UUID, by: Actor) -> JoiningCard:
    card = joinings.joining(joining_id, by=by)
    if card is None:
        raise Http404
    return card
