"""The stand-in of the card provider: its API's manners, and its pages as a payer meets them."""

import json
import re

import pytest
from django.test import Client
from stdnum import luhn
from tests.outside.card_provider import card_provider

from acquis.outside import payments
from acquis.outside.payments_standin.cards import CARDS, card_for
from acquis.outside.payments_standin.jobs import signed_headers
from acquis.outside.payments_standin.models import DemoCall, DemoPayment

pytestmark = pytest.mark.django_db
GOOD, REFUSED, FAILS, POOR, CLOSING = CARDS
BACK = "http://127.0.0.1:8000/paiement/retour/c"


@pytest.fixture(autouse=True)
def provider():
    with card_provider():
        yield


@pytest.fixture
def payment():
    return payments.create(reference="c", amount_cents=15_000, return_url=BACK)


def page_of(payment):
    return "/demo/cards/pay/" + payment.id


def pay(payment, card, **typed):
    form = {"number": card.spaced, "expiry": "09/40", "code": "123"} | typed
    return Client().post(page_of(payment), form)


def api(method, path, *, key="k", secret=None, **body):
    headers = {"Authorization": f"Bearer {secret or payments.api_secret()}", "Idempotency-Key": key}
    return Client().generic(
        method, f"/demo/cards/api{path}", json.dumps(body), content_type="application/json", headers=headers
    )


# The API ----------------------------------------------------------------------------------------------------------


def test_the_same_key_is_the_same_payment_and_with_another_content_a_conflict(payment):
    again = payments.create(reference="c", amount_cents=15_000, return_url=BACK)
    assert again == payment
    body = {"reference": "c", "amount_cents": 1, "currency": "EUR", "return_url": BACK}
    assert api("POST", "/payments", key="c", **body).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"amount_cents": 0}, 422),
        ({"amount_cents": "100"}, 422),
        ({"currency": "USD"}, 422),
        ({"return_url": "javascript:alert(1)"}, 422),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused(body, status):
    base = {"reference": "c", "amount_cents": 100, "currency": "EUR", "return_url": BACK}
    assert api("POST", "/payments", **base | body).status_code == status
    assert DemoPayment.objects.count() == 0


def test_without_the_secret_nothing_is_told_or_done(payment):
    for method, path in (("GET", f"/payments/{payment.id}"), ("POST", "/payments")):
        assert api(method, path, secret="wrong").status_code == 401
    assert api("POST", f"/payments/{payment.id}/refunds", secret="wrong", amount_cents=1).status_code == 401
    assert api("GET", "/payments/pay_unknown").status_code == 404


def test_refunds_never_pass_what_was_paid(payment):
    def refunding(key, cents):
        return api("POST", f"/payments/{payment.id}/refunds", key=key, amount_cents=cents).status_code

    assert refunding("a", 100) == 412
    pay(payment, REFUSED)
    assert refunding("a", 100) == 412
    other = payments.create(reference="d", amount_cents=500, return_url=BACK)
    pay(other, GOOD)
    Client().post(page_of(other) + "/bank", {"decision": "confirm"})
    payment = other
    assert refunding("a", 300) == 201
    assert refunding("a", 300) == 200
    assert refunding("a", 200) == 409
    assert refunding("b", 201) == 412
    assert refunding("b", 200) == 201


# The pages --------------------------------------------------------------------------------------------------------


def test_the_test_cards_are_of_no_scheme_and_have_right_check_digits():
    for card in CARDS:
        assert card.number.startswith("9")
        assert luhn.is_valid(card.number)
    assert card_for("4111111111111111") is None


def test_the_page_is_french_has_no_script_and_names_its_fields(payment):
    page = Client().get(page_of(payment)).content.decode()
    assert '<html lang="fr"' in page
    assert "<script" not in page
    assert "style=" not in page
    assert "150,00\u00a0€" in page
    assert set(re.findall(r'<label class="ds-label" for="(\w+)"', page)) == {"number", "expiry", "code"}
    assert all(card.spaced in page for card in CARDS)
    assert 'autocomplete="cc' not in page


def test_the_good_card_succeeds_after_the_bank_s_check(payment):
    to_bank = pay(payment, GOOD)
    assert to_bank.headers["Location"] == page_of(payment) + "/bank"
    assert payments.get(payment.id).state == payments.State.PENDING
    assert Client().get(to_bank.headers["Location"]).status_code == 200
    back = Client().post(to_bank.headers["Location"], {"decision": "confirm"})
    assert back.headers["Location"] == f"{BACK}?payment={payment.id}"
    assert payments.get(payment.id).state == payments.State.SUCCEEDED


@pytest.mark.parametrize(
    ("card", "decision", "reason"),
    [
        (REFUSED, None, "card_refused"),
        (POOR, None, "insufficient_funds"),
        (FAILS, "confirm", "check_failed"),
        (GOOD, "refuse", "check_refused"),
    ],
)
def test_the_other_ways_end_in_a_refusal_and_lead_back(payment, card, decision, reason):
    answer = pay(payment, card)
    if decision:
        answer = Client().post(answer.headers["Location"], {"decision": decision})
    assert answer.headers["Location"] == f"{BACK}?payment={payment.id}"
    assert payments.get(payment.id).state == payments.State.REFUSED
    assert DemoPayment.objects.get().reason == reason


def test_giving_up_leads_back(payment):
    answer = Client().post(page_of(payment), {"give_up": "1"})
    assert answer.headers["Location"].startswith(BACK)
    assert payments.get(payment.id).state == payments.State.REFUSED


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": "4111 1111 1111 1111"}, "number"),
        ({"number": ""}, "number"),
        ({"expiry": "13/40"}, "expiry"),
        ({"expiry": "09/20"}, "expiry"),
        ({"expiry": "soon"}, "expiry"),
        ({"code": "12"}, "code"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_comes_back(payment, typed, field):
    answer = pay(payment, GOOD, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    assert page.count('aria-invalid="true"') == 1
    assert "4111" not in page
    assert 'value="123"' not in page
    assert payments.get(payment.id).state == payments.State.PENDING


def test_no_card_number_is_kept(payment):
    pay(payment, GOOD)
    pay(payment, GOOD, number="4111111111111111")
    kept = json.dumps(list(DemoPayment.objects.values()) + list(DemoCall.objects.values()), default=str)
    assert GOOD.number not in kept
    assert "4111" not in kept


def test_what_is_over_stays_over(payment):
    pay(payment, REFUSED)
    for answer in (pay(payment, GOOD), Client().get(page_of(payment)), Client().get(page_of(payment) + "/bank")):
        assert answer.headers["Location"].startswith(BACK)
    assert payments.get(payment.id).state == payments.State.REFUSED
    assert DemoCall.objects.count() == 1


def test_the_bank_s_page_cannot_be_reached_without_a_card(payment):
    answer = Client().post(page_of(payment) + "/bank", {"decision": "confirm"})
    assert answer.headers["Location"] == page_of(payment)
    assert payments.get(payment.id).state == payments.State.PENDING


def test_forms_are_protected_against_other_sites(payment):
    answer = Client(enforce_csrf_checks=True).post(page_of(payment), {"give_up": "1"})
    assert answer.status_code == 403


def test_an_unknown_payment_is_not_found():
    assert Client().get("/demo/cards/pay/pay_unknown").status_code == 404


def test_the_end_is_told_by_a_call_that_our_side_believes(payment):
    pay(payment, POOR)
    call = DemoCall.objects.get()
    told = payments.read_call(call.body.encode(), signed_headers(call))
    assert (told.id, told.reference, told.state) == (payment.id, "c", payments.State.REFUSED)
