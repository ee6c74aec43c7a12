"""What others may ask about training bodies; the answers are frozen rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from stdnum.fr import siren as siren_number

from acquis.kit.actor import Actor
from acquis.kit.clock import start_of
from acquis.kit.prepared import Prepared, given
from acquis.kit.sql import fold

from . import permissions
from .models import BankAccount, Provider, VatDeclaration
from .types import (
    BankAccountCard,
    BankDetails,
    BankState,
    PayeeMatch,
    ProviderCard,
    ProviderState,
    Unpayable,
    VatCard,
    VatRegime,
)

#: Payments leave to bodies in these states: one that is removed is still owed what it has delivered.
PAYABLE = (ProviderState.LISTED, ProviderState.REFERENCED, ProviderState.DELISTED)

_BY_ID = Prepared(lambda: Provider.objects.filter(pk=given("id")))
_VAT_ON = Prepared(
    lambda: (
        VatDeclaration.objects.filter(provider_id=given("provider_id"), from_day__lte=given("on"))
        .select_related("provider")
        .order_by("-from_day", "-declared_at")[:1]
    )
)


def provider(provider_id: UUID) -> ProviderCard | None:
    row = _BY_ID.first(id=provider_id)
    return None if row is None else _card(row)


def providers(provider_ids: Iterable[UUID]) -> dict[UUID, ProviderCard]:
    """Those of the ids that exist."""
    return {row.id: _card(row) for row in Provider.objects.filter(pk__in=set(provider_ids))}


def by_siret(siret: str) -> ProviderCard | None:
    row = Provider.objects.filter(siret=siret).first()
    return None if row is None else _card(row)


def ids_by_siret(sirets: Iterable[str]) -> dict[str, UUID]:
    """Those of the SIRET that are known."""
    return dict(Provider.objects.filter(siret__in=set(sirets)).values_list("siret", "id"))


def named() -> Iterator[tuple[UUID, str, str]]:
    """The id, the SIRET and the name of every body, a thousand read at a time."""
    yield from Provider.objects.order_by("siret").values_list("id", "siret", "name").iterator(chunk_size=1_000)


def find(text: str = "", *, states: Collection[ProviderState] = (), limit: int = 50) -> list[ProviderCard]:
    """Bodies whose name holds the text, or whose SIRET or SIREN begins with it; by name."""
    rows = Provider.objects.order_by("folded_name", "siret")
    if states:
        rows = rows.filter(state__in=list(states))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= 9 and digits == "".join(text.split()):
        rows = rows.filter(siret__startswith=digits)
    elif text.strip():
        rows = rows.filter(folded_name__contains=fold(text))
    return [_card(row) for row in rows[:limit]]


def sellers() -> set[UUID]:
    """The bodies from which holders may buy today."""
    return set(Provider.objects.filter(state=ProviderState.REFERENCED).values_list("id", flat=True))


def may_be_paid(provider_id: UUID, *, on: date) -> BankDetails | None:
    """Where a body may be paid on a day; None when it may not be."""
    return payable([provider_id], on=on).get(provider_id)


def payable(provider_ids: Iterable[UUID], *, on: date, locked: bool = False) -> dict[UUID, BankDetails]:
    """Where each body may be paid on a day; those that may not be are left out.

    A body may be paid when it is not suspended and has an approved bank account whose cooling-off is over. `locked`:
    until the end of the transaction nobody approves another account of theirs, or suspends them.
    """
    provider_ids = set(provider_ids)
    if locked:
        Provider.objects.lock(provider_ids)
    rows = BankAccount.objects.filter(
        provider_id__in=provider_ids,
        provider__state__in=PAYABLE,
        state=BankState.ACTIVE,
        usable_from__lte=on,
    )
    return {
        row.provider_id: BankDetails(
            bank_account_id=row.id,
            provider_id=row.provider_id,
            iban=row.iban,
            bic=row.bic,
            holder_name=row.holder_name,
        )
        for row in rows
    }


def unpayable(provider_ids: Iterable[UUID], *, on: date) -> dict[UUID, tuple[Unpayable, ...]]:
    """Every reason why each body that `payable` leaves out on a day is left out."""
    provider_ids = set(provider_ids)
    wanted = provider_ids - payable(provider_ids, on=on).keys()
    active = BankAccount.objects.filter(provider_id__in=wanted, state=BankState.ACTIVE)
    usable_from = dict(active.values_list("provider_id", "usable_from"))
    stopped = set(Provider.objects.filter(pk__in=wanted).exclude(state__in=PAYABLE).values_list("id", flat=True))
    why: dict[UUID, tuple[Unpayable, ...]] = {}
    for each in wanted:
        day = usable_from.get(each)
        account = Unpayable.NO_ACCOUNT if day is None else Unpayable.ACCOUNT_TOO_NEW if day > on else None
        told = (Unpayable.NOT_IN_THIS_STATE if each in stopped else None, account)
        why[each] = tuple(reason for reason in told if reason)
    return why


def vat_on(provider_id: UUID, on: date) -> VatCard:
    """The regime of value added tax that a body declared for a day."""
    row = _VAT_ON.first(provider_id=provider_id, on=on)
    if row is None:
        return VatCard(regime=VatRegime.EXEMPT, rate_permille=0, number="", from_day=None, declared=False)
    return _vat_card(row)


def vat_declarations(provider_id: UUID) -> list[VatCard]:
    """All that a body declared of its value added tax, the latest first."""
    rows = VatDeclaration.objects.filter(provider_id=provider_id).select_related("provider")
    return [_vat_card(row) for row in rows.order_by("-declared_at", "-id")]


def vat_number(siren: str) -> str:
    """The French number of a company that owes the tax: FR, a key, the SIREN."""
    return f"FR{siren_number.to_tva(siren)}"


def active_account(provider_id: UUID) -> UUID | None:
    """The approved bank account of a body, be it usable today or not yet."""
    rows = BankAccount.objects.filter(provider_id=provider_id, state=BankState.ACTIVE)
    return rows.values_list("id", flat=True).first()


def active_accounts(provider_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The approved bank account of each of these bodies that has one."""
    rows = BankAccount.objects.filter(provider_id__in=set(provider_ids), state=BankState.ACTIVE)
    return dict(rows.values_list("provider_id", "id"))


