"""The lettering of third parties' accounts: which entries answer each other, and which still wait for their answer.

A pure function of the ledger, read in its order. Entries of one thing (an invoice, a refund, a call for funds) make a
set; as soon as what it holds is nothing, the set is lettered, and what comes afterwards begins another. Since the
ledger only grows, a letter once given never changes: nothing has to be kept beside it, and closed months stay closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from acquis.kit.clock import day_of
from acquis.treasury import queries as treasury

from . import reading
from .types import Letter, OpenedItem, OpenItem

#: The accounts that are lettered, by what they are for the ledger.
LETTERED = {"payable": "4011", "refunds_due": "4664", "fund_receivable": "4417"}
ACCOUNTS = frozenset(LETTERED.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A movement of a third party's account: above 0, we owe more. `key` is the thing that it is about."""

    seq: int
    account: str
    party: UUID | None
    key: str
    cents: int
    on: date
    recorded_on: date


@dataclass(slots=True)
class Lettering:
    """The letters by number of movement, and what no letter closes."""

    letters: dict[int, Letter] = field(default_factory=dict)
    waiting: list[OpenItem] = field(default_factory=list)
    opened: list[OpenedItem] = field(default_factory=list)


def letter_all(
    moves: Iterable[Moved], *, until: date | None = None, before: Callable[[Moved], bool] | None = None
) -> Lettering:
    """Letter movements, given in the ledger's order; `until`: as they were known at the end of that day.

    `before`: those of the years before one, of which each set then tells what it held as that year was opened.
    """
    found = Lettering()
    standing: dict[tuple[str, UUID | None, str], list[Moved]] = {}
    for move in moves:
        if until is not None and move.recorded_on > until:
            continue
        name = (move.account, move.party, move.key)
        held = standing.setdefault(name, [])
        held.append(move)
        if not sum(each.cents for each in held):
            told = Letter(code=in_letters(move.seq), on=move.recorded_on)
            found.letters.update((each.seq, told) for each in held)
            found.opened += _opened(name, held, before, told)
            del standing[name]
    for (account, party, key), held in standing.items():
        item = OpenItem(
            account=account,
            party=party,
            key=key,
            since=min(each.on for each in held),
            entries=len(held),
            cents=sum(each.cents for each in held),
        )
        found.waiting.append(item)
        found.opened += _opened((account, party, key), held, before, None)
    return found


def _opened(
    name: tuple[str, UUID | None, str], held: list[Moved], before: Callable[[Moved], bool] | None, letter: Letter | None
) -> list[OpenedItem]:
    own = [each for each in held if before(each)] if before else []
    if not (cents := sum(each.cents for each in own)):
        return []
    account, party, key = name
    since = min(each.on for each in own)
    return [OpenedItem(account=account, party=party, key=key, since=since, cents=cents, letter=letter)]


def in_letters(number: int) -> str:
    """The number of the entry that closed the set, in base 26, three letters at least: no two sets have the same."""
    told = ""
    while number or len(told) < 3:
        number, rest = divmod(number, 26)
        told = chr(ord("A") + rest) + told
    return told


def key_of(reference: str, account: str, same: Mapping[str, str]) -> str:
    """What a movement is about, by its reference; `same` says what a credit note or a late payment is about."""
    if reference in same:
        return same[reference]
    first, _, rest = reference.partition(" ")
    if account == "4011":
        # « invoice N », « payout B invoice N », « payout returned B invoice N ».
        return rest if first == "invoice" else reference.partition(" invoice ")[2] or reference
    if first == "refund":
        # « refund ID due », « refund ID-2 done »: each attempt is of the same refund.
        return rest.split(" ")[0][:36]
    # « fund call N », « fund received N entry ».
    return rest.split(" ")[1] if rest.count(" ") else reference


def lettering(*, until: date | None = None, year: int | None = None) -> Lettering:
    """The lettering of the whole ledger; with `year`, and what each set held as the books of that year were opened."""
    if year is None:
        return letter_all(_moves(), until=until)
    first, cut = reading.opened_with(year)
    return letter_all(_moves(), until=until, before=lambda each: each.on < first and (cut is None or each.seq <= cut))


def _moves() -> Iterator[Moved]:
    same = treasury.about_the_same()
    names = ", ".join(f"'{each}'" for each in LETTERED)
    movements = reading.MOVEMENTS.format(transfers="true", slices="false")
    statement = (
        f"SELECT m.seq, m.debit, m.credit, m.party, m.amount_cents, m.effective_on, m.recorded_at, m.reference"  # noqa: S608
        f" FROM ({movements}) m WHERE m.debit IN ({names}) OR m.credit IN ({names}) ORDER BY m.seq"
    )
    for row in reading.streamed(statement, {}):
        owed = row["credit"] in LETTERED
        account = LETTERED[row["credit"] if owed else row["debit"]]
        yield Moved(
            seq=row["seq"],
            account=account,
            party=row["party"],
            key=key_of(row["reference"], account, same),
            cents=row["amount_cents"] if owed else -row["amount_cents"],
            on=row["effective_on"],
            recorded_on=day_of(row["recorded_at"]),
        )
