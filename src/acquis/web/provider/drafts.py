"""Offers written by hand: a draft is begun, filled in part by part, seen as it will be, submitted or given up."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue import actions
from acquis.catalogue import queries as catalogue
from acquis.catalogue.queries import drafts
from acquis.catalogue.types import DraftFinding, DraftRow, DraftState, OfferTraining, Refusal
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.refusals import sentence
from acquis.web.session import Request

from . import draft_forms as forms
from .offer_history import lines_of


def address(draft_id: UUID, *more: str) -> str:
    return "/".join((f"/organisme/offres/brouillons/{draft_id}", *more))


def found(request: Request, draft_id: UUID) -> tuple[DraftRow, OfferTraining]:
    """The draft and its content, if they are this provider's."""
    by = actor_of(request)
    row, content = drafts.draft(draft_id, by=by), drafts.draft_content(draft_id, by=by)
    if row is None or content is None:
        raise Http404
    return row, content


@reads(Audience.PROVIDER)
def new(request: Request) -> HttpResponse:
    return _form(request, {}, {})


@writes(Audience.PROVIDER)
def begin(request: Request) -> HttpResponse:
    """Begin an offer from its first answers."""
    by = actor_of(request)
    assert by.provider_id is not None
    typed = request.POST.dict()
    number = " ".join(typed.get("number", "").split())[:200]
    offer, errors = forms.training_from(typed, OfferTraining(number))
    if not number:
        errors["number"] = _("Donnez un numéro à cette formation, par exemple BOUL-2027.")
    if errors:
        return _form(request, typed, errors)
    try:
        draft_id = actions.start_draft(provider_id=by.provider_id, offer=offer, by=by, at=request.at)
    except Refused as refused:
        if refused.reason is not Refusal.NUMBER_TAKEN:
            raise
        return _form(request, typed, {"number": sentence(refused)})
    messages.success(request, _("Le brouillon est créé. Ajoutez maintenant une façon de suivre la formation."))
    return see_other(address(draft_id))


@writes(Audience.PROVIDER)
def change(request: Request, training_id: UUID) -> HttpResponse:
    """A draft of what is published; the published offer stays until the draft takes its place."""
    draft_id = actions.start_draft_of(training_id=training_id, by=actor_of(request), at=request.at)
    return see_other(address(draft_id))


@reads(Audience.PROVIDER)
def show(request: Request, draft_id: UUID) -> HttpResponse:
    return _shown(request, draft_id)


def _shown(request: Request, draft_id: UUID, *, typed: str | None = None, reply_error: str = "") -> HttpResponse:
    by = actor_of(request)
    row, content = found(request, draft_id)
    findings = drafts.draft_findings(draft_id, by=by)
    waits = row.state == DraftState.SUBMITTED
    return page(
        request,
        "provider/draft.html",
        status=422 if reply_error else 200,
        typed=typed,
        reply_error=reply_error,
        row=row,
        content=content,
        card=drafts.draft_preview(draft_id, by=by),
        errors=[(each, _where(draft_id, each)) for each in findings if each.blocking],
        remarks=[each for each in findings if not each.blocking],
        signals=row.signals if waits else drafts.draft_signals(draft_id, by=by),
        open=row.state in (DraftState.DRAFT, DraftState.CHANGES_ASKED, DraftState.SUBMITTED),
        address=address(draft_id),
        where_words=forms.where_words,
    )


@reads(Audience.PROVIDER)
def preview(request: Request, draft_id: UUID) -> HttpResponse:
    """The offer as its public page would show it."""
    row, _content = found(request, draft_id)
    card = drafts.draft_preview(draft_id, by=actor_of(request))
    body = providers.provider(row.provider_id)
    if card is None or body is None:
        raise Http404
    return page(request, "provider/draft_preview.html", row=row, training=card, body=body, address=address(draft_id))


@reads(Audience.PROVIDER)
def training(request: Request, draft_id: UUID) -> HttpResponse:
    row, content = found(request, draft_id)
    errors = forms.errors_of(drafts.draft_findings(draft_id, by=actor_of(request)), "") if row.revision > 1 else {}
    return _form(request, forms.typed_training(content), errors, row, status=200)


