"""A day's movements of ours against what the bank and the card provider tell: what does not agree, purely.

Each side is indexed by what the other knows it by. A day's tolerance is one: what is paid at midnight is told on the
next day. Whoever runs it again finds the same differences under the same keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from acquis.ledger.queries import HouseMovement
from acquis.ledger.types import Code, House, house
from acquis.outside.card_reports import LineKind
from acquis.treasury.queries import BookedEntry, StatementSpan

from .types import Difference, Found, Teller

#: Days by which the same movement may be told apart.
NEAR = timedelta(days=1)
BANK, CARDS = house(House.BANK), house(House.CARD_CLEARING)

#: Lines of the card provider that a movement of ours stands for.
FOLLOWED = (LineKind.PAYMENT, LineKind.REFUND, LineKind.REFUND_BACK)

Movement = HouseMovement


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTold:
    """A line of the card provider's reports; `again`: an earlier line tells the same."""

    kind: LineKind
    external_id: str
    reference: str
    amount_cents: int
    day: date
    again: bool = False


@dataclass(slots=True)
class Compared:
    """What a comparison found, and how many of our movements agreed."""

    agreed: int = 0
    found: list[Found] = field(default_factory=list)


def card_reference(kind: LineKind, reference: str) -> str:
    """The reference of ours under which the ledger has what a line tells."""
    if kind is LineKind.PAYMENT:
        return f"collection {reference} paid"
    return f"refund {reference} {'back' if kind is LineKind.REFUND_BACK else 'done'}"


def cards(
    day: date,
    *,
    ours: Iterable[Movement],
    told: Sequence[CardTold],
    elsewhere: Mapping[str, CardTold],
    other_days: Mapping[str, Movement],
    reported: bool,
) -> Compared:
    """What the provider tells of a day against our payments and refunds by card.

    `elsewhere`: lines of other days that tell our movements of this one, by our reference; `other_days`: movements of
    ours of other days that lines of this one tell. `reported`: whether a report of the day was taken.
    """
    result = Compared()
    left = {each.reference: each for each in ours if each.code in (Code.HOLDER_PAYMENT, Code.HOLDER_REFUND)}
    for line in told:
        if line.kind not in FOLLOWED:
            continue
        reference = card_reference(line.kind, line.reference)
        sign = -1 if line.kind is LineKind.REFUND else 1
        theirs = sign * line.amount_cents
        said: dict[str, Any] = {"teller": Teller.CARDS, "day": day, "theirs": line.external_id}
        if line.again:
            key = f"cards again {line.external_id} {day}"
            result.found.append(Found(key=key, kind=Difference.DOUBLED, ours=reference, theirs_cents=theirs, **said))
            continue
        mine = left.pop(reference, None) or other_days.get(reference)
        if mine is None:
            result.found.append(Found(key=f"cards {reference}", kind=Difference.NOT_OURS, theirs_cents=theirs, **said))
            continue
        kind = _differs(mine.amount_cents, line.amount_cents, mine.effective_on, line.day)
        if kind is None:
            result.agreed += mine.effective_on == day
            continue
        result.found.append(
            Found(
                key=f"cards {reference}",
                kind=kind,
                ours=reference,
                ours_cents=sign * mine.amount_cents,
                theirs_cents=theirs,
                **said,
            )
        )
    for reference, mine in left.items():
        line_elsewhere = elsewhere.get(reference)
        if line_elsewhere is not None and not line_elsewhere.again:
            # Its own day tells what is wrong with it, if anything.
            result.agreed += (
                _differs(mine.amount_cents, line_elsewhere.amount_cents, mine.effective_on, line_elsewhere.day) is None
            )
        elif reported:
            cents = mine.amount_cents if mine.debit == CARDS else -mine.amount_cents
            result.found.append(
                Found(
                    key=f"cards {reference}",
                    teller=Teller.CARDS,
                    kind=Difference.NOT_TOLD,
                    day=day,
                    ours=reference,
                    ours_cents=cents,
                )
            )
    if left and not reported:
        result.found.append(_nobody(Teller.CARDS, day, len(left)))
    return result


