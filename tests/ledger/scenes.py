"""Words in which the tests of the ledger set their scenes; every account is new, so that tests may commit."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from acquis.journal.checks import CHECKS
from acquis.kit.actor import system
from acquis.kit.ids import new_id
from acquis.ledger.actions import open_accounts, post
from acquis.ledger.queries import balances
from acquis.ledger.types import Code, House, NewAccount, Transfer, house

ME = system("tests")
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
RIGHTS = house(House.RIGHTS_ISSUED)
COMMITMENTS = house(House.COMMITMENTS)

DONE = {"by": ME, "at": AT}


class Holder:
    """A holder with purses; `self.purse` is the first."""

    def __init__(self, *amounts: int, purses: int = 1) -> None:
        self.owner = new_id()
        self.purses = [new_id() for _ in range(max(purses, len(amounts)))]
        self.purse = self.purses[0]
        open_accounts(accounts=[NewAccount(id=p, owner=self.owner) for p in self.purses], **DONE)
        for purse, amount in zip(self.purses, amounts, strict=False):
            post(transfers=[self.receives(amount, to=purse)], **DONE)

    def transfer(self, debit: UUID, credit: UUID, amount: int, reference: str = "", **other: Any) -> Transfer:
        given: dict[str, Any] = {
            "owner": self.owner,
            "debit": debit,
            "credit": credit,
            "amount_cents": amount,
            "code": Code.CORRECTION,
            "effective_on": TODAY,
            "reference": reference or f"{new_id()}",
        }
        return Transfer(**given | other)

    def receives(self, amount: int, reference: str = "", *, to: UUID | None = None, **other: Any) -> Transfer:
        return self.transfer(RIGHTS, to or self.purse, amount, reference, **other)

    def spends(self, amount: int, reference: str = "", *, purse: UUID | None = None, **other: Any) -> Transfer:
        return self.transfer(purse or self.purse, COMMITMENTS, amount, reference, **other)

    def balance(self, purse: UUID | None = None) -> tuple[int, int]:
        """Posted and reserved."""
        found = balances([purse or self.purse])[purse or self.purse]
        return found.posted_cents, found.reserved_cents


def broken(prefix: str = "ledger") -> list[str]:
    """What the ledger's checks find broken."""
    return [finding for name, check in CHECKS.items() if name.startswith(prefix) for finding in check()]


def rows_with(references: Iterable[str]) -> int:
    """How many transfers stand under these references."""
    from acquis.ledger.models import Transfer as Row

    return Row.objects.filter(reference__in=list(references)).count()
