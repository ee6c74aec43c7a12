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

from .. import events, permissions
from ..models import Account, DeathNotice
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
        death = replace(told, died_on=min(answer.died_on or day_of(at), day_of(at)))
        (match,) = receive_deaths(deaths=[death], by=by, at=at)
        # What an agent has answered already freezes nobody again.
        waits = DeathNotice.objects.filter(pk__in=[each for each in (match.doubt_id,) if each], answered_at=None)
        if account.state == AccountState.OPEN and waits.update(frozen_account_id=account.id):
            freeze(account_id=account.id, reason=REASON, by=by, at=at)

        # That somebody lives is no fact of their life: the question itself is kept as a reading.
        record(events.DeathDoubted(about=account.id, account_id=account.id), by=by, at=at)
    return False
