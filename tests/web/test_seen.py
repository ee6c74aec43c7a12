"""Every page of holders, training bodies and staff, in Chromium: accessible, not too wide, nothing complained of.

Wide and at 320 px, light and dark. With ACQUIS_PICTURES=1 their pictures are kept in `test-results/`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page
from tests import scenes
from tests.browser import assert_colours, assert_reflows, keep
from tests.support import scenes as asking
from tests.web import visiting

from acquis.accounts import actions as accounts
from acquis.accounts.types import ProofKind, PurseKind, YearRow
from acquis.catalogue.models import Review
from acquis.catalogue.reviews import actions as reviews
from acquis.enrolments import actions as enrolments
from acquis.enrolments.types import PersonalTerms
from acquis.kit.actor import Actor, Role
from acquis.ledger import actions as ledger
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.rules import EndGround, Regime, WorkUnit
from acquis.treasury import actions as treasury

pytestmark = pytest.mark.django_db(transaction=True)

Look = Callable[..., None]

WORKED = {2019: "1607", 2020: "700", 2021: "1607", 2022: "1607", 2023: "1400", 2024: "600.5", 2025: "1607"}


@pytest.fixture
def look(page: Page, context: BrowserContext, site: str, today: None, picture: Any) -> Look:
    """A function `(actor, path, name)`: that page, as that actor sees it, every way."""

    def take(actor: Actor, path: str, name: str) -> None:
        context.clear_cookies()
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": visiting.session_key(actor), "url": site}])
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        see(name)

    def see(name: str) -> None:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        picture(name)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 1280, "height": 900})
        keep(page, f"{name}-dark")
        assert_colours(page)
        assert_reflows(page)
        page.emulate_media(color_scheme="light")

    take.see = see  # type: ignore[attr-defined]
    return take


def seal_the_days() -> None:
    """Two days of the ledger, anchored."""
    for at in (scenes.AT, scenes.moment(scenes.date(2026, 11, 24))):
        for _ in range(2):
            ledger.roll_up(by=scenes.SYSTEM, at=at)
        ledger.anchor(by=scenes.SYSTEM, at=at)


def a_full_account() -> scenes.Holder:
    """A holder with seven credited years and their employer's money."""
    holder = scenes.a_holder(rights_cents=0, top_ups={PurseKind.EMPLOYER: 38_730})
    rows = [
        YearRow(account_id=holder.account_id, year=year, regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked=worked)
        for year, worked in WORKED.items()
    ]
    for row in rows:
        accounts.credit_years(rows=[row], by=scenes.SYSTEM, at=scenes.AT)
    return holder


def test_the_holder_s_pages(look: Look) -> None:
    holder, body = a_full_account(), scenes.a_body()
    dear = scenes.a_session(body, price_cents=395_000)
    proposed = scenes.proposed(holder, body, price_cents=395_000)
    confirmed = scenes.confirmed(holder, body, price_cents=40_000)
    waiting = scenes.proposed(holder, body)
    look(holder.actor, "/", "holder-home")
    look(holder.actor, "/mes-droits", "rights")
    look(holder.actor, "/mes-droits/pourquoi/2024", "why")
    look(holder.actor, "/mes-inscriptions", "enrolments")
    look(holder.actor, f"/mes-inscriptions/{proposed.id}", "enrolment-proposed")
    look(holder.actor, f"/mes-inscriptions/{proposed.id}/confirmer", "confirm")
    look(holder.actor, f"/mes-inscriptions/{confirmed.id}", "enrolment-confirmed")
    look(holder.actor, f"/acheter/{dear}", "buy")
    collection = scenes.confirming(waiting)
    look(holder.actor, f"/mes-inscriptions/{waiting.id}", "enrolment-awaiting")
    look(holder.actor, f"/paiement/{collection}", "payment")
    look(holder.actor, f"/paiement/retour/{collection}", "payment-back")


