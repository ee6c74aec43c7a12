"""Which offers are about to leave the shelf, and what replaces their certification."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from ..models import Certification, Training
from ..types import Leaving, OfferState
from .certifications import successors

#: How many days before the last one a provider begins to be told.
SOON = 90


def leaving(provider_id: UUID, *, on: date) -> list[Leaving]:
    """The published trainings of a provider whose certification ends within 90 days, the first to leave first."""
    trainings = Training.objects.filter(provider_id=provider_id, state=OfferState.PUBLISHED, by_account=True)
    ending = Certification.objects.filter(
        pk__in=trainings.values("certification_code"), registered_until__range=(on, on + timedelta(days=SOON))
    )
    last_days = {code: until for code, until in ending.values_list("pk", "registered_until") if until}
    followed = {code: successors(code) for code in last_days}
    after = {code for codes in followed.values() for code in codes}
    titles = dict(Certification.objects.filter(pk__in=after).values_list("pk", "title"))
    found = [
        Leaving(
            training_id=row.id,
            title=row.title,
            certification_code=row.certification_code,
            last_day=last_days[row.certification_code],
            days_left=(last_days[row.certification_code] - on).days,
            replaced_by=tuple((code, titles.get(code, "")) for code in followed[row.certification_code]),
        )
        for row in trainings.filter(certification_code__in=last_days).order_by("title")
    ]
    return sorted(found, key=lambda each: each.last_day)