def bank(
    day: date,
    *,
    ours: Sequence[Movement],
    told: Sequence[BookedEntry],
    batches: Mapping[str, str],
    elsewhere: Collection[UUID],
    stated: bool,
) -> Compared:
    """What the bank tells around a day against what moved our account on it.

    `told`: its entries of the days around; `batches`: the batch of each transfer; `elsewhere`: the
    entries of this day that our ledger has on another; `stated`: whether a statement of the day was read.
    """
    result = Compared()
    by_line: dict[tuple[str, bool], list[BookedEntry]] = defaultdict(list)
    by_batch: dict[str, list[BookedEntry]] = defaultdict(list)
    by_id = {each.id: each for each in told}
    for each in told:
        if each.line:
            by_line[each.line, each.credit].append(each)
        elif each.batch and not each.credit:
            by_batch[each.batch].append(each)
    used: set[UUID] = set()
    unheard = 0
    sent: dict[str, list[Movement]] = defaultdict(list)
    for mine in ours:
        entry, free = _entry_of(mine, by_id, by_line)
        if mine.code == Code.UNEXPLAINED:
            # What a difference written off moved: two persons answered for it, and the difference keeps its own key.
            result.agreed += 1
            used.update([entry.id] if entry is not None else [])
        elif entry is not None:
            used.add(entry.id)
            kind = _differs(mine.amount_cents, entry.amount_cents, mine.effective_on, entry.booked_on, any_day=free)
            result.agreed += kind is None
            if kind is not None:
                result.found.append(_of_bank(kind, day, mine, entry))
        elif mine.code == Code.PAYOUT_SENT and by_batch.get(batches.get(_named(mine), "")):
            sent[batches[_named(mine)]].append(mine)
        elif stated:
            result.found.append(_of_bank(Difference.NOT_TOLD, day, mine, None))
        else:
            unheard += 1
    for batch, movements in sent.items():
        # The whole of a batch as one debit; a second one of the same batch is not used, and told below.
        whole = by_batch[batch][0]
        used.add(whole.id)
        cents = sum(mine.amount_cents for mine in movements)
        kind = _differs(cents, whole.amount_cents, movements[0].effective_on, whole.booked_on)
        result.agreed += len(movements) * (kind is None)
        if kind is not None:
            result.found.append(_of_bank(kind, day, movements[0], whole, ours_cents=-cents, name=f"batch {batch}"))
    known = {(each.line, each.batch) for each in told if each.id in used}
    for entry in told:
        if entry.booked_on == day and entry.id not in used:
            again = (entry.line, entry.batch) in known and bool(entry.line or entry.batch)
            if again or entry.id not in elsewhere:
                kind = Difference.DOUBLED if again else Difference.NOT_OURS
                result.found.append(_of_bank(kind, day, None, entry))
    if unheard:
        result.found.append(_nobody(Teller.BANK, day, unheard))
    return result


def chain(statements: Sequence[StatementSpan], *, day: date) -> list[Found]:
    """The statements that begin on a day and not with what the one before ended with."""
    found = []
    for before, after in pairwise(statements):
        same = (before.first_day, before.last_day, before.opening_cents, before.closing_cents) == (
            after.first_day,
            after.last_day,
            after.opening_cents,
            after.closing_cents,
        )
        if after.first_day == day and after.opening_cents != before.closing_cents and not same:
            found.append(
                Found(
                    key=f"gap {after.file_id}",
                    teller=Teller.BANK,
                    kind=Difference.GAP,
                    day=day,
                    ours=before.message_id,
                    theirs=after.message_id,
                    ours_cents=before.closing_cents,
                    theirs_cents=after.opening_cents,
                )
            )
    return found


def orders(day: date, *, ours: Iterable[Movement], sent: Mapping[str, int]) -> Compared:
    """What left what we owe on a day against what the files approved on it order, batch by batch."""
    result = Compared()
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for mine in ours:
        if mine.code == Code.PAYOUT:
            batch = mine.reference.split(" ")[1]
            sums[batch] += mine.amount_cents
            counts[batch] += 1
    for batch in sorted(sums.keys() | sent.keys()):
        if sums[batch] == sent.get(batch, 0):
            result.agreed += counts[batch]
        else:
            result.found.append(
                Found(
                    key=f"order {batch}",
                    teller=Teller.BANK,
                    kind=Difference.OTHER_AMOUNT,
                    day=day,
                    ours=f"batch {batch}",
                    ours_cents=-sums[batch],
                    theirs_cents=-sent.get(batch, 0),
                )
            )
    return result


def _entry_of(
    mine: Movement, by_id: Mapping[UUID, BookedEntry], by_line: Mapping[tuple[str, bool], Sequence[BookedEntry]]
) -> tuple[BookedEntry | None, bool]:
    """The entry that tells a movement, and whether its day may be any: what came back is written when it is read."""
    name = _named(mine)
    if mine.code in (Code.PAYOUT_SENT, Code.REVERSAL):
        came_back = mine.debit == BANK
        return next(iter(by_line.get((name, came_back), ())), None), came_back
    try:
        return by_id.get(UUID(name)), False
    except ValueError:
        return None, False


def _named(mine: Movement) -> str:
    """What the bank knows a movement by: the last word of its reference."""
    return mine.reference.rpartition(" ")[2]


def _differs(ours: int, theirs: int, our_day: date, their_day: date, *, any_day: bool = False) -> Difference | None:
    if ours != theirs:
        return Difference.OTHER_AMOUNT
    return Difference.OTHER_DAY if abs(our_day - their_day) > NEAR and not any_day else None


def _of_bank(
    kind: Difference,
    day: date,
    mine: Movement | None,
    entry: BookedEntry | None,
    *,
    ours_cents: int = 0,
    name: str = "",
) -> Found:
    own = 0 if mine is None else mine.amount_cents if mine.debit == BANK else -mine.amount_cents
    theirs = 0 if entry is None else entry.amount_cents if entry.credit else -entry.amount_cents
    reference = name or (mine.reference if mine else "")
    return Found(
        key=f"bank {reference}" if mine else f"bank entry {entry.id if entry else ''}",
        teller=Teller.BANK,
        kind=kind,
        day=day,
        ours=reference,
        theirs=(entry.reference or entry.end_to_end_id) if entry else "",
        ours_cents=ours_cents or own,
        theirs_cents=theirs,
        entry_id=entry.id if entry else None,
    )


def _nobody(teller: Teller, day: date, count: int) -> Found:
    return Found(
        key=f"{teller} no statement {day}", teller=teller, kind=Difference.NO_STATEMENT, day=day, ours=str(count)
    )