def test_the_holder_s_other_pages(look: Look, page: Page) -> None:
    holder, nobody, body = a_full_account(), scenes.a_holder(rights_cents=0), scenes.a_body()
    permanent = scenes.a_session(body, permanent=True, starts_on=None, ends_on=None)
    ended = scenes.validated(holder, body)
    declined = scenes.requested(holder, body)
    visiting.signed_in(body.agent).post(f"/organisme/inscriptions/{declined.id}/refuser", {"reason": "session_full"})
    visiting.signed_in(body.agent).get(f"/organisme/inscriptions/{ended.id}")
    look(holder.actor, f"/mes-inscriptions/{ended.id}", "enrolment-validated")
    look(holder.actor, f"/mes-inscriptions/{declined.id}", "enrolment-declined")
    look(holder.actor, "/mes-droits/consultations", "readings")
    look(nobody.actor, "/mes-droits", "rights-empty")
    look(nobody.actor, "/mes-inscriptions", "enrolments-empty")
    look(nobody.actor, "/mes-droits/consultations", "readings-empty")
    look(holder.actor, f"/acheter/{permanent}", "buy-permanent")
    page.fill("#f-starts_on", "2026-11-21")
    page.evaluate("document.querySelector('#f-starts_on').form.noValidate = true")
    page.click("main button[type=submit]")
    look.see("buy-refused")  # type: ignore[attr-defined]


def test_statement_requests_and_messages(look: Look, page: Page) -> None:
    holder, nobody = a_full_account(), scenes.a_holder(rights_cents=0)
    scenes.confirmed(holder)
    look(holder.actor, "/mes-droits/releve", "statement")
    look(nobody.actor, "/mes-droits/releve", "statement-empty")
    look(holder.actor, "/mes-demandes/nouvelle?annee=2025", "new-request-1")
    page.check("#f-sujet")
    page.click("main form button[type=submit]")
    look.see("new-request-2")  # type: ignore[attr-defined]
    page.click("main form button[type=submit]")
    look.see("new-request-2-refused")  # type: ignore[attr-defined]
    page.fill("#f-said", "J’ai travaillé toute l’année.")
    page.click("main form button[type=submit]")
    look.see("new-request-3")  # type: ignore[attr-defined]
    page.click("main form button[name=send]")
    look.see("request-sent")  # type: ignore[attr-defined]
    asked = asking.answered(holder)
    look(holder.actor, f"/mes-demandes/{asked}", "request-answered")
    look(holder.actor, "/mes-demandes", "requests")
    look(holder.actor, "/mes-messages", "messages")
    look(nobody.actor, "/mes-messages", "messages-empty")
    look(scenes.STAFF, "/agents/demandes", "staff-requests")
    look(scenes.STAFF, f"/agents/demandes/{asking.taken(holder)}", "staff-request")
    look(holder.actor, "/verifier?code=AAAA", "check-statement")
    look(holder.actor, "/demo/messages", "demo-messages")


def test_the_pages_of_one_s_situation(look: Look, page: Page) -> None:
    holder, agent = a_full_account(), Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
    served = YearRow(
        account_id=holder.account_id, year=2025, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1"
    )
    accounts.credit_hours(rows=[served], by=scenes.SYSTEM, at=scenes.AT)
    mandate = {"account_id": holder.account_id, "first_round_on": date(2020, 3, 15)}
    accounts.declare_mandate(**mandate, by=scenes.SYSTEM, at=scenes.AT)
    accounts.credit_elected(account_id=holder.account_id, year=2026, by=scenes.SYSTEM, at=scenes.AT)
    proof = accounts.submit_disability_proof(
        account_id=holder.account_id,
        kind=ProofKind.RQTH,
        valid_from=date(2025, 1, 1),
        valid_until=None,
        content=b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n",
        by=scenes.SYSTEM,
        at=scenes.AT,
    )
    look(holder.actor, "/mes-droits/ma-situation", "situation")
    page.click("text=Déclarer")
    look.see("situation-refused")  # type: ignore[attr-defined]
    look(holder.actor, "/mes-droits/ma-situation", "situation")
    page.click("text=Envoyer un justificatif")
    page.click("text=Envoyer le justificatif")
    look.see("situation-proof-refused")  # type: ignore[attr-defined]
    look(agent, "/agents/justificatifs", "staff-proofs")
    look(agent, f"/agents/justificatifs/{proof}", "staff-proof")
    page.goto(page.url.split("/agents")[0] + "/agents")
    page.fill("#f-reason", "Courrier du 12 novembre")
    page.fill("#f-name", "x")
    page.click("main button[type=submit]")
    page.goto(page.url.split("/agents")[0] + f"/agents/personnes/{holder.actor.id}/fin-des-droits")
    look.see("staff-ending")  # type: ignore[attr-defined]
    accounts.end_rights(
        account_id=holder.account_id, ground=EndGround.AGE, ended_on=date(2026, 6, 1), by=scenes.SYSTEM, at=scenes.AT
    )
    look(holder.actor, "/mes-droits", "rights-ended")


