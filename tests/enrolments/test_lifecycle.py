"""The table of the life of an enrolment: complete and without dead ends."""

import pytest

from acquis.enrolments import lifecycle
from acquis.enrolments.models import WAITS_FOR
from acquis.enrolments.timeline import CURRENT, DONE
from acquis.enrolments.types import ENDS, LIVE, Act, State
from acquis.kit.refusal import Refused


def test_every_act_moves_and_every_state_is_reached():
    assert set(lifecycle.MOVES) == set(Act)
    assert {move.target for move in lifecycle.MOVES.values()} == set(State)


def test_ends_lead_nowhere_and_the_others_somewhere():
    left = {source for move in lifecycle.MOVES.values() for source in move.sources}
    assert left == LIVE
    assert not left & ENDS


def test_every_live_state_waits_for_somebody_and_every_act_has_its_line():
    assert set(WAITS_FOR) == set(CURRENT) == LIVE
    assert set(DONE) == set(Act)


@pytest.mark.parametrize("act", list(Act))
def test_an_act_at_the_wrong_time_is_refused(act):
    for state in State:
        if state not in lifecycle.MOVES[act].sources:
            with pytest.raises(Refused):
                lifecycle.require(act, state)
