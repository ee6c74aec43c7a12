"""Who pays what for a purchase: refusals, caps, participation, order of funds.

L6323-6 and D6323-1 A (what may be bought, caps), L6323-7 (participation), R6333-3 (order). The amounts are in
`law/purchase.toml`, `law/participation.toml` and `law/funds.toml`. The day of purchase is that of the law.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from acquis.rules.calendar import add_months, day_before, numpy_days
from acquis.rules.record import Law
from acquis.rules.types import Action, ComplementKind, PurseKind, Refusal
from acquis.rules.vocabulary import (
    Cents,
    Day,
    Flag,
    at_least,
    at_most,
    choose,
    none_of,
    refuse_when,
    total,
    unless_refused,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseMoney:
    """Money of one kind on the account. `amount_cents` is a value or a column; the rest describes the purse.

    `certifications` None is money reserved to nothing; `expires_on` is the last day of use, None if there is none.
    """

    id: str
    kind: PurseKind
    amount_cents: Cents
    certifications: tuple[str, ...] | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Complement:
    """Money that a third party promises for this enrolment; `amount_cents` is a value or a column."""

    id: str
    kind: ComplementKind
    amount_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """The facts of one purchase, or of the same kind of purchase by many holders.

    Amounts, flags and `last_public_assessment_on` are values or columns. In columns, each purse or complement is one
    slot that every account has, with 0 where it holds nothing. `holds_light_licence` is false when the exception for
    the BE licence applies. Employer's money paid too early to exempt is not to be given a kind that exempts.
    """

    action: Action
    certification: str | None
    price_cents: Cents
    rights_cents: Cents
    jobseeker: Flag = False
    purses: Sequence[PurseMoney] = ()
    complements: Sequence[Complement] = ()
    holds_light_licence: Flag = False
    last_public_assessment_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseSplit:
    """Who pays what, and why. All the amounts but `participation_cents`, which is part of what the holder pays, add
    up to the price. Where there is a `refusal`, every amount is 0.

    The working: `amount_of_the_day_cents` is the participation of that day before exemptions; `exempt_as_jobseeker`,
    `exempt_by_third_party` and `exempt_without_own_rights` say why it may be 0, `exempting_ids` whose money counted;
    `cap_cents` is the most rights this action takes, None without limit; `rights_limit_cents` what the cap leaves of
    the rights.
    """

    price_cents: Cents
    rights_cents: Cents
    purses: Mapping[str, Cents]
    complements: Mapping[str, Cents]
    holder_pays_cents: Cents
    participation_cents: Cents
    amount_of_the_day_cents: Cents
    exempt_as_jobseeker: Flag
    exempt_by_third_party: Flag
    exempt_without_own_rights: Flag
    exempting_ids: tuple[str, ...]
    cap_cents: int | None
    rights_limit_cents: Cents
    refusal: Refusal | None


@dataclass(slots=True)
class _Sharing:
    """One sharing of the price: what each source has given so far."""

    room: Cents
    cap_left: Cents | None
    rights: Cents = 0
    purses: dict[str, Cents] = field(default_factory=dict)
    complements: dict[str, Cents] = field(default_factory=dict)

    def take(self, available: Cents, *, under_cap: bool = False) -> Cents:
        taken = at_most(self.room, available)
        if under_cap and self.cap_left is not None:
            taken = at_most(self.cap_left, taken)
            self.cap_left = self.cap_left - taken
        self.room = self.room - taken
        return taken


def split_price(law: Law, purchase: Purchase) -> PurchaseSplit:
    """Share the price between the account, third parties and the holder, on the day of `law`."""
    refusal = _refusal(law, purchase)
    cap = cap_on_rights(law, purchase.action)
    usable = usable_purses(law, purchase)
    exempting: list[PurseMoney | Complement] = [purse for purse in usable if purse.kind in exempting_purse_kinds(law)]
    exempting_complements: list[PurseMoney | Complement] = [
        promise for promise in purchase.complements if promise.kind in law.participation.exempting_complement_kinds
    ]

    # The exemption looks at the price as it would be shared if nobody owed anything.
    without = _share(law, purchase, usable, cap, 0)
    if law.participation.exemption_needs_consumption:
        seen = [without.purses[purse.id] for purse in exempting]
        seen += [without.complements[promise.id] for promise in exempting_complements]
    else:
        seen = [money.amount_cents for money in (*exempting, *exempting_complements)]
    by_third_party = total(seen) > 0
    as_jobseeker = purchase.jobseeker & law.participation.jobseeker_exempt
    without_rights = (without.rights == 0) & (not law.participation.participation_without_own_rights)

    of_the_day = law.participation.participation_cents
    due = none_of(as_jobseeker, by_third_party, without_rights)
    participation = choose(due, at_most(purchase.price_cents, of_the_day), 0)
    final = _share(law, purchase, usable, cap, participation)

    all_purses = {purse.id: unless_refused(refusal, final.purses.get(purse.id, 0)) for purse in purchase.purses}
    complements = {one.id: unless_refused(refusal, final.complements[one.id]) for one in purchase.complements}
    price = unless_refused(refusal, purchase.price_cents)
    rights = unless_refused(refusal, final.rights)
    return PurchaseSplit(
        price_cents=price,
        rights_cents=rights,
        purses=all_purses,
        complements=complements,
        holder_pays_cents=price - rights - total(all_purses.values()) - total(complements.values()),
        participation_cents=unless_refused(refusal, participation),
        amount_of_the_day_cents=of_the_day,
        exempt_as_jobseeker=as_jobseeker,
        exempt_by_third_party=by_third_party,
        exempt_without_own_rights=without_rights,
        exempting_ids=tuple(money.id for money in (*exempting, *exempting_complements)),
        cap_cents=cap,
        rights_limit_cents=purchase.rights_cents if cap is None else at_most(cap, purchase.rights_cents),
        refusal=refusal,
    )


def cap_on_rights(law: Law, action: Action) -> int | None:
    """The most own rights that one purchase of this kind may use, None without limit (D6323-1 A)."""
    caps: dict[Action, int | None] = {
        Action.RS: law.purchase.rs_cap_cents,
        Action.SKILLS_ASSESSMENT: law.purchase.skills_assessment_cap_cents,
        Action.LICENCE_LIGHT: law.purchase.licence_light_cap_cents,
        Action.VAE: law.purchase.vae_cap_cents,
    }
    return caps.get(action)


def usable_purses(law: Law, purchase: Purchase) -> list[PurseMoney]:
    """The purses that may pay for this purchase on the day of `law`, in the order in which they are used."""
    usable = [
        purse
        for purse in purchase.purses
        if (purse.certifications is None or purchase.certification in purse.certifications)
        and (purse.expires_on is None or law.on <= purse.expires_on)
    ]
    rank = {kind: place for place, kinds in enumerate(law.funds.account_money_kinds) for kind in kinds}

    def in_order(purse: PurseMoney) -> tuple[Any, ...]:
        reserved_first = purse.certifications is None
        soonest = purse.expires_on or date.max
        if law.funds.account_money_order == "earmarked_then_kind":
            return reserved_first, soonest, rank[purse.kind]
        return rank[purse.kind], reserved_first, soonest

    return sorted(usable, key=in_order)


def exempting_purse_kinds(law: Law) -> frozenset[str]:
    """The kinds of money on the account that exempt from the participation (L6323-7, one open question)."""
    exemption = law.participation
    kinds = set(exemption.exempting_purse_kinds)
    if exemption.exempting_purses in ("employer_paid", "any_compulsory"):
        kinds.update(exemption.exempting_employer_paid_kinds)
    if exemption.exempting_purses == "any_compulsory":
        kinds.update(exemption.exempting_other_compulsory_kinds)
    return frozenset(kinds)


def _share(
    law: Law, purchase: Purchase, usable: Sequence[PurseMoney], cap: int | None, participation: Cents
) -> _Sharing:
    """Take money in the order of R6333-3, up to the price less the participation."""
    if cap is None or law.participation.participation_included_in_cap_excess:
        cap_left: Cents | None = cap
    else:
        cap_left = at_least(0, cap - participation)
    sharing = _Sharing(room=purchase.price_cents - participation, cap_left=cap_left)

    # A flag may differ from account to account: what is not taken first is offered again in its usual place.
    first = _complements_first(law, purchase)
    for promise in purchase.complements:
        sharing.complements[promise.id] = sharing.take(choose(first, promise.amount_cents, 0))

    if law.funds.order_of_funds == "account_money_first":
        _take_purses(law, sharing, usable)
    if law.funds.complements_reduce_rights:
        _take_complements(sharing, purchase)
    sharing.rights = sharing.take(purchase.rights_cents, under_cap=True)
    if law.funds.order_of_funds == "own_rights_first":
        _take_purses(law, sharing, usable)
    _take_complements(sharing, purchase)
    return sharing


def _take_purses(law: Law, sharing: _Sharing, usable: Sequence[PurseMoney]) -> None:
    for purse in usable:
        sharing.purses[purse.id] = sharing.take(purse.amount_cents, under_cap=law.purchase.caps_include_account_money)


def _take_complements(sharing: _Sharing, purchase: Purchase) -> None:
    for promise in purchase.complements:
        already = sharing.complements[promise.id]
        sharing.complements[promise.id] = already + sharing.take(promise.amount_cents - already)


def _needs_third_party(law: Law, purchase: Purchase) -> Flag:
    """Whether this is a light licence that only a third party's money allows (D6323-8)."""
    if purchase.action is not Action.LICENCE_LIGHT or law.purchase.licence_third_party_cents is None:
        return False
    return none_of(purchase.jobseeker)


