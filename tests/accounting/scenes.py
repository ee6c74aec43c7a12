"""Scenes of the books: a few movements of known days, and months closed by two persons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from uuid import UUID, uuid4

from tests import scenes
from tests.moments import moment

from acquis.accounting.actions import approve_closing, prepare_closing
from acquis.accounting.checks import CHECKED
from acquis.accounting.types import Span
from acquis.accounts.types import PurseKind
from acquis.ledger.actions import post, roll_up
from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
#: After both months; the tests live on the 20th.
NOW = moment(date(2026, 11, 20))

_serial = count(1)


def a_payment(cents: int, on: date, *, code: Code = Code.PAYOUT_SENT, about: UUID | None = None) -> str:
    """So much leaves the bank on a day; written on the same day, under the reference it returns."""
    reference = f"books {next(_serial)} {uuid4()}"
    transfer = Transfer(
        owner=HOUSE_OWNER,
        debit=house(House.PAYOUTS_IN_TRANSIT),
        credit=house(House.BANK),
        amount_cents=cents,
        code=code,
        effective_on=on,
        reference=reference,
        about=about,
    )
    post(transfers=[transfer], by=scenes.SYSTEM, at=moment(on))
    return reference


def rolled_up(at: datetime = NOW) -> None:
    """Twice: the first run takes the cut that the second counts up to."""
    roll_up(by=scenes.SYSTEM, at=at)
    roll_up(by=scenes.SYSTEM, at=at)


def closed(month: date, *, span: Span = Span.MONTH, at: datetime = NOW) -> UUID:
    """Prepared by one person and closed by another."""
    rolled_up(at)
    closing = prepare_closing(span=span, month=month, by=scenes.FINANCE, at=at)
    approve_closing(closing_id=closing, by=scenes.APPROVER, at=at)
    return closing


def rights(cents: int = 200_000) -> scenes.Holder:
    """A holder with rights of their own and an employer's money."""
    return scenes.a_holder(rights_cents=cents, top_ups={PurseKind.EMPLOYER: cents // 4})


def findings(checks: Iterable[object] = CHECKED) -> list[str]:
    return [sentence for check in checks for sentence in check()]  # type: ignore[operator]
