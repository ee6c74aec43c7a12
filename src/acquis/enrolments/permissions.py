"""Who may see an enrolment and act on it: rows, role by role; what is not written is denied."""

from __future__ import annotations

from django.db.models import Q

from acquis.kit.actor import PROVIDER, STAFF, Actor, Role
from acquis.kit.permission import Permission, every_row
from acquis.kit.refusal import Refused
from acquis.rules.types import ExitReason

from .types import Refusal


def of_the_holder(by: Actor) -> Q:
    """The enrolments of the holder's own account, and of those joined to it."""
    return Q(account_id__in=by.accounts)


def of_the_provider(by: Actor) -> Q:
    """The enrolments with the agent's own provider."""
    return Q(provider_id=by.provider_id) if by.provider_id else Q(pk__in=[])


def _stopped(by: Actor) -> Q:
    """The agent's own, of which somebody declared that the body had stopped."""
    defaults = [ExitReason.PROVIDER_DEFAULT.value, ExitReason.PROVIDER_DEFAULT_CONTINUED.value]
    return of_the_provider(by) & Q(exit_reason__in=defaults)


_holder = {Role.HOLDER: of_the_holder}
_provider = dict.fromkeys(PROVIDER, of_the_provider)
_staff = dict.fromkeys(STAFF, every_row)
_system = {Role.SYSTEM: every_row}

SEE = Permission("enrolments.see", rows={**_holder, **_provider, **_staff, **_system}, refusal=Refusal.NOT_YOURS)
#: Know what an account would pay: never the provider, who must not learn what a holder has.
QUOTE = Permission("enrolments.quote", rows={**_holder, **_staff, **_system}, refusal=Refusal.NOT_YOURS)
#: Request, abandon, confirm, withdraw, cancel: the holder's own decisions.
DECIDE = Permission("enrolments.decide", rows={**_holder, **_system}, refusal=Refusal.NOT_YOURS)
#: Acknowledge, accept, decline, withdraw a proposal, declare entry, exit, service, no-show.
ANSWER = Permission("enrolments.answer", rows={**_provider, **_system}, refusal=Refusal.NOT_YOURS)
#: Contest what was declared: the holder; the body, where the operator declared that it had stopped.
CONTEST = Permission(
    "enrolments.contest",
    rows={**_holder, **dict.fromkeys(PROVIDER, _stopped), **_system},
    refusal=Refusal.NOT_YOURS,
)
#: Recognise a holder's force majeure on proof, before entry; those who may pay a card back, as it does.
RECOGNISE_FORCE_MAJEURE = Permission(
    "enrolments.recognise_force_majeure",
    rows={Role.STAFF_AGENT: every_row, Role.STAFF_FINANCE: every_row, **_system},
    refusal=Refusal.PROOF_REQUIRED,
)
#: Recognise it after a late cancellation or an absence: what was billed is taken back, which finance alone may not do.
EXCUSE = Permission("enrolments.excuse", rows={Role.STAFF_AGENT: every_row, **_system}, refusal=Refusal.PROOF_REQUIRED)
#: Put under control, release, decide on a service, declare that a provider stopped, cancel as the operator.
CONTROL = Permission("enrolments.control", rows={Role.STAFF_AGENT: every_row, **_system}, refusal=Refusal.NOT_YOURS)
#: Settle an entry declared in error: the holder who agrees, or an agent; everything returns.
UNDO_ENTRY = Permission(
    "enrolments.undo_entry", rows={**_holder, Role.STAFF_AGENT: every_row, **_system}, refusal=Refusal.NOT_YOURS
)
#: Propose other dates and answer such a proposal: the two sides.
RESCHEDULE = Permission("enrolments.reschedule", rows={**_holder, **_provider, **_system}, refusal=Refusal.NOT_YOURS)
#: What the calendar or another system does.
CONDUCT = Permission("enrolments.conduct", rows=_system, refusal=Refusal.NOT_YOURS)


def require_account(by: Actor, account_id: object, permission: Permission = DECIDE) -> None:
    """Refuse unless `by` may act for this account: the holder's own, or any for the system and the staff covered."""
    permission.require_any(by)
    if by.has(Role.HOLDER) and not by.is_staff and not by.has(Role.SYSTEM) and account_id not in by.accounts:
        raise Refused(permission.refusal)
