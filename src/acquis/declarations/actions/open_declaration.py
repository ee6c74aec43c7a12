"""A declaration begins in a file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..models import Declaration
from ..types import Header


@act
def open_declaration(*, header: Header, by: Actor, at: datetime) -> UUID | None:
    """The id of this sending; the same sending has the same. None when a later one has replaced it already."""
    permissions.IMPORT.require_any(by)
    sent = Declaration.objects.filter(lineage=header.lineage)
    latest = sent.aggregate(latest=Max("order", filter=Q(replaces=True)))["latest"]
    if latest is not None and header.order < latest:
        return None

    # After this point the opening must succeed. The first of two who come together writes it.
    Declaration.objects.bulk_create(
        [
            Declaration(
                source=header.source,
                lineage=header.lineage,
                order=header.order,
                replaces=header.replaces or header.cancels,
                siret=header.siret,
                employer=header.employer[:200],
                period_from=header.period_from,
                period_to=header.period_to,
                received_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    return sent.values_list("id", flat=True).get(order=header.order)
