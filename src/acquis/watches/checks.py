"""What must always be true of searches that are kept: each is looked at, and whoever is counted as told was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from acquis.journal.checks import check
from acquis.kit import clock

from .models import Watch
from .types import State

#: How long a search may go without a look before it is a fault.
PATIENCE = timedelta(days=3)


@check("watches: no search is forgotten")
def looked_at() -> Iterator[str]:
    before = clock.now() - PATIENCE
    late = Q(looked_at__lt=before) | Q(looked_at__isnull=True)
    # One taken up again waits for its next look as a new one does.
    for pk in Watch.objects.filter(late, kept_at__lt=before, state=State.ACTIVE).values_list("pk", flat=True):
        yield f"search {pk} has not been looked at for days"


@check("watches: what was told last is known")
def told_is_known() -> Iterator[str]:
    for pk in Watch.objects.exclude(known__contains=F("news")).values_list("pk", flat=True):
        yield f"search {pk} told of a training it does not know"
