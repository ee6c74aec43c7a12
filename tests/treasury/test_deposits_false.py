"""A deposited invoice that says what is due where it is compared, and something false elsewhere, is refused."""

import re
from datetime import date, timedelta

import pytest
from tests.treasury.scenes import AT, LATER, SYSTEM, TRAINING, a_provider, an_iban, an_invoice
from tests.treasury.test_deposits import agent_of, billing_itself, deposited, their_own
from tests.web.visiting import plain

from acquis.kit.refusal import Refused
from acquis.outside import e_invoices
from acquis.providers.queries import active_iban
from acquis.support.body_reactions import _makes_it
from acquis.support.body_wording import SAYING
from acquis.support.types import Kind
from acquis.treasury import queries
from acquis.treasury.actions import issue_credit_note
from acquis.treasury.types import DepositFault
from acquis.web.provider.deposits import expected
from acquis.web.provider.deposits import told as told_of

pytestmark = pytest.mark.django_db
MEANS = (
    "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>"
    "<ram:IBANID>{}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"
)


def refused(invoice, content, provider):
    with pytest.raises(Refused) as refusal:
        deposited(invoice, content, provider=provider)
    return {each.what for each in refusal.value.details["faults"]}


@pytest.mark.parametrize(
    ("pattern", "becomes", "faults"),
    [
        (rb"<ram:RateApplicablePercent>20.0<", b"<ram:RateApplicablePercent>20.09<", {"RATE", "TAX_AT_RATE"}),
        (rb"<ram:CategoryCode>S<", b"<ram:CategoryCode>E<", {"CATEGORY"}),
        (rb"(?<=LineTotalAmount>)1000.00", b"1.00", {"SUM_OF_LINES", "SUM_OF_NET"}),
        (rb"<ram:CalculatedAmount>200.00", b"<ram:CalculatedAmount>199.00", {"SUM_OF_TAX", "TAX_AT_RATE"}),
        (rb"<ram:BasisAmount>1000.00", b"<ram:BasisAmount>999.98", {"SUM_OF_BASES"}),
        (rb"<ram:GrandTotalAmount>1200.00", b"<ram:GrandTotalAmount>1300.00", {"TOTAL", "SUM_OF_TOTAL", "SUM_OF_DUE"}),
        (
            rb"<ram:DuePayableAmount>",
            b"<ram:TotalPrepaidAmount>5.00</ram:TotalPrepaidAmount><ram:DuePayableAmount>",
            {"SUM_OF_DUE"},
        ),
    ],
)
def test_what_is_false_is_refused(pattern, becomes, faults):
    provider = billing_itself(200)
    invoice = an_invoice(provider, 120_000)
    true = e_invoices.written(their_own(provider, 100_000, 20_000, 200))
    places = 0 if b"Category" in pattern or b"Rate" in pattern else 1
    if b"LineTotal" in pattern:
        # The line alone, then the sum alone: each is told.
        false = re.sub(pattern, becomes, true, count=1)
        assert refused(invoice, false, provider) == {DepositFault.SUM_OF_LINES}
        head, _, tail = true.rpartition(b"LineTotalAmount>1000.00")
        false = head + b"LineTotalAmount>1.00" + tail
    else:
        false = re.sub(pattern, becomes, true, count=places)
    assert false != true
    assert refused(invoice, false, provider) == {DepositFault[name] for name in faults}
    deposited(invoice, true, provider=provider)


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (date(1999, 1, 1), DepositFault.DATE_EARLY),
        (AT.date() - timedelta(days=1), DepositFault.DATE_EARLY),
        (LATER.date() + timedelta(days=1), DepositFault.DATE_LATE),
        (LATER.date(), None),
    ],
)
def test_the_day_is_between_the_order_and_the_deposit(day, fault):
    provider = billing_itself()
    invoice = an_invoice(provider)
    content = e_invoices.written(their_own(provider, 100_000, issued_on=day))
    if fault is None:
        deposited(invoice, content, provider=provider)
    else:
        assert refused(invoice, content, provider) == {fault}


def test_the_bank_account_is_the_approved_one():
    provider = billing_itself()
    invoice = an_invoice(provider)
    true = e_invoices.written(their_own(provider, 100_000))
    head, mark, tail = true.rpartition(b"<ram:ApplicableTradeTax>")
    assert refused(invoice, head + MEANS.format(an_iban(99_999)).encode() + mark + tail, provider) == {
        DepositFault.ACCOUNT
    }
    deposited(invoice, head + MEANS.format(active_iban(provider)).encode() + mark + tail, provider=provider)


def test_a_credit_note_names_what_it_corrects_once_that_is_deposited():
    provider = billing_itself()
    invoice = an_invoice(provider)
    note = issue_credit_note(
        invoice_id=invoice, amount_cents=40_000, of=TRAINING, reference="note", by=SYSTEM, at=AT + timedelta(days=1)
    )

    def credit(before):
        return e_invoices.written(their_own(provider, 40_000, type_code="381", number="AV-1", before=before))

    assert refused(note, credit(("FA-2026-77", AT.date())), provider) == {DepositFault.CORRECTS_LATER}
    deposited(invoice, e_invoices.written(their_own(provider, 100_000)), provider=provider)
    assert refused(note, credit(None), provider) == {DepositFault.CORRECTS}
    assert refused(note, credit(("FA-2026-78", AT.date())), provider) == {DepositFault.CORRECTS}
    deposited(note, credit(("FA-2026-77", AT.date())), provider=provider)
    assert queries.to_deposit(note, by=agent_of(provider)) is None


def test_a_body_that_makes_its_own_is_told_to_deposit_it():
    told = {"given": "750 €", "title": "CAP", "number": "1", "until": "01/07/2026", "own": True}
    invoiced, credited = (SAYING[kind](told, None) for kind in (Kind.BODY_INVOICED, Kind.BODY_CREDITED))
    assert "rien n’est payé avant" in " ".join(invoiced[1])
    assert "en votre nom" not in " ".join([invoiced[0], *invoiced[1], *credited[1]])
    assert "en votre nom" in SAYING[Kind.BODY_INVOICED]({**told, "own": False}, None)[1][0]
    assert _makes_it(an_invoice(billing_itself()))
    assert not _makes_it(an_invoice(a_provider()))


def test_what_is_wrong_is_told_as_money_and_days():
    provider = billing_itself()
    invoice = an_invoice(provider, 120_000)
    early = e_invoices.written(their_own(provider, 0, issued_on=date(2026, 1, 1)))
    with pytest.raises(Refused) as refusal:
        deposited(invoice, early, provider=provider)
    told = {each.what: (plain(expected(each)), plain(told_of(each.found))) for each in refusal.value.details["faults"]}
    assert told[DepositFault.TOTAL] == ("1 200,00 €", "0,00 €")
    assert told[DepositFault.DATE_EARLY][0].startswith("le ")
    assert told[DepositFault.DATE_EARLY][0].endswith(" ou après")
    assert told[DepositFault.DATE_EARLY][1] == "1er janvier 2026"
    assert told_of("") == "—"
