"""Offers that wait for a person: what is to be looked at in each, and the decision; and taking one off sale."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue import actions
from acquis.catalogue import queries as catalogue
from acquis.catalogue.queries import drafts
from acquis.catalogue.reviews import queries as reviews
from acquis.catalogue.types import Decision, DraftState, Refusal
from acquis.kit.actor import Role
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels import label
from acquis.web.provider.draft_forms import where_words
from acquis.web.provider.offer_history import lines_of
from acquis.web.refusals import sentence
from acquis.web.session import Request


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    """The queue, the oldest first."""
    by = actor_of(request)
    if not by.has(Role.STAFF_AGENT):
        raise Http404
    rows, total = drafts.waiting_drafts(by=by)
    return page(
        request,
        "staff/offers.html",
        rows=rows,
        total=total,
        bodies=providers.providers({row.provider_id for row in rows}),
        reviews=reviews.reviews_waiting(by=by).total,
    )


@reads(Audience.STAFF)
def one(request: Request, draft_id: UUID) -> HttpResponse:
    return _shown(request, draft_id)


@writes(Audience.STAFF)
def decide(request: Request, draft_id: UUID) -> HttpResponse:
    """Publish, ask for a change, or refuse; the last two with words."""
    chosen, words = request.POST.get("decision", ""), request.POST.get("words", "")
    seen = request.POST.get("seen", "")
    if chosen not in set(Decision):
        return _shown(request, draft_id, words=words, errors={"decision": _("Choisissez une décision.")})
    try:
        actions.decide_draft(
            draft_id=draft_id,
            decision=Decision(chosen),
            words=words,
            seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
            by=actor_of(request),
            at=request.at,
        )
    except Refused as refused:
        if refused.reason not in (Refusal.WORDS_MISSING, Refusal.WORDS_TOO_LONG):
            raise
        return _shown(request, draft_id, chosen=chosen, words=words, errors={"words": sentence(refused)})
    messages.success(request, _("La décision est enregistrée ; l’organisme la voit dans ses offres."))
    return see_other("/agents/offres")


@reads(Audience.STAFF)
def history(request: Request, training_id: UUID) -> HttpResponse:
    by = actor_of(request)
    lines = drafts.history_of(training_id, by=by)
    if not lines:
        raise Http404
    training = catalogue.training_page(training_id)
    return page(request, "staff/offer_history.html", lines=lines_of(lines, by=by), training=training)


@writes(Audience.STAFF)
def withdraw(request: Request, training_id: UUID) -> HttpResponse:
    """Take it off sale: only the staff may put it back."""
    actions.withdraw_training(training_id=training_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La formation est retirée de la vente. Les inscriptions déjà faites continuent."))
    return see_other(f"/agents/formations/{training_id}/historique")


@writes(Audience.STAFF)
def restore(request: Request, training_id: UUID) -> HttpResponse:
    actions.restore_training(training_id=training_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La formation est remise en vente, si sa certification le permet."))
    return see_other(f"/agents/formations/{training_id}/historique")


def _shown(
    request: Request, draft_id: UUID, *, chosen: str = "", words: str = "", errors: dict[str, str] | None = None
) -> HttpResponse:
    by = actor_of(request)
    row = drafts.draft(draft_id, by=by)
    card = drafts.draft_preview(draft_id, by=by)
    if row is None or card is None:
        raise Http404
    return page(
        request,
        "staff/offer.html",
        status=422 if errors else 200,
        row=row,
        training=card,
        body=providers.provider(row.provider_id),
        signals=row.signals,
        waits=row.state == DraftState.SUBMITTED,
        decisions=[(str(each), label(each)) for each in Decision],
        chosen=chosen,
        words=words,
        errors=errors or {},
        lines=lines_of(drafts.history_of(row.training_id, by=by, limit=20), by=by),
        where_words=where_words,
    )
