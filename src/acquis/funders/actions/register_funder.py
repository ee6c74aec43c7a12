"""The operator registers a funder, so that its people may sign in and compose conventions."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.departments import regions
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Funder
from ..types import FunderKind, Refusal


@act
def register_funder(
    *, kind: FunderKind, name: str, siret: str, region: str = "", funder_id: UUID | None = None, by: Actor, at: datetime
) -> UUID:
    """The id of the new funder. `region` is the INSEE code of a region, for that kind alone."""
    permissions.REGISTER.require_any(by)
    if not name.strip():
        raise Refused(Refusal.NAME_MISSING)
    if not re.fullmatch(r"\d{14}", siret):
        raise Refused(Refusal.SIRET_MALFORMED)
    if kind is FunderKind.REGION and region not in dict(regions()):
        raise Refused(Refusal.REGION_REQUIRED)
    if Funder.objects.filter(siret=siret).exists():
        raise Refused(Refusal.ALREADY_REGISTERED)

    # After this point the registration must succeed.
    funder = Funder(
        kind=kind,
        name=name.strip(),
        siret=siret,
        region=region if kind is FunderKind.REGION else "",
        registered_at=at,
    )
    if funder_id is not None:
        funder.id = funder_id
    funder.save(force_insert=True)

    record(events.FunderRegistered(about=funder.id, funder_kind=kind.value), by=by, at=at)
    return funder.id
