"""Identities that nobody could place by rule: the queue, one case with both sides, and the agent's decision.

The queue names nobody. Opening a case is looking at persons: the reason is the case itself, and is kept.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.joining import queries as joinings
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.outside import identity_register
from acquis.people import actions
from acquis.people import queries as people
from acquis.people.queries.doubts import FIELDS
from acquis.people.types import DoubtReason, DoubtState, Refusal
from acquis.web.design.written import number
from acquis.web.door import Audience, actor_of, converses, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .payouts import who

SOMEBODY_NEW, NOBODY = "new", "nobody"


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    by = _keeps_identities(request)
    agent = by.has(Role.STAFF_AGENT)
    counts = people.doubt_counts(by=by) if agent else {}
    chosen = next((each for each in DoubtReason if each.value == request.GET.get("pourquoi")), None)
    return page(
        request,
        "staff/identities.html",
        waiting=people.doubts(by=by, reason=chosen) if agent else (),
        total=sum(counts.values()),
        counts=counts,
        reasons=[(each.value, f"{label(each)} ({number(counts[each])})") for each in DoubtReason if each in counts],
        of_chosen=counts.get(chosen, 0) if chosen else sum(counts.values()),
        chosen=chosen,
        settled=people.doubts(by=by, settled=True, limit=20) if agent else (),
        joinings=joinings.joinings(by=by),
        splits=joinings.splits(by=by),
        agent=agent,
        who=who,
        at=request.at,
    )


@reads(Audience.STAFF)
def one(request: Request, doubt_id: UUID) -> HttpResponse:
    return _shown(request, doubt_id, errors={}, typed={}, status=200)


@writes(Audience.STAFF)
def decide(request: Request, doubt_id: UUID) -> HttpResponse:
    """Same person, another person, or ask for more; always with a reason."""
    by, typed = _agent(request), request.POST
    choice, note = typed.get("choice", ""), typed.get("note", "").strip()
    errors: dict[str, str] = {}
    if not choice:
        errors["choice"] = _("Choisissez une réponse.")
    if len(note) < 5:
        errors["note"] = _("Dites sur quoi vous vous fondez, par exemple : pièce d’identité reçue le 12 novembre.")
    if not errors:
        try:
            if choice == "ask":
                actions.ask_about_doubt(doubt_id=doubt_id, note=note, by=by, at=request.at)
                messages.success(request, _("La question est notée. Le dossier reste dans la file."))
                return see_other(f"/agents/identites/{doubt_id}")
            if choice == NOBODY:
                actions.dismiss_doubt(doubt_id=doubt_id, note=note, by=by, at=request.at)
                messages.success(request, _("La décision est enregistrée : aucun compte n’est fermé."))
                return see_other("/agents/identites")
            actions.settle_doubt(
                doubt_id=doubt_id,
                person_id=None if choice == SOMEBODY_NEW else UUID(choice),
                note=note,
                nir_replaces=typed.get("nir_replaces") == "1",
                by=by,
                at=request.at,
            )
            messages.success(request, _("La décision est enregistrée. Les déclarations en attente vont suivre."))
            return see_other("/agents/identites")
        except Refused as refused:
            if refused.reason is Refusal.DOUBT_UNKNOWN:
                raise Http404 from None
            errors["note" if refused.reason is Refusal.REASON_TELLS_WHO else "choice"] = sentence(refused)
        except ValueError:
            errors["choice"] = _("Choisissez une réponse.")
    return _shown(request, doubt_id, errors=errors, typed=typed.dict(), status=422)


@converses(Audience.STAFF, "POST")
def register(request: Request, doubt_id: UUID) -> HttpResponse:
    """Ask the State's register of persons; what it says is shown on the case, as a word."""
    by = _agent(request)
    try:
        answer = identity_register.ask(people.register_question(doubt_id, by=by, reason=_reason(doubt_id)))
        actions.note_register_answer(doubt_id=doubt_id, answer=answer, by=by, at=request.at)
    except identity_register.Unavailable:
        messages.warning(request, sentence(Refused(Refusal.REGISTER_SILENT)))
    return see_other(f"/agents/identites/{doubt_id}")


def _shown(
    request: Request, doubt_id: UUID, *, errors: dict[str, str], typed: dict[str, str], status: int
) -> HttpResponse:
    try:
        case = people.doubt(doubt_id, by=_agent(request), reason=_reason(doubt_id))
    except Refused:
        raise Http404 from None
    answers = [(str(each.person_id), _("La personne %s") % n) for n, each in enumerate(case.candidates, start=1)]
    return page(
        request,
        "staff/identity.html",
        status=status,
        case=case,
        fields=FIELDS,
        answers=answers,
        settled=case.state is DoubtState.SETTLED,
        dismissed=case.state is DoubtState.DISMISSED,
        otherwise=(NOBODY, _("Aucune de ces personnes"), _("Aucun compte n’est fermé."))
        if case.reason is DoubtReason.DEATH
        else (SOMEBODY_NEW, _("Quelqu’un d’autre"), _("Une nouvelle personne est créée avec l’identité déclarée.")),
        register_says=_register_says(case.register_answer),
        errors=errors,
        typed=typed,
        who=who,
    )


def _reason(doubt_id: UUID) -> str:
    """Why an agent sees these persons: the case itself."""
    return _("identité à vérifier n° %s") % str(doubt_id)[-6:]


def _register_says(answer: str) -> str:
    """The register's last answer, in words; empty before it was asked."""
    words = {
        "": "",
        "found": _("Une seule personne, exactement comme déclarée."),
        "rectified": _("Une seule personne, après correction de ce qui a été déclaré."),
        "one_resembles": _("Une personne ressemble, sans certitude."),
        "several_resemble": _("Plusieurs personnes ressemblent."),
        "usage_name": _("Une personne, trouvée sous son nom d’usage seulement."),
        "nobody": _("Personne ne correspond."),
        "bad_question": _("La demande n’est pas complète : il manque sans doute un prénom ou un lieu."),
        "deceased": _("Cette personne est décédée."),
    }
    return words[answer]


def _agent(request: Request) -> Actor:
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    return by


def _keeps_identities(request: Request) -> Actor:
    """Who decides on identities, or approves that two are one; for the others these pages are not there."""
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT, Role.STAFF_APPROVER):
        raise Http404
    return by
