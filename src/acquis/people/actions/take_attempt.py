"""Find the question an answer belongs to, and forget it: an answer is heard once, from the browser that asked."""

from __future__ import annotations

import hmac
from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside.identity.types import Provider
from acquis.outside.identity.types import Refusal as IdentityRefusal

from ..models import SignInAttempt
from ..types import Attempt
from .start_attempt import digest


@act
def take_attempt(*, state: str, browser: str, by: Actor, at: datetime) -> Attempt:
    """The question, no longer known from here on. Refused when unknown (or answered already) or another browser's."""
    if not state:
        raise Refused(IdentityRefusal.STATE_MISSING)
    attempt = SignInAttempt.objects.select_for_update().filter(state=digest(state)).first()
    if attempt is None:
        raise Refused(IdentityRefusal.STATE_UNKNOWN)
    if not hmac.compare_digest(attempt.browser, digest(browser)):
        # The question stays for the browser that asked it.
        raise Refused(IdentityRefusal.STATE_OTHER_BROWSER)

    # After this point the question is forgotten, whatever its answer is worth.
    attempt.delete()
    return Attempt(
        provider=Provider(attempt.provider),
        nonce=attempt.nonce,
        verifier=attempt.verifier,
        purpose=attempt.purpose,
        started_at=attempt.started_at,
    )
