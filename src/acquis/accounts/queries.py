"""What others may ask about accounts; the answers are frozen rows, in cents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.prepared import Prepared, PreparedValues, given
from acquis.ledger import queries as ledger
from acquis.ledger.types import Balance
from acquis.rules import Complement, ComplementKind, PurseMoney, Regime
from acquis.rules.types import PurseKind as FundedKind

from . import kept, permissions
from .explaining import explained
from .handing import handable_rights as handable_rights
from .hours_queries import why_hours as why_hours
from .joined_queries import joined_to as joined_to
from .joined_queries import reach as reach
from .leading import Led as Led
from .leading import led_away as led_away
from .leading import led_between as led_between
from .leading import led_to as led_to
from .leading import now_of as now_of
from .models import Account, Purse, YearlyCredit, YearlyHours
from .proposal_queries import grant_proposal as grant_proposal
from .proposal_queries import grant_proposals as grant_proposals
from .proposal_queries import needs_a_second_person as needs_a_second_person
from .proposal_queries import payments_given as payments_given
from .proposal_queries import payments_proposed as payments_proposed
from .regime_queries import counters as counters
from .regime_queries import counters_of
from .regime_queries import end_of_rights as end_of_rights
from .regime_queries import ended_totals as ended_totals
from .regime_queries import engagements_of as engagements_of
from .regime_queries import grants as grants
from .regime_queries import own_declarations as own_declarations
from .regime_queries import proof as proof
from .regime_queries import proofs_waiting as proofs_waiting
from .risk_queries import has_risk_rights as has_risk_rights
from .risk_queries import project_paper as project_paper
from .risk_queries import project_papers_waiting as project_papers_waiting
from .risk_queries import risk_rights as risk_rights
from .risk_queries import risk_uses as risk_uses
from .situations import situation as situation
from .situations import situation_of
from .situations import situations as situations
from .slice_queries import accounts_of as accounts_of
from .slice_queries import became as became
from .slice_queries import holders_and_totals as holders_and_totals
from .slice_queries import purse_total as purse_total
from .slice_queries import states_of as states_of
from .slice_queries import years_of_service as years_of_service
from .statuses import statuses as statuses
from .types import (
    APART,
    COMPLEMENTS,
    FUNDED_KINDS,
    OWN_RIGHTS,
    AccountState,
    FundingFacts,
    Line,
    Overview,
    OwnPurse,
    PurseCard,
    PurseKind,
    Rights,
    Why,
)
from .written import Written as Written
from .written import cuts as cuts
from .written import ranges as ranges
from .written import written_by_run as written_by_run
from .written_hours import hours_written_by_run as hours_written_by_run
from .year_columns import YearColumns as YearColumns
from .year_columns import last_year as last_year
from .year_columns import year_in_columns as year_in_columns
from .year_queries import accounts_of_run as accounts_of_run
from .year_queries import count_accounts as count_accounts
from .year_queries import facts_that_differ as facts_that_differ
from .year_queries import foresee_columns as foresee_columns
from .year_queries import foresee_service as foresee_service
from .year_queries import foresee_undoing as foresee_undoing
from .year_queries import foresee_undoing_service as foresee_undoing_service
from .year_queries import given_by_run as given_by_run

# Every page of an account and every purchase ask them.
_ACCOUNT = Prepared(lambda: Account.objects.filter(pk=given("id")))
_PERSON_OF = PreparedValues(lambda: Account.objects.filter(pk=given("id")).values_list("person_id"))
_PURSES_OF = Prepared(lambda: Purse.objects.filter(account_id=given("id")))

_ORDER = {kind: place for place, kind in enumerate(PurseKind)}


def account_of(person_id: UUID) -> UUID | None:
    """The account of a person; None before it is opened."""
    return Account.objects.filter(person_id=person_id).values_list("id", flat=True).first()


def person_of(account_id: UUID) -> UUID | None:
    """Whose account it is."""
    person_id: UUID | None = _PERSON_OF.value(id=account_id)
    return person_id


def persons_of(account_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """{account: its person}, for many at once."""
    return dict(Account.objects.filter(pk__in=list(account_ids)).values_list("id", "person_id"))


def state_of(account_id: UUID) -> AccountState | None:
    """The state of an account; None when there is no such account."""
    state = Account.objects.filter(pk=account_id).values_list("state", flat=True).first()
    return None if state is None else AccountState(state)


def rights(account_id: UUID, *, on: date, by: Actor | None = None) -> Rights | None:
    """What an account holds on a day; None when there is no such account, or none that `by` may see."""
    account = _account(account_id, by)
    return None if account is None else _rights(account, _purses(account), on)


def statement(account_id: UUID, *, limit: int | None = None, by: Actor | None = None) -> list[Line]:
    """Every movement of an account with its reason, newest first."""
    account = _account(account_id, by)
    if account is None:
        return []
    years = _references(kept.of_accounts([account.id]))
    return _lines(list(account.purses.exclude(kind__in=APART)), years, limit)


def statement_apart(account_id: UUID, kind: PurseKind, *, by: Actor | None = None) -> list[Line]:
    """The movements of a counter kept apart, newest first: cents, or hundredths of an hour for `PurseKind.HOURS`."""
    account = _account(account_id, by)
    if account is None or kind not in APART:
        return []
    moved = YearlyHours.objects.filter(account=account).exclude(moved_hours=0)
    years = dict(moved.values_list("transfer_reference", "year"))
    return _lines(list(account.purses.filter(kind=kind)), years, None)


def overview(account_id: UUID, *, on: date, latest: int, by: Actor | None = None) -> Overview | None:
    """What the page of one's rights shows, read once: as `rights`, `statement`, `credited_years`, `why` and `counters`
    answer.

    Of the movements only the `latest` ones. None when there is no such account, or none that `by` may see.
    """
    account = _account(account_id, by)
    if account is None:
        return None
    everything = _all_purses(account)
    purses = [(purse, balance) for purse, balance in everything if purse.kind not in APART]
    # Holders come with the accounts joined to theirs: only somebody else has to ask for them.
    own = by.accounts if by and account_id == by.account_id else led_to([account_id]).with_led([account_id])
    given = sorted(kept.of_accounts(own), key=lambda each: each.version)
    credits = [row for row in given if row.account_id == account_id]
    years = _years((row.year, row.moved_cents) for row in credits)
    last = [row for row in credits if years and row.year == years[0][0]]
    return Overview(
        rights=_rights(account, purses, on),
        movements=tuple(_lines([purse for purse, _balance in purses], _references(credits), latest)),
        years=tuple(years),
        last=_why_year(account_id, last) if last else None,
        counters=counters_of(account, everything, given, on),
    )


def credited_years(account_id: UUID, *, by: Actor | None = None) -> list[tuple[int, int]]:
    """(year, cents given in all, those that lead to the account counted too) for each year known, latest first."""
    account = _account(account_id, by)
    if account is None:
        return []
    own = joined_to(account.id) | {account.id}
    return _years((row.year, row.moved_cents) for row in kept.of_accounts(own))


def credited_regimes(account_id: UUID) -> set[tuple[int, Regime]]:
    """The years and regimes for which an account, or one that leads to it, was credited, in euros or in hours."""
    own = joined_to(account_id) | {account_id}
    hours = YearlyHours.objects.filter(account_id__in=own).values_list("year", flat=True).distinct()
    return {(row.year, Regime(row.regime)) for row in kept.of_accounts(own)} | {
        (year, Regime.PUBLIC_AGENT) for year in hours
    }


def why(account_id: UUID, year: int, *, by: Actor | None = None) -> Why | None:
    """Why a year gave what it gave: facts, the rule's working, and the articles with the values of that year."""
    account = _account(account_id, by)
    if account is None:
        return None
    led = joined_to(account.id)
    # What the account itself was given last tells of those that lead to it as well.
    rows = sorted(
        kept.of_accounts(led | {account.id}, years=[year]), key=lambda row: (row.account_id == account.id, row.version)
    )
    return _why_year(account_id, rows) if rows else None


