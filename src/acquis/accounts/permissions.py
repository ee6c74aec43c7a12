"""Who may do and see what on accounts: a holder their own, the operator's staff and the system all of them."""

from django.db.models import Q

from acquis.kit.actor import Actor, Role
from acquis.kit.permission import Permission, every_row

from .types import Refusal


def _own_account(by: Actor) -> Q:
    return Q(pk__in=by.accounts)


def _own_person(by: Actor) -> Q:
    return Q(person_id=by.id)


def _own_proposal(by: Actor) -> Q:
    return Q(proposed_by=by.key)


READ = Permission(
    "accounts.read",
    rows={
        Role.HOLDER: _own_account,
        Role.STAFF_AGENT: every_row,
        Role.STAFF_FINANCE: every_row,
        Role.STAFF_APPROVER: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
OPEN = Permission(
    "accounts.open",
    rows={Role.HOLDER: _own_person, Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
CREDIT = Permission(
    "accounts.credit",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
TOP_UP = Permission(
    "accounts.top_up",
    rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
SET_SITUATION = Permission(
    "accounts.set_situation",
    rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
FREEZE = Permission(
    "accounts.freeze",
    rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
CLOSE = Permission(
    "accounts.close",
    rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
GRANT = Permission(
    "accounts.grant", rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
#: Of a right too large for one agent; whoever proposed it may still take it back.
APPROVE_GRANT = Permission("accounts.approve_grant", rows={Role.STAFF_APPROVER: every_row}, refusal=Refusal.NOT_ALLOWED)
READ_PROPOSAL = Permission(
    "accounts.read_proposal",
    rows={Role.STAFF_FINANCE: every_row, Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
DECLINE_GRANT = Permission(
    "accounts.decline_grant",
    rows={Role.STAFF_FINANCE: _own_proposal, Role.STAFF_APPROVER: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: Leaving or joining the public service changes the unit of one's rights, and hours are worth more than what some euros
#: cost: an agent converts, who has seen the proof of the day; never the holder alone.
CONVERT = Permission(
    "accounts.convert",
    rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
#: What a holder says of themself; an agent writes it for them, as a career adviser may ask (R6323-3-1 II).
DECLARE = Permission(
    "accounts.declare",
    rows={Role.HOLDER: _own_account, Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
JUDGE = Permission(
    "accounts.judge", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
#: What the bodies of occupational risks send, and what they are told of it.
NOTE_RISKS = Permission("accounts.note_risks", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
#: Rights that such a body has told of: their holder uses them, nobody else decides.
USE_RISKS = Permission(
    "accounts.use_risks", rows={Role.HOLDER: _own_account, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
END = Permission(
    "accounts.end", rows={Role.STAFF_AGENT: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
ESCHEAT = Permission(
    "accounts.escheat", rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
LAPSE = Permission(
    "accounts.lapse", rows={Role.STAFF_FINANCE: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
#: A consequence of an enrolment's act, which has judged; an empty purse harms nobody. No door leads here directly.
OPEN_PURSE = Permission(
    "accounts.open_purse",
    rows={
        Role.HOLDER: _own_account,
        Role.PROVIDER_AGENT: every_row,
        Role.PROVIDER_MANAGER: every_row,
        Role.STAFF_AGENT: every_row,
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.NOT_ALLOWED,
)
#: A consequence of what two agents decided above (`acquis.joining`).
JOIN = Permission(
    "accounts.join", rows={Role.STAFF_APPROVER: every_row, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
