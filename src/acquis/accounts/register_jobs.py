"""Every night the State's register of persons is asked about some holders: first those whose death was told, then the
others in turn, who was asked about longest ago first. It is a conversation over the network: no transaction waits.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.outside import identity_register as register
from acquis.people import actions as people_actions
from acquis.people import queries as people

from . import actions
from .models import Account, DeathNotice
from .types import AccountState

logger = logging.getLogger(__name__)

_ASKED_ABOUT = (AccountState.OPEN, AccountState.FROZEN, AccountState.RETIRED)
REASON = "vérification auprès du registre de l’État"


@app.periodic(cron="10 2 * * *")
@app.task(name="accounts.ask_the_register", queueing_lock="accounts.ask_the_register")
def ask_the_register(timestamp: int | None = None, due: str | None = None) -> int:
    """How many accounts were closed. A register that is silent is asked again the next night; nothing is assumed."""
    at = datetime.fromisoformat(due) if due else clock.now()
    by = system("accounts.ask_the_register")
    most = settings.ACQUIS.identity_register_nightly
    try:
        closed = _confirm(DeathNotice.objects.filter(answered_at=None, asked_at=None), most, by=by, at=at)
        return closed + _sweep(most, by=by, at=at)
    except register.Unavailable as silent:
        logger.warning("the identity register is not asked any more tonight: %s", silent)
        return 0


def _confirm(notices: Iterable[DeathNotice], most: int, *, by: Actor, at: datetime) -> int:
    """Ask about those whom a told death may be, when they are one; what is confirmed needs no agent."""
    closed = 0
    for notice in list(notices)[:most]:
        candidates = people.candidates_of(notice.doubt_id)
        account = Account.objects.filter(person_id__in=candidates).first() if len(candidates) == 1 else None
        if account is not None and account.state in _ASKED_ABOUT:
            answer = register.ask(people.question_about(account.person_id, by=by, reason=REASON))
            people_actions.note_register_answer(doubt_id=notice.doubt_id, answer=answer, by=by, at=at)
            if answer.kind is register.Kind.FOUND and answer.died_on == notice.died_on and not answer.differs:
                note = "confirmé par le registre de l’État"
                people_actions.settle_doubt(
                    doubt_id=notice.doubt_id, person_id=account.person_id, note=note, by=by, at=at
                )
                closed += 1
        DeathNotice.objects.filter(pk=notice.pk).update(asked_at=at)
    return closed


def _sweep(most: int, *, by: Actor, at: datetime) -> int:
    """Ask about the holders who were asked about longest ago; one that fails does not cost the others their turn."""
    waiting = Account.objects.filter(state__in=_ASKED_ABOUT).order_by(
        F("register_asked_on").asc(nulls_first=True), "id"
    )
    closed = 0
    for account_id, person_id in list(waiting.values_list("id", "person_id")[:most]):
        try:
            closed += _ask_about(account_id, person_id, by=by, at=at)
        except Refused as refused:
            logger.warning("account %s: what the register answered could not be noted: %s", account_id, refused.reason)
    return closed


def _ask_about(account_id: UUID, person_id: UUID, *, by: Actor, at: datetime) -> bool:
    answer = register.ask(people.question_about(person_id, by=by, reason=REASON))
    return actions.note_register(account_id=account_id, answer=answer, by=by, at=at)
