"""Accounts are opened for many persons at once; those who have one keep it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .. import events, permissions, purses
from ..models import Account
from ..types import PurseKind, Refusal


@act
def open_accounts(*, person_ids: Sequence[UUID], by: Actor, at: datetime) -> dict[UUID, UUID]:
    """{person id: account id} for every person named. One line in the journal for all."""
    permissions.OPEN.require_any(by)
    if not by.has(Role.STAFF_AGENT, Role.SYSTEM):
        raise Refused(Refusal.NOT_ALLOWED)

    # After this point the opening must succeed.
    wanted = sorted(set(person_ids))
    known = dict(Account.objects.filter(person_id__in=wanted).values_list("person_id", "id"))
    new = [Account(person_id=person_id, opened_at=at) for person_id in wanted if person_id not in known]
    if not new:
        return known
    Account.objects.bulk_create(new, ignore_conflicts=True)
    found = dict(Account.objects.filter(person_id__in=wanted).values_list("person_id", "id"))
    ours = {account.id for account in new} & set(found.values())
    purses.open_single(ours, PurseKind.YEARLY, by=by, at=at)

    if ours:
        record(events.OpenedInBulk(about=new_id(), count=len(ours)), by=by, at=at)
    return found
