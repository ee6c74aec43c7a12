"""Years of accounts that are one: what stands of each, their facts added, and what a joining or a parting changes.

One year is one right (L6323-11): several employers of one year add up, whichever account they were declared under. The
correction is written on the account that goes on; those that lead to it keep their years as they are, so that parting
has nothing to restore there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from acquis.rules import Regime, WorkUnit

from .models import YearlyCredit
from .types import Cause
from .yearly import PARTS, Facts, answer, kept_facts

if TYPE_CHECKING:
    from .years import Slice

#: Numbers of a fact have twelve digits before the point; a share is told in whole numbers of that size.
_LARGEST = 10**12 - 1
_SHARE_PARTS = 10**11

Latest = Mapping[UUID, YearlyCredit]
Children = Mapping[UUID, Sequence[UUID]]


def standing(account: UUID, latest: Latest, children: Children) -> YearlyCredit | None:
    """The version that stands of one regime of one year: the account's own, which tells of those that lead to it as
    well, else that of the only one of them that has any."""
    if account in latest:
        return latest[account]
    found = [each for child in children.get(account, ()) if (each := standing(child, latest, children)) is not None]
    return found[0] if len(found) == 1 else None


def own_facts(versions: Sequence[YearlyCredit]) -> Facts | None:
    """The facts of an account itself, from its versions in order: None when nothing of its own stands."""
    own = [version for version, together in _told(versions) if not together]
    return kept_facts(own[-1]) if own and own[-1].cause != Cause.UNDONE else None


def _told(versions: Sequence[YearlyCredit]) -> Iterator[tuple[YearlyCredit, bool]]:
    """Each version, and whether it tells of accounts that led there too.

    A corrected law or the undoing of a run speaks of what the version before spoke of; without one, of others.
    """
    together = True
    for version in versions:
        if version.cause in (Cause.FACTS, Cause.JOINED, Cause.PARTED):
            together = version.cause == Cause.JOINED
        yield version, together


def added(facts: Sequence[Facts], year: int, regime: Regime) -> Facts:
    """The facts of several accounts as those of one: times of one unit and one full year add up, others as shares."""
    first = facts[0]
    unit, worked, reference = first.unit, sum(each.worked for each in facts), first.reference
    alike = all((each.unit, each.reference) == (first.unit, first.reference) for each in facts)
    if not alike or first.unit == WorkUnit.SHARE or worked > _LARGEST * PARTS:
        share = sum((_share(each, year, regime) for each in facts), Fraction(0))
        part, whole = _fitted(min(Fraction(1), share))
        unit, worked, reference = WorkUnit.SHARE.value, part * PARTS, whole * PARTS
    paid = {each.contribution_paid for each in facts}
    return Facts(
        unit=unit,
        worked=worked,
        reference=reference,
        low_qualified=any(each.low_qualified for each in facts),
        oeth=any(each.oeth for each in facts),
        contribution_paid=True if True in paid else False if False in paid else None,
    )


def _share(facts: Facts, year: int, regime: Regime) -> Fraction:
    given = answer(year, regime, facts, 0)
    return Fraction(int(given.worked), int(given.reference))


def _fitted(share: Fraction) -> tuple[int, int]:
    """A share in numbers that a fact can hold, to the part above; a half stays on its side."""
    if share.denominator <= _LARGEST:
        return share.numerator, share.denominator
    part = -(-share.numerator * _SHARE_PARTS // share.denominator)
    return (min(part, _SHARE_PARTS // 2 - 1) if share * 2 < 1 else part), _SHARE_PARTS


def join(slice_: Slice, kept: UUID, joined: UUID) -> None:
    """Settle each year that both accounts have: their facts together, and what they gave beyond one right taken back.

    `slice_` holds the kept account, to which the other leads already, and all its years.
    """
    children = slice_.history.led.children
    without = {**children, kept: [each for each in children[kept] if each != joined]}
    for year in slice_.history.years_of(kept):
        mine = _standing_facts(slice_, kept, year, without)
        theirs = _standing_facts(slice_, joined, year, children)
        if mine and theirs:
            for regime in sorted(mine.keys() | theirs.keys()):
                together = [facts[regime] for facts in (mine, theirs) if regime in facts]
                slice_.settle(kept, year, regime, added(together, year, Regime(regime)), cause=Cause.JOINED)


def part(slice_: Slice, kept: UUID) -> None:
    """Give the kept account what it has by itself again, or with those that still lead to it, in each year that was
    settled while another led there.

    `slice_` holds the account, to which the other leads no more, and all its years.
    """
    children = slice_.history.led.children.get(kept, [])
    for year in slice_.history.years_of(kept):
        theirs = [_standing_facts(slice_, child, year, slice_.history.led.children) for child in children]
        for regime, versions in sorted(slice_.history.own_versions(kept, year).items()):
            if not list(_told(versions))[-1][1]:
                continue
            own = own_facts(versions)
            facts = [*([own] if own else []), *(each[regime] for each in theirs if regime in each)]
            cause = Cause.JOINED if children else Cause.PARTED
            together = added(facts, year, Regime(regime)) if facts else None
            slice_.settle(kept, year, regime, together, cause=cause)


def _standing_facts(slice_: Slice, account: UUID, year: int, children: Children) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for regime, latest in slice_.history.latest_of(year).items():
        version = standing(account, latest, children)
        if version is not None and version.cause != Cause.UNDONE:
            found[regime] = kept_facts(version)
    return found
