"""Finding the one enrolment somebody asks about, among those they may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from acquis.kit.actor import Actor
from acquis.kit.prepared import Prepared, given
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import Control, Enrolment
from ..types import Refusal


def visible(by: Actor, which: Q) -> Enrolment:
    """The one enrolment that `which` names, refused as unknown to those who may not see it."""
    enrolment = permissions.SEE.rows(by, Enrolment.objects.filter(which)).first()
    if enrolment is None:
        raise Refused(Refusal.UNKNOWN_ENROLMENT)
    return enrolment


def visible_by_id(by: Actor, enrolment_id: UUID) -> Enrolment:
    """The same for one named by its id, as every page and job does."""
    enrolment = BY_ID.first(id=enrolment_id)
    if enrolment is None:
        raise Refused(Refusal.UNKNOWN_ENROLMENT)
    try:
        permissions.SEE.require(by, enrolment)
    except Refused as refused:
        # Who may not see it does not learn that it exists.
        raise Refused(Refusal.UNKNOWN_ENROLMENT) from refused
    return enrolment


BY_ID = Prepared(lambda: Enrolment.objects.filter(pk=given("id")))


def hold(enrolment_id: UUID) -> None:
    """Hold an enrolment until the transaction ends, for an act of a context above that judges it; or be refused."""
    Enrolment.objects.locked(enrolment_id)


def open_controls(control_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these controls that are not released."""
    return set(Control.objects.filter(pk__in=list(control_ids), released_at__isnull=True).values_list("pk", flat=True))
