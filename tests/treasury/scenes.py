"""Scenes of the treasury, set by acts: providers that can be paid, invoices, collections."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from schwifty import IBAN
from stdnum import luhn

from acquis.accounts.actions import open_account
from acquis.kit.actor import Actor, Role, system
from acquis.providers.actions import approve_bank_account, propose_bank_account, record_payee_check, upsert_providers
from acquis.providers.queries import by_siret
from acquis.providers.types import PayeeMatch, ProviderRow
from acquis.treasury.actions import begin_collection, issue_invoice, prepare_payouts
from acquis.treasury.types import Billed, InvoiceKind

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
LATER = AT + timedelta(days=30)
UNTIL = date(2026, 7, 1)
SYSTEM = system("tests")
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=UUID(int=201))
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=202))
APPROVER = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=203))
BOTH = Actor(roles=frozenset({Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=UUID(int=204))

_serial = count(1)


def a_siret(n: int) -> str:
    siren = f"{90_000_000 + n}"
    siren += luhn.calc_check_digit(siren)
    stem = f"{siren}0001"
    return stem + luhn.calc_check_digit(stem)


def an_iban(n: int) -> str:
    return IBAN.generate("FR", bank_code="99999", branch_code="00001", account_code=f"{n:011d}").compact


def a_provider(name="Éducation & métiers", *, banked=True):
    n = next(_serial)
    siret = a_siret(n)
    upsert_providers(
        rows=[ProviderRow(siret=siret, name=name, nda="11750000000", qualiopi_training=True)], by=SYSTEM, at=AT
    )
    provider = by_siret(siret).id
    if banked:
        a_bank_account(provider, n=n)
    return provider


def a_bank_account(provider, *, n=None, at=AT - timedelta(days=30)):
    bank_account = propose_bank_account(
        provider_id=provider,
        iban=an_iban(n or next(_serial)),
        bic="ACQUFRPP",
        holder_name="Éducation & métiers",
        by=SYSTEM,
        at=at,
    )
    record_payee_check(bank_account_id=bank_account, payee=PayeeMatch.NOT_POSSIBLE, by=SYSTEM, at=at)
    approve_bank_account(bank_account_id=bank_account, words="Relevé vu", by=APPROVER, at=at)
    return bank_account


TRAINING = Billed(
    title="CAP Boulanger", number="12345678903", starts_on=date(2026, 3, 2), ends_on=date(2026, 5, 29), hours=140
)


def an_account():
    return open_account(person_id=uuid4(), by=SYSTEM, at=AT)


def an_invoice(provider, amount_cents=100_000, *, account=None, about=None, reference=None, at=AT, **more):
    return issue_invoice(
        provider_id=provider,
        account_id=account or an_account(),
        about=about or uuid4(),
        kind=more.pop("kind", InvoiceKind.BALANCE),
        amount_cents=amount_cents,
        of=more.pop("of", TRAINING),
        reference=reference or f"test {next(_serial)}",
        by=more.pop("by", SYSTEM),
        at=at,
        **more,
    )


def a_batch(*, by=FINANCE, until=UNTIL, at=LATER):
    return prepare_payouts(until=until, by=by, at=at)


def a_collection(amount_cents=15_000, *, account=None, about=None, by=SYSTEM, at=AT):
    return begin_collection(
        account_id=account or an_account(),
        about=about or uuid4(),
        amount_cents=amount_cents,
        return_path="/paiement/retour/{collection_id}",
        by=by,
        at=at,
    )


def holder_of(account):
    return Actor(roles=frozenset({Role.HOLDER}), id=uuid4(), account_id=account)


def agent_of(provider):
    return Actor(roles=frozenset({Role.PROVIDER_AGENT}), id=uuid4(), provider_id=provider)


def manager_of(provider):
    return Actor(roles=frozenset({Role.PROVIDER_MANAGER}), id=uuid4(), provider_id=provider)
