"""Declared work goes to the person who did it: two persons were declared as one, and two agents said which is whose.

Nothing is overwritten: on the account it leaves, a line gets a newer version that is withdrawn; on the account it
reaches, a version of its own, under the same key, so that a later sending of the same declaration corrects it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from acquis.accounts import queries as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import Regime

from .. import events, permissions
from ..models import WorkedLine
from ..types import Refusal


@act
def hand_over_lines(
    *, from_id: UUID, to_id: UUID, keys: Sequence[str], by: Actor, at: datetime
) -> list[tuple[int, Regime]]:
    """The years and regimes concerned. `keys` are those of current lines of the account `from_id`, all or none.

    Accounts that lead to either are the same person's; a line that comes back goes to the one it had left.
    """
    wanted = set(keys)
    mine, theirs = (accounts.joined_to(each) | {each} for each in (from_id, to_id))
    lines = list(
        WorkedLine.objects.select_for_update()
        .filter(account_id__in=mine, key__in=wanted, current=True, withdrawn=False)
        .order_by("id")
    )
    there = WorkedLine.objects.select_for_update().filter(account_id__in=theirs, key__in=wanted, current=True)
    replaced = {line.key: line for line in there.order_by("id")}

    permissions.HAND_OVER.require_any(by)
    if len(lines) != len(wanted):
        raise Refused(Refusal.LINES_CHANGED)
    if any(not line.withdrawn for line in replaced.values()):
        raise Refused(Refusal.LINES_OF_BOTH)

    # After this point the handing over must succeed.
    ids = [line.pk for line in [*lines, *replaced.values()]]
    WorkedLine.objects.filter(pk__in=ids).update(current=False)
    versions = WorkedLine.objects.filter(account_id__in=mine | theirs, key__in=wanted)
    latest = {
        (account, key): version
        for account, key, version in versions.values_list("account_id", "key").annotate(version=Max("version"))
    }
    new = []
    for line in lines:
        reached = replaced[line.key].account_id if line.key in replaced else to_id
        for account_id, withdrawn in ((line.account_id, True), (reached, False)):
            told = {field.attname: getattr(line, field.attname) for field in WorkedLine._meta.concrete_fields}
            told |= {"account_id": account_id, "withdrawn": withdrawn, "current": True, "received_at": at}
            told["version"] = latest.get((account_id, line.key), 0) + 1
            del told["id"]
            new.append(WorkedLine(**told))
    WorkedLine.objects.bulk_create(new, batch_size=2_000)

    record(events.HandedOver(about=from_id, account_id=to_id, lines=len(lines)), by=by, at=at)
    return sorted({(line.year, Regime(line.regime)) for line in lines})
