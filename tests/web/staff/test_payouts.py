"""Paying the bodies: one prepares, another approves, and the file is what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests import scenes
from tests.web.visiting import at, signed_in, title, words

from acquis.enrolments.types import BillingState
from acquis.journal.models import Event
from acquis.kit.actor import Actor, Role
from acquis.providers import actions as providers
from acquis.providers import queries as bodies
from acquis.providers.types import BankState, PayeeMatch
from acquis.treasury import actions as paying
from acquis.treasury import queries as treasury
from acquis.treasury.types import BatchState, RefundWhy, Unpaid
from acquis.web.labels import label

pytestmark = pytest.mark.django_db

DAY = scenes.moment(date(2027, 1, 25))
BOTH = Actor(roles=frozenset({Role.STAFF_FINANCE, Role.STAFF_APPROVER}), id=scenes.UUID(int=104))


@pytest.fixture(autouse=True)
def that_day() -> Iterator[None]:
    with at(DAY):
        yield


@pytest.fixture
def owed() -> scenes.Scene:
    """A training body that is owed 1 500 € by 27 January."""
    return scenes.validated(None, scenes.with_bank_account(scenes.a_body()))


def prepared() -> str:
    answer = signed_in(scenes.FINANCE).post("/agents/paiements/preparer")
    assert answer.status_code == 303
    return str(answer["Location"])


def test_from_what_is_due_to_what_is_paid(owed: scenes.Scene) -> None:
    finance, approver = signed_in(scenes.FINANCE), signed_in(scenes.APPROVER)
    assert title(finance.get("/agents/paiements")) == "1 500,00 € à payer d’ici le 1er février 2027"
    address = prepared()
    assert "quelqu’un d’autre doit l’approuver" in words(finance.get(address))
    assert finance.get(address + "/fichier").status_code == 404
    assert "Approuver 1 500,00 €" in words(approver.get(address))
    said = words(approver.post(address + "/approuver", follow=True))
    assert "Le lot est approuvé." in said
    file = finance.get(address + "/fichier")
    assert file["Content-Type"] == "application/xml"
    assert "pain.001.001.09" in file.content.decode()
    assert '<InstdAmt Ccy="EUR">1500.00</InstdAmt>' in file.content.decode()
    said = words(finance.post(address + "/paye", follow=True))
    assert "Le lot est payé" in said
    (batch,) = treasury.batches()
    assert batch.state is BatchState.PAID


def test_whoever_prepared_does_not_approve(owed: scenes.Scene) -> None:
    client = signed_in(BOTH)
    address = client.post("/agents/paiements/preparer")["Location"]
    assert "Approuver 1 500,00 €" not in words(client.get(address))
    answer = client.post(address + "/approuver", HTTP_REFERER=f"http://testserver{address}", follow=True)
    assert "autre" in words(answer)
    (batch,) = treasury.batches()
    assert batch.state is BatchState.DRAFT


def test_roles_are_kept(owed: scenes.Scene) -> None:
    address = prepared()
    agent = signed_in(scenes.STAFF)
    for path in ("/agents/paiements", address, address + "/fichier"):
        assert agent.get(path).status_code == 404
    assert "Paiements" not in agent.get("/agents").content.decode()
    assert agent.post("/agents/paiements/preparer").status_code == 404
    assert signed_in(scenes.FINANCE).post(address + "/approuver").status_code == 404
    assert signed_in(scenes.APPROVER).post("/agents/paiements/preparer").status_code == 404


def test_a_batch_given_up_frees_its_invoices(owed: scenes.Scene) -> None:
    address = prepared()
    signed_in(scenes.FINANCE).post(address + "/abandonner")
    (batch,) = treasury.batches()
    assert batch.state is BatchState.DISCARDED
    assert "aucun virement n’est parti" in words(signed_in(scenes.FINANCE).get(address))
    prepared()
    assert owed.now.billing_state is BillingState.BILLED


def test_what_a_batch_left_aside_and_why_is_kept_with_it(owed: scenes.Scene) -> None:
    waiting = scenes.validated(None, scenes.a_body())
    address = prepared()
    scenes.with_bank_account(waiting.body)
    said = words(signed_in(scenes.APPROVER).get(address))
    assert "Une facture échue est restée de côté" in said
    assert label(Unpaid.NO_ACCOUNT) in said
    batch_id = scenes.UUID(address.rpartition("/")[2])
    ((kept,), count) = treasury.left_aside(batch_id, by=scenes.FINANCE)
    assert (kept.about, kept.why, kept.amount_cents, count) == (waiting.id, Unpaid.NO_ACCOUNT, 150_000, 1)
    assert treasury.left_aside(batch_id, by=scenes.STAFF) == ([], 0)


def test_every_reason_that_keeps_a_payment_back_is_told(owed: scenes.Scene) -> None:
    waiting = scenes.validated(None, scenes.a_body())
    providers.suspend(provider_id=waiting.body.id, reason="Contrôle en cours", by=scenes.STAFF, at=DAY)
    held = words(signed_in(scenes.FINANCE).get("/agents/paiements"))
    assert f"{label(Unpaid.NOT_PAYABLE)} {label(Unpaid.NO_ACCOUNT)} 1 1 500,00 €" in held
    shown = words(signed_in(scenes.STAFF).get(f"/agents/organismes/{waiting.body.id}"))
    assert f"{label(Unpaid.NOT_PAYABLE)} {label(Unpaid.NO_ACCOUNT)}" in shown
    batch_id = scenes.UUID(prepared().rpartition("/")[2])
    ((kept,), _count) = treasury.left_aside(batch_id, by=scenes.FINANCE)
    assert (kept.why, kept.also) == (Unpaid.NOT_PAYABLE, (Unpaid.NO_ACCOUNT,))


@pytest.mark.parametrize(("hours", "asked"), [(24, True), (26, False)])
def test_nobody_answers_for_a_bank_that_is_still_being_asked(hours: int, asked: bool) -> None:
    body = scenes.a_body()
    base = {"iban": "FR7630006000011234567890189", "bic": "AGRIFRPP", "holder_name": "Formation"}
    providers.propose_bank_account(provider_id=body.id, **base, by=body.manager, at=DAY - timedelta(hours=hours))
    said = words(signed_in(scenes.APPROVER).get("/agents/paiements"))
    assert ("Sa banque est interrogée" in said) is asked
    assert ("Comment avez-vous vérifié ce compte" not in said) is asked


def test_nothing_to_pay_is_said_in_words() -> None:
    client = signed_in(scenes.FINANCE)
    assert "Aucun lot pour l’instant" in words(client.get("/agents/paiements"))
    answer = client.post("/agents/paiements/preparer", HTTP_REFERER="http://testserver/agents/paiements", follow=True)
    assert "Aucune facture ne peut être payée" in words(answer)


@pytest.mark.parametrize(("act", "state"), [("approuver", BankState.ACTIVE), ("refuser", BankState.DECLINED)])
def test_a_bank_account_is_judged_by_a_second_person(act: str, state: BankState) -> None:
    body = scenes.a_body()
    account = providers.propose_bank_account(
        provider_id=body.id,
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        holder_name="Formation",
        by=body.manager,
        at=DAY,
    )

    cannot = PayeeMatch.NOT_POSSIBLE
    providers.record_payee_check(bank_account_id=account, payee=cannot, by=scenes.SYSTEM, at=DAY)
    approver = signed_in(scenes.APPROVER)
    assert "FR76 •••• 0189" in words(approver.get("/agents/paiements"))
    assert signed_in(scenes.STAFF).post(f"/agents/comptes-bancaires/{account}/{act}").status_code == 404
    approver.post(f"/agents/comptes-bancaires/{account}/{act}", {f"words-{account}": "Relevé reçu"})
    (card,) = bodies.bank_accounts(body.id, by=body.manager)
    assert card.state is state
    assert "Aucun compte n’attend de vérification." in words(approver.get("/agents/paiements"))


def test_each_step_is_in_the_journal_under_who_did_it(owed: scenes.Scene) -> None:
    address = prepared()
    signed_in(scenes.APPROVER).post(address + "/approuver")
    told = dict(Event.objects.filter(kind__startswith="treasury.payouts").values_list("kind", "by"))
    assert told["treasury.payouts_prepared"] == scenes.FINANCE.key
    assert told["treasury.payouts_approved"] == scenes.APPROVER.key


def test_a_refund_that_a_card_refused_is_seen_by_finance_and_by_the_holder() -> None:
    scene = scenes.confirmed(None, scenes.a_body())
    pk = scene.now.collection_id
    assert pk is not None
    about = scene.id
    owed = paying.refund(
        collection_id=pk, amount_cents=1_000, reference="r", why=RefundWhy.NOT_FOLLOWED, by=scenes.SYSTEM, at=DAY
    )
    paying.refuse_refund(refund_id=owed, external_id="", reason="expired_or_canceled_card", by=scenes.SYSTEM, at=DAY)
    said = words(signed_in(scene.holder.actor).get(f"/mes-inscriptions/{about}"))
    assert "10,00 € · Refusé par la carte, toujours dû" in said
    assert "la carte est fermée ou périmée" in said
    finance = signed_in(scenes.FINANCE)
    assert "Un remboursement sur carte à regarder" in words(finance.get("/agents/paiements"))
    page = finance.get("/agents/remboursements")
    assert "10,00 € à rendre sur des cartes" in words(page)
    assert signed_in(scenes.STAFF).get("/agents/remboursements").status_code == 404
    assert finance.post(f"/agents/remboursements/{owed}/noter", {f"words-{owed}": " "}).status_code == 422
    answer = finance.post(f"/agents/remboursements/{owed}/noter", {f"words-{owed}": "Virement fait"}, follow=True)
    assert "Virement fait" in words(answer)
    said = words(signed_in(scene.holder.actor).get(f"/mes-inscriptions/{about}"))
    assert "Note de l’agent : « Virement fait »" in said
    finance.post(f"/agents/remboursements/{owed}/reessayer")
    assert "Demandé à la banque" in words(finance.get("/agents/remboursements"))
    paying.contest_collection(collection_id=pk, amount_cents=10_000_000, by=scenes.SYSTEM, at=DAY)
    page = finance.get("/agents/remboursements")
    assert "Remboursé, et repris aussi par la banque du payeur" in words(page)
    (found,) = treasury.excesses_to_settle()
    settle = f"/agents/remboursements/rendu-deux-fois/{found.id}"
    assert finance.post(settle, {f"words-{found.id}": " "}).status_code == 422
    answer = finance.post(settle, {f"words-{found.id}": "Rendu"}, follow=True)
    assert "Rendu deux fois" not in words(answer)
    # Nobody answered: no card refused it, and nobody says that one did.
    paying.refuse_refund(refund_id=owed, external_id="", reason="unanswered", by=scenes.SYSTEM, at=DAY)
    assert "le service de paiement n’a pas répondu" in words(finance.get("/agents/remboursements"))
    for client, page in (
        (finance, "/agents/remboursements"),
        (signed_in(scene.holder.actor), f"/mes-inscriptions/{about}"),
    ):
        said = words(client.get(page))
        assert "Pas encore parti, toujours dû" in said
        assert "Refusé par la carte" not in said
