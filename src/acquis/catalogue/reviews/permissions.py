"""Who may give a review, reply to it, and decide whether its words are published."""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import PROVIDER, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _of_own(by: Actor) -> Q:
    return Q(provider_id=by.provider_id) if by.provider_id else Q(pk__in=[])


#: Whose purchase it is, the purchase knows, and has permissions of its own; no training body reviews itself.
GIVE = Permission(
    "catalogue.give_review",
    rows={Role.HOLDER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
REPLY = Permission(
    "catalogue.reply_to_review",
    rows={**dict.fromkeys(sorted(PROVIDER), _of_own), Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
MODERATE = Permission(
    "catalogue.moderate_reviews",
    rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
