"""An order of endowments, from its file to the accounts: read, sent, paid under its label, credited once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import scenes
from tests.accounts.scenes import broken
from tests.employers.scenes import a_company
from tests.endowing import scenes as s
from tests.funders.scenes import a_funder
from tests.moments import AT

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known
from acquis.accounts.types import Payment, PurseKind
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.employers import actions as companies
from acquis.employers import queries as employers
from acquis.employers.types import Interviews
from acquis.endowing import actions, jobs, queries
from acquis.endowing.models import Line, Order
from acquis.endowing.types import Fault, Ground, LineState, OrderState, Refusal
from acquis.journal.models import Event
from acquis.kit.actor import Actor, Flow, Role
from acquis.ledger.models import Transfer
from acquis.treasury import actions as treasury
from acquis.treasury.models import BankEntry
from acquis.treasury.types import EntryState, Puzzle
from acquis.treasury.types import Refusal as TreasuryRefusal

pytestmark = pytest.mark.django_db


def test_good_lines_are_taken_and_bad_ones_named_whatever_the_file():
    one, two, gone = s.somebody(1), s.somebody(2), s.somebody(3)
    accounts.close(account_id=gone.account_id, by=scenes.APPROVER, at=AT)
    rows = [
        (one.nir, one.name.lower().replace("-", " "), "1 250,50 €", "A-1"),
        (two.nir, "QUELQU'UN D'AUTRE", "500", "A-2"),
        (s.nir(77), "INCONNU", "500", "A-3"),
        (two.nir[:13], two.name, "500", "A-4"),
        (one.nir, one.name, "12", "A-5"),
        (two.nir[:14] + str((int(two.nir[14]) + 1) % 10), two.name, "500", "A-6"),
        (gone.nir, gone.name, "500", "A-7"),
        (two.nir, two.name, "-3", "A-8"),
        (two.nir, two.name, "100000,01", "A-9"),
        (two.nir, "", "500", "A-10"),
    ]
    told = {
        3: Fault.NOBODY, 4: Fault.NOBODY, 6: Fault.TWICE, 7: Fault.NIR_MALFORMED, 8: Fault.ACCOUNT_OVER,
        9: Fault.AMOUNT_MALFORMED, 10: Fault.AMOUNT_ABSURD, 11: Fault.CELL_MISSING,
    }  # fmt: skip
    windows = "\r\n".join(["Nom;Montant;N° de sécurité sociale", f"{one.name};3;{one.nir}"]).encode("cp1252")
    for content, seen in (
        (s.a_csv(*rows), 2),
        (s.a_csv(*(tuple(f'"{c}"' for c in row) for row in rows), head="nir;nom;montant;matricule"), 2),
        (s.a_workbook(*rows), 2),
        (s.a_workbook((int(one.nir), one.name, 1250.5)), 1),
        (windows, 1),
    ):
        giver = a_funder()
        order_id = s.drafted(giver)
        card = s.read(order_id, content, giver)
        assert (card.state, card.lines) == (OrderState.DRAFT, seen)
        if seen == 2:
            assert {each.place: each.fault for each in queries.faults(order_id, by=giver.agent)} == told
            assert (card.total_cents, card.refused) == (125_050 + 50_000, 8)
            assert [each.mark for each in queries.lines(order_id, by=giver.agent)] == ["A-1", "A-4"]
        assert not Order.objects.get(pk=order_id).file_sealed
    assert broken() == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Refusal.FILE_EMPTY),
        (b"nom;montant\nX;3", Refusal.FILE_NOT_READABLE),
        (b"\x00\x01\x02", Refusal.FILE_NOT_READABLE),
        (b"PK\x03\x04 no workbook", Refusal.FILE_NOT_READABLE),
        (b"\n\n", Refusal.FILE_NOT_READABLE),
    ],
)
def test_what_is_no_list_is_refused_whole(content, reason):
    giver = a_funder()
    order_id = s.drafted(giver)
    with s.refuses(reason):
        actions.give_file(order_id=order_id, content=content, name="x", by=giver.agent, at=AT)
    assert s.card(order_id).state == OrderState.DRAFT


def test_reading_is_taken_up_where_it_was_and_another_file_takes_its_place(monkeypatch):
    people = [s.somebody(rank) for rank in range(1, 6)]
    giver = a_funder()
    order_id = s.drafted(giver)
    content = s.a_csv(*((each.nir, each.name, "10") for each in people), head="nir;nom;montant")
    actions.give_file(order_id=order_id, content=content, name="x.csv", by=giver.agent, at=AT)
    monkeypatch.setattr(jobs, "SLICE", 2)
    real, times = actions.take_lines, iter((True, False))

    def dies(**arguments):
        if next(times, False):
            return real(**arguments)
        raise OSError("killed")

    monkeypatch.setattr(actions, "take_lines", dies)
    with pytest.raises(OSError, match="killed"):
        jobs.read_file(order_id=str(order_id), due=AT.isoformat())
    assert (s.card(order_id).state, s.card(order_id).read_upto) == (OrderState.READING, 2)
    monkeypatch.setattr(actions, "take_lines", real)
    jobs.read_file(order_id=str(order_id), due=AT.isoformat())
    # A slice that comes twice changes nothing.
    card = s.card(order_id)
    assert (card.state, card.lines, card.total_cents) == (OrderState.DRAFT, 5, 5_000)
    assert s.read(order_id, s.a_csv((people[0].nir, people[0].name, "7", "")), giver).total_cents == 700


def test_people_are_credited_on_receipt_of_the_transfer_that_bears_the_label():
    one, two = s.somebody(1), s.somebody(2)
    certification = scenes.a_certification()
    until = AT.date() + timedelta(days=200)
    _giver, order_id, label = s.sent(None, one, two, certifications=[certification], expires_on=until, refunded=True)
    assert s.card(order_id).state == OrderState.AWAITED
    assert s.total(one) == 0
    words = f"VIR RECU {label.replace('-', ' ').lower()} REGION"
    s.transferred(words, 99_999, number="S1")
    entry = BankEntry.objects.get()
    assert (entry.state, entry.puzzle) == (EntryState.TO_LOOK_AT, Puzzle.AMOUNT_DIFFERS)
    s.transferred(words, 100_000, number="S2")
    assert BankEntry.objects.get(reference="BS2").state == EntryState.MATCHED
    assert Event.objects.filter(kind="treasury.transfer_received", about=order_id).count() == 1
    card = s.credited(order_id)
    assert (card.state, card.credited, card.credited_cents) == (OrderState.CREDITED, 2, 100_000)
    assert [s.total(each) for each in (one, two)] == [50_000, 50_000]
    (purse,) = known.rights(one.account_id, on=AT.date()).purses[-1:]
    assert (purse.kind, purse.label, purse.certifications, purse.expires_on) == (
        PurseKind.REGION, "Région Bretagne", (certification,), until,
    )  # fmt: skip
    # The same transfer told again, or sent again, gives nothing twice.
    s.transferred(words, 100_000, number="S3")
    assert BankEntry.objects.get(reference="BS3").puzzle == Puzzle.NOT_EXPECTED
    assert s.credited(order_id).credited == 2
    assert s.total(one) == 50_000
    assert broken() == []
    moved = Transfer.objects.filter(code="funder_received")
    assert [each.amount_cents for each in moved] == [100_000]


def test_crediting_is_taken_up_where_it_was_and_an_account_that_closed_meanwhile_is_left_out():
    people = [s.somebody(rank) for rank in range(1, 6)]
    _giver, order_id, _label = s.sent(None, *people)
    accounts.close(account_id=people[3].account_id, by=scenes.APPROVER, at=AT)
    actions.receive_order(order_id=order_id, received_on=AT.date(), by=scenes.SYSTEM, at=AT)
    assert actions.credit_lines(order_id=order_id, limit=2, by=scenes.SYSTEM, at=AT) == 2
    with s.refuses(Refusal.NOT_IN_THIS_STATE):
        actions.complete_order(order_id=order_id, by=scenes.SYSTEM, at=AT)
    jobs.credit_order(order_id=str(order_id), due=AT.isoformat())
    card = s.card(order_id)
    assert (card.credited, card.not_credited, card.not_credited_cents) == (4, 1, 50_000)
    left = Line.objects.get(order=order_id, state=LineState.NOT_CREDITED)
    assert (left.account_id, left.why) == (people[3].account_id, AccountRefusal.NOT_IN_THIS_STATE)
    assert broken() == []


def test_an_authorised_credit_is_credited_at_once_within_its_bound():
    one, two = s.somebody(1), s.somebody(2)
    giver = a_funder()
    actions.grant_credit(payer_id=giver.id, most_cents=60_000, until=None, by=scenes.APPROVER, at=AT)
    _, first, label = s.sent(giver, one)
    _, second, _ = s.sent(giver, two)
    assert [s.card(each).state for each in (first, second)] == [OrderState.CREDITING, OrderState.AWAITED]
    jobs.credit_order(order_id=str(first), due=AT.isoformat())
    assert (s.total(one), s.total(two)) == (50_000, 0)
    told = queries.credit_line(giver.id, on=AT.date())
    assert (told.most_cents, told.used_cents) == (60_000, 50_000)
    s.transferred(label, 50_000)
    actions.receive_order(order_id=first, received_on=AT.date(), by=scenes.SYSTEM, at=AT)
    assert (s.card(first).received_on, queries.credit_line(giver.id, on=AT.date()).used_cents) == (AT.date(), 0)
    with s.refuses(Refusal.CREDIT_MALFORMED):
        actions.grant_credit(payer_id=giver.id, most_cents=-1, until=None, by=scenes.APPROVER, at=AT)
    assert broken() == []


def test_what_a_text_makes_due_is_judged_by_its_act_before_anything_is_paid():
    one, two = s.somebody(1), s.somebody(2)
    facts = {
        "reviewed_on": "2025-02-03", "company_staff": 80, "years_present": 6, "interviews_held": 1,
        "training_followed": False, "hired_in_period": False, "agreement_on_rhythm": False,
    }  # fmt: skip
    with s.refuses(Refusal.GROUND_NOT_FOR_PAYER):
        s.drafted(a_funder(), ground=Ground.CORRECTIVE, facts=facts)
    company = a_company()
    with s.refuses(Refusal.GROUND_NOT_FOR_PAYER):
        s.drafted(company, ground=Ground.CORRECTIVE, facts=facts, expires_on=date(2028, 1, 1))
    told = {**facts, "reviewed_on": date.fromisoformat(facts["reviewed_on"])}
    companies.state_interviews(
        company_id=company.id,
        siret=company.siret,
        nir=one.nir,
        name=one.name,
        told=Interviews(**told),
        by=company.manager,
        at=AT,
    )
    (stated,) = employers.statements(by=company.manager)
    order_id = s.drafted(company, ground=Ground.CORRECTIVE, facts=facts)
    card = s.read(order_id, s.a_csv((one.nir, one.name, "3000", ""), (two.nir, two.name, "2999", "")), company)
    assert (card.lines, card.refused) == (1, 1)
    assert queries.faults(order_id, by=company.agent)[0].fault is Fault.OTHER_AMOUNT_DUE
    assert s.total(one) == 0
    actions.submit_order(order_id=order_id, by=company.manager, at=AT)
    assert employers.is_owed(stated)
    assert s.credited(order_id).credited_cents == 300_000
    assert s.total(one) == 300_000
    assert employers.statements(by=company.manager)[0].paid_at == AT
    late = s.drafted(company, ground=Ground.CORRECTIVE, facts=facts | {"company_staff": 49})
    assert s.read(late, s.a_csv((two.nir, two.name, "3000", "")), company).refused == 1
    assert queries.faults(late, by=company.agent)[0].fault is Fault.NOT_DUE
    assert broken() == []


def test_an_employer_entrusts_what_it_chooses():
    company = a_company()
    lent = {"roles": frozenset({Role.EMPLOYER_AGENT}), "id": uuid4(), "employer_id": company.id}
    accountant = Actor(**lent, flows=frozenset({Flow.ENDOWMENTS}))
    clerk = Actor(**lent, flows=frozenset({Flow.DECLARATIONS}))
    order_id = s.drafted(company)
    assert queries.order(order_id, by=accountant).payer_name == s.card(order_id).payer_name
    assert queries.orders(by=Actor(**lent, flows=frozenset({Flow.CORRECTIVE}))) == []
    with s.refuses(Refusal.ORDER_UNKNOWN):
        queries.order(order_id, by=clerk)
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.draft_order(payer=s.payer(company), ground=Ground.VOLUNTARY, by=clerk, at=AT)
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.submit_order(order_id=order_id, by=accountant, at=AT)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"expires_on": date(2026, 12, 1)}, Refusal.EXPIRES_TOO_SOON),
        ({"refunded": True}, Refusal.REFUND_WITHOUT_END),
        ({"certifications": []}, Refusal.CERTIFICATION_UNKNOWN),
        ({"certifications": ["RNCP1"]}, Refusal.CERTIFICATION_UNKNOWN),
        ({"facts": {"year": 2026}}, Refusal.FACTS_MISSING),
    ],
)
def test_conditions_that_cannot_be_kept_are_refused(more, reason):
    with s.refuses(reason):
        s.drafted(a_funder(), **more)


def test_who_may_do_what():
    one = s.somebody(1)
    giver, other = a_funder(), a_funder()
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.draft_order(payer=s.payer(other), ground=Ground.VOLUNTARY, by=giver.agent, at=AT)
    order_id = s.drafted(giver)
    actions.add_line(order_id=order_id, nir=one.nir, name=one.name, amount="12,5", mark="X", by=giver.agent, at=AT)
    with s.refuses(Refusal.LINE_REFUSED):
        actions.add_line(order_id=order_id, nir=one.nir, name=one.name, amount="12", by=giver.agent, at=AT)
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.submit_order(order_id=order_id, by=giver.agent, at=AT)
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.submit_order(order_id=order_id, by=other.manager, at=AT)
    with s.refuses(Refusal.ORDER_UNKNOWN):
        queries.order(order_id, by=other.manager)
    assert queries.orders(by=other.agent) == []
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.receive_order(order_id=order_id, received_on=AT.date(), by=giver.manager, at=AT)
    actions.submit_order(order_id=order_id, by=giver.manager, at=AT)
    with s.refuses(Refusal.NOT_ALLOWED):
        actions.cancel_order(order_id=order_id, by=giver.agent, at=AT)
    actions.cancel_order(order_id=order_id, by=giver.manager, at=AT)
    assert s.card(order_id).state == OrderState.CANCELLED
    with s.refuses(Refusal.NOT_IN_THIS_STATE):
        actions.end_reading(order_id=order_id, by=scenes.SYSTEM, at=AT)
    with s.refuses(Refusal.NOT_IN_THIS_STATE):
        actions.take_lines(order_id=order_id, first=0, upto=1, lines=[], by=scenes.SYSTEM, at=AT)
    empty = s.drafted(giver)
    with s.refuses(Refusal.NO_LINE):
        actions.submit_order(order_id=empty, by=giver.manager, at=AT)


def test_a_transfer_that_is_given_up_is_looked_at_when_it_comes_all_the_same():
    giver, order_id, label = s.sent(None, s.somebody(1))
    actions.cancel_order(order_id=order_id, by=giver.manager, at=AT)
    s.transferred(label, 50_000)
    assert BankEntry.objects.get().puzzle == Puzzle.NOT_EXPECTED
    arguments = {"about": order_id, "by": scenes.SYSTEM, "at": AT}
    with s.refuses(TreasuryRefusal.REFERENCE_REUSED):
        treasury.expect_transfer(siren=s.SIREN, amount_cents=1, **arguments)
    treasury.forget_transfer(**arguments)
    with s.refuses(TreasuryRefusal.TRANSFER_UNKNOWN):
        treasury.forget_transfer(**arguments | {"about": giver.id})


def test_figures_are_told_of_eleven_people_and_not_of_ten():
    giver = a_funder()
    _, order_id, _ = s.sent(giver, *(s.somebody(rank) for rank in range(1, 11)))
    s.credited(order_id)
    assert queries.became(giver.id, by=giver.agent) is None
    _, again, _ = s.sent(giver, s.somebody(11))
    s.credited(again)
    told = queries.became(giver.id, by=giver.agent)
    assert (told.persons, told.persons_using, told.credited_cents, told.left_cents) == (11, 0, 550_000, 550_000)
    assert queries.became(giver.id, by=a_funder().agent) is None


def test_many_payments_are_one_each():
    one, two = s.somebody(1), s.somebody(2)
    payments = [
        Payment(account_id=one.account_id, amount_cents=10, reference="a"),
        Payment(account_id=two.account_id, amount_cents=20, reference="b"),
        Payment(account_id=two.account_id, amount_cents=0, reference="c"),
    ]
    arguments = {"kind": PurseKind.REGION, "label": "Région", "by": scenes.SYSTEM, "at": AT}
    became = accounts.top_up_many(payments=payments, **arguments)
    assert became.refused == {"c": AccountRefusal.AMOUNT_NOT_POSITIVE}
    again = accounts.top_up_many(
        payments=[payments[0], Payment(account_id=two.account_id, amount_cents=21, reference="b")], **arguments
    )
    assert again.purses == {"a": became.purses["a"]}
    assert again.refused == {"b": AccountRefusal.REFERENCE_REUSED}
    with s.refuses(AccountRefusal.PURSE_NOT_FOR_TOP_UPS):
        accounts.top_up_many(payments=payments, **arguments | {"kind": PurseKind.CEC})
    assert (s.total(one), s.total(two)) == (10, 20)
    assert broken() == []
