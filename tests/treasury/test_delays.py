"""How long bodies wait: each edge of the reckoning, and what is told of invoices paid, held up, returned, and late."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import scenes
from tests.treasury.banking import back, lines, refused, told, took, whole
from tests.treasury.scenes import (
    AGENT,
    APPROVER,
    AT,
    FINANCE,
    LATER,
    SYSTEM,
    TRAINING,
    UNTIL,
    a_batch,
    a_provider,
    agent_of,
    an_account,
    an_invoice,
    manager_of,
)
from tests.web.visiting import at, signed_in, words

from acquis.providers.actions import choose_billing
from acquis.treasury import queries
from acquis.treasury.actions import approve_payouts, issue_credit_note
from acquis.treasury.actions.withhold import release, withhold
from acquis.treasury.delays import classes, reckon, summed, why_waited
from acquis.treasury.models import PayoutBatch
from acquis.treasury.types import InvoiceState, Refusal, Unpaid, Waited

ISSUED, PROMISED = date(2026, 6, 1), date(2026, 7, 1)


def june(day: int) -> date:
    return ISSUED + timedelta(days=day - 1)


@pytest.mark.parametrize(
    ("said", "days", "counted", "expected", "in_time"),
    [
        ({"paid_on": june(1)}, 0, 0, PROMISED, True),
        ({"paid_on": june(31)}, 30, 30, PROMISED, True),
        ({"paid_on": june(32)}, 31, 31, june(31), False),
        # Not paid: as it stands on the day it is looked at.
        ({"on": june(40)}, 39, 39, june(31), False),
        # Deposited five days after the service was validated: both ends move.
        ({"deposited_on": june(6), "paid_on": june(36)}, 30, 30, june(36), True),
        ({"deposited_on": june(6), "paid_on": june(37)}, 31, 31, june(36), False),
        # Under control from the 11th to the 21st: ten days that do not count.
        ({"paid_on": june(41), "withheld": [(june(11), june(21))]}, 40, 30, june(41), True),
        ({"paid_on": june(42), "withheld": [(june(11), june(21))]}, 41, 31, june(41), False),
        # Released the same day, and controls that overlap, or began before the invoice, or go on.
        ({"paid_on": june(10), "withheld": [(june(3), june(3))]}, 9, 9, june(31), True),
        ({"paid_on": june(31), "withheld": [(june(8), june(13)), (june(5), june(10))]}, 30, 22, june(39), True),
        ({"paid_on": june(31), "withheld": [(date(2026, 5, 1), june(6))]}, 30, 25, june(36), True),
        ({"on": june(61), "withheld": [(june(11), None)]}, 60, 10, june(81), True),
        # A control that ended before the invoice, or began after it was paid, changes nothing.
        (
            {"paid_on": june(5), "withheld": [(date(2026, 5, 1), date(2026, 5, 9)), (june(6), None)]},
            4,
            4,
            june(31),
            True,
        ),
    ],
)
def test_the_delay_of_an_invoice(said, days, counted, expected, in_time):
    delay = reckon(**{"issued_on": ISSUED, "payable_by": PROMISED, "on": june(100)} | said)
    assert (delay.days, delay.counted_days, delay.expected_on, delay.in_time) == (days, counted, expected, in_time)


def test_figures_of_many_count_each_invoice():
    def waited(days: int, count: int) -> Waited:
        delay = reckon(issued_on=ISSUED, payable_by=PROMISED, paid_on=june(1 + days), on=june(90))
        return Waited(delay=delay, count=count, cents=count * 100)

    many = [waited(40, 1), waited(5, 4), waited(30, 4), waited(6, 1)]
    found = summed(many)
    assert (found.count, found.cents, found.in_time, found.median_days, found.ninth_decile_days) == (
        10,
        1_000,
        9,
        6,
        30,
    )
    assert classes(many) == (4, 1, 0, 0, 0, 4, 1, 0, 0)
    assert summed([]).median_days is None
    late = reckon(issued_on=ISSUED, payable_by=PROMISED, deposited_on=june(3), paid_on=june(9), on=june(90))
    assert why_waited(late, issued_on=ISSUED, returned=False) is Unpaid.NOT_DEPOSITED
    assert why_waited(late, issued_on=ISSUED, returned=True) is Unpaid.ACCOUNT_RETURNED


@pytest.mark.django_db
def test_what_was_paid_what_came_back_and_what_is_late_are_told_to_the_staff_and_to_the_body():
    prompt, controlled, returned, unbanked = a_provider(), a_provider(), a_provider(), a_provider(banked=False)
    account, about = an_account(), uuid4()
    first = an_invoice(prompt, 30_000)
    held = an_invoice(controlled, 40_000, account=account, about=about)
    sent_back = an_invoice(returned, 50_000)
    an_invoice(unbanked, 60_000)
    taken_back = an_invoice(prompt, 5_000)
    issue_credit_note(invoice_id=taken_back, amount_cents=5_000, of=TRAINING, reference="whole", by=SYSTEM, at=AT)
    own = a_provider()
    choose_billing(provider_id=own, bills_itself=True, by=manager_of(own), at=AT)
    an_invoice(own)
    withhold(about=about, account_id=account, provider_id=controlled, by=AGENT, at=AT + timedelta(days=1))
    release(about=about, account_id=account, by=SYSTEM, at=AT + timedelta(days=11))
    batch = a_batch()
    approve_payouts(batch_id=batch, by=APPROVER, at=LATER)
    batch = PayoutBatch.objects.get(pk=batch)
    took(told(whole(batch)))
    line = next(each for each in lines(batch) if each.provider_id == returned)
    took(told(back(line), number="S2", opening=-batch.total_cents))

    found = queries.delays_until(date(2026, 7, 20))
    assert (found.first, found.paid.count, found.paid.in_time, found.paid.cents) == (date(2025, 8, 1), 2, 1, 70_000)
    assert {why: (each.count, each.in_time) for why, each in found.by_reason} == {None: (1, 0), Unpaid.WITHHELD: (1, 1)}
    assert [(month, each.count) for month, each in found.by_month] == [(date(2026, 7, 1), 2)]
    assert {why: each.cents for why, each in found.late_by_reason} == {
        Unpaid.ACCOUNT_RETURNED: 50_000,
        Unpaid.NO_ACCOUNT: 60_000,
    }
    # What a batch has taken already no longer waits for one.
    an_invoice(prompt, 70_000)
    assert dict(queries.delays_until(date(2026, 7, 20)).late_by_reason)[None].cents == 70_000
    a_batch(at=LATER + timedelta(days=10))
    told_late = dict(queries.delays_until(date(2026, 7, 20)).late_by_reason)
    assert (told_late[InvoiceState.IN_BATCH].cents, None in told_late) == (70_000, False)
    assert refused(queries.delays_until, on=UNTIL, by=agent_of(prompt)) == Refusal.NOT_ALLOWED
    mine = queries.delays_of(controlled, on=date(2026, 7, 20), by=agent_of(controlled))
    assert (mine.of[held].days, mine.of[held].withheld_days, mine.paid.median_days) == (31, 10, 21)
    assert queries.delays_of(controlled, on=UNTIL, by=agent_of(prompt)).of == {}
    assert first in queries.delays_of(prompt, on=UNTIL).of
    assert not queries.delays_of(returned, on=date(2026, 7, 20)).of[sent_back].paid
    assert queries.delays_of(own, on=UNTIL).of == {}

    with at(LATER + timedelta(days=19)):
        page = words(signed_in(FINANCE).get("/agents/comptabilite/delais"))
        assert "2 factures payées, dont 50 % à temps." in page
        assert "3 factures auraient dû être payées : 1 800,00 €." in page
        sheet = signed_in(FINANCE).get("/agents/comptabilite/delais.csv").content.decode()
        assert "Payées, par motif;Un contrôle l’a suspendue un temps;1;1;100;21;21;400,00" in sheet
        assert signed_in(scenes.STAFF).get("/agents/comptabilite/delais").status_code == 404
        shown = words(signed_in(agent_of(controlled)).get("/organisme/paiements"))
        assert "Depuis un an, une facture vous a été payée, à temps." in shown
        assert "31 jours dont 10 de contrôle" in shown
        # What is late and unpaid is told beside what was paid in time; staff read the same day as the body.
        assert "en retard." not in shown
        assert "Une facture n’est pas encore payée et elle est en retard." in words(
            signed_in(agent_of(returned)).get("/organisme/paiements")
        )
        promised = queries.delays_of(returned, on=date(2026, 7, 20)).of[sent_back].expected_on
        assert f"{promised:%d/%m/%Y}" in words(signed_in(scenes.STAFF).get(f"/agents/organismes/{returned}"))
        assert "payée en retard" in words(signed_in(agent_of(prompt)).get("/organisme/paiements"))
