"""Who may plan, sign and read attendance: a provider for its own sessions, holders for what they follow.

Whose record may be read is decided by the enrolment it is of: `enrolments` answers only what its reader may see.
"""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import PROVIDER, Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _of_the_provider(by: Actor) -> Q:
    return Q(provider_id=by.provider_id) if by.provider_id else Q(pk__in=[])


def _of_the_holder(by: Actor) -> Q:
    """The sheets of the holder's own account, and of those joined to it."""
    return Q(account_id__in=by.accounts)


_provider = dict.fromkeys(PROVIDER, _of_the_provider)
_system = {Role.SYSTEM: every_row}

#: Plan half-days, open them, say who was there, correct: over half-days.
CONDUCT = Permission("attendance.conduct", rows={**_provider, **_system}, refusal=Refusal.NOT_YOURS)
#: Sign one's own presence, and nobody else's: over sheets.
SIGN = Permission("attendance.sign", rows={Role.HOLDER: _of_the_holder}, refusal=Refusal.NOT_ALLOWED)
#: Speak for the trainer whom a link names: the page that holds the link does, as the system.
SPEAK_BY_LINK = Permission("attendance.speak_by_link", rows=_system, refusal=Refusal.NOT_ALLOWED)
#: What the calendar, or what others announce, does here.
FOLLOW = Permission("attendance.follow", rows=_system, refusal=Refusal.NOT_ALLOWED)
#: Open the scan of a paper sheet: it shows everybody who signed it.
READ_SCANS = Permission(
    "attendance.read_scans",
    rows={**_provider, Role.STAFF_AGENT: every_row, Role.STAFF_APPROVER: every_row},
    refusal=Refusal.SCAN_UNKNOWN,
)
