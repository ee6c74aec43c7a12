"""What the State's register of persons answered about a holder: alive, dead without a doubt, or dead perhaps.

Dead without a doubt is one person exactly as asked, place of birth and all, and a whole day: the account closes. A
death that the register tells otherwise (after a correction, under another name, without its day) freezes the account
and goes to the agents: a living person must not lose their rights by a slip of writing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.outside.identity_register import Answer, Kind
from acquis.people import queries as people
from acquis.people.types import DeclaredIdentity

from .. import events, permissions
from ..models import Account, DeathNotice, Freeze
from ..types import AccountState, Refusal
from .freeze import freeze
from .receive_deaths import receive_deaths
from .record_death import record_death

#: Why an account is frozen while the agents look at a death.
REASON = "décès à vérifier"


@act
def note_register(*, account_id: UUID, answer: Answer, by: Actor, at: datetime) -> bool:
    """True when the account was closed. The day of the question is kept, so that everybody is asked about in turn."""
    account = Account.objects.locked(account_id)

    permissions.END.require(by, account)
    if account.state in (AccountState.CLOSED, AccountState.JOINED):
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    told = people.told_of(account.person_id, by=by)
    certain = answer.kind is Kind.FOUND and not answer.differs and bool(told.birth_place or told.birth_country)

    # After this point the note must be written.
    account.register_asked_on = day_of(at)
    account.save(update_fields=["register_asked_on"])
    if answer.dead and certain and answer.died_on is not None and answer.died_on <= day_of(at):
        record_death(account_id=account.id, died_on=answer.died_on, by=by, at=at)
        return True
    if answer.dead:
        # A day to come is none.
        died_on = answer.died_on if answer.died_on and answer.died_on <= day_of(at) else None
        death = _case(account, replace(told, died_on=died_on), by=by, at=at)
        if death is None or Freeze.objects.filter(account=account, death=death, lifted_at=None).exists():
            return False
        freeze(account_id=account.id, reason=REASON, death=death, by=by, at=at)

        # That somebody lives is no fact of their life: the question itself is kept as a reading.
        record(events.DeathDoubted(about=account.id, account_id=account.id), by=by, at=at)
    return False


def _case(account: Account, death: DeclaredIdentity, *, by: Actor, at: datetime) -> UUID | None:
    """The case in which the agents look at this death; None when they have answered it already."""
    notices = DeathNotice.objects.filter(pk__in=people.deaths_that_may_be(account.person_id))
    answered = notices.exclude(answered_at=None)
    # Told without its day, a death says nothing that an answer to one told with it has not looked at.
    if (answered.filter(died_on=death.died_on) if death.died_on else answered).exists():
        return None
    waiting = notices.filter(answered_at=None).order_by("received_at", "pk").first()
    if waiting is not None:
        return waiting.doubt_id
    (match,) = receive_deaths(deaths=[death], by=by, at=at)
    return match.doubt_id
