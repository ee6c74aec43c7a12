"""One individual of a DSN: who (block 30), and through their contracts which work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from acquis.people.types import FRANCE, CivilIdentity, Sex

from ..types import DeclaredPerson, Header, Individual, Level, Work
from . import codes
from .blocks import Block, Broken
from .contracts import Contract, works_of
from .fields import birth, birth_place, full_nir
from .values import Note

_CONTRACT, _PAY, _ACTIVITY = "S21.G00.40", "S21.G00.51", "S21.G00.53"
_OF_CONTRACTS = {"S21.G00.60": "stops", "S21.G00.62": "ends", "S21.G00.65": "suspensions"}
_SEX = {"01": Sex.MALE, "02": Sex.FEMALE}


def individual_of(
    blocks: Sequence[Block],
    broken: Sequence[Broken],
    *,
    rank: int,
    header: Header,
    note: Note,
    counts: dict[str, int],
) -> Individual | None:
    """The individual when they may be taken; what was found is told in any case."""
    for each in broken:
        note(Level.INDIVIDUAL, each.word, blocking=True, line=each.line, rubric=each.rubric, individual=rank)
    if broken:
        note = _without_consequences(note)
    head = blocks[0]
    person = _person(head, rank, header, note)
    contracts = _contracts(blocks[1:], rank, note)
    if broken or person is None:
        return None
    works: list[Work] = []
    refused = 0
    seen: set[tuple[str, str]] = set()
    for contract in contracts:
        known = (contract.number, contract.head.get("001"))
        if known in seen:
            note(Level.CONTRACT, "twice", blocking=True, line=contract.head.line, rubric=_CONTRACT, individual=rank)
            refused += 1
            continue
        seen.add(known)
        made = works_of(contract, rank=rank, header=header, note=note)
        if made is None:
            refused += 1
        elif made:
            works += made
        else:
            counts["contracts.no_work"] += 1
    counts["contracts.refused"] = counts.get("contracts.refused", 0) + refused
    if contracts and refused == len(contracts):
        return None
    young = any(contract.head.get("008") in codes.APPRENTICES for contract in contracts)
    return Individual(rank=rank, line=head.line, person=person, works=tuple(works), young=young)


def _without_consequences(note: Note) -> Note:
    """What a broken line held is missing: that is told by the line itself."""

    def told(level: Level, code: str, /, *, blocking: bool, **where: Any) -> None:
        if code not in ("missing", "orphan", "unknown_contract"):
            note(level, code, blocking=blocking, **where)

    return told


def _person(head: Block, rank: int, header: Header, note: Note) -> DeclaredPerson | None:
    blocked = False

    def wrong(code: str, number: str, *, blocking: bool = True, **words: object) -> None:
        nonlocal blocked
        blocked = blocked or blocking
        note(
            Level.INDIVIDUAL, code, blocking=blocking, line=head.at(number), rubric=head.rubric(number),
            individual=rank, **words,
        )  # fmt: skip

    nir = ""
    if written := head.get("001"):
        try:
            nir = full_nir(written)
        except ValueError as error:
            wrong("nir_key" if str(error) == "key" else "nir_shape", "001")
    for number in ("002", "004"):
        if not head.get(number):
            wrong("missing", number)
    sex = _SEX.get(head.get("005"))
    if sex is None and head.get("005"):
        wrong("unknown_code", "005", value=head.get("005"))
    elif sex is None:
        sex = Sex.MALE if nir[:1] in ("1", "3", "7") else Sex.FEMALE if nir else None
        if sex is None:
            wrong("missing", "005")
    born_on = None
    try:
        born_on = birth(head.get("006"), header.period_to)
    except ValueError:
        wrong("bad_date" if head.get("006") else "missing", "006", value=head.get("006"))
    if blocked or born_on is None or sex is None:
        return None
    if nir and nir[0] in "12":
        month = int(nir[3:5])
        right = _SEX[f"0{nir[0]}"] is sex and nir[1:3] == f"{born_on:%y}" and (month > 12 or month == born_on.month)
        if not right:
            wrong("nir_differs", "001", blocking=False)
    place, country = birth_place(nir)
    if not country:
        country = FRANCE if head.get("015") in ("", "FR") else ""
    return DeclaredPerson(
        nir=nir,
        ntt=head.get("020")[:40],
        civil=CivilIdentity(
            birth_name=head.get("002")[:200],
            usage_name=head.get("003")[:200],
            first_names=" ".join(head.get("004").replace(",", " ").split())[:300],
            born_on=born_on,
            sex=sex,
            birth_place=place,
            birth_country=country,
        ),
    )


def _contracts(blocks: Sequence[Block], rank: int, note: Note) -> list[Contract]:
    """The contracts with their stops, ends, suspensions and pays; a pay names its contract, the others follow it."""
    contracts: list[Contract] = []
    pays: list[Block] = []
    activities: dict[int, list[Block]] = {}
    for block in blocks:
        if block.code == _CONTRACT:
            contracts.append(Contract(block))
        elif block.code in _OF_CONTRACTS:
            if contracts:
                getattr(contracts[-1], _OF_CONTRACTS[block.code]).append(block)
            else:
                note(Level.INDIVIDUAL, "orphan", blocking=False, line=block.line, rubric=block.code, individual=rank)
        elif block.code == _PAY:
            pays.append(block)
        elif block.code == _ACTIVITY and pays:
            activities.setdefault(len(pays) - 1, []).append(block)
    by_number = {contract.number: contract for contract in contracts}
    for place, pay in enumerate(pays):
        named = by_number.get(pay.get("010"))
        if named is None and len(contracts) == 1 and not pay.get("010"):
            named = contracts[0]
        if named is None:
            note(
                Level.CONTRACT, "unknown_contract", blocking=False, line=pay.at("010"), rubric=pay.rubric("010"),
                individual=rank,
            )  # fmt: skip
            continue
        named.pays.append((pay, activities.get(place, [])))
    return contracts
