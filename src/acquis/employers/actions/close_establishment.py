"""A manager says that an establishment is closed; what was done for it stays, nothing new is done there."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Company, Establishment
from ..types import Refusal


@act
def close_establishment(*, establishment_id: UUID, closed_on: date, by: Actor, at: datetime) -> None:
    place = Establishment.objects.select_for_update().filter(pk=establishment_id).first()
    if place is None:
        raise Refused(Refusal.ESTABLISHMENT_UNKNOWN)

    permissions.MANAGE.require(by, Company.objects.get(pk=place.company_id))
    if place.closed_on is not None:
        raise Refused(Refusal.CLOSED_ALREADY)
    if closed_on > day_of(at):
        raise Refused(Refusal.CLOSED_IN_FUTURE)

    # After this point the establishment must close.
    place.closed_on = closed_on
    place.save(update_fields=["closed_on"])

    told = events.EstablishmentClosed(about=place.company_id, siret=place.siret, closed_on=f"{closed_on}")
    record(told, by=by, at=at)
