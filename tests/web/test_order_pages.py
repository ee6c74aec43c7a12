"""The pages of endowments: a payer prepares, fills, sends and follows an order; the operator supervises it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.endowing import scenes as s
from tests.funders.scenes import a_funder
from tests.moments import AT
from tests.web.visiting import signed_in, words

from acquis.endowing import actions, jobs, queries
from acquis.endowing.types import OrderState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

BASE = "/financeur/dotations"


def a_file(content: bytes, name: str = "dotation.csv") -> dict[str, object]:
    return {"act": "file", "file": SimpleUploadedFile(name, content)}


def test_an_order_from_its_draft_to_the_accounts():
    one, two = s.somebody(1), s.somebody(2)
    giver = a_funder()
    agent, manager, finance = (signed_in(each) for each in (giver.agent, giver.manager, scenes.FINANCE))
    assert "Aucune dotation pour l’instant" in words(agent.get(BASE))
    assert agent.get(f"{BASE}/modele.csv").content.decode("utf-8-sig").strip() == "nir;nom;montant;matricule"
    wrong = agent.post(f"{BASE}/nouvelle", {"ground": "voluntary", "refunded": "1", "purpose": "Plan"})
    assert wrong.status_code == 422
    assert "donnez une date limite d’utilisation" in words(wrong)
    assert "Écrivez une date" in words(agent.post(f"{BASE}/nouvelle", {"expires_on": "demain"}))
    assert "Choisissez un motif." in words(agent.post(f"{BASE}/nouvelle", {"ground": "corrective"}))
    answer = agent.post(
        f"{BASE}/nouvelle",
        {"ground": "voluntary", "purpose": "Plan numérique", "expires_on": "2027-12-31", "refunded": "1"},
    )
    address = answer["Location"]
    (card,) = queries.orders(by=giver.agent)
    assert "est rendu à Région Bretagne" in words(agent.get(address))
    assert "Choisissez un fichier." in words(agent.post(address, {"act": "file"}))
    unread = agent.post(address, a_file(b"nom;montant\nX;1"))
    assert "Il manque une colonne. Colonnes attendues : nir." in words(unread)
    content = s.a_csv((one.nir, one.name, "500", "A-1"), (s.nir(50), "INCONNUE", "500", "A-2"))
    agent.post(address, a_file(content))
    assert "0 lignes sur 2 sont lues" in words(agent.get(address))
    jobs.read_file(order_id=str(card.id), due=AT.isoformat())
    read = agent.get(address)
    assert "Une ligne n’a pas été retenue" in words(read)
    assert "3 nir Aucun titulaire n’a ce numéro et ce nom." in words(read)
    assert "Un responsable doit maintenant relire" in words(read)
    page = read.content.decode()
    assert one.nir not in page
    assert one.name not in page
    missed = agent.post(address, {"act": "line", "nir": two.nir, "nom": "AUTRE", "montant": "5", "matricule": "B"})
    assert missed.status_code == 422
    assert two.nir not in missed.content.decode()
    agent.post(address, {"act": "line", "nir": two.nir, "nom": two.name, "montant": "250,50", "matricule": "B-1"})
    assert agent.post(address, {"act": "submit"}).status_code == 404
    sent = words(manager.post(address, {"act": "submit"}, follow=True))
    label = queries.order(card.id, by=giver.agent).label
    assert f"Montant exact 750,50 € Libellé, à recopier tel quel {label}" in sent
    assert label in words(finance.get("/agents/dotations"))
    s.transferred(f"VIREMENT {label}", 75_050)
    done = s.credited(card.id)
    assert done.state is OrderState.CREDITED
    assert "2 comptes ont été crédités, de 750,50 € en tout" in words(agent.get(address))
    assert (s.total(one), s.total(two)) == (50_000, 25_050)
    receipt = agent.get(f"{address}/recu.csv").content.decode("utf-8-sig").splitlines()
    assert receipt[1:] == ["2;A-1;500,00;Versée", "4;B-1;250,50;Versée"]
    assert "INCONNUE" not in agent.get(f"{address}/refus.csv").content.decode()
    assert "à partir de 11 personnes" in words(agent.get(BASE))
    assert agent.get(f"{BASE}?page=2").status_code == 200


def test_what_is_not_ones_own_is_not_there():
    giver, other = a_funder(), a_funder()
    order_id = s.drafted(giver)
    stranger = signed_in(other.manager)
    for path in ("", "/refus.csv", "/recu.csv"):
        assert stranger.get(f"{BASE}/{order_id}{path}").status_code == 404
    for act in ("submit", "cancel", "file", "line", "other"):
        form = a_file(b"x") if act == "file" else {"act": act}
        assert stranger.post(f"{BASE}/{order_id}", form).status_code == 404
    assert signed_in(scenes.STAFF).get("/agents/dotations").status_code == 404
    assert signed_in(giver.agent).get(f"{BASE}/{uuid4()}").status_code == 404
    done = signed_in(giver.agent).post(f"{BASE}/{order_id}", {"act": "cancel"}, follow=True)
    assert "La dotation est abandonnée" in words(done)


def test_the_operator_authorises_a_credit():
    giver, order_id, _label = s.sent(None, s.somebody(1))
    address = f"/agents/dotations/{order_id}"
    approver = signed_in(scenes.APPROVER)
    assert "Aucun : ses dotations attendent son virement." in words(approver.get(address))
    assert approver.post(address, {"most": "x"}).status_code == 422
    assert approver.post(address, {"most": "10", "until": "2020-01-01"}).status_code == 422
    said = words(approver.post(address, {"most": "1 000", "until": "2027-12-31"}, follow=True))
    assert "Jusqu’à 1 000,00 € versés avant d’être payés" in said
    assert "Enregistrer ce crédit" not in words(signed_in(scenes.FINANCE).get(address))
    assert signed_in(scenes.FINANCE).post(address, {"most": "5"}).status_code == 404
    _, second, _ = s.sent(giver, s.somebody(2))
    actions.credit_lines(order_id=second, by=scenes.SYSTEM, at=AT)
    followed = words(signed_in(giver.agent).get(f"{BASE}/{second}"))
    assert "Les comptes sont crédités sans attendre" in followed
    assert "1 comptes sur 1 sont crédités." in followed
    assert "Crédit autorisé" in words(signed_in(giver.agent).get(BASE))


def test_the_demonstration_plays_the_payers_bank():
    _giver, order_id, _label = s.sent(None, s.somebody(1))
    address = f"/agents/dotations/{order_id}/virement"
    finance = signed_in(scenes.FINANCE)
    answer = finance.post(address)
    assert answer["Location"].startswith("/agents/banque/")
    assert words(finance.get(answer["Location"])).endswith("500,00 € 20/11/2026 — Rapproché")
    assert s.credited(order_id).credited == 1
    assert finance.post(address).status_code == 404
