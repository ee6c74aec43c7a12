"""What may be personalised of an offer for one holder, and what of it is refused.

The register (§ 5.5) wants a reason kept in the file. Whether the price may pass the catalogue's, and by how much, is
a parameter of the law (`purchase.personalised_price_limit`), which no text in force sets today.
"""

from __future__ import annotations

from datetime import date, datetime

from acquis import rules
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .models import Enrolment, Personalisation
from .types import PersonalOffer, PersonalTerms, Refusal

#: Longest description of what changes, and longest reason, in characters.
LONGEST_WORDS = 2_000


def require(terms: PersonalTerms, enrolment: Enrolment, *, begins: date, law: rules.Law) -> None:
    """Refuse terms that say no reason, pass the limit of the law, make no sense, or change nothing."""
    price, hours, ends = price_of(terms, enrolment), hours_of(terms, enrolment), ends_of(terms, enrolment)
    limit = law.purchase.personalised_price_limit
    if not terms.reason.strip():
        raise Refused(Refusal.PERSONAL_REASON_MISSING)
    if max(len(terms.reason), len(terms.content)) > LONGEST_WORDS:
        raise Refused(Refusal.PERSONAL_WORDS_TOO_LONG, most=LONGEST_WORDS)
    if price <= 0:
        raise Refused(Refusal.PERSONAL_PRICE_NOT_POSITIVE)
    if limit is not None and price * 100 > enrolment.price_cents * (100 + limit):
        raise Refused(Refusal.PERSONAL_PRICE_OVER_LIMIT, limit=limit)
    if hours <= 0:
        raise Refused(Refusal.PERSONAL_HOURS_NOT_POSITIVE)
    if ends is not None and ends < begins:
        raise Refused(Refusal.PERSONAL_ENDS_BEFORE_START)
    as_offered = (enrolment.price_cents, enrolment.hours, enrolment.ends_on, enrolment.starts_on, "")
    if (price, hours, ends, begins, terms.content.strip()) == as_offered:
        raise Refused(Refusal.PERSONAL_CHANGES_NOTHING)


def price_of(terms: PersonalTerms | None, enrolment: Enrolment) -> int:
    """The price under these terms, in cents."""
    return enrolment.price_cents if terms is None or terms.price_cents is None else terms.price_cents


def hours_of(terms: PersonalTerms | None, enrolment: Enrolment) -> int:
    return enrolment.hours if terms is None or terms.hours is None else terms.hours


def ends_of(terms: PersonalTerms | None, enrolment: Enrolment) -> date | None:
    return enrolment.ends_on if terms is None or terms.ends_on is None else terms.ends_on


def keep(terms: PersonalTerms, enrolment: Enrolment, *, begins: date, by: Actor, at: datetime) -> None:
    """Write what is proposed beside what was offered, while the enrolment still has the latter."""
    Personalisation.objects.create(
        enrolment=enrolment,
        account_id=enrolment.account_id,
        offered_price_cents=enrolment.price_cents,
        price_cents=price_of(terms, enrolment),
        offered_hours=enrolment.hours,
        hours=hours_of(terms, enrolment),
        offered_starts_on=enrolment.starts_on,
        starts_on=begins,
        offered_ends_on=enrolment.ends_on,
        ends_on=ends_of(terms, enrolment),
        content=terms.content.strip(),
        reason=terms.reason.strip(),
        by=by.key,
        at=at,
    )


def personal_of(enrolment: Enrolment) -> PersonalOffer | None:
    """What this holder was offered otherwise than the catalogue, if anything was."""
    kept = Personalisation.objects.filter(account_id=enrolment.account_id, enrolment=enrolment).first()
    if kept is None:
        return None
    return PersonalOffer(
        offered_price_cents=kept.offered_price_cents,
        price_cents=kept.price_cents,
        offered_hours=kept.offered_hours,
        hours=kept.hours,
        offered_starts_on=kept.offered_starts_on,
        starts_on=kept.starts_on,
        offered_ends_on=kept.offered_ends_on,
        ends_on=kept.ends_on,
        content=kept.content,
        reason=kept.reason,
        at=kept.at,
    )
