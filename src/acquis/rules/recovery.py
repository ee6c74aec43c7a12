"""Sharing a recovered sum between those to whom it was due.

France compétences is served first, the others pro rata of their claims (R6333-7-1 ff., décret 2024-587).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acquis.rules.record import Law
from acquis.rules.types import Refusal
from acquis.rules.vocabulary import Cents, at_least, at_most, choose, refuse_when, share, total, unless_refused

FRANCE_COMPETENCES = "france_competences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was due to one creditor; the amount is a value or a column."""

    creditor: str
    amount_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A sum recovered and the claims on it. Each creditor appears once."""

    recovered_cents: Cents
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What each creditor receives; `left_after_first_cents` is what was shared pro rata."""

    shares: Mapping[str, Cents]
    left_after_first_cents: Cents
    refusal: Refusal | None


def allocate_recovery(law: Law, facts: Recovery) -> Allocation:
    """Share a recovered sum on the day of `law`.

    Each pro rata share is cut to the cent below; the cents left over go one by one to the largest remainders, the
    first named winning ties.
    """
    serves_first = law.recovery.france_competences_served_first
    refusal = refuse_when(
        serves_first is None,
        Refusal.DATE_NOT_COVERED,
        refuse_when(
            facts.recovered_cents > total(claim.amount_cents for claim in facts.claims),
            Refusal.RECOVERED_EXCEEDS_CLAIMS,
        ),
    )

    first = [claim for claim in facts.claims if serves_first and claim.creditor == FRANCE_COMPETENCES]
    others = [claim for claim in facts.claims if not (serves_first and claim.creditor == FRANCE_COMPETENCES)]
    shares: dict[str, Cents] = {}
    left = facts.recovered_cents
    for claim in first:
        shares[claim.creditor] = at_most(left, claim.amount_cents)
        left = left - shares[claim.creditor]
    shares.update(_pro_rata(left, others))
    return Allocation(
        shares={claim.creditor: unless_refused(refusal, shares[claim.creditor]) for claim in facts.claims},
        left_after_first_cents=unless_refused(refusal, left),
        refusal=refusal,
    )


def _pro_rata(amount: Cents, claims: Sequence[Claim]) -> dict[str, Cents]:
    whole = at_least(1, total(claim.amount_cents for claim in claims))
    cut = [share(amount, claim.amount_cents, whole) for claim in claims]
    remainders = [amount * claim.amount_cents % whole for claim in claims]
    cents_left = amount - total(cut)
    shares = {}
    for place, claim in enumerate(claims):
        # How many creditors come before this one for a cent: counted, so that it works on columns too.
        better = total(choose(other > remainders[place], 1, 0) for other in remainders[place:])
        tied = total(choose(other >= remainders[place], 1, 0) for other in remainders[:place])
        shares[claim.creditor] = cut[place] + choose(better + tied < cents_left, 1, 0)
    return shares
