"""From a refusal's reason to a sentence that says why and what one can do.

Each context's sentences are a module of `refusal_sentences`; a house test checks that none is missing.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext

from acquis.kit.refusal import Refused, told_by

from . import refusal_sentences

FALLBACK = "Cette action n’est pas possible maintenant. Rien n’a été enregistré."

#: Refusals that must not tell whether the thing exists: what is not for somebody is not there for them.
_HIDDEN = frozenset(
    {
        "NOT_ALLOWED",
        "NOT_YOURS",
        "ACCOUNT_UNKNOWN",
        "AGENT_UNKNOWN",
        "AID_UNKNOWN",
        "BANK_ACCOUNT_UNKNOWN",
        "BATCH_UNKNOWN",
        "CALL_UNKNOWN",
        "CLIENT_UNKNOWN",
        "COLLECTION_UNKNOWN",
        "DELEGATION_UNKNOWN",
        "COMPANY_UNKNOWN",
        "CONVENTION_UNKNOWN",
        "DRAFT_UNKNOWN",
        "ENDPOINT_UNKNOWN",
        "FUNDER_UNKNOWN",
        "HALF_DAY_UNKNOWN",
        "INQUIRY_UNKNOWN",
        "HEARING_UNKNOWN",
        "INVOICE_UNKNOWN",
        "ORDER_UNKNOWN",
        "PERSON_UNKNOWN",
        "PROMISE_UNKNOWN",
        "PROPOSAL_UNKNOWN",
        "PROVIDER_UNKNOWN",
        "REFUND_UNKNOWN",
        "REVIEW_UNKNOWN",
        "SCAN_UNKNOWN",
        "SIMULATION_UNKNOWN",
        "STATEMENT_UNKNOWN",
        "TRAINING_UNKNOWN",
        "UNKNOWN_COLLECTION",
        "UNKNOWN_ENROLMENT",
        "WATCH_UNKNOWN",
    }
)


@lru_cache
def sentences() -> Mapping[tuple[type[StrEnum], str], str]:
    """Every sentence, by enumeration and value: two contexts may name a reason with the same word."""
    merged: dict[tuple[type[StrEnum], str], str] = {}
    for module in pkgutil.iter_modules(refusal_sentences.__path__):
        found = importlib.import_module(f"{refusal_sentences.__name__}.{module.name}").SENTENCES
        merged |= {(type(reason), str(reason)): text for reason, text in found.items()}
    return merged


def sentence_of(reason: StrEnum, **details: object) -> str:
    """The sentence for a reason, its ``{name}`` places filled from `details`."""
    text = gettext(sentences().get((type(reason), str(reason)), FALLBACK))
    try:
        return text.format(**details)
    except (KeyError, IndexError):
        return text


@told_by
def sentence(refused: Refused) -> str:
    """What is said to the person whose act was refused."""
    return sentence_of(refused.reason, **refused.details)


def hides(refused: Refused) -> bool:
    """Whether to say so would tell that the thing exists: the page is then not there."""
    return refused.reason.name in _HIDDEN
