"""What others may ask of requests, messages and issued statements; what an agent reads of a request is noted."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from acquis.journal.reads import note_read
from acquis.kit.actor import EMPLOYER, Actor, Role
from acquis.kit.codes import plain_code
from acquis.kit.refusal import Refused
from acquis.people import crypto

from . import lifecycle, permissions, reach, words
from .models import EnrolmentPaper, Entry, Inquiry, Issued, Message, Proof, Sending, Wish
from .papers.said import digest_of, opened
from .routing import companies_that_declared as companies_that_declared
from .types import (
    Act,
    Channel,
    EntryCard,
    InquiryDetails,
    InquiryRow,
    IssuedCard,
    Kind,
    MessageCard,
    Outcome,
    PageOfInquiries,
    Paper,
    PaperCard,
    PaperSaid,
    ProofCard,
    ProofFile,
    Recipient,
    Refusal,
    SendingCard,
    SendingState,
    State,
    Topic,
    Wishes,
)
from .wording import words_of as words_of

PER_PAGE = 25


class Altered(RuntimeError):
    """What is kept is not what was issued."""


def inquiries_of(account_id: UUID, *, by: Actor) -> list[InquiryRow]:
    """The requests of an account, newest first, as far as `by` may see them."""
    rows = permissions.SEE.rows(by, Inquiry.objects.filter(account_id=account_id))
    return [_row(each) for each in rows.order_by("-opened_at", "-id")]


def inquiries(*, by: Actor, states: Iterable[State] = (), number: str = "", page: int = 1) -> PageOfInquiries:
    """The queue of the operator's agents, the most pressing first; `number` finds one whatever its state."""
    permissions.HANDLE.require_any(by)
    everything = permissions.HANDLE.rows(by, Inquiry.objects.all())
    rows, digits = everything, "".join(c for c in number if c.isdigit())
    if number.strip():
        rows = rows.filter(number=digits)
    elif states:
        rows = rows.filter(state__in=list(states))
    total, page = rows.count(), max(1, page)
    shown = rows.order_by("due_on", "opened_at", "id")[(page - 1) * PER_PAGE : page * PER_PAGE]
    counts = {State(s): n for s, n in everything.order_by().values_list("state").annotate(Count("id"))}
    return PageOfInquiries(
        rows=tuple(_row(each) for each in shown), total=total, page=page, per_page=PER_PAGE, counts=counts
    )


def inquiry(inquiry_id: UUID, *, by: Actor) -> InquiryDetails:
    """One request whole, with what `by` may do about it now; refused as unknown to those who may not see it."""
    row = _visible(inquiry_id, by)
    _note(row, by)
    state = State(row.state)
    may = {
        act
        for act in lifecycle.INQUIRY.moves
        if lifecycle.INQUIRY.allows(act, state) and permissions.OF_ACT[Act(act)].covers(by) is not None
    }
    if row.recipient != Recipient.EMPLOYER:
        may.discard(Act.RELAY)
    return InquiryDetails(
        row=_row(row),
        line=row.line,
        about=row.about,
        employer=row.employer,
        entries=tuple(_entry(each) for each in _readable(row, by).order_by("at", "id").prefetch_related("proofs")),
        may=frozenset(Act(act) for act in may),
    )


def proof(inquiry_id: UUID, proof_id: UUID, *, by: Actor) -> ProofFile:
    """A file attached to a request."""
    row = _visible(inquiry_id, by)
    found = Proof.objects.filter(pk=proof_id, entry__in=_readable(row, by)).first()
    if found is None:
        raise Refused(Refusal.INQUIRY_UNKNOWN)
    _note(row, by, "proof")
    return ProofFile(name=found.name, media_type=found.media_type, content=words.content(found))


def inquiries_of_company(*, by: Actor) -> list[InquiryRow]:
    """What the company of `by` is asked, what waits for it first and the most pressing of these; the rest by day."""
    rows = permissions.ANSWER.rows(by, Inquiry.objects.filter(company_id__isnull=False)).order_by("due_on", "id")
    return sorted((_row(each) for each in rows), key=lambda each: each.state is not State.RELAYED)


def messages_of(person_id: UUID, *, by: Actor, limit: int | None = 100) -> list[MessageCard]:
    """What a holder was told, newest first."""
    rows = permissions.READ_MESSAGES.rows(by, Message.objects.filter(person_id=person_id))
    return [_message(each) for each in rows.order_by("-at", "-id")[:limit]]


def messages_of_body(*, by: Actor, limit: int | None = 100) -> list[MessageCard]:
    """What the training body of `by` was told, newest first."""
    rows = permissions.READ_MESSAGES.rows(by, Message.objects.filter(provider_id__isnull=False))
    return [_message(each) for each in rows.order_by("-at", "-id")[:limit]]


def unread_of_body(*, by: Actor) -> int:
    """How many messages nobody of the training body has read."""
    rows = Message.objects.filter(provider_id__isnull=False, read_at=None)
    return int(permissions.READ_MESSAGES.rows(by, rows).count())


def address_of(sending_id: UUID, *, by: Actor) -> str:
    """To which addresses a sending goes now; for the system alone, hence the demonstration's post."""
    sending = Sending.objects.select_related("message").get(pk=sending_id)
    return ", ".join(reach.of(sending.message, Channel(sending.channel), by=by))


def unread_count(person_id: UUID, *, by: Actor) -> int:
    """How many messages the holder has not read."""
    rows = Message.objects.filter(person_id=person_id, read_at=None)
    return int(permissions.READ_MESSAGES.rows(by, rows).count())


