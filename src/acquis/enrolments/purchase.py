"""Whether a holder may buy an offer, and who would pay what: the question asked at request, acceptance, confirmation.

The law answers in `rules.split_price`; here its facts are gathered and its answer is spread over the purses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.accounts.types import AccountState, FundingFacts, OwnPurse, PurseKind
from acquis.accounts.types import Refusal as NotSpendable
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import Entry, OfferedSession
from acquis.catalogue.types import Refusal as NotForSale
from acquis.funders.types import Aid, Askable, Decision
from acquis.kit.refusal import Refused
from acquis.providers import queries as providers

from .models import Enrolment
from .types import Priced, Refusal, ShareLine, Source

#: The purse of an anonymous quote; no such purse exists.
NOBODY = UUID(int=0)
#: Nobody asks for a place so long ahead: such a day is a slip of the hand, and would hold rights for ever.
FARTHEST_START = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """The law's answer for one holder, and the shares of the price it makes. Cents; no share when it refuses."""

    split: rules.PurchaseSplit
    shares: tuple[ShareLine, ...]
    #: What conventions complete it with, and what each of them answered.
    aids: tuple[Aid, ...] = ()
    answers: tuple[Decision, ...] = ()
    #: What agents of funders may still be asked for.
    askable: tuple[Askable, ...] = ()

    @property
    def refusal(self) -> StrEnum | None:
        return self.split.refusal

    def sum_of(self, *sources: Source) -> int:
        return sum(share.amount_cents for share in self.shares if share.source in sources)

    @property
    def rights_cents(self) -> int:
        return self.sum_of(Source.RIGHTS)

    @property
    def third_party_cents(self) -> int:
        return self.sum_of(Source.PURSE, Source.COMPLEMENT)

    @property
    def holder_pays_cents(self) -> int:
        return self.sum_of(Source.HOLDER, Source.CREDIT_NOTE)

    @property
    def card_cents(self) -> int:
        return self.sum_of(Source.HOLDER)


def share_out(law: rules.Law, facts: FundingFacts, offer: Priced, *, aids: Sequence[Aid] = ()) -> Sharing:
    """Share the price of `offer`, on the day of `law`, between the purses of the account, `aids` and the holder."""
    facts = spendable(facts, rules.Action(offer.action_kind))
    complements = (
        *facts.complements,
        *(
            rules.Complement(id=str(aid.purse_id), kind=aid.decision.kind.complement, amount_cents=aid.amount_cents)
            for aid in aids
        ),
    )
    named = {str(aid.purse_id): aid.decision.funder for aid in aids}
    split = rules.split_price(
        law,
        rules.Purchase(
            action=rules.Action(offer.action_kind),
            certification=offer.certification_code or None,
            price_cents=offer.price_cents,
            rights_cents=facts.rights_cents,
            jobseeker=facts.jobseeker,
            purses=facts.purses,
            complements=complements,
            holds_light_licence=facts.holds_light_licence,
            last_public_assessment_on=facts.last_public_assessment_on,
        ),
    )
    if split.refusal is not None:
        return Sharing(split=split, shares=())
    own = [(purse.id, purse.kind, purse.available_cents) for purse in facts.own_purses]
    lines = _from_purses(Source.RIGHTS, split.rights_cents, own)
    for purse in facts.purses:
        lines += _from_purses(Source.PURSE, split.purses[purse.id], [(UUID(purse.id), purse.kind, purse.amount_cents)])
    for promised in complements:
        taken = split.complements[promised.id]
        found = _from_purses(Source.COMPLEMENT, taken, [(UUID(promised.id), promised.kind, promised.amount_cents)])
        lines += [replace(line, label=named.get(promised.id, "")) for line in found]
    note = facts.credit_note_cents if facts.credit_note_purse_id else 0
    kept = min(split.holder_pays_cents, note)
    if facts.credit_note_purse_id:
        lines += _from_purses(Source.CREDIT_NOTE, kept, [(facts.credit_note_purse_id, PurseKind.CREDIT_NOTE, note)])
    if split.holder_pays_cents > kept:
        lines.append(ShareLine(source=Source.HOLDER, amount_cents=split.holder_pays_cents - kept))
    return Sharing(split=split, shares=tuple(lines))


def spendable(facts: FundingFacts, action: rules.Action) -> FundingFacts:
    """What of the account may pay for this action: volunteers' training is paid by their counter (L6323-6 II)."""
    if action is not rules.Action.VOLUNTEER_TRAINING or facts.account_id == NOBODY:
        return facts
    own = tuple(purse for purse in facts.own_purses if purse.kind is PurseKind.CEC)
    rights = sum(purse.available_cents for purse in own)
    return replace(facts, own_purses=own, rights_cents=rights, purses=(), complements=())


