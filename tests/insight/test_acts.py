"""Asking for a simulation, computing it by bites or at once, and what is kept of it."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import scenes
from tests.insight.scenes import LOW, OFFICER, asked
from tests.scenes import AT

from acquis.insight import actions, checks, jobs, queries
from acquis.insight.models import Simulation
from acquis.insight.population import SLICE, Population
from acquis.insight.simulation import simulate
from acquis.insight.types import AT_ONCE, Refusal, SimulationState
from acquis.journal.models import Event
from acquis.kit.actor import ANONYMOUS, system
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import parse_change

pytestmark = pytest.mark.django_db
COMPUTE = system("tests")


def waiting_jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="insight.compute").count()


def outcome_of(text: str = LOW, accounts: int = 5_000, years: int = 2):
    return simulate(Population(accounts, 1), [parse_change(text)], years=years)


def test_the_same_question_is_one_simulation_whoever_asks_and_in_any_order() -> None:
    other = "half_time_percent=60@2028-01-01"
    first = asked(LOW, other)
    assert asked(other, LOW, by=scenes.SYSTEM) == first
    assert asked(LOW) != first
    assert asked(LOW, other, seed=2) != first
    assert Event.objects.filter(about=first, kind="insight.simulation_requested").count() == 1
    assert waiting_jobs() == 3


@pytest.mark.parametrize("by", [scenes.STAFF, scenes.FINANCE, ANONYMOUS])
def test_only_the_state_asks(by) -> None:
    with pytest.raises(Refused) as refused:
        asked(by=by)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    assert queries.simulations(by=by) == []
    assert queries.simulation(asked(), by=by) is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"texts": ()}, Refusal.NO_CHANGE),
        ({"accounts": 0}, Refusal.ACCOUNTS_OUT_OF_RANGE),
        ({"accounts": 100_000_001}, Refusal.ACCOUNTS_OUT_OF_RANGE),
        ({"texts": ("vigilance_from_cents=1@2027-01-01",)}, Refusal.CHANGE_WRONG),
        ({"texts": ("employee_cents=1@2026-06-01",)}, Refusal.CHANGE_WRONG),
        ({"texts": ("employee_cents=1@2027-01-01", "employee_cents=2@2027-01-01")}, Refusal.CHANGE_WRONG),
        ({"years": 0}, Refusal.YEARS_OUT_OF_RANGE),
        ({"seed": -1}, Refusal.YEARS_OUT_OF_RANGE),
    ],
)
def test_what_is_asked_is_checked(given, reason) -> None:
    texts = given.pop("texts", (LOW,))
    words = {"accounts": 10, "seed": 1, "years": 2} | given
    with pytest.raises(Refused) as refused:
        actions.request_simulation(changes=[parse_change(text) for text in texts], **words, by=OFFICER, at=AT)
    assert refused.value.reason is reason
    assert not Simulation.objects.exists()
    assert waiting_jobs() == 0


def test_somebody_waits_for_a_few_simulations_only() -> None:
    for seed in range(5):
        asked(seed=seed)
    with pytest.raises(Refused) as refused:
        asked(seed=5)
    assert refused.value.reason is Refusal.TOO_MANY_WAITING
    # Those that are known already are answered.
    assert asked(seed=4) == asked(seed=4)


def test_a_small_one_is_computed_at_once_and_its_job_finds_it_done() -> None:
    simulation_id = asked()
    actions.compute_simulation(simulation_id=simulation_id, by=OFFICER, at=AT)
    card = queries.simulation(simulation_id, by=OFFICER)
    assert card is not None
    assert (card.state, card.done_accounts, card.law_is_the_same) == (SimulationState.DONE, 5_000, True)
    assert card.outcome == outcome_of()
    jobs.compute.func(simulation_id=str(simulation_id))
    assert Event.objects.filter(about=simulation_id, kind="insight.simulation_finished").count() == 1


def test_a_computation_is_refused_in_the_order_of_its_checks() -> None:
    done, large = asked(), asked(accounts=AT_ONCE, years=2)
    with pytest.raises(Refused) as refused:
        actions.compute_simulation(simulation_id=done, by=scenes.STAFF, at=AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    actions.compute_simulation(simulation_id=done, by=OFFICER, at=AT)
    for simulation_id, reason in ((done, Refusal.NOT_IN_THIS_STATE), (large, Refusal.TOO_LARGE_AT_ONCE)):
        with pytest.raises(Refused) as refused:
            actions.compute_simulation(simulation_id=simulation_id, by=OFFICER, at=AT)
        assert refused.value.reason is reason


def test_a_large_one_is_computed_by_bites_each_of_which_may_be_the_last_of_its_worker(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "BITE_SECONDS", 0.0)
    accounts = 5 * SLICE
    simulation_id = asked(accounts=accounts, years=1)
    told, bites = [], 0
    while Simulation.objects.get(pk=simulation_id).state == SimulationState.WAITING:
        jobs.compute.func(simulation_id=str(simulation_id))
        told.append(Simulation.objects.get(pk=simulation_id).done_accounts)
        bites += 1
        assert bites < 5
    assert told == [4 * SLICE, accounts]
    assert waiting_jobs() == 2
    card = queries.simulation(simulation_id, by=OFFICER)
    assert card is not None
    assert card.outcome == outcome_of(accounts=accounts, years=1)
    assert Simulation.objects.get(pk=simulation_id).half_way is None


def test_two_workers_on_one_simulation_count_no_slice_twice(monkeypatch) -> None:
    monkeypatch.setattr(jobs, "BITE_SECONDS", 0.0)
    simulation_id = asked(accounts=5 * SLICE, years=1)
    stale = Simulation.objects.get(pk=simulation_id)
    jobs.compute.func(simulation_id=str(simulation_id))
    assert waiting_jobs() == 2
    assert jobs._bite(stale) is None
    assert waiting_jobs() == 2
    assert Simulation.objects.get(pk=simulation_id).half_way["accounts"] == 4 * SLICE


def test_one_that_breaks_says_so_and_may_be_asked_again(monkeypatch) -> None:
    simulation_id = asked()

    def break_down(*_args, **_words):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "advance", break_down)
        jobs.compute.func(simulation_id=str(simulation_id))
    assert Simulation.objects.get(pk=simulation_id).state == SimulationState.FAILED
    assert asked() == simulation_id
    jobs.compute.func(simulation_id=str(simulation_id))
    assert Simulation.objects.get(pk=simulation_id).state == SimulationState.DONE


def test_it_is_concluded_by_the_system_with_the_outcome_of_its_question() -> None:
    simulation_id = asked()
    with pytest.raises(Refused) as refused:
        actions.finish_simulation(simulation_id=simulation_id, outcome=outcome_of(), by=OFFICER, at=AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    with pytest.raises(Refused) as refused:
        actions.finish_simulation(simulation_id=simulation_id, outcome=outcome_of(years=1), by=COMPUTE, at=AT)
    assert refused.value.reason is Refusal.OUTCOME_OF_ANOTHER
    with pytest.raises(Refused) as refused:
        actions.fail_simulation(simulation_id=simulation_id, by=OFFICER, at=AT)
    assert refused.value.reason is Refusal.NOT_ALLOWED
    actions.finish_simulation(simulation_id=simulation_id, outcome=outcome_of(), by=COMPUTE, at=AT)
    with pytest.raises(Refused) as refused:
        actions.fail_simulation(simulation_id=simulation_id, by=COMPUTE, at=AT)
    assert refused.value.reason is Refusal.NOT_IN_THIS_STATE


def test_what_was_found_is_checked_and_a_planted_fault_is_seen() -> None:
    simulation_id = asked()
    actions.compute_simulation(simulation_id=simulation_id, by=OFFICER, at=AT)
    assert list(checks.outcomes()) == []
    row = Simulation.objects.get(pk=simulation_id)
    row.outcome["first_year"]["groups"]["age"][3]["gained_cents"] += 1
    row.save()
    assert [line.split(": ")[1] for line in checks.outcomes()] == [
        f"by age, gained_cents is {_gained(row) + 1}, and {_gained(row)} for everybody"
    ]


def _gained(row: Simulation) -> int:
    return int(row.outcome["first_year"]["everybody"]["gained_cents"])


def test_what_may_be_changed_is_told_as_it_stands() -> None:
    found = queries.changeable(day_of(AT))
    assert list(found) == ["credit", "account", "participation", "purchase"]
    low = queries.one_changeable("credit.low_qualified_cents", day_of(AT))
    assert low is not None
    assert (low.now.value, low.full_name, low.may_be_nothing) == (80_000, "credit.low_qualified_cents", False)
    assert queries.one_changeable("purchase.low_qualified_cents", day_of(AT)) is None
    assert queries.one_changeable("providers.vigilance_from_cents", day_of(AT)) is None


def test_the_latest_are_told_first_without_their_outcomes() -> None:
    first, second = asked(), asked(seed=2)
    assert {card.id for card in queries.simulations(by=OFFICER)} == {first, second}
    assert all(card.outcome is None for card in queries.simulations(by=OFFICER))
    assert len(queries.simulations(by=OFFICER, limit=1)) == 1
