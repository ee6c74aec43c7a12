"""What others may ask of the regimes beside the yearly credit: counters apart, grants, declarations, proofs, ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.ledger import queries as ledger
from acquis.ledger.types import Balance
from acquis.rules import EndGround, law_on, provenance

from . import kept, permissions
from .leading import led_to
from .models import Account, DisabilityProof, Grant, LowQualification, Purse, YearlyCredit, YearlyHours
from .types import (
    COMPLEMENTS,
    FUNDED_KINDS,
    OWN_RIGHTS,
    AccountState,
    Cause,
    Counter,
    CounterReason,
    EndOfRights,
    GrantCard,
    GrantGround,
    MandateCard,
    OwnDeclarations,
    ProofCard,
    ProofKind,
    ProofState,
    PurseKind,
)

HOUR = 100
#: The parameter whose article explains each ceiling.
_ARTICLE = {
    CounterReason.EMPLOYEE: "employee_ceiling_cents",
    CounterReason.RAISED: "low_qualified_ceiling_cents",
    CounterReason.CEC: "cec_ceiling_cents",
    CounterReason.DIF: "dif_hours_at_most",
    CounterReason.HOURS: "public_agent_ceiling_hours",
    CounterReason.HOURS_RAISED: "category_c_ceiling_hours",
    CounterReason.ELECTED: "elected_ceiling_cents",
}


def counters(account_id: UUID, *, on: date, by: Actor | None = None) -> tuple[Counter, ...]:
    """Each counter of an account that was ever opened, apart from the others, with its ceiling and its reason.

    The yearly rights come first, whatever they hold; all top-ups together come last, for they have no ceiling.
    """
    account = _account(account_id, by)
    if account is None:
        return ()
    purses = list(account.purses.all())
    held = ledger.balances([purse.id for purse in purses])
    own = led_to([account.id]).with_led([account.id])
    credits = sorted(kept.of_accounts(own), key=lambda each: each.version)
    return counters_of(account, [(purse, held.get(purse.id, Balance())) for purse in purses], credits, on)


def counters_of(
    account: Account, purses: Iterable[tuple[Purse, Balance]], credits: Iterable[YearlyCredit], on: date
) -> tuple[Counter, ...]:
    """The counters of an account from what was read of it: all its purses, and its years in the order of
    versions with those of accounts joined to it."""
    by_kind: dict[PurseKind, Balance] = {}
    for purse, more in purses:
        kind, before = PurseKind(purse.kind), by_kind.get(PurseKind(purse.kind), Balance())
        by_kind[kind] = Balance(
            posted_cents=before.posted_cents + more.posted_cents,
            reserved_cents=before.reserved_cents + more.reserved_cents,
        )
    found = [_counter(PurseKind.YEARLY, by_kind.get(PurseKind.YEARLY, Balance()), *_yearly_ceiling(credits, on), on)]
    law = law_on(on)
    hours = _hours_ceiling(account, on) if PurseKind.HOURS in by_kind else (None, CounterReason.HOURS)
    others = (
        (PurseKind.CEC, law.counters.cec_ceiling_cents, CounterReason.CEC),
        (PurseKind.DIF, None, CounterReason.DIF),
        (PurseKind.HOURS, *hours),
        (PurseKind.ELECTED, law.account.elected_ceiling_cents, CounterReason.ELECTED),
    )
    found += [_counter(kind, by_kind[kind], ceiling, reason, on) for kind, ceiling, reason in others if kind in by_kind]
    top_ups = [by_kind[kind] for kind in by_kind if kind in FUNDED_KINDS | COMPLEMENTS]
    if top_ups:
        found.append(
            Counter(
                kind=None,
                posted=sum(each.posted_cents for each in top_ups),
                available=sum(each.available_cents for each in top_ups),
                ceiling=None,
                reason=CounterReason.TOP_UPS,
                article="L6323-4",
            )
        )
    return tuple(found)


def grants(account_id: UUID, *, by: Actor | None = None) -> tuple[GrantCard, ...]:
    """Every right granted otherwise than by a year of work, newest first."""
    account = _account(account_id, by)
    if account is None:
        return ()
    rows = Grant.objects.filter(account=account).select_related("purse").order_by("-granted_on", "-recorded_at", "pk")
    return tuple(
        GrantCard(
            reference=row.reference,
            ground=GrantGround(row.ground),
            kind=PurseKind(row.purse.kind),
            amount=row.amount,
            on=row.granted_on,
            facts=row.facts,
            working=row.working,
            withdrawn_on=day_of(row.withdrawn_at) if row.withdrawn_at else None,
            handed_over_on=day_of(row.handed_over_at) if row.handed_over_at else None,
            transfer_reference=row.transfer_reference,
        )
        for row in rows
    )


def engagements_of(account_ids: Iterable[UUID]) -> set[tuple[UUID, int, str]]:
    """(account, year, activity) of the years of engagement that stand on these accounts, or lead there."""
    led = led_to(list(account_ids))
    rows = Grant.objects.filter(
        account_id__in=led.with_led(account_ids), ground=GrantGround.ENGAGEMENT, withdrawn_at=None, handed_over_at=None
    )
    return {
        (led.head(account), facts["year"], facts["activity"])
        for account, facts in rows.values_list("account_id", "facts")
    }


def own_declarations(account_id: UUID, *, by: Actor | None = None) -> OwnDeclarations | None:
    """What the holder has said of themself; None when there is no such account for `by`."""
    account = _account(account_id, by)
    if account is None:
        return None
    low = LowQualification.objects.filter(account=account, annulled_at__isnull=True).order_by("declared_on").last()
    proofs = DisabilityProof.objects.filter(account=account).select_related("account").order_by("-submitted_at")
    return OwnDeclarations(
        low_qualified_since=low.declared_on if low else None,
        low_qualified_until=low.lost_on if low else None,
        low_qualified_last_year=low.end_declared_on.year if low and low.end_declared_on else None,
        proofs=tuple(_proof(each) for each in proofs),
        mandates=tuple(
            MandateCard(id=each.id, first_round_on=each.first_round_on, ended_on=each.ended_on)
            for each in account.mandates.order_by("first_round_on")
        ),
    )


def proofs_waiting(*, by: Actor, limit: int = 100) -> list[ProofCard]:
    """The proofs that wait for somebody's look, those filed first at the head."""
    if permissions.JUDGE.covers(by) is None:
        return []
    rows = DisabilityProof.objects.filter(state=ProofState.SUBMITTED).select_related("account")
    return [_proof(row) for row in rows.order_by("submitted_at", "id")[:limit]]


