"""Who completes a price when the rights of the account fall short: what agents granted, then conventions on the spot.

Complements come last, and only if the account is not enough (R6333-3). Some trainings may be bought only with one
(D6323-8): then the law is asked again with what is offered. What is left after them may be asked of an agent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.accounts.types import FundingFacts
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferedSession
from acquis.funders import queries as funders
from acquis.funders.types import Aid, Askable
from acquis.providers import queries as providers
from acquis.rules.types import Refusal as LawRefusal

from .candidates import Asking, Course, candidates, place_of
from .models import Enrolment
from .purchase import NOBODY, Sharing, facts_of, share_out
from .types import Priced


def completed(
    law: rules.Law,
    facts: FundingFacts,
    offer: Priced,
    course: Callable[[], Course],
    *,
    about: UUID,
    attempt: int,
    starts_on: date | None = None,
    asked: bool = False,
    explained: bool = False,
) -> Sharing:
    """The sharing of a price, completed by funders where the account falls short.

    `course` is asked for only then. `about` and `attempt` make the ids of the purses that promises would open. `asked`:
    an agent was asked for it, and may have granted something. With `explained`, conventions that give nothing say why,
    and those whose agents may be asked for it, since it starts late enough, are told.
    """
    alone = share_out(law, facts, offer)
    account_id = facts.account_id
    if account_id is None or account_id == NOBODY or not _is_short(alone, offer):
        return alone
    purse_of = _purses_of(about, attempt)
    granted = funders.granted_for(about, purse_of=purse_of) if asked else []
    if not granted and not funders.count_in_force(law.on):
        return alone
    remaining = alone.holder_pays_cents if alone.refusal is None else offer.price_cents
    person_id = accounts.person_of(account_id)
    assert person_id is not None
    asking = Asking(
        on=law.on,
        account_id=account_id,
        person_id=person_id,
        jobseeker=facts.jobseeker,
        action=rules.Action(offer.action_kind),
        certification_code=offer.certification_code or "",
        course=course(),
        price_cents=offer.price_cents,
        remaining_cents=remaining,
    )
    (candidate,) = candidates([asking])
    # What was granted comes first: it is set aside for this purchase, and good for no other.
    left = max(0, remaining - sum(aid.amount_cents for aid in granted))
    found, answers = funders.aids(
        candidate, left_cents=left, account_id=account_id, purse_of=purse_of, explained=explained
    )
    offered = [*granted, *found]
    answers = [*(aid.decision for aid in granted), *answers]
    sharing = share_out(law, facts, offer, aids=offered) if offered else alone
    may_ask: tuple[Askable, ...] = ()
    if explained:
        left -= sum(aid.amount_cents for aid in found)
        told_of = funders.askable(candidate, left_cents=left, account_id=account_id, starts_on=starts_on, about=about)
        may_ask = tuple(
            replace(each, amount_cents=cents)
            for each in told_of
            if (cents := _taken(law, facts, offer, offered, each, purse_of(each.decision.convention_id)))
        )
    if sharing.refusal is not None:
        return replace(alone, answers=tuple(answers), askable=may_ask)
    # What the law did not take of an offer is not promised: the participation stays with the holder.
    taken = tuple(
        replace(aid, amount_cents=cents)
        for aid in offered
        if (cents := int(sharing.split.complements[str(aid.purse_id)]))
    )
    told = {aid.decision.convention_id: aid.amount_cents for aid in taken}
    answers = [replace(each, amount_cents=told.get(each.convention_id, 0)) for each in answers]
    return replace(sharing, aids=taken, answers=tuple(answers), askable=may_ask)


def sharing_of(enrolment: Enrolment, *, on: date, price_cents: int | None = None, explained: bool = False) -> Sharing:
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
        starts_on=enrolment.starts_on,
        asked=enrolment.funder_asked_at is not None,
        explained=explained,
    )


def course_of(enrolment: Enrolment) -> Course:
    """The training of an enrolment as conventions ask about it."""
    card = providers.provider(enrolment.provider_id)
    return Course(
        provider_siret=card.siret if card else "",
        department=place_of(catalogue.offered(enrolment.session_id)),
        modality=enrolment.modality,
        hours=enrolment.hours,
    )


def course_offered(offer: OfferedSession) -> Course:
    """The training of an offer as conventions ask about it."""
    return Course(
        provider_siret=offer.seller_siret,
        department=place_of(offer),
        modality=offer.modality.value,
        hours=offer.hours,
    )


def _taken(
    law: rules.Law, facts: FundingFacts, offer: Priced, offered: Sequence[Aid], asked: Askable, purse_id: UUID
) -> int:
    """What the law would take of an aid that an agent granted beside what is offered; cents."""
    if asked.decision.convention_id in {aid.decision.convention_id for aid in offered}:
        return 0
    aid = Aid(purse_id=purse_id, decision=asked.decision, amount_cents=asked.amount_cents)
    sharing = share_out(law, facts, offer, aids=[*offered, aid])
    return 0 if sharing.refusal is not None else int(sharing.split.complements[str(purse_id)])


def _is_short(sharing: Sharing, offer: Priced) -> bool:
    """Whether a complement has its place: more is left than the participation, or the law wants a third party."""
    if rules.Action(offer.action_kind) is rules.Action.VOLUNTEER_TRAINING:
        return False
    if sharing.refusal is not None:
        return sharing.refusal is LawRefusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY
    return sharing.holder_pays_cents > int(sharing.split.participation_cents)


def _purses_of(about: UUID, attempt: int) -> Callable[[UUID], UUID]:
    """The same purse for the same convention and attempt, each time the price is shown: it is part of the basket."""

    def purse_of(convention_id: UUID) -> UUID:
        digest = int.from_bytes(sha256(f"{about}:{attempt}:{convention_id}".encode()).digest()[:10], "big")
        # Shaped as the other purses' ids: the moment of the enrolment, then bits that look like chance.
        value = (about.int >> 80) << 80 | digest
        return UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)

    return purse_of
