"""Who may do what about requests and messages: a holder about their own, the operator's agents about all."""

from django.db.models import Q

from acquis.kit.actor import EMPLOYER, PROVIDER, Actor, Flow, Role
from acquis.kit.permission import Permission, every_row

from .types import Act, Recipient, Refusal


def _own(by: Actor) -> Q:
    return Q(account_id=by.account_id)


def _accounts(by: Actor) -> Q:
    """The holder's own account, and those joined to it."""
    return Q(account_id__in=by.accounts)


def _of_the_provider(by: Actor) -> Q:
    return Q(provider_id=by.provider_id) if by.provider_id else Q(pk__in=[])


def _asked_of_the_company(by: Actor) -> Q:
    """What a company is asked, for who does its working time: its own people, or whom it entrusted with it."""
    if not by.employer_id or Flow.DECLARATIONS not in by.flows:
        return Q(pk__in=[])
    return Q(company_id=by.employer_id, recipient=Recipient.EMPLOYER.value)


_HOLDER = {Role.HOLDER: _own}
_AGENT = {Role.STAFF_AGENT: every_row}
_COMPANY = dict.fromkeys(EMPLOYER, _asked_of_the_company)

OPEN = Permission("support.open", rows=_HOLDER, refusal=Refusal.NOT_ALLOWED)
SEE = Permission(
    "support.see", rows={**_HOLDER, **_AGENT, **_COMPANY, Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED
)
REPLY = Permission("support.reply", rows=_HOLDER, refusal=Refusal.NOT_ALLOWED)
WITHDRAW = Permission("support.withdraw", rows=_HOLDER, refusal=Refusal.NOT_ALLOWED)
HANDLE = Permission("support.handle", rows=_AGENT, refusal=Refusal.NOT_ALLOWED)
ANSWER = Permission("support.answer", rows={**_AGENT, **_COMPANY}, refusal=Refusal.NOT_ALLOWED)
CLOSE = Permission("support.close", rows={**_HOLDER, **_AGENT}, refusal=Refusal.NOT_ALLOWED)
#: A consequence of an act that has judged; a company's answer tells the holder.
TELL = Permission(
    "support.tell",
    rows={**_AGENT, **dict.fromkeys(EMPLOYER, every_row), Role.SYSTEM: every_row},
    refusal=Refusal.NOT_ALLOWED,
)
READ_MESSAGES = Permission(
    "support.read_messages", rows={**_HOLDER, **dict.fromkeys(PROVIDER, _of_the_provider)}, refusal=Refusal.NOT_ALLOWED
)
SAY_WISHES = Permission("support.say_wishes", rows=_HOLDER, refusal=Refusal.NOT_ALLOWED)
SEND = Permission("support.send", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
ISSUE = Permission("support.issue_statement", rows=_HOLDER, refusal=Refusal.NOT_ALLOWED)
#: A record of attendance; of which enrolments, `attendance` says.
ISSUE_RECORD = Permission(
    "support.issue_record", rows={**_HOLDER, **dict.fromkeys(PROVIDER, every_row)}, refusal=Refusal.NOT_ALLOWED
)
#: Papers of enrolments are issued as things happen, by nobody's hand; both sides read them, and agents.
ISSUE_PAPER = Permission("support.issue_paper", rows={Role.SYSTEM: every_row}, refusal=Refusal.NOT_ALLOWED)
READ_PAPERS = Permission(
    "support.read_papers",
    rows={
        Role.HOLDER: _accounts,
        **dict.fromkeys(PROVIDER, _of_the_provider),
        # Who pays looks at the same enrolments; a paper, which names the holder, is opened for a reason.
        **dict.fromkeys((Role.STAFF_AGENT, Role.STAFF_FINANCE, Role.STAFF_APPROVER), every_row),
        Role.SYSTEM: every_row,
    },
    refusal=Refusal.PAPER_UNKNOWN,
)

#: Which of them each act asks.
OF_ACT = {
    Act.OPEN: OPEN,
    Act.TAKE: HANDLE,
    Act.RELAY: HANDLE,
    Act.ASK: HANDLE,
    Act.REPLY: REPLY,
    Act.ANSWER: ANSWER,
    Act.WITHDRAW: WITHDRAW,
    Act.CLOSE: CLOSE,
}