def wishes_of(person_id: UUID) -> Wishes:
    """By which ways a person wants to be told."""
    row = Wish.objects.filter(pk=person_id).first()
    return Wishes() if row is None else Wishes(email=row.email, text=row.text)


def latest_sendings(limit: int = 50) -> list[SendingCard]:
    """What left lately or is about to, newest first: for the demonstration's page."""
    # By the day of what they tell: the clock of the demonstration moves, and work that waited is done late.
    rows = Sending.objects.select_related("message").order_by("-message__at", "-id")[:limit]
    return [
        SendingCard(
            id=each.id,
            message=_message(each.message),
            channel=Channel(each.channel),
            state=SendingState(each.state),
            attempts=each.attempts,
            sent_at=each.sent_at,
        )
        for each in rows
    ]


def issued(code: str) -> IssuedCard | None:
    """The paper that bears this code, as typed; None when there is none."""
    row = Issued.objects.filter(pk=plain_code(code)).first()
    if row is None:
        return None
    paper = EnrolmentPaper.objects.filter(account_id=row.account_id, issued=row).select_related("issued").first()
    return IssuedCard(
        code=row.code,
        paper=Paper(row.paper),
        issued_at=row.issued_at,
        lines=row.lines,
        balance_cents=row.balance_cents,
        year=row.year,
        whole_account=row.whole_account,
        rate_percent=row.rate_percent,
        digest=row.digest if row.paper != Paper.STATEMENT else "",
        kept=_paper(paper) if paper else None,
        said=_said(paper) if paper else None,
    )


def papers_about(enrolment_id: UUID, *, by: Actor) -> list[PaperCard]:
    """The papers of an enrolment that `by` may read, in the order they were issued."""
    rows = permissions.READ_PAPERS.rows(by, EnrolmentPaper.objects.filter(about=enrolment_id))
    in_order = rows.select_related("issued").order_by("issued__issued_at", "version", "number")
    return [_paper(each) for each in in_order.defer("said_sealed")]


def paper(enrolment_id: UUID, paper_id: UUID, *, by: Actor, reason: str = "") -> tuple[PaperCard, PaperSaid]:
    """A paper and all it says, as it was issued. An agent who opens one is noted, with the `reason` they gave."""
    rows = permissions.READ_PAPERS.rows(by, EnrolmentPaper.objects.filter(about=enrolment_id, pk=paper_id))
    row = rows.select_related("issued").first()
    if row is None:
        raise Refused(Refusal.PAPER_UNKNOWN)
    if by.is_staff:
        note_read(by=by, person_id=row.person_id, what="paper", reason=f"papier {row.number} : {reason}")
    return _paper(row), _said(row)


def _paper(row: EnrolmentPaper) -> PaperCard:
    later = EnrolmentPaper.objects.filter(
        account_id=row.account_id, about=row.about, paper=row.paper, version__gt=row.version
    )
    return PaperCard(
        id=row.id,
        paper=Paper(row.paper),
        number=row.number,
        code=row.issued.code,
        digest=row.issued.digest,
        issued_at=row.issued.issued_at,
        latest=not later.exists(),
    )


def _said(row: EnrolmentPaper) -> PaperSaid:
    """Raises Altered when what is kept is not what was issued."""
    text = crypto.unseal(row.said_sealed, table="support_enrolmentpaper", column="said", row=row.id)
    if digest_of(text) != row.issued.digest:
        raise Altered(f"paper {row.number}: what is kept is not what was issued")
    return opened(text)


def _visible(inquiry_id: UUID, by: Actor) -> Inquiry:
    row = permissions.SEE.rows(by, Inquiry.objects.filter(pk=inquiry_id)).first()
    if row is None:
        raise Refused(Refusal.INQUIRY_UNKNOWN)
    return row


def _readable(row: Inquiry, by: Actor) -> QuerySet[Entry]:
    """What of a request `by` reads: a company what was written to it, and what its own people answered."""
    if not by.has(*EMPLOYER):
        return row.entries.all()
    theirs = Q(act=Act.RELAY.value) | Q(by__startswith="employer_")
    return row.entries.filter(theirs | Q(act=Act.OPEN.value) if row.addressed else theirs)


def _note(row: Inquiry, by: Actor, what: str = "request") -> None:
    """An agent, or a company, that reads a request is noted; its holder reading their own is not."""
    if by.is_staff or by.has(*EMPLOYER):
        note_read(by=by, person_id=row.person_id, what=what, reason=f"demande {row.number}")


def _row(row: Inquiry) -> InquiryRow:
    return InquiryRow(
        id=row.id,
        number=row.number,
        account_id=row.account_id,
        person_id=row.person_id,
        topic=Topic(row.topic),
        recipient=Recipient(row.recipient),
        state=State(row.state),
        year=row.year,
        opened_at=row.opened_at,
        due_on=row.due_on,
        taken_by=row.taken_by,
        outcome=Outcome(row.outcome) if row.outcome else None,
        company_id=row.company_id,
    )


def _entry(row: Entry) -> EntryCard:
    return EntryCard(
        act=Act(row.act),
        at=row.at,
        by=row.by,
        by_holder=row.by.startswith(f"{Role.HOLDER}:"),
        words=words.read(row),
        proofs=tuple(
            ProofCard(id=each.id, name=each.name, media_type=each.media_type, size=each.size, scanned=each.scanned)
            for each in row.proofs.all()
        ),
    )


def _message(row: Message) -> MessageCard:
    return MessageCard(
        id=row.id,
        person_id=row.person_id,
        provider_id=row.provider_id,
        kind=Kind(row.kind),
        values=row.values,
        about=row.about,
        at=row.at,
        read=row.read_at is not None,
    )