def test_the_training_body_s_pages(look: Look, page: Page) -> None:
    body = scenes.with_bank_account(scenes.a_body())
    requested = scenes.requested(None, body)
    confirmed = scenes.confirmed(None, body)
    exited = scenes.exited(None, body)
    validated = scenes.validated(None, body)
    look(body.manager, "/organisme", "provider-requests")
    look(body.manager, "/organisme/inscriptions", "provider-enrolments")
    look(body.manager, f"/organisme/inscriptions/{requested.id}", "provider-requested")
    look(body.manager, f"/organisme/inscriptions/{confirmed.id}", "provider-confirmed")
    look(body.manager, f"/organisme/inscriptions/{validated.id}", "provider-validated")
    look(body.manager, "/organisme/paiements", "provider-payments")
    look(body.manager, "/organisme/offres", "provider-offers")
    look(body.manager, f"/organisme/inscriptions/{exited.id}", "provider-exited")
    page.fill("#f-done", "beaucoup")
    page.click(".step-act button[type=submit]")
    look.see("provider-refused")  # type: ignore[attr-defined]


def test_the_staff_s_pages(look: Look, page: Page) -> None:
    holder, body = a_full_account(), scenes.with_bank_account(scenes.a_body())
    enrolment = scenes.validated(holder, body)
    scenes.requested(holder, body)
    for agent in (scenes.STAFF, scenes.FINANCE, scenes.APPROVER):
        visiting.signed_in(agent)
    look(scenes.STAFF, "/agents", "staff-lookup")
    page.fill("#f-reason", "réclamation du 12 novembre")
    page.fill("#f-name", "martin")
    page.click("main form button[type=submit]")
    look.see("staff-found")  # type: ignore[attr-defined]
    page.click("main table a")
    look.see("staff-person")  # type: ignore[attr-defined]
    look(scenes.STAFF, "/agents/inscriptions", "staff-enrolments")
    look(scenes.STAFF, f"/agents/inscriptions/{enrolment.id}", "staff-enrolment")
    look(scenes.STAFF, "/agents/grand-livre", "staff-ledger")
    seal_the_days()
    look(scenes.STAFF, "/agents/grand-livre/empreintes", "staff-anchors")
    look(scenes.STAFF, "/agents/horloge", "staff-clock")
    with visiting.at(enrolment.now.timeline[-1].at or scenes.moment(scenes.date(2027, 1, 5))):
        batch = treasury.prepare_payouts(
            until=scenes.date(2027, 2, 1), by=scenes.FINANCE, at=scenes.moment(scenes.date(2027, 1, 5))
        )
        look(scenes.APPROVER, "/agents/paiements", "staff-payouts")
        look(scenes.APPROVER, f"/agents/paiements/{batch}", "staff-batch")
        sent = scenes.moment(scenes.date(2027, 1, 6))
        treasury.approve_payouts(batch_id=batch, by=scenes.APPROVER, at=sent)
        look(scenes.APPROVER, f"/agents/paiements/{batch}", "staff-batch-approved")
        page.click("main button:has-text('renvoyer le premier virement')")
        look.see("staff-bank-file")  # type: ignore[attr-defined]
        look(scenes.APPROVER, f"/agents/paiements/{batch}", "staff-batch-returned")
        look(scenes.APPROVER, "/agents/paiements", "staff-payouts-waiting")
        look(body.manager, "/organisme/paiements", "provider-payments-returned")
        fee = bank_standin.statement(
            iban="FR7699999000010000000000115", number="RELEVE-2", on=scenes.date(2027, 1, 6), made_at=sent,
            opening_cents=5_000, booked=[Booked(credit=False, amount_cents=1_250, reference="F1", words="FRAIS")],
        )  # fmt: skip
        treasury.take_bank_file(content=fee, name="releve.xml", by=scenes.FINANCE, at=sent)
        look(scenes.FINANCE, "/agents/banque", "staff-bank")


