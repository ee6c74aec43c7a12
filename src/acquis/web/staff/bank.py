"""What the bank answered: its files, what became of each line, and what waits for a person to say what it was."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import actions
from acquis.treasury import queries as treasury
from acquis.treasury.types import BankFileCard, BatchState, LineState, Refusal
from acquis.web.door import Audience, actor_of, page, reads, see_other, writes
from acquis.web.labels.bank import reason_words
from acquis.web.refusals import sentence
from acquis.web.session import Request

from .payouts import keeps_the_money, who

#: More lines than a person reads on one page; the rest is in the bank's own file.
SHOWN = 500


#: The field of an entry's form that each refusal is about.
FIELDS = {
    Refusal.WORDS_MISSING: "answer",
    Refusal.LINE_UNKNOWN: "returned",
    Refusal.NOT_A_RETURN: "returned",
    Refusal.NOT_IN_THIS_STATE: "returned",
}


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    return _shown(request, {})


@writes(Audience.STAFF)
def take(request: Request) -> HttpResponse:
    """Read a file of the bank and do what it tells."""
    keeps_the_money(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _shown(request, {"file": _("Choisissez un fichier de la banque.")})
    content = sent.read(actions.MOST_BYTES + 1)
    known = treasury.taken_before(content)
    try:
        file_id = actions.take_bank_file(content=content, name=sent.name or "", by=actor_of(request), at=request.at)
    except Refused as refused:
        if refused.reason == Refusal.NOT_ALLOWED:
            raise
        return _shown(request, {"file": sentence(refused)})
    file = treasury.bank_file(file_id)
    assert file is not None
    if known:
        messages.info(request, _("Ce fichier avait déjà été lu : rien n’a été fait deux fois."))
    else:
        messages.success(request, _told(file))
    return see_other(f"/agents/banque/{file_id}")


@reads(Audience.STAFF)
def one(request: Request, file_id: UUID) -> HttpResponse:
    by = keeps_the_money(request)
    file = treasury.bank_file(file_id, by=by)
    if file is None:
        raise Http404
    return page(
        request,
        "staff/bank_file.html",
        file=file,
        entries=treasury.bank_entries(file_id, limit=SHOWN, by=by),
        reason_words=reason_words,
        who=who,
    )


@reads(Audience.STAFF)
def file(request: Request, file_id: UUID) -> HttpResponse:
    """The file as the bank sent it."""
    content = treasury.bank_content(file_id, by=keeps_the_money(request))
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="banque-{file_id}.xml"'
    return response


@writes(Audience.STAFF)
def settle(request: Request, entry_id: UUID) -> HttpResponse:
    """Say what a line was."""
    by = keeps_the_money(request)
    try:
        actions.settle_entry(
            entry_id=entry_id,
            answer=request.POST.get(f"answer-{entry_id}", ""),
            returned=request.POST.get(f"returned-{entry_id}", ""),
            by=by,
            at=request.at,
        )
    except Refused as refused:
        field = FIELDS.get(refused.reason)  # type: ignore[call-overload]
        if field is None:
            raise
        return _shown(request, {f"{field}-{entry_id}": sentence(refused)})
    messages.success(
        request,
        _(
            "C’est noté. Des mots ne bougent pas d’argent : si la somme manque au grand livre, le rapprochement de ce"
            " jour la montre, et deux personnes la règlent là-bas."
        ),
    )
    return see_other("/agents/banque")


@writes(Audience.STAFF)
def retry(request: Request, line_id: UUID) -> HttpResponse:
    """Let an account to which a transfer could not go be paid again."""
    actions.retry_account(line_id=line_id, by=keeps_the_money(request), at=request.at)
    messages.success(request, _("Ce compte sera de nouveau payé avec le prochain lot."))
    return see_other(f"/agents/paiements/{treasury.batch_of(line_id)}")


@writes(Audience.STAFF)
def play(request: Request, batch_id: UUID) -> HttpResponse:
    """In the demonstration, the statement that a bank would send about a batch, taken as any other."""
    by = keeps_the_money(request)
    batch = treasury.batch(batch_id, by=by)
    if not settings.ACQUIS.demo or batch is None or batch.state != BatchState.APPROVED:
        raise Http404
    sent, total = [line for line in batch.lines if line.state == LineState.ORDERED], batch.ordered_cents
    booked = [Booked(credit=False, amount_cents=total, reference=f"{batch.number}-D", order_id=batch.number)]
    if request.POST.get("back") and sent:
        booked.append(
            Booked(
                credit=True,
                amount_cents=sent[0].amount_cents,
                reference=f"{batch.number}-R",
                end_to_end_id=sent[0].end_to_end_id,
                reason="AC04",
            )
        )
    before = treasury.statements()
    content = bank_standin.statement(
        iban=settings.ACQUIS.debtor_iban.replace(" ", ""),
        number=f"RELEVE-{batch.number}",
        on=day_of(request.at),
        made_at=request.at,
        opening_cents=before[-1].closing_cents if before else total,
        booked=booked,
    )
    file_id = actions.take_bank_file(content=content, name=_("banque de papier"), by=by, at=request.at)
    return see_other(f"/agents/banque/{file_id}")


def _told(file: BankFileCard) -> str:
    read = ngettext("%(num)s ligne lue", "%(num)s lignes lues", file.entries) % {"num": file.entries}
    if not file.to_look_at:
        return _("%(read)s, tout est rapproché.") % {"read": read}
    left = ngettext("%(num)s à regarder", "%(num)s à regarder", file.to_look_at) % {"num": file.to_look_at}
    return _("%(read)s, dont %(left)s.") % {"read": read, "left": left}


def _shown(request: Request, errors: dict[str, str]) -> HttpResponse:
    by = keeps_the_money(request)
    waiting = treasury.bank_entries(to_look_at=True, limit=SHOWN, by=by)
    return page(
        request,
        "staff/bank.html",
        status=422 if errors else 200,
        waiting=waiting,
        total=treasury.entries_to_look_at(by=by),
        files=treasury.bank_files(by=by),
        errors=errors,
        reason_words=reason_words,
        who=who,
    )
