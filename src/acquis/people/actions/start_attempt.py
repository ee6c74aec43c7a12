"""Remember a question put to an identity provider, until the browser that asked brings the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.outside.identity.types import Provider, Question

from ..models import SignInAttempt

#: How long a person may take at the identity provider; FranceConnect+ itself allows ten minutes.
ATTEMPT_LIFE = timedelta(minutes=15)


def digest(secret: str) -> str:
    """What is kept of a `state` or of a browser's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@act
def start_attempt(
    *, provider: Provider, question: Question, browser: str, purpose: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """Keep `question` for `browser` (its own secret); `purpose` says what the answer is for. Anybody may ask.

    `at` is the machine's time: a question is no business moment.
    """
    # Nobody will answer those any more.
    SignInAttempt.objects.filter(started_at__lt=at - 2 * ATTEMPT_LIFE).delete()
    SignInAttempt.objects.create(
        state=digest(question.state),
        browser=digest(browser),
        provider=provider,
        nonce=question.nonce,
        verifier=question.verifier,
        purpose=dict(purpose),
        started_at=at,
    )
