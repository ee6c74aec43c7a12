"""What leaves by the worker, alone or by slices: tried again for about a day, then given up and said so."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import Actor, system
from acquis.outside import text_messages

from .actions.give_up import give_up
from .actions.send import send as send_once
from .models import Sending
from .types import Channel, Kind, SendingState
from .wording import words_of

logger = logging.getLogger(__name__)

ATTEMPTS = 9
RETRY = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=4)


@app.task(name="support.send", retry=RETRY, pass_context=True)
def send(context: JobContext, *, sending_id: str) -> None:
    """Try once; the worker tries again when it fails, later and later."""
    failed = _failure(UUID(sending_id), attempts=context.job.attempts + 1, by=system("support.send"))
    if failed is not None:
        raise failed


@app.task(name="support.send_slice", retry=RETRY, pass_context=True)
def send_slice(context: JobContext, *, reference: str, first: str, last: str) -> int:
    """Send what waits of one announcement to a slice of accounts; returns how many were tried.

    One that fails does not keep the others waiting: the job fails at its end, and tries the rest again later.
    """
    by = system("support.send_slice")
    waiting = Sending.objects.filter(
        state=SendingState.WAITING,
        message__reference=reference,
        message__account_id__gte=UUID(first),
        message__account_id__lte=UUID(last),
    )
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    failures = [_failure(sending_id, attempts=context.job.attempts + 1, by=by) for sending_id in ids]
    failed = next((each for each in failures if each is not None), None)
    if failed is not None:
        raise failed
    return len(ids)


def _failure(sending_id: UUID, *, attempts: int, by: Actor) -> Exception | None:
    """Try one sending; the error when it should be tried again later, None when nothing is left to try."""
    try:
        send_once(sending_id=sending_id, carrier=carry, by=by, at=clock.now())
        return None
    except (OSError, ValueError, text_messages.NotSent) as error:
        # The kind of the error only: its words may quote the address.
        logger.warning("sending %s failed: %s", sending_id, type(error).__name__)
        if attempts < ATTEMPTS and not _for_ever(error):
            return error
    give_up(sending_id=sending_id, attempts=attempts, by=by, at=clock.now())
    return None


def _for_ever(error: Exception) -> bool:
    """True when trying again changes nothing: what cannot be written as an address, or that its mail server refuses."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, ValueError)


def carry(channel: Channel, addresses: tuple[str, ...], sending: Sending) -> None:
    """Hand one message to who carries it: the mail of the settings, or the text messages' company.

    One e-mail for all of them, who do not see each other: it is sent once, or tried again for all.
    """
    message = sending.message
    with translation.override("fr"):
        words = words_of(Kind(message.kind), message.values, message.about)
    link = f"{settings.ACQUIS.site_url}{words.path}"
    if channel is Channel.TEXT:
        text_messages.send(to=addresses[0], text=f"{words.sentences[0]} {link}", reference=str(sending.id))
        return
    foot = FOOT if message.person_id else FOOT_OF_BODIES
    body = "\n\n".join(["Bonjour,", *words.sentences, link, foot])
    # The same identifier at every attempt: a mailbox that got it twice shows it once.
    host = settings.ACQUIS.site_url.partition("//")[2].split(":")[0].split("/")[0]
    headers = {"Message-ID": f"<{sending.id}@{host}>", "Auto-Submitted": "auto-generated"}
    first, others = addresses[0], addresses[1:]
    EmailMessage(subject=words.subject, body=body, to=[first], bcc=others, headers=headers).send()


FOOT = (
    "Ce message est automatique. Nous ne demandons jamais votre mot de passe ni votre numéro de carte.\n"
    "Pour choisir comment être prévenu : Mes messages, sur le site."
)
FOOT_OF_BODIES = (
    "Ce message est automatique. Nous ne demandons jamais de mot de passe ni de coordonnées bancaires par e-mail.\n"
    "Il est envoyé aux responsables de l’organisme ; tous ses agents le lisent sur le site, à la page Messages."
)
