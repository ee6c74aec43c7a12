"""Training bodies: read from a list, referenced, suspended, and the two persons behind every bank account."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from django.test import Client

from acquis.kit.actor import Actor, Role, system
from acquis.kit.refusal import Refused
from acquis.outside import payee_check
from acquis.providers import queries
from acquis.providers.actions import (
    approve_bank_account,
    ask_payee,
    contest_bank_account,
    declare_vat,
    decline_bank_account,
    delist,
    propose_bank_account,
    record_payee_check,
    reference,
    restore,
    suspend,
    upsert_providers,
)
from acquis.providers.actions.approve_bank_account import ASKED_FOR
from acquis.providers.checks import bank_accounts as bank_accounts_check
from acquis.providers.checks import sellers_declared, sirets
from acquis.providers.models import BankAccount, Provider
from acquis.providers.types import BankState, PayeeMatch, ProviderRow, ProviderState, Refusal, VatRegime

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
TODAY = date(2026, 6, 1)
SYSTEM = system("tests")
AGENT = Actor(roles=frozenset({Role.STAFF_AGENT}), id=UUID(int=301))
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=302))
APPROVER = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=303))
BOTH = Actor(roles=frozenset({Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=UUID(int=304))
HOLDER = Actor(roles=frozenset({Role.HOLDER}), id=UUID(int=305), account_id=UUID(int=306))
SIRET, OTHER = "90000000100017", "90000001900019"
IBAN, IBAN_2 = "FR76 9999 9000 0100 0000 0000 115", "FR7699999000010000000000212"


def a_row(siret=SIRET, **values):
    return ProviderRow(
        siret=siret, **{"name": "ÉCOLE DES MÉTIERS", "nda": "11750000000", "qualiopi_training": True} | values
    )


def a_provider(siret=SIRET, **values):
    upsert_providers(rows=[a_row(siret, **values)], by=SYSTEM, at=AT)
    return queries.by_siret(siret).id


def manager_of(provider):
    return Actor(roles=frozenset({Role.PROVIDER_MANAGER}), id=UUID(int=307), provider_id=provider)


def refused(act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def proposed(provider, iban=IBAN, by=FINANCE, at=AT, **more):
    return propose_bank_account(
        provider_id=provider, iban=iban, holder_name="École des métiers", by=by, at=at, **{"bic": "ACQUFRPP"} | more
    )


def broken():
    return [*sirets(), *sellers_declared(), *bank_accounts_check()]


@pytest.fixture(autouse=True)
def right_sirets():
    from stdnum.fr import siret

    assert siret.is_valid(SIRET)
    assert siret.is_valid(OTHER)


# Lists ------------------------------------------------------------------------------------------------------------


def test_a_list_read_twice_changes_nothing():
    rows = [a_row(), a_row(OTHER, name="Autre")]
    first = upsert_providers(rows=rows, by=SYSTEM, at=AT)
    again = upsert_providers(rows=rows, by=SYSTEM, at=AT)
    assert (first.created, first.changed, first.unchanged) == (2, 0, 0)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)


def test_a_changed_row_changes_what_lists_tell_and_nothing_else():
    provider = a_provider()
    reference(provider_id=provider, by=AGENT, at=AT)
    changed = upsert_providers(rows=[a_row(trade_name="L’École", town="Nantes")], by=AGENT, at=AT)
    assert (changed.created, changed.changed) == (0, 1)
    card = queries.provider(provider)
    assert (card.display, card.town, card.state) == ("L’École", "Nantes", ProviderState.REFERENCED)


def test_a_bad_row_never_costs_a_good_one():
    done = upsert_providers(rows=[a_row("90000000100018"), a_row(), a_row("abc")], by=SYSTEM, at=AT)
    assert done.created == 1
    assert done.refused == (("90000000100018", Refusal.SIRET_NOT_VALID), ("abc", Refusal.SIRET_NOT_VALID))
    assert refused(upsert_providers, rows=[a_row()], by=HOLDER, at=AT) == Refusal.NOT_ALLOWED


def test_bodies_are_found_by_name_and_number():
    a_provider()
    assert [card.siret for card in queries.find("ecole des")] == [SIRET]
    assert [card.siret for card in queries.find("900 000 001")] == [SIRET]
    assert queries.find("université") == []
    assert queries.ids_by_siret([SIRET, OTHER]).keys() == {SIRET}


# The life of a body -----------------------------------------------------------------------------------------------


def test_referencing_refused_in_order():
    assert refused(reference, provider_id=uuid4(), by=AGENT, at=AT) == Refusal.PROVIDER_UNKNOWN
    provider = a_provider(nda="", qualiopi_training=False)
    assert refused(reference, provider_id=provider, by=manager_of(provider), at=AT) == Refusal.NOT_ALLOWED
    assert refused(reference, provider_id=provider, by=AGENT, at=AT) == Refusal.NO_ACTIVITY_DECLARATION
    a_provider(qualiopi_training=False)
    assert refused(reference, provider_id=provider, by=AGENT, at=AT) == Refusal.NO_QUALITY_LABEL
    a_provider(qualiopi_vae=True)
    reference(provider_id=provider, by=AGENT, at=AT)
    assert refused(reference, provider_id=provider, by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def test_suspending_restoring_and_removing():
    provider = a_provider()
    assert refused(suspend, provider_id=provider, reason="x", by=HOLDER, at=AT) == Refusal.NOT_ALLOWED
    assert refused(suspend, provider_id=provider, reason="x", by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert refused(restore, provider_id=provider, by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    reference(provider_id=provider, by=AGENT, at=AT)
    assert refused(suspend, provider_id=provider, reason=" ", by=AGENT, at=AT) == Refusal.REASON_MISSING
    suspend(provider_id=provider, reason="Contrôle", by=AGENT, at=AT)
    assert queries.sellers() == set()
    assert refused(restore, provider_id=provider, by=FINANCE, at=AT) == Refusal.NOT_ALLOWED
    restore(provider_id=provider, by=AGENT, at=AT)
    assert queries.sellers() == {provider}
    assert refused(delist, provider_id=provider, reason="x", by=FINANCE, at=AT) == Refusal.NOT_ALLOWED
    assert refused(delist, provider_id=provider, reason="", by=AGENT, at=AT) == Refusal.REASON_MISSING
    delist(provider_id=provider, reason="Qualité perdue", by=AGENT, at=AT)
    assert refused(delist, provider_id=provider, reason="x", by=AGENT, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert Provider.objects.get().state_reason == "Qualité perdue"


# Bank accounts ----------------------------------------------------------------------------------------------------


def test_proposing_refused_in_order():
    provider, other = a_provider(), a_provider(OTHER)
    assert refused(proposed, provider=uuid4()) == Refusal.PROVIDER_UNKNOWN
    for by in (AGENT, APPROVER, HOLDER, manager_of(other)):
        assert refused(proposed, provider=provider, by=by) == Refusal.NOT_ALLOWED
    for iban in ("FR7699999000010000000000116", "XX00", "", "BR1500000000000010932840814P2"):
        assert refused(proposed, provider=provider, iban=iban) == Refusal.IBAN_NOT_VALID
    for bic in ("ACQU", "ACQUDEFF", ""):
        assert refused(proposed, provider=provider, bic=bic) == Refusal.BIC_NOT_VALID
    assert (
        refused(
            propose_bank_account,
            provider_id=provider, iban=IBAN, bic="ACQUFRPP", holder_name=" ", by=FINANCE, at=AT,
        ) == Refusal.HOLDER_NAME_MISSING
    )  # fmt: skip
    assert BankAccount.objects.count() == 0


def test_a_bank_account_needs_a_second_person_and_time():
    provider = a_provider()
    bank_account = proposed(provider, by=BOTH)
    assert proposed(provider, by=BOTH) == bank_account
    assert queries.may_be_paid(provider, on=TODAY + timedelta(days=30)) is None
    assert refused(approve_bank_account, bank_account_id=uuid4(), by=APPROVER, at=AT) == Refusal.BANK_ACCOUNT_UNKNOWN
    for by in (FINANCE, AGENT, manager_of(provider)):
        assert refused(approve_bank_account, bank_account_id=bank_account, by=by, at=AT) == Refusal.NOT_ALLOWED
    assert refused(approve_bank_account, bank_account_id=bank_account, by=BOTH, at=AT) == Refusal.SAME_PERSON
    # The same person under other roles than on the day of the proposal.
    promoted = replace(BOTH, roles=frozenset({Role.STAFF_APPROVER, Role.STAFF_AGENT}))
    assert promoted.key != BOTH.key
    assert refused(approve_bank_account, bank_account_id=bank_account, by=promoted, at=AT) == Refusal.SAME_PERSON
    base = {"bank_account_id": bank_account, "by": APPROVER, "at": AT}
    # Its bank is still being asked: no words stand for the answer. After the last try they do.
    assert refused(approve_bank_account, **base | {"words": "Vu"}) == Refusal.PAYEE_STILL_ASKED
    silent = {"at": AT + ASKED_FOR}
    assert refused(approve_bank_account, **base | silent) == Refusal.PAYEE_WORDS_MISSING
    told(bank_account, PayeeMatch.NOT_POSSIBLE)
    assert refused(approve_bank_account, **base) == Refusal.PAYEE_WORDS_MISSING
    told(bank_account, PayeeMatch.NO_MATCH)
    assert refused(approve_bank_account, **base | {"words": "Vu"}) == Refusal.PAYEE_DIFFERS
    told(bank_account, PayeeMatch.MATCH)
    approve_bank_account(**base)
    assert queries.may_be_paid(provider, on=date(2026, 6, 2)) is None
    details = queries.may_be_paid(provider, on=date(2026, 6, 3))
    assert (details.iban, details.bic) == ("FR7699999000010000000000115", "ACQUFRPP")
    assert refused(approve_bank_account, bank_account_id=bank_account, by=APPROVER, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert not broken()


def approve(bank_account, at=AT):
    """Its bank cannot say; somebody saw it."""
    record_payee_check(bank_account_id=bank_account, payee=PayeeMatch.NOT_POSSIBLE, by=SYSTEM, at=at)
    approve_bank_account(bank_account_id=bank_account, words="Vu", by=APPROVER, at=at)


def told(bank_account, payee, name="", by=SYSTEM):
    record_payee_check(bank_account_id=bank_account, payee=payee, name=name, by=by, at=AT)


def asking(status=200, **body):
    return payee_check.speaking_through(httpx.MockTransport(lambda request: httpx.Response(status, json=body)))


def test_the_bank_of_an_account_is_asked_about_its_name_and_its_answer_is_kept_until_it_is_judged():
    provider = a_provider()
    account = proposed(provider, by=manager_of(provider))
    base = {"bank_account_id": account, "by": FINANCE, "at": AT}
    assert refused(ask_payee, **base | {"bank_account_id": uuid4()}) == Refusal.BANK_ACCOUNT_UNKNOWN
    assert refused(ask_payee, **base | {"by": AGENT}) == Refusal.NOT_ALLOWED
    assert refused(told, bank_account=account, payee=PayeeMatch.MATCH, by=FINANCE) == Refusal.NOT_ALLOWED
    for status, body in ((500, {"partyNameMatch": "MTCH"}), (200, {"partyNameMatch": "?"}), (200, {})):
        with asking(status, **body):
            assert refused(ask_payee, **base) == Refusal.PAYEE_CHECK_UNAVAILABLE
    with asking(partyNameMatch="CMTC", matchedName="ECOLE DES METIERS SARL"):
        assert ask_payee(**base) == PayeeMatch.CLOSE
    approve_bank_account(bank_account_id=account, by=APPROVER, at=AT)
    # It is paid in the account's own name, and what is judged is not asked about again.
    assert queries.may_be_paid(provider, on=date(2026, 6, 3)).holder_name == "ECOLE DES METIERS SARL"
    with asking(partyNameMatch="NMTC"):
        assert ask_payee(**base) == PayeeMatch.CLOSE
    told(account, PayeeMatch.MATCH)
    record_payee_check(
        bank_account_id=account, payee=PayeeMatch.NO_MATCH, by=SYSTEM, at=datetime(2026, 6, 3, 9, tzinfo=UTC)
    )
    assert queries.bank_accounts(provider, by=APPROVER)[0].payee == PayeeMatch.CLOSE
    assert not broken()


def test_an_account_approved_on_words_is_contested_when_its_bank_then_says_it_is_in_another_name():
    provider = a_provider()
    first = proposed(provider)
    approve(first)
    later = AT + timedelta(days=10)
    second = proposed(provider, IBAN_2, at=later)
    silent = later + ASKED_FOR
    approve_bank_account(bank_account_id=second, words="Vu", by=APPROVER, at=silent)
    record_payee_check(bank_account_id=second, payee=PayeeMatch.NO_MATCH, by=SYSTEM, at=silent)
    cards = {card.id: card for card in queries.bank_accounts(provider, by=APPROVER)}
    assert (cards[second].state, cards[second].payee) == (BankState.CONTESTED, PayeeMatch.NO_MATCH)
    assert queries.may_be_paid(provider, on=date(2026, 6, 30)).bank_account_id == first
    assert not broken()


@pytest.mark.parametrize(
    ("name", "match", "told_name"),
    [
        ("Formation", "match", ""),
        ("Presque École des métiers", "close", "École des métiers"),
        ("Inconnu Dupont", "no_match", ""),
        ("MUET", "not_possible", ""),
    ],
)
def test_the_stand_in_answers_in_the_words_of_the_scheme(name, match, told_name):
    seen = []

    def answer(request):
        seen.append(request)
        headers = {key: value for key, value in request.headers.items() if key.startswith("x-")}
        got = Client().post(request.url.path, request.read(), content_type="application/json", headers=headers)
        return httpx.Response(got.status_code, content=got.content)

    with payee_check.speaking_through(httpx.MockTransport(answer)):
        got = payee_check.ask(name=name, iban=IBAN, bic="ACQUFRPP", reference="r")
    assert (got.match, got.name) == (match, told_name)
    assert seen[0].headers["X-Request-ID"] == "r"


def test_a_change_of_account_is_stopped_by_whoever_knows_the_former_until_it_is_used():
    provider, other = a_provider(), a_provider(OTHER)
    first = proposed(provider)
    approve(first)
    later = AT + timedelta(days=10)
    second = proposed(provider, IBAN_2, at=later)
    approve(second, later)
    assert [card.id for card in queries.bank_accounts_changing(on=date(2026, 6, 11), by=FINANCE)] == [second]
    base = {"bank_account_id": second, "by": manager_of(provider), "at": later}
    assert refused(contest_bank_account, **base | {"bank_account_id": uuid4()}) == Refusal.BANK_ACCOUNT_UNKNOWN
    for by in (AGENT, manager_of(other)):
        assert refused(contest_bank_account, **base | {"by": by}) == Refusal.NOT_ALLOWED
    assert refused(contest_bank_account, **base | {"at": later + timedelta(days=9)}) == Refusal.ALREADY_IN_USE
    contest_bank_account(**base)
    assert queries.may_be_paid(provider, on=date(2026, 6, 12)).bank_account_id == first
    states = [card.state for card in queries.bank_accounts(provider, by=APPROVER)]
    assert states == [BankState.CONTESTED, BankState.ACTIVE]
    assert refused(contest_bank_account, **base) == Refusal.NOT_IN_THIS_STATE
    third = proposed(provider, IBAN_2, at=later)
    contest_bank_account(**base | {"bank_account_id": third, "by": FINANCE})
    assert queries.may_be_paid(provider, on=date(2026, 6, 12)).bank_account_id == first
    assert not broken()


def test_a_new_account_replaces_the_former_only_when_approved_and_nothing_is_paid_meanwhile():
    provider = a_provider()
    first = proposed(provider)
    approve(first)
    later = AT + timedelta(days=10)
    second = proposed(provider, IBAN_2, by=manager_of(provider), at=later)
    assert queries.may_be_paid(provider, on=date(2026, 6, 11)).bank_account_id == first
    approve(second, later)
    assert queries.may_be_paid(provider, on=date(2026, 6, 11)) is None
    assert queries.may_be_paid(provider, on=date(2026, 6, 15)).bank_account_id == second
    states = [card.state for card in queries.bank_accounts(provider, by=APPROVER)]
    assert states == [BankState.ACTIVE, BankState.REPLACED]


def test_a_proposal_may_be_declined_or_replaced_by_another():
    provider = a_provider()
    first = proposed(provider)
    second = proposed(provider, IBAN_2)
    assert [card.id for card in queries.bank_accounts_to_approve(by=APPROVER)] == [second]
    assert refused(decline_bank_account, bank_account_id=second, by=FINANCE, at=AT) == Refusal.NOT_ALLOWED
    decline_bank_account(bank_account_id=second, by=APPROVER, at=AT)
    assert refused(decline_bank_account, bank_account_id=second, by=APPROVER, at=AT) == Refusal.NOT_IN_THIS_STATE
    assert refused(approve_bank_account, bank_account_id=first, by=APPROVER, at=AT) == Refusal.NOT_IN_THIS_STATE


def test_a_suspended_body_is_not_paid():
    provider = a_provider()
    reference(provider_id=provider, by=AGENT, at=AT)
    approve(proposed(provider))
    suspend(provider_id=provider, reason="Contrôle", by=AGENT, at=AT)
    assert queries.may_be_paid(provider, on=date(2026, 6, 30)) is None
    restore(provider_id=provider, by=AGENT, at=AT)
    assert queries.may_be_paid(provider, on=date(2026, 6, 30)) is not None


def test_a_body_sees_its_own_bank_accounts_masked():
    provider, other = a_provider(), a_provider(OTHER)
    proposed(provider)
    (card,) = queries.bank_accounts(provider, by=manager_of(provider))
    assert card.iban_masked == "FR76 •••• 0115"
    assert queries.bank_accounts(provider, by=manager_of(other)) == []
    assert queries.bank_accounts(provider, by=AGENT) == []


def test_value_added_tax_is_declared_from_a_day_on():
    provider, day = a_provider(), TODAY
    base = {
        "provider_id": provider, "regime": VatRegime.TAXED, "rate_permille": 200, "from_day": day,
        "by": manager_of(provider), "at": AT,
    }  # fmt: skip
    assert (queries.vat_on(provider, day).regime, queries.vat_on(provider, day).declared) == (VatRegime.EXEMPT, False)
    for by in (AGENT, HOLDER, APPROVER, manager_of(a_provider(OTHER))):
        assert refused(declare_vat, **base | {"by": by}) == Refusal.NOT_ALLOWED
    assert refused(declare_vat, **base | {"rate_permille": None}) == Refusal.VAT_RATE_MISSING
    assert refused(declare_vat, **base | {"rate_permille": 196}) == Refusal.VAT_RATE_NOT_KNOWN
    assert refused(declare_vat, **base | {"regime": VatRegime.FRANCHISE}) == Refusal.VAT_RATE_NOT_KNOWN
    assert refused(declare_vat, **base | {"from_day": day - timedelta(days=1)}) == Refusal.VAT_DAY_PAST
    declare_vat(**base | {"from_day": day + timedelta(days=30)})
    assert not queries.vat_on(provider, day + timedelta(days=29)).declared
    taxed = queries.vat_on(provider, day + timedelta(days=30))
    assert (taxed.regime, taxed.rate_permille, taxed.number) == (VatRegime.TAXED, 200, "FR68900000001")
    assert refused(declare_vat, **base | {"from_day": day + timedelta(days=40)}) == Refusal.VAT_UNCHANGED
    declare_vat(**base | {"regime": VatRegime.FRANCHISE, "rate_permille": None, "from_day": day + timedelta(days=40)})
    assert [each.regime for each in queries.vat_declarations(provider)] == [VatRegime.FRANCHISE, VatRegime.TAXED]
    assert queries.vat_on(provider, day + timedelta(days=40)).number == ""
