"""The file of accounting entries of a year (« fichier des écritures comptables », LPF art. A47 A-1), line by line.

Eighteen columns between tabs, days as AAAAMMJJ, amounts with a comma; an entry's lines follow each other and balance;
entries are numbered from 1 without a hole. The same closed months always give the same lines, but for the letters,
which are those of a day: an export that was interrupted can go on where it was, on the same day. A credit of a yearly
run is told slice by slice, not account by account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from acquis.kit.clock import day_of
from acquis.ledger.types import provider_payable
from acquis.providers import queries as providers

from . import reading
from .chart import OPENING, chart
from .lettering import ACCOUNTS, lettering
from .models import Closing
from .pieces import piece, piece_of_key
from .telling import entries, months, number_before
from .telling import opening as opening_lines
from .types import Entry, Flow, Letter, OpenedItem

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
HEADER = "\t".join(COLUMNS) + "\r\n"
#: The account whose lines say which body they are of, and those that have one third party for ever.
_OF_BODIES = "4011"
_ALONE = {"4417": ("FC", "France compétences"), "4673": ("FC", "France compétences")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """An entry as it stands in the file: its number and all its lines."""

    number: int
    text: str


def file_name(siren: str, year: int, *, provisional: bool = False) -> str:
    """SIREN, FEC, and the last day of the year; what is provisional says so, and never takes the place of the other."""
    return f"{siren}FEC{year}1231{'-provisoire' if provisional else ''}.txt"


def month_name(siren: str, month: date) -> str:
    """The same, of the last day of a closed month."""
    return f"{siren}FEC{reading.next_month(month) - timedelta(days=1):%Y%m%d}.txt"


def blocks(
    year: int,
    *,
    after: int = 0,
    open_months: bool = False,
    lettered: date | None = None,
    only: date | None = None,
) -> Iterator[Block]:
    """The entries of a year numbered above `after`, in order; of its closed months, and with `open_months` of all.

    `lettered`: the letters are those known at the end of that day; all of them without it. `only`: one month's entries,
    under the numbers that they have in the year; the year's opening goes with January.
    """
    flows = reading.every_flow()
    bodies: dict[UUID, tuple[str, str]] = {}
    for siret_id, siret, name in providers.named():
        bodies[provider_payable(siret_id)] = (siret, name)
    found = lettering(until=lettered, year=year)
    if (
        after < 1
        and (only is None or only.month == 1)
        and (opening := _opening(flows, year, bodies, found.opened)) is not None
    ):
        yield opening
    closed = {each.month: each for each in Closing.objects.closed_months()}
    for month in months(flows):
        closing = closed.get(month)
        if month.year != year or not (closing or open_months) or (only and month != only):
            continue
        before = number_before(flows, month=month)
        if before + sum(flow.entries for flow in flows if flow.month == month) <= after:
            continue
        valid = _day(day_of(closing.decided_at)) if closing and closing.decided_at else ""
        for entry in entries(month, after=before):
            if entry.number > after:
                yield Block(number=entry.number, text=_entry(entry, bodies, valid, found.letters.get(entry.seq or 0)))


def _opening(
    flows: Sequence[Flow], year: int, bodies: dict[UUID, tuple[str, str]], opened: Sequence[OpenedItem]
) -> Block | None:
    """What the accounts held when the year began, as the first entry; third parties' accounts are told thing by thing.

    So that the letter of what is answered in the year reaches the line that it answers.
    """
    held = opening_lines(flows, year=year)
    if not held:
        return None
    first, journal = _day(date(year, 1, 1)), chart().journals[OPENING]
    lines = []
    for line in held:
        left = line.before_cents
        head = (OPENING, journal, "1", first, line.number, line.label)
        for each in sorted((each for each in opened if each.account == line.number), key=lambda each: each.key):
            left += each.cents
            letter = (each.letter.code, _day(each.letter.on)) if each.letter else ("", "")
            piece = (piece_of_key(each.account, each.key), _day(each.since), journal)
            lines.append(
                _line(*head, *_party(line.number, each.party, bodies), *piece, *_sides(-each.cents), *letter, first)
            )
        # Whatever no thing explains is told whole.
        if left:
            lines.append(_line(*head, "", "", f"AN {year}", first, journal, *_sides(left), "", "", first))
    return Block(number=1, text="".join(lines))


def _party(number: str, party: UUID | None, bodies: dict[UUID, tuple[str, str]]) -> tuple[str, str]:
    """The number and the name of the third party of a line. A holder has none here: the file leaves the house."""
    return bodies.get(party, ("", "")) if party and number == _OF_BODIES else _ALONE.get(number, ("", ""))


def _sides(cents: int) -> tuple[str, str]:
    """Debit and credit of an amount, above 0 debited."""
    return _euros(max(cents, 0)), _euros(max(-cents, 0))


def _entry(entry: Entry, bodies: dict[UUID, tuple[str, str]], valid: str, letter: Letter | None) -> str:
    lines = []
    for debit, credit in entry.lines:
        for number, cents in ((debit, entry.amount_cents), (credit, -entry.amount_cents)):
            told = letter if number in ACCOUNTS else None
            head = (entry.journal, chart().journals[entry.journal], str(entry.number), _day(entry.on))
            account = (number, chart().accounts[number].label, *_party(number, entry.party, bodies))
            said = (piece(entry.reference), _day(entry.effective_on), chart().codes.get(entry.code, entry.code))
            letters = (told.code, _day(told.on)) if told else ("", "")
            lines.append(_line(*head, *account, *said, *_sides(cents), *letters, valid))
    return "".join(lines)


def _line(*cells: str) -> str:
    """A line of the file: sixteen cells, and the two of foreign money, empty."""
    return "\t".join(" ".join(cell.split()) for cell in (*cells, "", "")) + "\r\n"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def write(
    path: Path,
    year: int,
    *,
    open_months: bool = False,
    lettered: date | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> int:
    """Write the file at `path`, or go on where it was interrupted; how many entries it holds."""
    done = _resume(path)
    with path.open("a", encoding="utf-8", newline="") as file:
        if done == 0:
            file.write(HEADER)
        for block in blocks(year, after=done, open_months=open_months, lettered=lettered):
            file.write(block.text)
            done = block.number
            if done % 1_000 == 0:
                told(done)
    return done


def _resume(path: Path) -> int:
    """Cut the file after the last entry that is surely whole, the last but one; its number, 0 to begin anew."""
    if not path.exists():
        return 0
    begins = number = 0
    with path.open("r+b") as file:
        place = len(file.readline())
        for line in file:
            cells = line.split(b"\t")
            if len(cells) > 2 and cells[2].isdigit() and int(cells[2]) != number:
                begins, number = place, int(cells[2])
            place += len(line)
        file.truncate(begins if number > 1 else 0)
    return max(number - 1, 0)