def _from_purses(source: Source, amount_cents: int, purses: Sequence[tuple[UUID, str, int]]) -> list[ShareLine]:
    """Take an amount from the first purses that have some, in their order."""
    lines = []
    for purse_id, kind, available in purses:
        taken = min(amount_cents, available)
        if taken > 0:
            lines.append(ShareLine(source=source, purse_id=purse_id, kind=kind, amount_cents=taken))
            amount_cents -= taken
    if amount_cents:
        raise AssertionError("the law used more rights than the purses hold")
    return lines


def priced(offer: OfferedSession) -> Priced:
    """What the law needs to know of an offer that the account may pay for."""
    assert offer.action_kind is not None
    return Priced(
        id=offer.session_id,
        action_kind=offer.action_kind,
        certification_code=offer.certification_code,
        price_cents=offer.price_cents,
    )


def earliest_start(on: date) -> date:
    """The first day on which a session asked for today may start."""
    return rules.deadline(rules.law_on(on), rules.Step.EARLIEST_START, on)


def anybody(price_cents: int) -> FundingFacts:
    """The facts of nobody in particular: rights enough for the price, so that what remains is what all must pay."""
    return FundingFacts(
        account_id=NOBODY,
        state=AccountState.OPEN,
        credit_note_cents=0,
        credit_note_purse_id=None,
        rights_cents=price_cents,
        own_purses=(OwnPurse(id=NOBODY, kind=PurseKind.YEARLY, available_cents=price_cents),),
        purses=(),
        jobseeker=False,
        # The licence held and the last assessment are the holder's own: nothing is refused to nobody for them.
        holds_light_licence=False,
        last_public_assessment_on=None,
    )


def facts_of(account_id: UUID, on: date, *, action: rules.Action | None) -> FundingFacts:
    """What the account can pay with on that day; refused unless it may buy this action (None: none in particular)."""
    facts = accounts.funding_facts(account_id, on=on)
    if facts is None:
        raise Refused(Refusal.ACCOUNT_NOT_OPEN)
    if refusal := refusal_of_account(facts, action):
        raise Refused(refusal)
    return facts


def refusal_of_account(facts: FundingFacts, action: rules.Action | None) -> StrEnum | None:
    """Why this account may not buy this action, if so: its rights have ended (L6323-3), or it is not open.

    What the volunteers' counter holds outlives the end of rights, for training towards volunteering (L6323-3 al. 4).
    """
    if facts.frozen:
        return Refusal.ACCOUNT_NOT_OPEN
    if facts.state == AccountState.RETIRED:
        return None if action is rules.Action.VOLUNTEER_TRAINING else NotSpendable.RIGHTS_ENDED
    return Refusal.ACCOUNT_NOT_OPEN if facts.state != AccountState.OPEN else None


def refusal_of_offer(offer: OfferedSession, on: date) -> StrEnum | None:
    """Why nobody may buy this offer on that day, if so: provider, offer, certification, in this order."""
    if not offer.seller_siret:
        return Refusal.PROVIDER_NOT_REFERENCED
    if not offer.on_sale:
        return Refusal.OFFER_GONE
    if offer.places_left == 0:
        return NotForSale.SESSION_FULL
    return _refusal_of_certification(offer.certification_code, offer.seller_siret, on)


def refusal_of_sale(enrolment: Enrolment, on: date) -> StrEnum | None:
    """Why what was asked for may no longer be bought on that day, if so: its provider, then its certification.

    The promise outlives the offer, not the right to sell it: what may be bought is the law's of the day of purchase.
    """
    card = providers.provider(enrolment.provider_id)
    if card is None or not card.sells:
        return Refusal.PROVIDER_NOT_REFERENCED
    return _refusal_of_certification(enrolment.certification_code, card.siret, on)


def _refusal_of_certification(code: str, siret: str, on: date) -> StrEnum | None:
    sale = catalogue.may_be_sold(code, siret=siret, on=on)
    if sale.allowed:
        return None
    if sale.refusal == NotForSale.PROVIDER_NOT_HABILITATED:
        return Refusal.PROVIDER_NOT_HABILITATED
    return Refusal.CERTIFICATION_NOT_ACTIVE


def chooses_start(offer: OfferedSession) -> bool:
    """Whether the holder chooses the day they begin: permanent entry, or a session without a day."""
    return offer.entry == Entry.PERMANENT or offer.starts_on is None


def refusal_of_start(offer: OfferedSession, starts_on: date | None, on: date) -> StrEnum | None:
    """Why this start will not do: a permanent entry needs a day, a fixed session has its own, neither comes soon."""
    if chooses_start(offer):
        if starts_on is None:
            return Refusal.START_REQUIRED
        if starts_on > (offer.ends_on or on + FARTHEST_START):
            return Refusal.AFTER_SESSION
        if offer.starts_on is not None and starts_on < offer.starts_on:
            return Refusal.BEFORE_SESSION
    elif starts_on not in (None, offer.starts_on):
        return Refusal.START_FIXED
    begins = starts_on or offer.starts_on
    return Refusal.START_TOO_SOON if begins is None or begins < earliest_start(on) else None