def purse_kinds(purse_ids: Iterable[UUID]) -> dict[UUID, PurseKind]:
    """{purse id: kind} of those of the ids that are purses: how a ledger account of a holder is called."""
    return {
        purse: PurseKind(kind) for purse, kind in Purse.objects.filter(pk__in=set(purse_ids)).values_list("id", "kind")
    }


def funding_facts(account_id: UUID, *, on: date) -> FundingFacts | None:
    """What an account can pay with on a day, ready for `rules.split_price`."""
    account = _ACCOUNT.first(id=account_id)
    if account is None:
        return None
    purses = _purses(account)
    by_kind = {PurseKind(purse.kind): (purse, balance) for purse, balance in purses}
    own = tuple(
        OwnPurse(id=by_kind[kind][0].id, kind=kind, available_cents=by_kind[kind][1].available_cents)
        for kind in OWN_RIGHTS
        if kind in by_kind
    )
    note = by_kind.get(PurseKind.CREDIT_NOTE)
    told = situation_of(account)
    return FundingFacts(
        account_id=account.id,
        state=AccountState(account.state),
        frozen=account.state == AccountState.FROZEN or account.frozen_at_end,
        rights_cents=sum(purse.available_cents for purse in own),
        own_purses=own,
        purses=tuple(
            PurseMoney(
                id=str(purse.id),
                kind=FundedKind(purse.kind),
                amount_cents=balance.available_cents,
                certifications=None if purse.certifications is None else tuple(purse.certifications),
                expires_on=purse.expires_on,
            )
            for purse, balance in purses
            if purse.kind in FUNDED_KINDS and balance.available_cents > 0 and purse.promised_for is None
        ),
        complements=tuple(
            Complement(id=str(purse.id), kind=ComplementKind(purse.kind), amount_cents=balance.available_cents)
            for purse, balance in purses
            if purse.kind in COMPLEMENTS and balance.available_cents > 0
        ),
        credit_note_cents=note[1].available_cents if note else 0,
        credit_note_purse_id=note[0].id if note else None,
        jobseeker=told.is_jobseeker(on),
        holds_light_licence=told.holds_light_licence,
        last_public_assessment_on=told.last_public_assessment_on,
    )