def _complements_first(law: Law, purchase: Purchase) -> Flag:
    return _needs_third_party(law, purchase) & law.purchase.licence_third_party_consumed_first


def _refusal(law: Law, purchase: Purchase) -> Refusal | None:
    rules, action = law.purchase, purchase.action

    third_party = total(promise.amount_cents for promise in purchase.complements)
    if rules.licence_third_party_includes_account_money:
        third_party = third_party + total(purse.amount_cents for purse in usable_purses(law, purchase))
    too_little = third_party < (rules.licence_third_party_cents or 0)

    too_soon: Flag = False
    last = purchase.last_public_assessment_on
    if action is Action.SKILLS_ASSESSMENT and last is not None and rules.assessment_wait_years is not None:
        too_soon = day_before(law.on, add_months(numpy_days(last), 12 * rules.assessment_wait_years))

    refusal: Refusal | None = refuse_when(
        (action is Action.BUSINESS_CREATION and not rules.business_creation_eligible)
        or (action is Action.VOLUNTEER_TRAINING and not rules.volunteer_training_with_cec),
        Refusal.ACTION_NOT_ELIGIBLE,
        refuse_when(
            _needs_third_party(law, purchase) & too_little,
            Refusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY,
            refuse_when(
                purchase.holds_light_licence & (action is Action.LICENCE_LIGHT and rules.licence_held_refused),
                Refusal.LICENCE_ALREADY_HELD,
                refuse_when(too_soon, Refusal.ASSESSMENT_WITHIN_FIVE_YEARS),
            ),
        ),
    )
    return refusal
