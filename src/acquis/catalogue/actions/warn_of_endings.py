"""Tell providers which of their trainings will leave the shelf: 90, 30 and 7 days before the certification ends."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import events, permissions
from ..models import Certification, LeavingNotice, Training
from ..types import OfferState

#: How many days before the last one a provider is told, the nearest first.
DELAYS = (7, 30, 90)
_BATCH = 1_000


@act
def warn_of_endings(*, by: Actor, at: datetime) -> int:
    """How many trainings were told of; each is told once for each delay, however often this runs, and late if late."""
    permissions.WARN.require_any(by)
    today = day_of(at)
    ending = Certification.objects.filter(
        active=True, registered_until__range=(today, today + timedelta(days=max(DELAYS)))
    )
    last_days = {code: until for code, until in ending.values_list("pk", "registered_until") if until}
    rows = Training.objects.filter(
        certification_code__in=last_days, state=OfferState.PUBLISHED, by_account=True
    ).values_list("pk", "provider_id", "certification_code")
    notices = []
    for pk, provider_id, code in rows.order_by("pk"):
        left = (last_days[code] - today).days
        days = next(delay for delay in DELAYS if left <= delay)
        notices.append(
            LeavingNotice(
                training_id=pk,
                provider_id=provider_id,
                certification_code=code,
                last_day=last_days[code],
                days=days,
                told_at=at,
            )
        )
    told = set(
        LeavingNotice.objects.filter(training_id__in=[n.training_id for n in notices]).values_list(
            "training_id", "last_day", "days"
        )
    )
    fresh = [n for n in notices if (n.training_id, n.last_day, n.days) not in told]

    # After this point the telling must succeed.
    LeavingNotice.objects.bulk_create(fresh, batch_size=_BATCH)

    leaving: dict[tuple[UUID, int], list[UUID]] = defaultdict(list)
    for notice in fresh:
        leaving[notice.provider_id, notice.days].append(notice.training_id)
    for (provider_id, days), trainings in leaving.items():
        for start in range(0, len(trainings), 500):
            fact = events.OffersLeaveSoon(about=provider_id, days=days, training_ids=trainings[start : start + 500])
            record(fact, by=by, at=at)
    return len(fresh)
