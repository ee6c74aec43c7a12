"""What training bodies' context does behind the pages: the bank of a proposed account is asked about its name."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system

from . import actions


@app.task(name="providers.ask_payee", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def ask_payee(*, bank_account_id: str) -> None:
    """Ask the bank; without an answer it is asked again, for about a day."""
    actions.ask_payee(bank_account_id=UUID(bank_account_id), by=system("providers.ask_payee"), at=clock.now())
