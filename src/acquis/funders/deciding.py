"""What the conventions in force give to a purchase: conditions, then what the person and the envelope still allow.

What is left to pay shrinks as each convention pays its part, in the order in which they were approved. No arrêté has
said in which order complements are used (R6333-3, register § 4.3, an open question).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from acquis.accounts import queries as accounts

from . import asking
from .conditions import Found, amount_of, facts_of, reasons_of, takes
from .models import AidRequest, Promise
from .register import InForce, in_force
from .types import Aid, AidState, AmountRule, Askable, Candidate, Decision, FunderKind, No
from .written import reasons_of as kept_reasons

_FREE = """
    SELECT owner, sum(posted_cents - reserved_cents)::bigint FROM ledger_guardedaccount
     WHERE owner = ANY (%s) GROUP BY owner
"""


def decided(convention: InForce, candidate: Candidate) -> Decision:
    """What one convention would give by its conditions alone: a pure function."""
    facts = facts_of(candidate)
    if not takes(convention.terms, facts):
        return _answer(convention, facts, 0, No.CONDITIONS)
    cents = amount_of(convention.terms.amount, price_cents=candidate.price_cents, left_cents=candidate.remaining_cents)
    return _answer(convention, facts, cents, None if cents else No.NOTHING_LEFT_TO_PAY)


def aids(
    candidate: Candidate, *, left_cents: int, account_id: UUID, purse_of: Callable[[UUID], UUID], explained: bool
) -> tuple[list[Aid], list[Decision]]:
    """What would complete this purchase, and what the conventions in force answer to it, with their reasons.

    Conditions see the purchase as it stands before anybody completes it; amounts, what is left once those before have
    paid, of `left_cents`. Without `explained`, only those that give answer. `purse_of` names the purse that a promise
    would open. Conventions whose agents decide give nothing here; those that do not take the purchase say so.
    """
    conventions, facts = in_force(candidate.on), facts_of(candidate)
    taking = [each for each in conventions if each.terms.instruction is None and takes(each.terms, facts)]
    given, free = _given(account_id, taking), _free([each.envelope_id for each in taking])
    left, found, answers = left_cents, [], []
    for each in taking:
        cents = amount_of(each.terms.amount, price_cents=candidate.price_cents, left_cents=left)
        no = None if cents else No.NOTHING_LEFT_TO_PAY
        most = _left_for_person(each.terms.amount, given.get(each.envelope_id, 0))
        if most is not None and most < cents:
            cents, no = most, None if most else No.MOST_REACHED
        if free.get(each.envelope_id, 0) < cents:
            # An envelope that cannot pay it whole pays nothing: half an aid may leave a training nobody can finish.
            cents, no = 0, No.ENVELOPE_EMPTY
        if no is None or explained:
            answers.append(_answer(each, facts, cents, no))
        if no is None:
            found.append(Aid(purse_id=purse_of(each.id), decision=answers[-1], amount_cents=cents))
            left -= cents
    if explained:
        others = [each for each in conventions if not takes(each.terms, facts)]
        answers += [_answer(each, facts, 0, No.CONDITIONS) for each in others]
    return found, answers


def askable(
    candidate: Candidate, *, left_cents: int, account_id: UUID, starts_on: date | None, about: UUID
) -> list[Askable]:
    """The aids that may be asked of an agent of their funder for this purchase, each as if it alone were asked.

    Whether it is still time is told by `ask_by`; a start that is not chosen yet is as late as one likes.
    """
    facts = facts_of(candidate)
    asked_for = [each for each in in_force(candidate.on) if each.terms.instruction is not None]
    taking = [each for each in asked_for if takes(each.terms, facts)]
    if not taking:
        return []
    given, free = _given(account_id, taking), _free([each.envelope_id for each in taking])
    before = set(AidRequest.objects.filter(enrolment_id=about).values_list("convention__number", flat=True))
    found = []
    for each in taking:
        instruction = each.terms.instruction
        assert instruction is not None
        cents = amount_of(each.terms.amount, price_cents=candidate.price_cents, left_cents=left_cents)
        most = _left_for_person(each.terms.amount, given.get(each.envelope_id, 0))
        cents = cents if most is None else min(cents, most)
        if not cents or free.get(each.envelope_id, 0) < cents:
            continue
        start = starts_on or date.max - timedelta(days=1)
        found.append(
            Askable(
                decision=_answer(each, facts, cents, None),
                amount_cents=cents,
                instruction=instruction,
                ask_by=asking.ask_by(instruction, start) if starts_on else start,
                answer_by=asking.answer_by(instruction, candidate.on),
                asked=each.number in before,
            )
        )
    return found


def granted_for(enrolment_id: UUID, *, purse_of: Callable[[UUID], UUID]) -> list[Aid]:
    """What agents granted to an enrolment and is set aside for it."""
    rows = AidRequest.objects.filter(enrolment_id=enrolment_id, state=AidState.GRANTED, held_cents__gt=0)
    return [
        Aid(
            purse_id=purse_of(row.convention_id),
            decision=Decision(
                convention_id=row.convention_id,
                envelope_id=row.envelope_id,
                funder_id=row.funder_id,
                funder=row.funder.name,
                kind=FunderKind(row.funder.kind),
                purpose=row.convention.terms["purpose"],
                amount_cents=row.held_cents,
                no=None,
                reasons=kept_reasons(row.reasons),
            ),
            amount_cents=row.held_cents,
            request_id=row.id,
        )
        for row in rows.select_related("convention", "funder").order_by("asked_at", "pk")
    ]


def _answer(convention: InForce, facts: Found, cents: int, no: No | None) -> Decision:
    return Decision(
        convention_id=convention.id,
        envelope_id=convention.envelope_id,
        funder_id=convention.funder_id,
        funder=convention.funder,
        kind=convention.kind,
        purpose=convention.terms.purpose,
        amount_cents=cents,
        no=no,
        reasons=reasons_of(convention.terms, facts),
    )


def _left_for_person(rule: AmountRule, given_cents: int) -> int | None:
    """What one person may still be given, None without a bound."""
    if rule.most_per_person_cents is None:
        return None
    return max(0, rule.most_per_person_cents - given_cents)


def _given(account_id: UUID, conventions: Sequence[InForce]) -> dict[UUID, int]:
    """{envelope: cents} that this person was given or asks for, and has not given back, on joined accounts too."""
    bound = [each.envelope_id for each in conventions if each.terms.amount.most_per_person_cents is not None]
    if not bound:
        return {}
    own = accounts.led_to([account_id]).with_led([account_id])
    sums = (
        Promise.objects.filter(account_id__in=own, envelope_id__in=bound)
        .values("envelope_id")
        .annotate(cents=Sum(F("amount_cents") - F("returned_cents")))
    )
    found = {row["envelope_id"]: row["cents"] for row in sums}
    waiting = AidRequest.objects.set_aside().filter(account_id__in=own, envelope_id__in=bound)
    for envelope, cents in waiting.values_list("envelope_id", "held_cents"):
        found[envelope] = found.get(envelope, 0) + cents
    return found


def _free(envelopes: Sequence[UUID]) -> dict[UUID, int]:
    """{envelope: cents} that nobody has been promised."""
    if not envelopes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [list(envelopes)])
        return dict(cursor.fetchall())
