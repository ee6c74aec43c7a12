"""What was declared of accounts that were joined or parted is credited anew, in the years that were credited before.

And in those that a run credits at this moment: it may have passed the place of an account that is given others' facts.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known
from acquis.crediting import queries as runs
from acquis.declarations import queries as declarations
from acquis.kit.actor import system

#: The credit is the system's; who joined or parted is in the fact of the joining.
RECOMPUTING = system("joining.declared")


def credit_again(account_ids: Collection[UUID], *, at: datetime) -> None:
    """Credit each of these accounts what it is declared to have worked, with those that lead to it.

    A year that no run has begun to credit yet waits for its run.
    """
    led = known.led_to(account_ids).with_led(account_ids)
    running = runs.years_running()
    years = {year for account_id in led for year, _ in known.credited_years(account_id)} | running
    rows = [row for year in sorted(years) for row in declarations.year_rows(year, account_ids=account_ids)]
    if rows:
        accounts.credit_years(rows=rows, by=RECOMPUTING, at=at)
    served = sorted(known.years_of_service(led) | running)
    services = [row for year in served for row in declarations.service_rows(year, account_ids=account_ids)]
    if services:
        accounts.credit_hours(rows=services, by=RECOMPUTING, at=at)
