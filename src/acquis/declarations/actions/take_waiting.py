"""An agent has said who somebody is: what was declared of them and waited is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Max, Q

from acquis.accounts import actions as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..models import Declaration, WaitingIndividual
from ..taking import Slice
from ..waiting import works_of


@act
def take_waiting(*, person_id: UUID, references: Sequence[str], by: Actor, at: datetime) -> int:
    """Take the lines that waited under these references for this person; returns how many were written.

    What a later sending has replaced meanwhile is dropped, as it would have been in time.
    """
    rows = list(
        WaitingIndividual.objects.select_for_update()
        .filter(reference__in=references, taken_at=None)
        .order_by("declaration_id", "rank")
    )

    permissions.IMPORT.require_any(by)
    if not rows:
        return 0

    account_id = accounts.open_accounts(person_ids=[person_id], by=by, at=at)[person_id]
    slices = []
    for declaration_id, waiting in groupby(rows, key=lambda row: row.declaration_id):
        declaration = Declaration.objects.select_for_update().get(pk=declaration_id)
        if _replaced(declaration):
            continue
        slice_ = Slice(declaration, at)
        slice_.know({account_id})
        for row in waiting:
            slice_.take(row.rank, works_of(row), account_id)
        slices.append(slice_)

    # After this point the taking must succeed.
    for slice_ in slices:
        slice_.write()
    WaitingIndividual.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=at)

    taken = [slice_.taken() for slice_ in slices]
    record(
        events.Taken(
            about=rows[0].declaration_id,
            account_id=account_id,
            created=sum(each.created for each in taken),
            corrected=sum(each.corrected for each in taken),
            unchanged=sum(each.unchanged for each in taken),
        ),
        by=by,
        at=at,
    )
    return sum(len(slice_.new) for slice_ in slices)


def _replaced(declaration: Declaration) -> bool:
    sent = Declaration.objects.filter(lineage=declaration.lineage)
    latest = sent.aggregate(latest=Max("order", filter=Q(replaces=True)))["latest"]
    return latest is not None and declaration.order < latest
