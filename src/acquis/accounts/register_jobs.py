"""Every night the State's register of persons is asked about some holders: first those whose death was told, then the
others in turn, who was asked about longest ago first. It is a conversation over the network: no transaction waits,
and a slice of questions is on its way at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

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
#: Questions put together, how many are on their way at once, and how long one job goes on, in seconds.
SLICE, AT_ONCE, TURN = 200, 8, 60.0
REASON = "vérification auprès du registre de l’État"


@app.periodic(cron="10 2 * * *")
@app.task(name="accounts.ask_the_register", queueing_lock="accounts.ask_the_register")
def ask_the_register(timestamp: int | None = None, due: str | None = None) -> int:
    """How many accounts were closed. A register that is silent is asked again the next night; nothing is assumed.

    Of the deaths told, a first slice; the others follow in jobs of their own, as many as a file has told.
    """
    at = datetime.fromisoformat(due) if due else clock.now()
    by = system("accounts.ask_the_register")
    most = settings.ACQUIS.identity_register_nightly
    try:
        closed = _confirm(min(SLICE, most), by=by, at=at)
        if _waiting().exists():
            _go_on(at)
        return closed + _sweep(most, by=by, at=at)
    except register.Unavailable as silent:
        logger.warning("the identity register is not asked any more tonight: %s", silent)
        return 0


@app.task(name="accounts.confirm_deaths", queueing_lock="accounts.confirm_deaths")
def confirm_deaths(due: str) -> int:
    """Ask about the deaths told, slice by slice for a while, then give way; how many accounts were closed.

    Every death keeps that it was asked about as soon as it was: begun again after a crash, the job goes on from there.
    """
    at, until, closed = datetime.fromisoformat(due), time.monotonic() + TURN, 0
    by = system("accounts.confirm_deaths")
    try:
        while _waiting().exists():
            if time.monotonic() >= until:
                _go_on(at)
                break
            closed += _confirm(SLICE, by=by, at=at)
    except register.Unavailable as silent:
        logger.warning("the identity register is not asked any more tonight: %s", silent)
    return closed


def _go_on(at: datetime) -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        confirm_deaths.configure(lock="accounts.confirm_deaths").defer(due=at.isoformat())


def _waiting() -> QuerySet[DeathNotice]:
    """The deaths nobody has answered nor asked about, that which waits longest first."""
    return DeathNotice.objects.filter(answered_at=None, asked_at=None).order_by("received_at", "doubt_id")


def _confirm(most: int, *, by: Actor, at: datetime) -> int:
    """Ask about those whom a told death may be, when they are one; what is confirmed needs no agent.

    One that is refused costs neither the others nor the sweep their turn.
    """
    notices = list(_waiting()[:most])
    about = {notice.pk: account for notice in notices if (account := _only_one(notice)) is not None}
    answers = _answers({pk: account.person_id for pk, account in about.items()}, by=by)
    closed = 0
    for notice in notices:
        account = about.get(notice.pk)
        if account is not None and notice.pk not in answers:
            continue
        try:
            if account is not None:
                closed += _note(notice, account, answers[notice.pk], by=by, at=at)
        except Refused as refused:
            logger.warning("death %s: the register's answer could not be noted: %s", notice.pk, refused.reason)
        DeathNotice.objects.filter(pk=notice.pk).update(asked_at=at)
    _all_answered(about, answers)
    return closed


def _only_one(notice: DeathNotice) -> Account | None:
    """The account of whom a death may be of, when that is one person and their account may still close."""
    candidates = people.candidates_of(notice.doubt_id)
    account = Account.objects.filter(person_id__in=candidates).first() if len(candidates) == 1 else None
    return account if account is not None and account.state in _ASKED_ABOUT else None


def _note(notice: DeathNotice, account: Account, answer: register.Answer, *, by: Actor, at: datetime) -> bool:
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
    rows, closed = list(waiting.values_list("id", "person_id")[:most]), 0
    for start in range(0, len(rows), SLICE):
        about = dict(rows[start : start + SLICE])
        answers = _answers(about, by=by)
        for account_id, answer in answers.items():
            try:
                closed += actions.note_register(account_id=account_id, answer=answer, by=by, at=at)
            except Refused as refused:
                logger.warning(
                    "account %s: what the register answered could not be noted: %s", account_id, refused.reason
                )
                # Asked about they were: refused every night, they would take the turn of all the others.
                Account.objects.filter(pk=account_id).update(register_asked_on=clock.day_of(at))
        _all_answered(about, answers)
    return closed


def _answers(persons: Mapping[UUID, UUID], *, by: Actor) -> dict[UUID, register.Answer]:
    """What the register says about each person, under the key they have here; some questions are on their way at once.

    Those about whom it is silent are not in it.
    """
    questions = {key: people.question_about(person, by=by, reason=REASON) for key, person in persons.items()}
    with ThreadPoolExecutor(AT_ONCE) as several:
        said = several.map(_asked, questions.values())
        return {key: answer for key, answer in zip(questions, said, strict=True) if answer is not None}


def _asked(question: register.Question) -> register.Answer | None:
    try:
        return register.ask(question)
    except register.Unavailable as silent:
        logger.info("the identity register is silent: %s", silent)
        return None


def _all_answered(asked: Sized, answers: Sized) -> None:
    """Raises Unavailable when the register was silent about somebody: it is asked no more for now."""
    if len(answers) < len(asked):
        raise register.Unavailable(f"silent about {len(asked) - len(answers)} of {len(asked)}")
