"""Finding the one enrolment somebody asks about, among those they may see."""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..models import Enrolment
from ..types import Refusal


def visible(by: Actor, which: Q) -> Enrolment:
    """The one enrolment that `which` names, refused as unknown to those who may not see it."""
    enrolment = permissions.SEE.rows(by, Enrolment.objects.filter(which)).first()
    if enrolment is None:
        raise Refused(Refusal.UNKNOWN_ENROLMENT)
    return enrolment
