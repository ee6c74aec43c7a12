"""How accounts are locked: in one order everywhere, the counters, then accounts by id, then the ledger's.

See ARCHITECTURE.md, *Locks*; a house test sees to it that nobody locks an account otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models

from acquis.kit.refusal import Refused

from . import counters
from .types import Refusal

if TYPE_CHECKING:
    from .models import Account


class AccountSet(models.QuerySet["Account"]):
    def locked(self, account_id: UUID) -> Account:
        """The account, locked until the end of the transaction, while no yearly run is writing."""
        counters.hold(alone=False)
        return self.locked_beside_a_run(account_id)

    def locked_together(self, account_ids: Iterable[UUID]) -> dict[UUID, Account]:
        """Those of these accounts that exist, locked as `locked` does."""
        counters.hold(alone=False)
        return {each.id: each for each in self.select_for_update().filter(pk__in=list(account_ids)).order_by("pk")}

    def locked_beside_a_run(self, account_id: UUID) -> Account:
        """The same for an act that a run may not hold up, and that changes neither a state nor a counter."""
        account = self.select_for_update().filter(pk=account_id).first()
        if account is None:
            raise Refused(Refusal.ACCOUNT_UNKNOWN, account=str(account_id))
        return account
