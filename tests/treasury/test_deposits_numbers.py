"""A body that makes its own invoices chooses their numbers: none that it chooses may stop what is issued next."""

import pytest
from tests.treasury.scenes import AT, LATER, SYSTEM, TRAINING, a_siret, an_invoice
from tests.treasury.test_concurrent_payouts import at_once
from tests.treasury.test_deposits import billing_itself, deposited, manager_of, sound, their_own

from acquis.kit.refusal import Refused
from acquis.outside import e_invoices
from acquis.providers.actions import choose_billing
from acquis.providers.queries import provider as provider_card
from acquis.treasury import queries
from acquis.treasury.actions import issue_credit_note
from acquis.treasury.billing import looks_like_ours
from acquis.treasury.models import Invoice, InvoiceDeposit
from acquis.treasury.types import DepositFault, InvoiceKind, Refusal

pytestmark = pytest.mark.django_db
SIRET = a_siret(1)


@pytest.mark.parametrize(
    ("number", "ours"),
    [
        ("ATTENTE-12345678903-2", True),
        ("attente-x", True),
        (f"2026-{SIRET}-000001", True),
        (f"2027-{SIRET}-1000000", True),
        ("ATTENTES 2026", False),
        (f"F2026-{SIRET}-000001", False),
        (f"2026-{a_siret(2)}-000001", False),
        (f"2026-{SIRET}-1", False),
    ],
)
def test_which_numbers_are_ours(number, ours):
    assert looks_like_ours(number, SIRET) is ours


@pytest.mark.parametrize("pattern", ["ATTENTE-{order}-2", "aTTente-{order}-2", "2026-{siret}-000001"])
def test_a_number_of_ours_is_refused(pattern):
    provider = billing_itself()
    invoice = an_invoice(provider)
    number = pattern.format(order=TRAINING.number, siret=provider_card(provider).siret)
    with pytest.raises(Refused) as refused:
        deposited(invoice, e_invoices.written(their_own(provider, 100_000, number=number)), provider=provider)
    assert [each.what for each in refused.value.details["faults"]] == [DepositFault.NUMBER_OURS]


def test_a_number_that_is_taken_is_passed_over():
    provider = billing_itself()
    invoice = an_invoice(provider, kind=InvoiceKind.DEPOSIT)
    Invoice.objects.filter(pk=invoice).update(number=f"ATTENTE-{TRAINING.number}-2")
    note = issue_credit_note(invoice_id=invoice, amount_cents=1, of=TRAINING, reference="n", by=SYSTEM, at=LATER)
    assert queries.invoice(note).number == f"ATTENTE-{TRAINING.number}-3"
    choose_billing(provider_id=provider, bills_itself=False, by=manager_of(provider), at=LATER)
    siret = provider_card(provider).siret
    Invoice.objects.filter(pk=invoice).update(number=f"2026-{siret}-000002")
    numbers = [queries.invoice(an_invoice(provider, 5_000)).number[-6:] for _ in range(3)]
    assert numbers == ["000001", "000003", "000004"]
    assert sound() == []
    Invoice.objects.filter(pk=invoice).update(number="FA-1")
    assert any("a number is missing" in sentence for sentence in sound())


@pytest.mark.django_db(transaction=True)
def test_one_number_deposited_twice_at_once_is_kept_once():
    provider = billing_itself()
    content = e_invoices.written(their_own(provider, 100_000))
    invoices = [an_invoice(provider) for _ in range(3)]
    results = at_once(*[lambda each=each: deposited(each, content, provider=provider) for each in invoices])
    assert sorted(map(str, results)) == ["None", *[str(Refusal.DEPOSIT_NOT_AS_DUE)] * 2]
    assert InvoiceDeposit.objects.filter(deposited_at__isnull=False).count() == 1


def test_what_takes_back_an_invoice_never_made_is_not_asked():
    provider = billing_itself()
    invoice = an_invoice(provider)
    for cents in (40_000, 60_000):
        note = issue_credit_note(
            invoice_id=invoice, amount_cents=cents, of=TRAINING, reference=str(cents), by=SYSTEM, at=AT
        )
        left = queries.to_deposit(note, by=manager_of(provider))
        assert (left is None) is (cents == 60_000)
        # The list says the same as the page of each.
        shown = {each.id: each.awaits_deposit for each in queries.invoices_of(provider, by=manager_of(provider))}
        assert shown == {each: queries.to_deposit(each, by=manager_of(provider)) is not None for each in shown}
    assert not any(queries.to_deposit(each.pk, by=manager_of(provider)) for each in Invoice.objects.all())