@writes(Audience.PROVIDER)
def write_training(request: Request, draft_id: UUID) -> HttpResponse:
    row, content = found(request, draft_id)
    typed = request.POST.dict() | {"number": row.number}
    offer, errors = forms.training_from(typed, content)
    if errors:
        return _form(request, typed, errors, row)
    return written(request, row, replace(offer, number=row.number), seen_of(request, row))


@writes(Audience.PROVIDER)
def submit(request: Request, draft_id: UUID) -> HttpResponse:
    """Publish, or wait for a person when something is to be looked at."""
    reply = request.POST.get("reply", "")
    try:
        state = actions.submit_draft(draft_id=draft_id, reply=reply, by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason not in (Refusal.REPLY_MISSING, Refusal.WORDS_TOO_LONG):
            raise
        return _shown(request, draft_id, typed=reply, reply_error=sentence(refused))
    if state is DraftState.PUBLISHED:
        messages.success(request, _("L’offre est publiée : elle paraît dans la recherche."))
        return see_other("/organisme/offres")
    messages.info(request, _("L’offre est soumise : un agent la regarde, et vous verrez ici sa décision."))
    return see_other(address(draft_id))


@writes(Audience.PROVIDER)
def discard(request: Request, draft_id: UUID) -> HttpResponse:
    actions.discard_draft(draft_id=draft_id, by=actor_of(request), at=request.at)
    messages.success(request, _("Le brouillon est abandonné. Ce qui est publié n’a pas changé."))
    return see_other("/organisme/offres")


@writes(Audience.PROVIDER)
def withdraw(request: Request, training_id: UUID) -> HttpResponse:
    actions.withdraw_training(training_id=training_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La formation est retirée de la vente. Les inscriptions déjà faites continuent."))
    return see_other("/organisme/offres")


@writes(Audience.PROVIDER)
def restore(request: Request, training_id: UUID) -> HttpResponse:
    actions.restore_training(training_id=training_id, by=actor_of(request), at=request.at)
    messages.success(request, _("La formation est remise en vente, si sa certification le permet."))
    return see_other("/organisme/offres")


@reads(Audience.PROVIDER)
def history(request: Request, training_id: UUID) -> HttpResponse:
    by = actor_of(request)
    lines = drafts.history_of(training_id, by=by)
    card = catalogue.training_page(training_id)
    # What was there before there was a history has none yet, and is its provider's all the same.
    if not lines and (card is None or card.provider_id != by.provider_id):
        raise Http404
    return page(request, "provider/offer_history.html", lines=lines_of(lines, by=by), training=card)


def written(request: Request, row: DraftRow, offer: OfferTraining, seen: int, to: str = "") -> HttpResponse:
    """Keep the new content and come back to the draft."""
    actions.write_draft(draft_id=row.id, offer=offer, seen=seen, by=actor_of(request), at=request.at)
    messages.success(request, _("C’est enregistré."))
    return see_other(to or address(row.id))


def seen_of(request: Request, row: DraftRow) -> int:
    """The revision that the form was filled from; a form without it was filled from none."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else row.revision - 1


def _where(draft_id: UUID, finding: DraftFinding) -> str:
    """The page on which a finding can be mended."""
    if finding.field == "actions":
        return address(draft_id, "action")
    parts = forms.numbers_in(finding.part)
    if not parts:
        return f"{address(draft_id, 'formation')}#f-{finding.field}"
    if finding.field == "sessions":
        return f"{address(draft_id)}/sessions?action={forms.quoted(parts[0])}"
    names = "&".join(f"{key}={forms.quoted(each)}" for key, each in zip(("action", "session"), parts, strict=False))
    return f"{address(draft_id)}/{'sessions' if len(parts) > 1 else 'action'}?{names}#f-{finding.field}"


def _form(
    request: Request, typed: dict[str, str], errors: dict[str, str], row: DraftRow | None = None, status: int = 0
) -> HttpResponse:
    return page(
        request,
        "provider/draft_training.html",
        status=status or (422 if errors else 200),
        row=row,
        typed=typed,
        errors=errors,
        action=address(row.id, "formation") if row else "/organisme/offres/nouvelle",
    )
