"""How fast the law answers: one account, and a slice of accounts as columns, on this machine.

Run: `python benchmarks/rules.py`. Needs NumPy alone. Prints the best of several tries, for comparison between two
versions of the rules on one machine; it is no promise for another.
"""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from acquis.rules import (
    Action,
    Purchase,
    PurseKind,
    PurseMoney,
    Regime,
    Step,
    WorkUnit,
    YearOfWork,
    deadline,
    law_on,
    split_price,
    yearly_credit,
)

SLICE = 100_000
LAW = law_on(date(2026, 5, 15))
EMPLOYEE: dict[str, Any] = {"regime": Regime.EMPLOYEE, "unit": WorkUnit.HOURS, "scale": 100}


def best(work: Callable[[], object], *, tries: int = 5, times: int = 1) -> float:
    """Seconds of one call, the best of several tries."""
    seconds = []
    for _ in range(tries):
        started = time.perf_counter()
        for _ in range(times):
            work()
        seconds.append((time.perf_counter() - started) / times)
    return min(seconds)


def main() -> None:
    """Print one line per rule."""
    chance = np.random.default_rng(1)
    hours = chance.integers(0, 160_700, SLICE)
    rights = chance.integers(0, 500_000, SLICE)
    flags = chance.random(SLICE) < 0.1
    days = np.datetime64("2026-01-01") + chance.integers(0, 365, SLICE)

    def purchase(price: Any, own: Any, employer: Any, jobseeker: Any) -> Purchase:
        purse = PurseMoney(id="d", kind=PurseKind.EMPLOYER, amount_cents=employer)
        return Purchase(
            action=Action.RS,
            certification="RS1",
            price_cents=price,
            rights_cents=own,
            jobseeker=jobseeker,
            purses=(purse,),
        )

    questions: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "yearly_credit": (
            lambda: yearly_credit(LAW, YearOfWork(worked=80_300, balance_cents=480_000, **EMPLOYEE)),
            lambda: yearly_credit(
                LAW, YearOfWork(worked=hours, balance_cents=rights, low_qualified=flags, oeth=~flags, **EMPLOYEE)
            ),
        ),
        "split_price": (
            lambda: split_price(LAW, purchase(150_000, 500_000, 20_000, False)),
            lambda: split_price(LAW, purchase(rights, hours, hours, flags)),
        ),
        "deadline": (
            lambda: deadline(LAW, Step.PROVIDER_REPLY, date(2026, 11, 20)),
            lambda: deadline(LAW, Step.PROVIDER_REPLY, days),
        ),
    }
    for name, (one, many) in questions.items():
        alone, together = best(one, times=200), best(many)
        millions = together / SLICE * 40_000_000
        print(f"{name:<14} one: {alone * 1e6:6.1f} µs   {SLICE:,}: {together * 1e3:6.1f} ms   40 M: {millions:5.1f} s")


if __name__ == "__main__":
    main()
