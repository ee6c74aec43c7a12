"""Every night the State's register of persons is asked about some holders: first those whose death was told, then the
others in turn, who was asked about longest ago first. It is a conversation over the network: no transaction waits.
"""

from __future__ import annotations

import logging
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
        closed = _confirm(most, by=by, at=at)
        return closed + _sweep(most, by=by, at=at)
    except register.Unavailable as silent:
        logger.warning("the identity register is not asked any more tonight: %s", silent)
        return 0


def _confirm(most: int, *, by: Actor, at: datetime) -> int:
    """Ask about those whom a told death may be, when they are one; what is confirmed needs no agent.

    The death that waits longest first; one that is refused costs neither the others nor the sweep their turn.
    """
    waiting = DeathNotice.objects.filter(answered_at=None, asked_at=None).order_by("received_at", "doubt_id")
    closed = 0
    for notice in list(waiting[:most]):
        try:
            closed += _confirm_one(notice, by=by, at=at)
        except Refused as refused:
            logger.warning("death %s: the register's answer could not be noted: %s", notice.pk, refused.reason)
        DeathNotice.objects.filter(pk=notice.pk).update(asked_at=at)
    return closed


def _confirm_one(notice: DeathNotice, *, by: Actor, at: datetime) -> bool:
    candidates = people.candidates_of(notice.doubt_id)
    account = Account.objects.filter(person_id__in=candidates).first() if len(candidates) == 1 else None
    if account is None or account.state not in _ASKED_ABOUT:
        return False
    answer = register.ask(people.question_about(account.person_id, by=by, reason=REASON))
    people_actions.note_register_answer(doubt_id=notice.doubt_id, answer=answer, by=by, at=at)
    # A death told without its day is confirmed by no day.
    same_day = notice.died_on is not None and answer.died_on == notice.died_on
    if answer.kind is not register.Kind.FOUND or not same_day or answer.differs:
        return False
    note = "confirmé par le registre de l’État"
    people_actions.settle_doubt(doubt_id=notice.doubt_id, person_id=account.person_id, note=note, by=by, at=at)
    return True


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
            # Asked about they were: refused every night, they would take the turn of all the others.
            Account.objects.filter(pk=account_id).update(register_asked_on=clock.day_of(at))
    return closed


def _ask_about(account_id: UUID, person_id: UUID, *, by: Actor, at: datetime) -> bool:
    answer = register.ask(people.question_about(person_id, by=by, reason=REASON))
    return actions.note_register(account_id=account_id, answer=answer, by=by, at=at)
