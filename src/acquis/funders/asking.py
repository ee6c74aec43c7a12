"""What requests for an aid have in common: their days, their money set aside, what is said in them, and who is told.

What is asked leaves the envelope at once for an account of the request: an envelope is never promised twice, an agent
who grants is never told that it is empty, and nothing of it is money of the holder's before they confirm.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from acquis import rules
from acquis.journal.actions import record
from acquis.journal.jobs import planned
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of, end_of, start_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger import actions as ledger
from acquis.ledger.types import Code, House, NewAccount, Transfer, house
from acquis.people import crypto, documents
from acquis.people.types import ProofFile

from . import events, jobs, lifecycle
from .models import AidDocument, AidEntry, AidRequest
from .types import AidAct, AidSide, AidState, Instruction, Refusal

PASSING = house(House.FUNDERS_PROMISED)
LONGEST_WORDS = 4_000
MOST_FILES = 8


def ask_by(instruction: Instruction, starts_on: date) -> date:
    """The last day on which an aid may be asked for a training that starts on that day."""
    day: date = rules.add_working_days(starts_on, -instruction.ask_days)
    return day


def answer_by(instruction: Instruction, asked_on: date) -> date:
    """The last day of the answer to what is asked on that day."""
    day: date = rules.add_working_days(asked_on, instruction.answer_days)
    return day


def over_at(day: date, *, starts_on: date) -> datetime:
    """The first moment that is late for what is due on `day`: a training that starts waits for no answer."""
    return min(end_of(day), start_of(starts_on))


def working_days_left(first: date, last: date) -> int:
    """How many working days there are after `first`, up to `last`; one at least, so that somebody may still answer."""
    days, day = 0, first
    while day < last:
        day = date.fromordinal(day.toordinal() + 1)
        days += bool(rules.is_working_day(day))
    return max(days, 1)


def require_words(said: str, *, missing: Refusal | None = Refusal.WORDS_MISSING) -> str:
    """What was written; refused when nothing was and `missing` says so, and when nobody would read it all."""
    words = said.strip()
    if not words and missing is not None:
        raise Refused(missing)
    if len(words) > LONGEST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST_WORDS)
    return words


def inspected(files: Sequence[tuple[str, ProofFile]]) -> list[tuple[str, ProofFile]]:
    """(the document asked for, the file) with what each turned out to be; refuses too many, and what none may be."""
    if len(files) > MOST_FILES:
        raise Refused(Refusal.TOO_MANY_FILES, most=MOST_FILES)
    found = documents.inspected_all([file for _wanted, file in files])
    return [(wanted, file) for (wanted, _file), file in zip(files, found, strict=True)]


def write(
    request: AidRequest,
    act: AidAct,
    words: str,
    *,
    side: AidSide,
    files: Sequence[tuple[str, ProofFile]] = (),
    by: Actor,
    at: datetime,
) -> UUID:
    """Add one entry to a request, with its files, which were inspected."""
    entry = AidEntry(id=new_id(), request=request, act=act, side=side, by=by.key, at=at)
    if words:
        entry.words_sealed = crypto.seal(words, table="funders_aidentry", column="words", row=entry.id)
    entry.save(force_insert=True)
    for wanted, file in files:
        row = AidDocument(id=new_id(), entry=entry, wanted=wanted, media_type=file.media_type, scanned=file.scanned)
        name = documents.plain_name(file.name)
        row.name_sealed = crypto.seal(name, table="funders_aiddocument", column="name", row=row.id)
        row.size = len(file.content)
        text = base64.b64encode(file.content).decode()
        row.content_sealed = crypto.seal(text, table="funders_aiddocument", column="content", row=row.id)
        row.save(force_insert=True)
    return entry.id


def words_of(entry: AidEntry) -> str:
    """What an entry says; empty when nothing was written."""
    sealed = entry.words_sealed
    return crypto.unseal(sealed, table="funders_aidentry", column="words", row=entry.id) if sealed else ""


def name_of(row: AidDocument) -> str:
    """How a document was called."""
    return crypto.unseal(row.name_sealed, table="funders_aiddocument", column="name", row=row.id)


def content_of(row: AidDocument) -> bytes:
    """A document as it was sent."""
    return base64.b64decode(
        crypto.unseal(row.content_sealed, table="funders_aiddocument", column="content", row=row.id)
    )


def move(
    request: AidRequest,
    act: AidAct,
    words: str = "",
    *,
    side: AidSide,
    files: Sequence[tuple[str, ProofFile]] = (),
    by: Actor,
    at: datetime,
    **changes: Any,
) -> None:
    """Make the step, keep what was said, plan the day that follows, and tell it; part of an act, which has judged."""
    request.state = lifecycle.AID.require(act, AidState(request.state))
    for name, value in changes.items():
        setattr(request, name, value)
    request.save()
    write(request, act, words, side=side, files=files, by=by, at=at)
    due = [planned(jobs.aid_comes_due, at=request.due_at, request_id=request.id)] if request.due_at else []
    record(events.AidMoved(**request.told(), act=act.value, side=side.value), then=due, by=by, at=at)


def decide(
    request: AidRequest, act: AidAct, words: str, *, side: AidSide, by: Actor, at: datetime, **changes: Any
) -> None:
    """The same for an answer, after which no day is waited for."""
    answered: dict[str, Any] = {"due_at": None, "left_days": None, "decided_at": at, "decided_by": by.key}
    move(request, act, words, side=side, by=by, at=at, **answered, **changes)


def require_in_time(request: AidRequest, at: datetime) -> None:
    """Refuse once the delay is over: silence has spoken, and the job that says so is on its way."""
    if request.due_at is not None and at >= request.due_at:
        raise Refused(Refusal.ANSWER_DELAY_OVER)


def set_aside(request: AidRequest, *, by: Actor, at: datetime) -> None:
    """Take what is asked out of the envelope, into an account of the request; refused when it ran out."""
    ledger.open_accounts(accounts=[NewAccount(id=request.id, owner=request.id)], by=by, at=at)
    drawn = ledger.draw(owner=request.envelope_id, amount_cents=request.asked_cents, by=by, at=at)
    reference = f"aid:{request.id}"
    out = [
        _transfer(request, request.envelope_id, account, PASSING, cents, f"{reference}:from:{rank}", at)
        for rank, (account, cents) in enumerate(drawn)
    ]
    into = _transfer(request, request.id, PASSING, request.id, request.asked_cents, reference, at)
    ledger.post(transfers=[*out, into], by=by, at=at)


def give_back(request: AidRequest, amount_cents: int, *, by: Actor, at: datetime) -> None:
    """Send back to the envelope what a request does not need, and write what it still holds; the caller saves it."""
    if not amount_cents:
        return
    ((shard, _nothing),) = ledger.draw(owner=request.envelope_id, amount_cents=0, by=by, at=at)
    # What is held before makes the reference: it never holds as much again but by giving back in its turn.
    reference = f"aid:{request.id}:back:{request.held_cents}"
    out = _transfer(request, request.id, request.id, PASSING, amount_cents, reference, at)
    into = _transfer(request, request.envelope_id, PASSING, shard, amount_cents, f"{reference}:to", at)
    ledger.post(transfers=[out, into], by=by, at=at)
    request.held_cents -= amount_cents


def _transfer(
    request: AidRequest, owner: UUID, debit: UUID, credit: UUID, cents: int, reference: str, at: datetime
) -> Transfer:
    return Transfer(
        owner=owner,
        debit=debit,
        credit=credit,
        amount_cents=cents,
        code=Code.SET_ASIDE,
        effective_on=day_of(at),
        reference=reference,
        about=request.enrolment_id,
    )
