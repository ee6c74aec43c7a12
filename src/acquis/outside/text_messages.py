"""The company that carries text messages: one call over HTTPS each, JSON in and out, no number in any log.

    POST {ACQUIS_TEXT_MESSAGES_URL}   Authorization: Bearer {ACQUIS_TEXT_MESSAGES_SECRET}
    {"to": "+33612345678", "text": "…", "reference": "…"}   →   2xx: taken, once per reference

Without an address nothing leaves: the demonstration shows on a page what would have been sent.
"""

from __future__ import annotations

import httpx
from django.conf import settings

TIMEOUT = 5.0


class NotSent(Exception):
    """The company did not take the message; it may be tried again."""


def send(*, to: str, text: str, reference: str) -> None:
    """Hand one message over. `to` is international (+33…); the same `reference` twice is carried once."""
    config = settings.ACQUIS
    if not config.text_messages_url:
        if config.demo:
            return
        raise NotSent("no address is configured")
    try:
        answer = httpx.post(
            config.text_messages_url,
            json={"to": to, "text": text, "reference": reference},
            headers={"Authorization": f"Bearer {config.text_messages_secret}"},
            timeout=TIMEOUT,
        )
    except httpx.HTTPError as error:
        raise NotSent(type(error).__name__) from None
    if not answer.is_success:
        raise NotSent(f"answered {answer.status_code}")
