"""What must always be true of simulations: an outcome is that of its question, and its parts make the whole."""

from __future__ import annotations

from collections.abc import Iterator

from acquis.journal.checks import check

from .models import Simulation
from .types import Effect, SimulationState
from .written import from_json


@check("insight: an outcome is that of its question, and its groups make everybody")
def outcomes() -> Iterator[str]:
    for row in Simulation.objects.filter(state=SimulationState.DONE).defer("half_way").iterator():
        assert row.outcome is not None  # the database says so
        outcome = from_json(row.outcome)
        if outcome.accounts != row.accounts or len(outcome.years) != row.years:
            yield f"simulation {row.id}: its outcome has {outcome.accounts} accounts and {len(outcome.years)} years"
        for effect in (outcome.first_year, outcome.all_years):
            yield from (f"simulation {row.id}: {wrong}" for wrong in _parts(effect))


def _parts(effect: Effect) -> Iterator[str]:
    for dimension, groups in effect.groups.items():
        for name in ("accounts", "gainers", "losers", "gained_cents", "lost_cents"):
            parts, whole = sum(getattr(group, name) for group in groups), getattr(effect.everybody, name)
            if parts != whole:
                yield f"by {dimension}, {name} is {parts}, and {whole} for everybody"
    classes = sum(each.accounts for each in effect.classes)
    if classes != effect.everybody.accounts:
        yield f"the classes hold {classes} accounts of {effect.everybody.accounts}"
