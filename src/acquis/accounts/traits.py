"""What is small of a version of a year, read as two numbers: each column more costs the server as much as ten sums.

Slabs keep the first of them as it is: the places of regimes, units and causes stay what they are for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acquis.kit.columns import BIGINT, INTEGER, Column, code_of

from .year_types import CAUSES, REGIMES, UNITS

assert max(len(REGIMES), len(UNITS), len(CAUSES)) <= 8, "a trait of three bits has no room for more"

#: Of a row of `accounts_yearlycredit`; to be read as these types.
TRAITS = (
    f"{code_of('regime', REGIMES)} + {code_of('unit', UNITS, times=1 << 3)} + {code_of('cause', CAUSES, times=1 << 6)}"
    f" + CASE WHEN low_qualified THEN {1 << 9} ELSE 0 END + CASE WHEN oeth THEN {1 << 10} ELSE 0 END"
    f" + CASE contribution_paid WHEN true THEN {2 << 11} WHEN false THEN {1 << 11} ELSE 0 END"
)
MOMENT = "(year::bigint << 48) | (version::bigint << 32) | ((credited_on - DATE '2000-01-01')::bigint & 4294967295)"
TRAITS_TYPE, MOMENT_TYPE = INTEGER, BIGINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Places in `REGIMES`, `UNITS` and `CAUSES`, flags, and whether a contribution was paid: -1 where nobody knows."""

    regime: Column
    unit: Column
    cause: Column
    low_qualified: Column
    oeth: Column
    contribution_paid: Column

    @classmethod
    def of(cls, read: Column) -> Traits:
        """The traits that `TRAITS` told."""
        wide = read.astype(np.int64)
        return cls(
            regime=wide & 7,
            unit=wide >> 3 & 7,
            cause=wide >> 6 & 7,
            low_qualified=(wide & 1 << 9) > 0,
            oeth=(wide & 1 << 10) > 0,
            contribution_paid=(wide >> 11) - 1,
        )

    def at(self, places: Column) -> Traits:
        """Some of them."""
        return Traits(**{name: getattr(self, name)[places] for name in Traits.__dataclass_fields__})


def packed(of: Traits) -> Column:
    """The number that `TRAITS` tells of these traits."""
    number = of.regime.astype(np.int64) + (of.unit.astype(np.int64) << 3) + (of.cause.astype(np.int64) << 6)
    number += (of.low_qualified.astype(np.int64) << 9) + (of.oeth.astype(np.int64) << 10)
    return number + (of.contribution_paid.astype(np.int64) + 1 << 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The year, the number of the version, and the day it was credited, counted as the server counts days."""

    year: Column
    version: Column
    day: Column

    @classmethod
    def of(cls, read: Column) -> Moments:
        """The moments that `MOMENT` told."""
        day = (read & 0xFFFF_FFFF).astype(np.uint32).view(np.int32)
        return cls(year=read >> 48, version=read >> 32 & 0xFFFF, day=day.astype(np.int64))

    def at(self, places: Column) -> Moments:
        """Some of them."""
        return Moments(year=self.year[places], version=self.version[places], day=self.day[places])