def test_the_way_out_stays_beside_the_name(page: Page, context: BrowserContext, site: str, today: None) -> None:
    """With every entry of staff, the way out is on the first line, and the entries on one line of their own."""
    everything = Actor(roles=scenes.STAFF.roles | scenes.FINANCE.roles | scenes.APPROVER.roles, id=scenes.STAFF.id)
    session = visiting.session_key(everything)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/agents")

    def middle(selector: str) -> list[float]:
        return [box["y"] + box["height"] / 2 for each in page.locator(selector).all() if (box := each.bounding_box())]

    (name,), (way_out,), entries = middle(".brand"), middle(".site-account"), middle(".site-nav a")
    assert abs(name - way_out) < 5
    assert len(entries) == 12
    assert max(entries) - min(entries) < 5


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_holder_s_header_is_one_line(
    page: Page, context: BrowserContext, site: str, today: None, language: str
) -> None:
    session = visiting.session_key(scenes.a_holder().actor)
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    for width in (1280, 1366, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/aide")
        boxes = [each.bounding_box() for each in page.locator(".brand, .site-nav a, .site-account .ds-button").all()]
        middles = [box["y"] + box["height"] / 2 for box in boxes if box]
        assert len(middles) == 8
        assert max(middles) - min(middles) < 5, width


def test_reviews(look: Look) -> None:
    """Given, waiting with what a moderator looks at, replied to, and on the offer that anybody reads."""
    body = scenes.a_body()
    ended = [scenes.validated(None, body) for _ in range(4)]
    words = [
        "Le formateur Karim explique bien, mais appelez le 06 12 34 56 78 avant de venir.",
        "Un rythme soutenu, de vrais exercices, et une équipe qui répond vite.\n\nLa salle est un peu petite.",
        "",
        "Trop cher pour ce que c’est.",
    ]
    given = [
        enrolments.give_review(enrolment_id=each.id, stars=stars, words=said, by=each.holder.actor, at=scenes.AT)
        for each, stars, said in zip(ended, (2, 5, 4, 1), words, strict=True)
    ]
    training = ended[1].now.training_id
    Review.objects.update(training_id=training, action_id=ended[1].now.action_id)
    for review in (given[1], given[3]):
        reviews.moderate_review(review_id=review, seen=scenes.seen(review), by=scenes.STAFF, at=scenes.AT)
    reviews.reply_to_review(
        review_id=given[1], words="Merci. Une salle plus grande ouvre en mars.", by=body.agent, at=scenes.AT
    )
    agent = Actor(roles=frozenset({Role.STAFF_AGENT}), id=uuid4())
    look(agent, "/agents/avis", "staff-reviews")
    look(agent, f"/agents/avis/{given[0]}", "staff-review")
    look(agent, f"/agents/avis/{given[1]}", "staff-review-reply")
    reviews.moderate_reply(review_id=given[1], seen=scenes.seen(given[1]), by=scenes.STAFF, at=scenes.AT)
    look(body.agent, "/organisme/avis", "provider-reviews")
    look(body.agent, f"/organisme/avis/{given[3]}", "provider-review")
    look(ended[1].holder.actor, f"/mes-inscriptions/{ended[1].id}/avis", "holder-review")
    look(ended[1].holder.actor, f"/formations/{training}", "offer-reviews")
    fresh = scenes.validated(None, body)
    look(fresh.holder.actor, f"/mes-inscriptions/{fresh.id}", "holder-enrolment-over")
    look(fresh.holder.actor, f"/mes-inscriptions/{fresh.id}/avis", "holder-review-form")


def test_an_offer_adapted_to_one_person(look: Look) -> None:
    scene, other = scenes.requested(), scenes.requested()
    terms = PersonalTerms(
        reason="Le test de positionnement montre que le premier module est acquis.",
        price_cents=120_050,
        hours=56,
        content="Sans le premier module ; une séance de plus sur les gestes d’urgence.",
    )
    enrolments.accept(
        enrolment_id=scene.id, starts_on=date(2026, 12, 9), personal=terms, by=scene.body.agent, at=scenes.AT
    )
    look(other.body.agent, f"/organisme/inscriptions/{other.id}", "provider-adapt")
    look(scene.body.agent, f"/organisme/inscriptions/{scene.id}", "provider-adapted")
    look(scene.holder.actor, f"/mes-inscriptions/{scene.id}", "holder-adapted")
