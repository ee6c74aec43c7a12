"""Verification of payee: is this account in this name? Asked of the payer's bank, which asks the payee's.

The European scheme (EPC rulebook, under regulation EU 2024/886) has four answers: it matches; it nearly does, and the
name is told; it does not; the bank cannot say. The question and the answer are the scheme's own JSON (`party`,
`partyAccount`, `partyNameMatch`, `matchedName`), over HTTPS with a bearer secret of our bank's. What we do not know in
an answer is ignored. Neither a name nor an IBAN is ever logged. In the demonstration the bank is `payee_check_standin`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

import httpx
from django.conf import settings

from acquis.kit.clock import machine_now

logger = logging.getLogger(__name__)

#: Seconds: the scheme gives the payee's bank three, and five at the very most.
TIMEOUT = httpx.Timeout(8.0, connect=3.0)
#: No honest answer is longer.
MOST_BYTES = 16 * 1024
#: The longest name of the scheme.
LONGEST_NAME = 140


class Match(StrEnum):
    MATCH = "match"
    CLOSE = "close"
    NO_MATCH = "no_match"
    NOT_POSSIBLE = "not_possible"


#: The scheme's codes.
_CODES = {"MTCH": Match.MATCH, "CMTC": Match.CLOSE, "NMTC": Match.NO_MATCH, "NOAP": Match.NOT_POSSIBLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the payee's bank says. `name`: the account's own, told when it is close, and only then."""

    match: Match
    name: str = ""


class Unavailable(Exception):
    """No answer, or none that can be read: nothing is known of the account."""


_transport: httpx.BaseTransport | None = None


@contextmanager
def speaking_through(transport: httpx.BaseTransport) -> Iterator[None]:
    """Ask through another transport: the stand-in inside this very process, without a network."""
    global _transport
    before, _transport = _transport, transport
    try:
        yield
    finally:
        _transport = before


def ask(*, name: str, iban: str, bic: str, reference: str) -> Answer:
    """Ask whether an account is in a name; `reference` is the question's own, the same when it is asked again."""
    url: str = settings.ACQUIS.payee_check_url
    if not url:
        if not settings.ACQUIS.demo:
            raise Unavailable("no address is set for the verification of payee")
        url = f"{settings.ACQUIS.site_url}/demo/payee"
    question = {
        "party": {"name": name[:LONGEST_NAME]},
        "partyAccount": {"iban": iban},
        "partyAgent": {"financialInstitutionId": {"bicfi": bic}},
    }
    headers = {
        "Accept": "application/json",
        "X-Request-ID": reference,
        "X-Request-Timestamp": machine_now().isoformat(timespec="milliseconds"),
    }
    if secret := settings.ACQUIS.payee_check_secret:
        headers["Authorization"] = f"Bearer {secret}"
    try:
        with httpx.Client(transport=_transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            got = client.post(f"{url.rstrip('/')}/vop/v1/payee-verifications", json=question, headers=headers)
    except httpx.HTTPError as error:
        raise Unavailable(f"the bank did not answer: {type(error).__name__}") from None
    if got.status_code != 200 or len(got.content) > MOST_BYTES:
        logger.warning("verification of payee answered %s", got.status_code)
        raise Unavailable(f"the bank answered {got.status_code}")
    try:
        read = got.json()
        match = _CODES[read["partyNameMatch"]]
        told = str(read.get("matchedName") or "").strip()[:LONGEST_NAME]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unavailable("the bank's answer cannot be read") from error
    if match is Match.CLOSE and not told:
        # The scheme says that a near name is told; one that is not cannot be compared by anybody.
        return Answer(match=Match.NOT_POSSIBLE)
    return Answer(match=match, name=told if match is Match.CLOSE else "")
