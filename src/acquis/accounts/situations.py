"""What the law asks about holders when they buy, as their accounts tell it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from .models import Account
from .types import Situation


def situation(account_id: UUID) -> Situation | None:
    """What the law asks about the holder when they buy."""
    return situations([account_id]).get(account_id)


def situations(account_ids: Iterable[UUID]) -> dict[UUID, Situation]:
    """The same of many holders; accounts that do not exist are left out."""
    return {row.id: situation_of(row) for row in Account.objects.filter(pk__in=list(account_ids))}


def situation_of(account: Account) -> Situation:
    """What an account that was read tells."""
    return Situation(
        jobseeker_since=account.jobseeker_since,
        jobseeker_until=account.jobseeker_until,
        holds_light_licence=account.holds_light_licence,
        last_public_assessment_on=account.last_public_assessment_on,
    )
