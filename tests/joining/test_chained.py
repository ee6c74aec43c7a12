"""Joinings of joined accounts, in any order, undone: nobody's money is another's, and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import scenes
from tests.accounts.scenes import broken
from tests.examples import examples
from tests.joining.test_joining import AGENT, APPROVER, AT, SYSTEM, joined, parted, proposed, refusal, rights

from acquis.accounts.types import PurseKind
from acquis.joining.actions import approve_parting, gather, propose_parting
from acquis.joining.types import Refusal
from acquis.people.types import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db
OWN = ((100_000, {}), (30_000, {PurseKind.EMPLOYER: 20_000}), (7_000, {PurseKind.REGION: 500}), (1, {}))


def totals(holders) -> list[int]:
    return [rights(holder).total_cents for holder in holders]


def test_a_chain_parted_from_its_end_gives_each_their_own() -> None:
    first, second, third = holders = [scenes.a_holder(rights_cents=cents, top_ups=more) for cents, more in OWN[:3]]
    own = totals(holders)
    inner = joined(second, third)
    outer = joined(first, second)
    assert totals(holders) == [sum(own), 0, 0]
    propose_parting(joining_id=inner, reason="deux personnes", by=AGENT, at=AT)
    assert refusal(approve_parting, joining_id=inner, by=APPROVER, at=AT) is PeopleRefusal.NOT_MERGED
    parted(outer)
    assert totals(holders) == [own[0], own[1] + own[2], 0]
    approve_parting(joining_id=inner, by=APPROVER, at=AT)
    assert totals(holders) == own
    assert not broken()


def test_two_who_are_one_are_not_joined_again() -> None:
    first, second, third = (scenes.a_holder(rights_cents=10_000) for _ in range(3))
    joined(first, second)
    # Whoever is named stands for who they are now.
    assert refusal(proposed, kept=second, merged=first) is Refusal.SAME_PERSON
    joined(second, third)
    assert totals([first, second, third]) == [30_000, 0, 0]


@settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=2, max_size=6))
def test_whatever_is_joined_and_parted_everybody_has_their_own_in_the_end(steps) -> None:
    holders = [scenes.a_holder(rights_cents=cents, top_ups=more) for cents, more in OWN]
    own, leads, standing = totals(holders), list(range(4)), []

    def head(who: int) -> int:
        return who if leads[who] == who else head(leads[who])

    for one, other, undo in steps:
        kept, merged = head(one), head(other)
        # Any may be parted but those whose kept account leads elsewhere meanwhile.
        free = [each for each in standing if leads[each[1]] == each[1]]
        if undo and free:
            each = free[one % len(free)]
            standing.remove(each)
            parted(each[0])
            leads[each[2]] = each[2]
        elif kept != merged:
            standing.append((joined(holders[kept], holders[merged]), kept, merged))
            leads[merged] = kept
        for joining_id, _, _ in standing:
            assert gather(joining_id=joining_id, by=SYSTEM, at=AT) == 0
        expected = [0] * 4
        for who in range(4):
            expected[head(who)] += own[who]
        assert totals(holders) == expected
    for joining_id, _, _ in reversed(standing):
        parted(joining_id)
    assert totals(holders) == own
    assert not broken()
