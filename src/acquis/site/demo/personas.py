"""The working lives of the personas one may sign in as; who they are is told by the identity provider's stand-in."""

from __future__ import annotations

from acquis.outside.identity_standin.personas import Situation
from acquis.rules import Regime, WorkUnit

from .people import FIRST_YEAR, LAST_YEAR, WorkedYear

_ALL = range(FIRST_YEAR, LAST_YEAR + 1)
#: What each body of a persona teaches.
TAUGHT_BY = {"fournil": ("bakery", "kitchen"), "clavier": ("web", "office")}


def years_of(shows: Situation) -> tuple[WorkedYear, ...]:
    """The years that make the account look as its persona says."""
    match shows:
        case Situation.LOW_QUALIFIED:
            return tuple(WorkedYear(year=year, low_qualified=True) for year in _ALL)
        case Situation.JOBSEEKER:
            return (*(WorkedYear(year=year) for year in range(2019, 2025)), WorkedYear(year=2025, worked="642.5"))
        case Situation.PART_TIME:
            return tuple(WorkedYear(year=year, worked="964.2") for year in _ALL)
        case Situation.SHORT_PART_TIME:
            return tuple(WorkedYear(year=year, worked="642.8") for year in _ALL)
        case Situation.DISABLED_WORKER:
            return tuple(
                WorkedYear(year=year, regime=Regime.ESAT, unit=WorkUnit.SHARE, worked="1") for year in range(2020, 2026)
            )
        case Situation.SELF_EMPLOYED:
            return tuple(
                WorkedYear(
                    year=year,
                    regime=Regime.SELF_EMPLOYED,
                    unit=WorkUnit.MONTHS,
                    worked="7" if year == 2020 else "12",
                    contribution_paid=True,
                )
                for year in range(2020, 2026)
            )
        case Situation.RETIRED:
            return tuple(WorkedYear(year=year) for year in range(2019, 2023))
        case Situation.PUBLIC_AGENT:
            return tuple(WorkedYear(year=year) for year in range(2024, 2026))
        case Situation.CIVIL_SERVANT:
            return ()
        case Situation.FIRST_JOB:
            return (WorkedYear(year=2025, worked="701"),)
        case Situation.NEWCOMER:
            return ()
        case _:
            return tuple(WorkedYear(year=year) for year in _ALL)