def active_iban(provider_id: UUID) -> str:
    """The IBAN of the approved account of a body, be it usable today or not yet; empty when there is none."""
    row = BankAccount.objects.filter(provider_id=provider_id, state=BankState.ACTIVE).first()
    return "" if row is None else row.iban


def bank_accounts(provider_id: UUID, *, by: Actor) -> list[BankAccountCard]:
    """The bank accounts of a body, newest first, as far as `by` may see them."""
    rows = permissions.READ_BANK_ACCOUNTS.rows(by, BankAccount.objects.filter(provider_id=provider_id))
    return [_bank_card(row) for row in rows.select_related("former").order_by("-proposed_at", "-id")]


def may_read_bank_accounts(*, by: Actor) -> bool:
    """Whether `by` learns anything of bank accounts: an empty list tells them nothing otherwise."""
    return permissions.READ_BANK_ACCOUNTS.covers(by) is not None


def bank_accounts_to_approve(*, by: Actor) -> list[BankAccountCard]:
    """Every proposed bank account that waits for a second person, oldest first."""
    rows = permissions.READ_BANK_ACCOUNTS.rows(by, BankAccount.objects.filter(state=BankState.PROPOSED))
    return [_bank_card(row) for row in rows.select_related("former").order_by("proposed_at", "id")]


def bank_accounts_changing(*, on: date, by: Actor) -> list[BankAccountCard]:
    """Every approved bank account that is not used yet on a day, and what was contested in the month before it."""
    rows = permissions.READ_BANK_ACCOUNTS.rows(by, BankAccount.objects.all())
    lately = start_of(on - timedelta(days=30))
    cooling = Q(state=BankState.ACTIVE, usable_from__gt=on)
    rows = rows.filter(cooling | Q(state=BankState.CONTESTED, contested_at__gte=lately))
    return [_bank_card(row) for row in rows.select_related("former").order_by("-proposed_at", "-id")]


def masked(iban: str) -> str:
    """An IBAN of which only the country and the last four signs can be read."""
    return f"{iban[:4]} •••• {iban[-4:]}"


def _card(row: Provider) -> ProviderCard:
    return ProviderCard(
        id=row.id,
        siret=row.siret,
        siren=row.siren,
        nda=row.nda,
        name=row.name,
        trade_name=row.trade_name,
        address=tuple(row.address),
        postal_code=row.postal_code,
        town=row.town,
        insee=row.insee,
        department=row.department,
        qualiopi_training=row.qualiopi_training,
        qualiopi_assessment=row.qualiopi_assessment,
        qualiopi_vae=row.qualiopi_vae,
        qualiopi_apprenticeship=row.qualiopi_apprenticeship,
        state=ProviderState(row.state),
        bills_itself=row.bills_itself,
    )


def _vat_card(row: VatDeclaration) -> VatCard:
    regime = VatRegime(row.regime)
    return VatCard(
        regime=regime,
        rate_permille=row.rate_permille,
        number=vat_number(row.provider.siren) if regime is VatRegime.TAXED else "",
        from_day=row.from_day,
        declared=True,
    )


def _bank_card(row: BankAccount) -> BankAccountCard:
    return BankAccountCard(
        id=row.id,
        provider_id=row.provider_id,
        iban_masked=masked(row.iban),
        bic=row.bic,
        holder_name=row.holder_name,
        state=BankState(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        usable_from=row.usable_from,
        payee=PayeeMatch(row.payee),
        payee_name=row.payee_name,
        payee_asked_at=row.payee_asked_at,
        words=row.words,
        former_masked=masked(row.former.iban) if row.former else "",
        contested_by=row.contested_by,
        contested_at=row.contested_at,
    )
