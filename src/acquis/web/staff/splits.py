"""Two persons in one account: an agent says what is the other's, another agent decides; undone the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.declarations import queries as declarations
from acquis.joining import actions
from acquis.joining import queries as joinings
from acquis.joining.types import SplitCard, SplitState
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import actions as people_actions
from acquis.people import queries as people
from acquis.people.types import CivilIdentity, Sex
from acquis.people.types import Refusal as PeopleRefusal
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .lookup import reason_of
from .payouts import who
from .two_persons import agent, sides

KNOWN, NEW = "known", "new"
#: Beside which field a refusal is told; the others beside what was chosen.
_PLACES: dict[StrEnum, str] = {PeopleRefusal.TOO_YOUNG: "born_on", PeopleRefusal.REASON_TELLS_WHO: "reason"}
#: Nobody alive is older, in years.
OLDEST = 125


@reads(Audience.STAFF)
def prepare(request: Request, person_id: UUID) -> HttpResponse:
    """The form, from the file of the person who keeps the account."""
    return _form(request, person_id, errors={}, typed={}, chosen=(), status=200)


@writes(Audience.STAFF)
def propose(request: Request, person_id: UUID) -> HttpResponse:
    """Try it: what was spent is told at once, else the proposal waits for somebody else with its effect."""
    by, typed = agent(request), request.POST
    account_id = _account(person_id)
    chosen = typed.getlist("work") + typed.getlist("right")
    errors: dict[str, str] = {}
    reason = typed.get("reason", "").strip()
    if len(reason) < 5:
        errors["reason"] = _("Dites pourquoi, par exemple : même numéro utilisé par deux salariés, pièces reçues.")
    groups = [group for group in declarations.work_groups(account_id, by=by) if group.id in typed.getlist("work")]
    if not chosen:
        errors["work"] = _("Choisissez au moins un travail déclaré ou un droit qui est à l’autre personne.")
    civil, other_id = None, None
    if typed.get("who") == KNOWN:
        try:
            other_id = UUID(typed.get("other", "").strip())
        except ValueError:
            errors["other"] = _("Collez le numéro du dossier de l’autre personne : il est affiché en haut du dossier.")
    elif typed.get("who") == NEW:
        civil = _civil(typed, errors, today=day_of(request.at))
    else:
        errors["who"] = _("Dites qui est l’autre personne.")
    if not errors:
        try:
            # A person who is registered for a proposal that is refused would be nobody's.
            with transaction.atomic():
                if civil is not None:
                    other_id = people_actions.register_person(civil=civil, by=by, at=request.at)
                assert other_id is not None
                split_id = actions.propose_split(
                    person_id=person_id,
                    other_id=other_id,
                    keys=[key for group in groups for key in group.keys],
                    references=typed.getlist("right"),
                    reason=reason,
                    by=by,
                    at=request.at,
                )
        except Refused as refused:
            errors[_PLACES.get(refused.reason, "work")] = sentence(refused)
        else:
            messages.success(request, _("La proposition attend une autre personne, qui décidera."))
            return see_other(f"/agents/identites/partages/{split_id}")
    return _form(request, person_id, errors=errors, typed=typed.dict(), chosen=chosen, status=422)


@reads(Audience.STAFF)
def one(request: Request, split_id: UUID) -> HttpResponse:
    by = actor_of(request)
    card = _card(split_id, by)
    reason = _("partage de compte n° %s") % str(card.id)[-6:]
    persons = [(_("Garde le compte"), card.person_id), (_("L’autre personne"), card.other_id)]
    proposed_by = card.undoing_by if card.state is SplitState.UNDOING else card.proposed_by
    held_by = card.other_id if card.state in (SplitState.SPLIT, SplitState.UNDOING) else card.person_id
    account_id = accounts.account_of(held_by)
    return page(
        request,
        "staff/split.html",
        card=card,
        sides=sides(persons, request, by=by, reason=reason),
        agreements=people.alike(card.person_id, card.other_id, by=by),
        works=[
            group
            for group in (declarations.work_groups(account_id, by=by) if account_id else ())
            if set(group.keys) & set(card.keys)
        ],
        rights=accounts.handable_rights(account_id, come_from=card.references) if account_id else (),
        may_decide=by.has(Role.STAFF_APPROVER) and not by.wrote(proposed_by),
        may_undo=by.has(Role.STAFF_AGENT) and card.state is SplitState.SPLIT,
        who=who,
    )


@writes(Audience.STAFF)
def approve(request: Request, split_id: UUID) -> HttpResponse:
    by = actor_of(request)
    if _card(split_id, by).state is SplitState.UNDOING:
        actions.approve_undoing(split_id=split_id, by=by, at=request.at)
        messages.success(request, _("Le partage est défait : tout est revenu sur le premier compte."))
    else:
        actions.approve_split(split_id=split_id, by=by, at=request.at)
        messages.success(request, _("Le compte est partagé. Chacun se reconnectera et trouvera ce qui est à lui."))
    return see_other(f"/agents/identites/partages/{split_id}")


@writes(Audience.STAFF)
def decline(request: Request, split_id: UUID) -> HttpResponse:
    by = actor_of(request)
    act = actions.decline_undoing if _card(split_id, by).state is SplitState.UNDOING else actions.decline_split
    act(split_id=split_id, by=by, at=request.at)
    return see_other(f"/agents/identites/partages/{split_id}")


@writes(Audience.STAFF)
def undo(request: Request, split_id: UUID) -> HttpResponse:
    """Propose to undo."""
    reason = request.POST.get("reason", "").strip()
    actions.propose_undoing(split_id=split_id, reason=reason, by=agent(request), at=request.at)
    messages.success(request, _("Le retour en arrière attend une autre personne, qui décidera."))
    return see_other(f"/agents/identites/partages/{split_id}")


def _form(
    request: Request,
    person_id: UUID,
    *,
    errors: Mapping[str, str],
    typed: Mapping[str, str],
    chosen: tuple[str, ...] | list[str],
    status: int,
) -> HttpResponse:
    by, why = agent(request), reason_of(request)
    if not why:
        return see_other("/agents")
    account_id = _account(person_id)
    return page(
        request,
        "staff/split_form.html",
        status=status,
        card=people.card_of(person_id, by=by, reason=why),
        works=declarations.work_groups(account_id, by=by),
        rights=accounts.handable_rights(account_id),
        ways=[(KNOWN, _("Son dossier existe déjà")), (NEW, _("Elle n’a pas encore de dossier"))],
        sexes=[
            ("", _("Choisissez")), (Sex.FEMALE.value, _("Femme")), (Sex.MALE.value, _("Homme")),
            (Sex.UNSPECIFIED.value, _("Non précisé")),
        ],
        chosen=set(chosen),
        errors=errors,
        typed=typed,
    )  # fmt: skip


def _civil(typed: Mapping[str, str], errors: dict[str, str], *, today: date) -> CivilIdentity | None:
    """The other person's identity as typed; what is wrong goes to `errors`. Where they were born is not asked."""
    name, first = typed.get("birth_name", "").strip(), " ".join(typed.get("first_names", "").split())
    if not name:
        errors["birth_name"] = _("Indiquez le nom de naissance.")
    if not first:
        errors["first_names"] = _("Indiquez au moins un prénom.")
    sex = next((each for each in Sex if each.value == typed.get("sex")), None)
    if sex is None:
        errors["sex"] = _("Choisissez une réponse.")
    try:
        born_on = date.fromisoformat(typed.get("born_on", "").strip())
    except ValueError:
        errors["born_on"] = _("Indiquez un jour, par exemple 24/08/1985.")
        return None
    if born_on > today:
        errors["born_on"] = _("Ce jour n’est pas encore venu. Vérifiez l’année de naissance.")
    elif today.year - born_on.year > OLDEST:
        errors["born_on"] = _("Personne n’est né si tôt. Vérifiez l’année de naissance.")
    if sex is None or not name or not first:
        return None
    return CivilIdentity(birth_name=name, first_names=first, born_on=born_on, sex=sex, birth_country="")


def _account(person_id: UUID) -> UUID:
    account_id = accounts.account_of(person_id)
    if account_id is None:
        raise Http404
    return account_id


def _card(split_id: UUID, by: Actor) -> SplitCard:
    card = joinings.split(split_id, by=by)
    if card is None:
        raise Http404
    return card