def _account(account_id: UUID, by: Actor | None) -> Account | None:
    if by is None:
        return _ACCOUNT.first(id=account_id)
    return permissions.READ.rows(by, Account.objects.filter(pk=account_id)).first()


def _purses(account: Account) -> list[tuple[Purse, Balance]]:
    """The purses of an account with their balances, own rights first, then as they came; none of those kept apart."""
    return [(purse, balance) for purse, balance in _all_purses(account) if purse.kind not in APART]


def _all_purses(account: Account) -> list[tuple[Purse, Balance]]:
    found = _PURSES_OF.all(id=account.id)
    purses = sorted(found, key=lambda purse: (_ORDER[PurseKind(purse.kind)], purse.opened_at, purse.id))
    held = ledger.balances([purse.id for purse in purses])
    return [(purse, held.get(purse.id, Balance())) for purse in purses]


def _rights(account: Account, purses: list[tuple[Purse, Balance]], on: date) -> Rights:
    cards = tuple(_card(purse, balance, on) for purse, balance in purses)
    own = sum(card.available_cents for card in cards if card.kind in OWN_RIGHTS)
    others = FUNDED_KINDS | COMPLEMENTS
    top_ups = sum(card.available_cents for card in cards if card.kind in others and not card.expired)
    note = sum(card.available_cents for card in cards if card.kind == PurseKind.CREDIT_NOTE)
    return Rights(
        account_id=account.id,
        state=AccountState(account.state),
        available_cents=own,
        top_ups_cents=top_ups,
        credit_note_cents=note,
        reserved_cents=sum(card.reserved_cents for card in cards),
        total_cents=own + top_ups + note,
        purses=cards,
    )


def _lines(purses: list[Purse], years: dict[str, int], limit: int | None) -> list[Line]:
    """The movements of the purses, newest first; `years` says which transfer gave which year."""
    known = {purse.id: purse for purse in purses}
    return [
        Line(
            id=movement.id,
            on=movement.effective_on,
            recorded_at=movement.recorded_at,
            code=movement.code,
            amount_cents=movement.amount_cents,
            state=movement.state,
            purse_id=movement.account,
            purse_kind=PurseKind(known[movement.account].kind),
            purse_label=known[movement.account].label,
            reference=movement.reference,
            why_year=years.get(movement.reference),
            about=movement.about,
        )
        for movement in ledger.statement(list(known), limit=limit)
    ]


def _references(credits: Iterable[YearlyCredit]) -> dict[str, int]:
    """{reference: year} of the movements that these versions made."""
    return {each: row.year for row in credits if row.moved_cents for each in row.transfer_references}


def _years(moved: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """(year, cents given in all), latest first, of the amounts that each version of a year moved."""
    sums: dict[int, int] = {}
    for year, cents in moved:
        sums[year] = sums.get(year, 0) + cents
    return sorted(sums.items(), reverse=True)


def _card(purse: Purse, balance: Balance, on: date) -> PurseCard:
    return PurseCard(
        id=purse.id,
        kind=PurseKind(purse.kind),
        label=purse.label,
        posted_cents=balance.posted_cents,
        reserved_cents=balance.reserved_cents,
        available_cents=balance.available_cents,
        certifications=None if purse.certifications is None else tuple(purse.certifications),
        expires_on=purse.expires_on,
        expired=purse.expires_on is not None and purse.expires_on < on,
    )


def _why_year(account_id: UUID, rows: list[YearlyCredit]) -> Why:
    """The explanation of one year from all the versions of its regimes, in their order."""
    versions: dict[str, list[YearlyCredit]] = {}
    for row in rows:
        versions.setdefault(row.regime, []).append(row)
    return Why(
        account_id=account_id,
        year=rows[0].year,
        granted_cents=sum(row.moved_cents for row in rows),
        regimes=tuple(explained(each) for each in versions.values()),
    )
