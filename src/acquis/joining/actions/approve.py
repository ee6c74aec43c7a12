"""A second agent agrees that two persons are one: persons, accounts and money follow, all or nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.enrolments import queries as enrolments
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.people import actions as people

from .. import declared, events, lifecycle, permissions
from ..models import Joining
from ..types import Act, JoiningState, Refusal


@act
def approve(*, joining_id: UUID, by: Actor, at: datetime) -> None:
    """A purchase on the merged account that is not confirmed yet must end first: its money would be elsewhere."""
    row = Joining.objects.locked(joining_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.JOINING.require(Act.APPROVE, JoiningState(row.state))
    if by.wrote(row.proposed_by):
        raise Refused(Refusal.SAME_AGENT)
    kept_account = known_accounts.account_of(row.kept_id)
    # Opened since, perhaps.
    merged_account = known_accounts.account_of(row.merged_id)
    if merged_account is not None and kept_account is None:
        raise Refused(Refusal.NO_ACCOUNT_TO_KEEP)
    if merged_account is not None and enrolments.awaits_confirmation(merged_account):
        raise Refused(Refusal.PURCHASE_UNDER_WAY)

    # After this point the joining must succeed; what the acts below refuse undoes it whole.
    people.merge_people(kept_id=row.kept_id, merged_id=row.merged_id, by=by, at=at)
    if merged_account is not None and kept_account is not None:
        before = _held(kept_account, by, at)
        row.moved_cents, row.withheld_cents = accounts.join_accounts(
            kept_id=kept_account, joined_id=merged_account, joining_id=row.id, by=by, at=at
        )
        declared.credit_again([kept_account], at=at)
        # A year that both had is one right: what is not explained by what came is what the years changed.
        row.years_cents = _held(kept_account, by, at) - before - row.moved_cents
    row.state, row.merged_account_id = state, merged_account
    row.decided_at, row.decided_by = at, by.key
    row.save()

    record(events.JoiningApproved(about=row.id, kept_id=row.kept_id, merged_id=row.merged_id), by=by, at=at)


def _held(account_id: UUID, by: Actor, at: datetime) -> int:
    """All that an account has, what is reserved included."""
    found = known_accounts.rights(account_id, on=day_of(at), by=by)
    return sum(purse.posted_cents for purse in found.purses) if found else 0
