"""What the conventions in force give to a purchase: conditions, then what the person and the envelope still allow.

What is left to pay shrinks as each convention pays its part, in the order in which they were approved. No arrêté has
said in which order complements are used (R6333-3, register § 4.3, an open question).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from acquis.accounts import queries as accounts

from .conditions import amount_of, tried
from .models import Promise
from .register import InForce, in_force
from .types import Aid, AmountRule, Candidate, Decision, No

_FREE = """
    SELECT owner, sum(posted_cents - reserved_cents)::bigint FROM ledger_guardedaccount
     WHERE owner = ANY (%s) GROUP BY owner
"""


def decided(conventions: Iterable[InForce], candidate: Candidate) -> list[Decision]:
    """What each convention would give by its conditions alone, one after the other: a pure function."""
    answers = []
    for each in conventions:
        answer = _decision(each, candidate)
        candidate = replace(candidate, remaining_cents=candidate.remaining_cents - answer.amount_cents)
        answers.append(answer)
    return answers


def aids(
    candidate: Candidate, *, account_id: UUID, purse_of: Callable[[UUID], UUID]
) -> tuple[list[Aid], list[Decision]]:
    """What would complete this purchase, and what every convention in force answers to it, with its reasons.

    `purse_of` names the purse that the promise of a convention would open.
    """
    conventions = in_force(candidate.on)
    taken = [each for each in conventions if tried(each.terms, candidate)[0]]
    given = _given(account_id, taken)
    free = _free([each.envelope_id for each in taken])
    found, answers = [], []
    for each in conventions:
        answer = _decision(each, candidate)
        if answer.no is None:
            most = _left_for_person(each.terms.amount, given.get(each.envelope_id, 0))
            if most is not None and most < answer.amount_cents:
                answer = replace(answer, amount_cents=most, no=None if most else No.MOST_REACHED)
        if answer.no is None and free.get(each.envelope_id, 0) < answer.amount_cents:
            # An envelope that cannot pay it whole pays nothing: half an aid may leave a training nobody can finish.
            answer = replace(answer, amount_cents=0, no=No.ENVELOPE_EMPTY)
        answers.append(answer)
        if answer.no is None:
            found.append(Aid(purse_id=purse_of(each.id), decision=answer, amount_cents=answer.amount_cents))
            candidate = replace(candidate, remaining_cents=candidate.remaining_cents - answer.amount_cents)
    return found, answers


def _decision(convention: InForce, candidate: Candidate) -> Decision:
    held, _public, reasons = tried(convention.terms, candidate)
    cents, no = 0, None
    if not held:
        no = No.CONDITIONS
    else:
        cents = amount_of(convention.terms.amount, candidate)
        no = None if cents else No.NOTHING_LEFT_TO_PAY
    return Decision(
        convention_id=convention.id,
        envelope_id=convention.envelope_id,
        funder_id=convention.funder_id,
        funder=convention.funder,
        kind=convention.kind,
        purpose=convention.terms.purpose,
        amount_cents=cents,
        no=no,
        reasons=reasons,
    )


def _left_for_person(rule: AmountRule, given_cents: int) -> int | None:
    """What one person may still be given, None without a bound."""
    if rule.most_per_person_cents is None:
        return None
    return max(0, rule.most_per_person_cents - given_cents)


def _given(account_id: UUID, conventions: Sequence[InForce]) -> dict[UUID, int]:
    """{envelope: cents} that this person was given and has not given back, accounts joined to theirs included."""
    bound = [each.envelope_id for each in conventions if each.terms.amount.most_per_person_cents is not None]
    if not bound:
        return {}
    own = accounts.led_to([account_id]).with_led([account_id])
    sums = (
        Promise.objects.filter(account_id__in=own, envelope_id__in=bound)
        .values("envelope_id")
        .annotate(cents=Sum(F("amount_cents") - F("returned_cents")))
    )
    return {row["envelope_id"]: row["cents"] for row in sums}


def _free(envelopes: Sequence[UUID]) -> dict[UUID, int]:
    """{envelope: cents} that nobody has been promised."""
    if not envelopes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [list(envelopes)])
        return dict(cursor.fetchall())
