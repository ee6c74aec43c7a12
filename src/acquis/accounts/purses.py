"""How a purse comes to exist: a row here and a guarded account of the same id in the ledger, together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.ledger.actions import open_accounts
from acquis.ledger.types import NewAccount, Unit

from .models import Purse
from .types import PurseKind


def open_single(account_ids: Iterable[UUID], kind: PurseKind, *, by: Actor, at: datetime) -> dict[UUID, UUID]:
    """The purse of a single kind on each account, made where there is none: {account id: purse id}.

    The accounts are locked by the caller, or new: nobody else makes the same purse meanwhile.
    """
    wanted = sorted(set(account_ids))
    found = dict(Purse.objects.filter(account_id__in=wanted, kind=kind).values_list("account_id", "id"))
    made = [Purse(account_id=account_id, kind=kind, opened_at=at) for account_id in wanted if account_id not in found]
    open_in_ledger(made, by=by, at=at)
    return found | {purse.account_id: purse.id for purse in made}


def open_in_ledger(purses: Sequence[Purse], *, by: Actor, at: datetime) -> None:
    """Write new purses here and in the ledger."""
    if not purses:
        return
    Purse.objects.bulk_create(purses)
    open_accounts(
        accounts=[NewAccount(id=p.id, owner=p.account_id, unit=unit_of(p.kind)) for p in purses], by=by, at=at
    )


def unit_of(kind: str) -> Unit:
    """What a purse counts: hours for public agents' counter, euros for all the others."""
    return Unit.HOUR if kind == PurseKind.HOURS else Unit.EUR
