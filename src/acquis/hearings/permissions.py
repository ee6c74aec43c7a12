"""Who may do what in a hearing: the two sides about their own, the operator's agents about all."""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import PROVIDER, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import HearingKind, Refusal


def _of_the_holder(by: Actor) -> Q:
    return Q(account_id__in=by.accounts)


def _of_the_provider(by: Actor) -> Q:
    return Q(provider_id=by.provider_id) if by.provider_id else Q(pk__in=[])


def _contests_not(by: Actor) -> Q:
    """What the body is told of an excuse asked: that it is, not the proof, which may be of somebody's health."""
    return _of_the_provider(by) & ~Q(kind=HearingKind.FORCE_MAJEURE)


_holder = {Role.HOLDER: _of_the_holder}
_provider = dict.fromkeys(PROVIDER, _of_the_provider)
_agent = {Role.STAFF_AGENT: every_row}
_system = {Role.SYSTEM: every_row}

SEE = Permission("hearings.see", rows={**_holder, **_provider, **_agent, **_system}, refusal=Refusal.NOT_ALLOWED)
#: What was written and attached; of a force majeure, not the body.
READ = Permission(
    "hearings.read",
    rows={**_holder, **dict.fromkeys(PROVIDER, _contests_not), **_agent, **_system},
    refusal=Refusal.NOT_ALLOWED,
)
STATE = Permission("hearings.state", rows={**_holder, **_provider}, refusal=Refusal.NOT_ALLOWED)
#: Agree that an entry was declared in error: the holder.
AGREE = Permission("hearings.agree", rows=_holder, refusal=Refusal.NOT_ALLOWED)
WITHDRAW = Permission("hearings.withdraw", rows={**_holder, **_provider, **_agent}, refusal=Refusal.NOT_ALLOWED)
DECIDE = Permission("hearings.decide", rows=_agent, refusal=Refusal.NOT_ALLOWED)
CLOSE = Permission("hearings.close", rows=_system, refusal=Refusal.NOT_ALLOWED)
