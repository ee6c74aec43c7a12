"""A question to an identity provider is answered once, by the browser that asked it, and leaves nothing readable."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acquis.kit.actor import ANONYMOUS
from acquis.kit.refusal import Refused
from acquis.outside.identity.types import Provider, Question
from acquis.outside.identity.types import Refusal as IdentityRefusal
from acquis.people.actions import start_attempt, take_attempt
from acquis.people.models import SignInAttempt

pytestmark = pytest.mark.django_db


def asked(at, *, state: str = "state", browser: str = "browser") -> None:
    question = Question(url="https://auth.exemple", state=state, nonce="nonce", verifier="verifier")
    start_attempt(
        provider=Provider.PROCONNECT, question=question, browser=browser, purpose={"next": "/aide"}, by=ANONYMOUS, at=at
    )


def taken(at, *, state: str = "state", browser: str = "browser"):
    return take_attempt(state=state, browser=browser, by=ANONYMOUS, at=at)


@pytest.mark.parametrize(
    ("brought", "reason"),
    [
        ({"state": ""}, IdentityRefusal.STATE_MISSING),
        ({"state": "another"}, IdentityRefusal.STATE_UNKNOWN),
        ({"browser": "another"}, IdentityRefusal.STATE_OTHER_BROWSER),
        ({"browser": ""}, IdentityRefusal.STATE_OTHER_BROWSER),
    ],
)
def test_a_stranger_s_answer_is_refused_and_the_question_stays(at, brought, reason) -> None:
    asked(at)
    with pytest.raises(Refused) as refused:
        taken(at, **brought)
    assert refused.value.reason is reason
    assert taken(at).nonce == "nonce"


def test_a_question_is_taken_once(at) -> None:
    asked(at)
    attempt = taken(at)
    assert (attempt.provider, attempt.verifier, attempt.purpose) == (Provider.PROCONNECT, "verifier", {"next": "/aide"})
    with pytest.raises(Refused) as refused:
        taken(at)
    assert refused.value.reason is IdentityRefusal.STATE_UNKNOWN


def test_neither_state_nor_browser_s_secret_is_kept(at) -> None:
    asked(at, state="canary-state", browser="canary-browser")
    assert "canary" not in str(SignInAttempt.objects.values_list())


def test_questions_nobody_answered_are_forgotten(at) -> None:
    asked(at)
    asked(at + timedelta(hours=1), state="later")
    assert SignInAttempt.objects.count() == 1
