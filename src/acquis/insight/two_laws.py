"""A year and a purchase of accounts under two laws, in the words of the rules: one account, or columns of them.

The rules of production are called within: asked for many accounts (`rules.in_columns`), each is one loop over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from acquis.rules import (
    Action,
    Change,
    Law,
    Life,
    Purchase,
    PurchaseSplit,
    Regime,
    WorkUnit,
    YearOfService,
    YearOfWork,
    end_of_account,
    law_on,
    split_price,
    yearly_credit,
    yearly_hours,
)
from acquis.rules.vocabulary import choose, unless_refused

from .nation import shares

#: Ages are looked at up to here.
OLDEST = 128


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Laws:
    """The law of a year's last day, in force and changed; `ending_age` and `changed_ending_age` end accounts."""

    law: Law
    changed: Law
    ending_age: int
    changed_ending_age: int

    @property
    def prices_differ(self) -> bool:
        """Whether the same purchase at the same balance may be shared otherwise."""
        law, changed = self.law, self.changed
        return (law.participation, law.purchase) != (changed.participation, changed.purchase)


@lru_cache(maxsize=256)
def laws_of(year: int, changes: tuple[Change, ...]) -> Laws:
    """The two laws of a year; always the same object, so that questions about it are known again."""
    day = date(year, 12, 31)
    law, changed = law_on(day), law_on(day, changes=changes)
    return Laws(law=law, changed=changed, ending_age=_ending_age(law), changed_ending_age=_ending_age(changed))


def _ending_age(law: Law) -> int:
    """The first age, reached in the year of `law`, at which an account has ended."""
    born_on = np.array([f"{law.on.year - age}-01-01" for age in range(OLDEST)], dtype="datetime64[D]")
    ended = np.broadcast_to(end_of_account(law, Life(born_on=born_on)).is_ended, (OLDEST,))
    return int(np.argmax(ended)) if ended.any() else OLDEST


# ---------------------------------------------------------------- a year


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLived:
    """The facts of a year, as in `rules.YearOfWork` and `rules.YearOfService`; balances before it, under each law."""

    regime: Regime
    unit: WorkUnit
    scale: int
    worked: Any
    reference: Any | None
    low_qualified: Any
    oeth: Any
    contribution_paid: Any | None
    is_part_time_post: Any
    age: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What the year granted under each law, in cents or in hours; what the changed one gives more, in cents.

    `age`, `before` and `after` are those with which the next year begins: who reaches the end of the working life is
    replaced by somebody who begins, without rights.
    """

    granted_before: Any
    granted_after: Any
    more_cents: Any
    age: Any
    before: Any
    after: Any
    refusal: None = None


def live(laws: Laws, year: YearLived) -> Lived:
    """One year under both laws."""
    granted = _granted(laws.law, laws.ending_age, year, year.before)
    changed = _granted(laws.changed, laws.changed_ending_age, year, year.after)
    # Hours at the rate at which an agent who leaves converts them (L6323-3 al. 2), in force without change.
    worth = laws.law.conversion.hour_cents if year.regime is Regime.PUBLIC_AGENT else 1
    ages = shares()["ages"].figures
    leaves = year.age + 1 >= ages["leaving_age"]
    return Lived(
        granted_before=granted,
        granted_after=changed,
        more_cents=(changed - granted) * worth,
        age=choose(leaves, ages["arrival_age"], year.age + 1),
        before=choose(leaves, 0, year.before + granted),
        after=choose(leaves, 0, year.after + changed),
    )


def _granted(law: Law, ending_age: int, year: YearLived, balance: Any) -> Any:
    # An account that has ended is credited no more (L6323-3 al. 3): no work counts.
    worked = choose(year.age >= ending_age, 0, year.worked)
    if year.regime is Regime.PUBLIC_AGENT:
        service = YearOfService(
            unit=year.unit,
            worked=worked,
            reference=year.reference,
            scale=year.scale,
            category_c_low_qualified=year.low_qualified,
            is_part_time_post=year.is_part_time_post,
            balance_hours=balance,
        )
        return yearly_hours(law, service).granted_hours
    work = YearOfWork(
        regime=year.regime,
        unit=year.unit,
        worked=worked,
        reference=year.reference,
        scale=year.scale,
        low_qualified=year.low_qualified,
        oeth=year.oeth,
        contribution_paid=year.contribution_paid,
        balance_cents=balance,
    )
    return yearly_credit(law, work).granted_cents


# ---------------------------------------------------------------- a purchase


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A training wished for, and the rights there are for it under each law, in cents."""

    action: Action
    price_cents: Any
    jobseeker: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """Rights used, what the holder pays, and whether the law lets the purchase through (1 or 0), under each law.

    `more_cents` is what the holder pays more because of the changed law at the same balance: 0 for a purchase that only
    one of the two lets through.
    """

    used_before: Any
    used_after: Any
    paid_before: Any
    paid_after: Any
    bought_before: Any
    bought_after: Any
    more_cents: Any
    refusal: None = None


def buy(laws: Laws, wish: Wish) -> Bought:
    """One training under both laws; without rights under either nobody buys, and there is nothing."""
    has_rights = (wish.before > 0) | (wish.after > 0)
    old, new = _shared(laws.law, wish, wish.before), _shared(laws.changed, wish, wish.after)
    bought_before = choose(has_rights, unless_refused(old.refusal, 1), 0)
    bought_after = choose(has_rights, unless_refused(new.refusal, 1), 0)
    more: Any = 0
    if laws.prices_differ:
        same = _shared(laws.law, wish, wish.after)
        more = choose((bought_before > 0) & (bought_after > 0), new.holder_pays_cents - same.holder_pays_cents, 0)
    return Bought(
        used_before=choose(has_rights, old.rights_cents, 0),
        used_after=choose(has_rights, new.rights_cents, 0),
        paid_before=choose(has_rights, old.holder_pays_cents, 0),
        paid_after=choose(has_rights, new.holder_pays_cents, 0),
        bought_before=bought_before,
        bought_after=bought_after,
        more_cents=more,
    )


def _shared(law: Law, wish: Wish, rights_cents: Any) -> PurchaseSplit:
    return split_price(
        law,
        Purchase(
            action=wish.action,
            certification=None,
            price_cents=wish.price_cents,
            rights_cents=rights_cents,
            jobseeker=wish.jobseeker,
        ),
    )
