"""Who completes a price when the rights of the account fall short: the conventions of funders, asked on the spot.

Complements come last, and only if the account is not enough (R6333-3). Some trainings may be bought only with one
(D6323-8): then the law is asked again with what is offered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.accounts.types import FundingFacts
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferedSession
from acquis.funders import queries as funders
from acquis.funders.types import Candidate
from acquis.kit import columns
from acquis.kit.departments import department
from acquis.kit.departments import of_postal_code as department_of
from acquis.people import queries as people
from acquis.providers import queries as providers
from acquis.rules.types import Refusal as LawRefusal

from .models import Enrolment
from .purchase import NOBODY, Sharing, facts_of, share_out
from .types import Priced


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What conventions ask about a training beside its price: where, how, how long, by whom."""

    provider_siret: str
    department: str
    modality: str
    hours: int


def completed(
    law: rules.Law,
    facts: FundingFacts,
    offer: Priced,
    course: Callable[[], Course],
    *,
    about: UUID,
    attempt: int,
) -> Sharing:
    """The sharing of a price, completed by funders where the account falls short.

    `course` is asked for only then. `about` and `attempt` make the ids of the purses that promises would open.
    """
    alone = share_out(law, facts, offer)
    account_id = facts.account_id
    if account_id is None or account_id == NOBODY or not _is_short(alone, offer):
        return alone
    if not funders.count_in_force(law.on):
        return alone
    remaining = alone.holder_pays_cents if alone.refusal is None else offer.price_cents
    candidate = _candidate(facts, account_id, offer, course(), remaining, law.on)
    offered, answers = funders.aids(candidate, account_id=account_id, purse_of=_purses_of(about, attempt))
    sharing = share_out(law, facts, offer, aids=offered) if offered else alone
    if sharing.refusal is not None:
        return replace(alone, answers=tuple(answers))
    # What the law did not take of an offer is not promised: the participation stays with the holder.
    taken = tuple(
        replace(aid, amount_cents=cents)
        for aid in offered
        if (cents := int(sharing.split.complements[str(aid.purse_id)]))
    )
    told = {aid.decision.convention_id: aid.amount_cents for aid in taken}
    answers = [replace(each, amount_cents=told.get(each.convention_id, 0)) for each in answers]
    return replace(sharing, aids=taken, answers=tuple(answers))


def sharing_of(enrolment: Enrolment, *, on: date, price_cents: int | None = None) -> Sharing:
    """Who would pay what for this enrolment if it were confirmed on that day; refused unless the account is open.

    `price_cents` asks for another price than the enrolment's.
    """
    offer = Priced(
        id=enrolment.id,
        action_kind=enrolment.action_kind,
        certification_code=enrolment.certification_code,
        price_cents=enrolment.price_cents if price_cents is None else price_cents,
    )
    return completed(
        rules.law_on(on),
        facts_of(enrolment.account_id, on, action=rules.Action(enrolment.action_kind)),
        offer,
        lambda: course_of(enrolment),
        about=enrolment.id,
        attempt=enrolment.attempt,
    )


def course_of(enrolment: Enrolment) -> Course:
    """The training of an enrolment as conventions ask about it."""
    card = providers.provider(enrolment.provider_id)
    offer = catalogue.offered(enrolment.session_id)
    return Course(
        provider_siret=card.siret if card else "",
        department=department_of(offer.postal_code) if offer else "",
        modality=enrolment.modality,
        hours=enrolment.hours,
    )


def course_offered(offer: OfferedSession) -> Course:
    """The training of an offer as conventions ask about it."""
    return Course(
        provider_siret=offer.seller_siret,
        department=department_of(offer.postal_code),
        modality=offer.modality.value,
        hours=offer.hours,
    )


def age_on(born_on: date, on: date) -> int:
    """How old somebody is on a day, in whole years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _is_short(sharing: Sharing, offer: Priced) -> bool:
    """Whether a complement has its place: more is left than the participation, or the law wants a third party."""
    if rules.Action(offer.action_kind) is rules.Action.VOLUNTEER_TRAINING:
        return False
    if sharing.refusal is not None:
        return sharing.refusal is LawRefusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY
    return sharing.holder_pays_cents > int(sharing.split.participation_cents)


def _candidate(
    facts: FundingFacts, account_id: UUID, offer: Priced, course: Course, remaining_cents: int, on: date
) -> Candidate:
    person_id = accounts.person_of(account_id)
    assert person_id is not None
    home = department(_home(person_id))
    status = accounts.statuses([account_id], on.year).get(account_id)
    certification = catalogue.certification(offer.certification_code) if offer.certification_code else None
    romes = tuple(each.code for each in certification.rome) if certification else ()
    tense = {each.rome for each in catalogue.tense_jobs(home.region)} if home and romes else set()
    return Candidate(
        on=on,
        age=_age(person_id, on),
        region=home.region if home else "",
        department=home.code if home else "",
        jobseeker=facts.jobseeker,
        low_qualified=status is not None and status.low_qualified,
        disabled=status is not None and status.oeth,
        action=rules.Action(offer.action_kind),
        certification=offer.certification_code or "",
        level=certification.level if certification else None,
        formacodes=tuple(each.code for each in certification.formacode) if certification else (),
        romes=romes,
        tense=bool(tense & set(romes)) if home and romes else None,
        provider_siret=course.provider_siret,
        training_department=course.department,
        modality=course.modality,
        hours=course.hours,
        price_cents=offer.price_cents,
        remaining_cents=remaining_cents,
    )


def _home(person_id: UUID) -> str:
    return people.departments_of(columns.uuids([person_id]))[0].decode().strip()


def _age(person_id: UUID, on: date) -> int | None:
    births = people.births_of([person_id])
    return age_on(births[0][1], on) if births else None


def _purses_of(about: UUID, attempt: int) -> Callable[[UUID], UUID]:
    """The same purse for the same convention and attempt, each time the price is shown: it is part of the basket."""

    def purse_of(convention_id: UUID) -> UUID:
        digest = int.from_bytes(sha256(f"{about}:{attempt}:{convention_id}".encode()).digest()[:10], "big")
        # Shaped as the other purses' ids: the moment of the enrolment, then bits that look like chance.
        value = (about.int >> 80) << 80 | digest
        return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)

    return purse_of