def proof(proof_id: UUID, *, by: Actor) -> ProofCard | None:
    """One proof, for those who judge them."""
    if permissions.JUDGE.covers(by) is None:
        return None
    row = DisabilityProof.objects.filter(pk=proof_id).select_related("account").first()
    return _proof(row) if row else None


def end_of_rights(account_id: UUID, *, by: Actor | None = None) -> EndOfRights | None:
    """How the account ended, or that it has not, and what stays on it, reservations apart."""
    account = _account(account_id, by)
    if account is None:
        return None
    purses = {purse.id: PurseKind(purse.kind) for purse in account.purses.all()}
    free = {purse: each.available_cents for purse, each in ledger.balances(list(purses)).items()}

    def sum_of(*kinds: PurseKind) -> int:
        return sum(free.get(purse, 0) for purse, kind in purses.items() if kind in kinds)

    return EndOfRights(
        state=AccountState(account.state),
        ground=EndGround(account.end_ground) if account.end_ground else None,
        ended_on=account.ended_on,
        volunteer_cents=sum_of(PurseKind.CEC),
        frozen_cents=sum_of(*(kind for kind in OWN_RIGHTS if kind is not PurseKind.CEC)),
        third_party_cents=sum_of(*FUNDED_KINDS, *COMPLEMENTS),
    )


def _counter(kind: PurseKind, held: Balance, ceiling: int | None, reason: CounterReason, on: date) -> Counter:
    origin = provenance(_ARTICLE[reason], on)
    return Counter(
        kind=kind,
        posted=held.posted_cents,
        available=held.available_cents,
        ceiling=ceiling,
        reason=reason,
        article=origin.article if origin else "",
    )


def _yearly_ceiling(credits: Iterable[YearlyCredit], on: date) -> tuple[int, CounterReason]:
    """The ceiling of the last year that stands, the most favourable of its regimes; that of employees before it."""
    usual = law_on(on).credit.employee_ceiling_cents
    latest = {(row.year, row.regime): row.ceiling_cents for row in credits if row.cause != Cause.UNDONE}
    if not latest:
        return usual, CounterReason.EMPLOYEE
    last = max(year for year, _regime in latest)
    ceiling = max(cents for (year, _regime), cents in latest.items() if year == last)
    return ceiling, CounterReason.RAISED if ceiling > usual else CounterReason.EMPLOYEE


def _hours_ceiling(account: Account, on: date) -> tuple[int | None, CounterReason]:
    usual = law_on(on).credit.public_agent_ceiling_hours
    last = YearlyHours.objects.filter(account=account).order_by("year", "version").last()
    hours = last.ceiling_hours if last else usual
    raised = hours is not None and usual is not None and hours > usual
    return None if hours is None else hours * HOUR, CounterReason.HOURS_RAISED if raised else CounterReason.HOURS


def _proof(row: DisabilityProof) -> ProofCard:
    return ProofCard(
        id=row.id,
        account_id=row.account_id,
        person_id=row.account.person_id,
        kind=ProofKind(row.kind),
        state=ProofState(row.state),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        document_id=row.document_id,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _account(account_id: UUID, by: Actor | None) -> Account | None:
    rows = Account.objects.filter(pk=account_id)
    return (rows if by is None else permissions.READ.rows(by, rows)).first()


def ended_totals() -> dict[str, tuple[int, int]]:
    """{ground of the end: (accounts, third-party money left on them in cents)}, computed and paid to nobody."""
    ended = dict(Account.objects.exclude(end_ground="").values_list("id", "end_ground"))
    totals: dict[str, list[int]] = {}
    for ground in ended.values():
        totals.setdefault(ground, [0, 0])[0] += 1
    purses = dict(
        Purse.objects.filter(account__in=ended, kind__in=FUNDED_KINDS | COMPLEMENTS).values_list("id", "account_id")
    )
    for purse, held in ledger.balances(list(purses)).items():
        totals[ended[purses[purse]]][1] += held.available_cents
    return {ground: (accounts, cents) for ground, (accounts, cents) in totals.items()}
