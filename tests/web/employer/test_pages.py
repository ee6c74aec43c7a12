"""The pages of a company: who manages, who acts for another, and what a form of another company does."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from tests import scenes
from tests.employers.scenes import a_company
from tests.employers.test_companies import second_siret
from tests.moments import TODAY
from tests.web.visiting import signed_in, words

from acquis.employers import queries
from acquis.kit.actor import Flow
from acquis.people.actions import register_person
from acquis.people.queries import agents_of
from acquis.people.types import CivilIdentity, Sex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

MANAGED = ("/employeur/etablissements", "/employeur/agents", "/employeur/delegations")


def test_a_manager_sets_the_company_up():
    made = a_company(name="")
    manager, agent = signed_in(made.manager), signed_in(made.agent)
    assert "Donnez le nom de votre entreprise" in words(manager.get("/employeur"))
    for path in MANAGED:
        assert manager.get(path).status_code == 200
        assert agent.get(path).status_code == 404
    assert agent.post("/employeur/nom", {"name": "Moi"}).status_code == 404
    assert "Donnez le nom." in words(manager.post("/employeur/nom", {"name": ""}))
    manager.post("/employeur/nom", {"name": "Biscuits"})
    assert "Biscuits" in words(agent.get("/employeur"))

    wrong = manager.post(MANAGED[0], {"siret": "123", "place": "Brest"})
    assert wrong.status_code == 422
    assert 'value="Brest"' in wrong.content.decode()
    manager.post(MANAGED[0], {"siret": second_siret(made.siren), "place": "Brest", "postal_code": "29200"})
    place = queries.establishments_of(made.id, by=made.manager)[1]
    closing = f"{MANAGED[0]}/{place.id}/fermer"
    assert "Indiquez le jour de la fermeture." in words(manager.post(closing, {"closed_on": ""}))
    assert "est à venir" in words(manager.post(closing, {"closed_on": "2027-01-01"}))
    assert "Fermé le" in words(manager.post(closing, {"closed_on": "2026-06-30"}, follow=True))


def test_a_manager_invites_and_withdraws():
    made = a_company()
    manager = signed_in(made.manager)
    missing = manager.post("/employeur/agents", {"role": "employer_agent"})
    assert words(missing).count("Cette réponse est nécessaire.") >= 4
    form = {"first_name": "Ronan", "last_name": "Tanguy", "email": "r@example.org", "siret": made.siret}
    assert "Choisissez une réponse." in words(manager.post("/employeur/agents", form))
    form["role"] = "employer_agent"
    assert "C’est fait." in words(manager.post("/employeur/agents", form, follow=True))
    assert "est déjà inscrite" in words(manager.post("/employeur/agents", form))
    ronan = next(each for each in agents_of(made.id, by=made.manager) if each.first_name == "Ronan")
    said = words(manager.post(f"/employeur/agents/{ronan.id}/retirer", follow=True))
    assert "ne peut plus agir pour l’entreprise" in said
    assert "Ronan" not in said
    assert "C’est le dernier responsable" in words(
        manager.post(f"/employeur/agents/{made.manager.id}/retirer", follow=True)
    )


def test_who_is_entrusted_acts_for_the_other_company_and_for_nothing_else():
    made, firm = a_company(name="Biscuits"), a_company(name="Comptables")
    manager, accountant = signed_in(made.manager), signed_in(firm.manager)
    assert "Aucune entreprise n’est inscrite ici" in words(manager.get("/employeur/delegations?siren=123456782"))
    found = manager.get(f"/employeur/delegations?siren={firm.siren[:3]}+{firm.siren[3:]}")
    assert "À : Comptables" in words(found)
    form = {"siren": firm.siren, "ends_on": "2027-12-31"}
    assert "au moins une démarche" in words(manager.post("/employeur/delegations", form))
    assert "Indiquez le dernier jour." in words(manager.post("/employeur/delegations", {**form, "ends_on": ""}))
    form["flows"] = Flow.ENDOWMENTS.value
    assert "C’est confié." in words(manager.post("/employeur/delegations", form, follow=True))

    assert "Agir pour Biscuits" in words(accountant.get("/employeur/entreprises"))
    assert accountant.post("/employeur/entreprises", {"company": uuid4()}).status_code == 404
    chosen = accountant.post("/employeur/entreprises", {"company": made.id}, follow=True)
    assert "Vous agissez pour Biscuits" in words(chosen)
    for path in MANAGED:
        assert accountant.get(path).status_code == 404
    assert accountant.post("/employeur/nom", {"name": "À nous"}).status_code == 404

    # A form of one's own company, sent once another one is chosen, is not taken for it.
    refused = accountant.post(
        "/employeur/entreprises", {"company": firm.id, "for_company": firm.id}, HTTP_REFERER="/employeur", follow=True
    )
    assert "Cette page était celle d’une autre entreprise." in words(refused)

    (given,) = queries.delegations(made.id, by=made.manager, on=TODAY)
    manager.post(f"/employeur/delegations/{given.id}/retirer")
    sent = accountant.post("/employeur/nom", {"name": "À nous"})
    assert (sent.status_code, sent["Location"]) == (303, "/employeur/entreprises?fini=1")
    assert "ne vous confie plus rien" in words(accountant.get(sent["Location"]))
    assert "Comptables" in words(accountant.get("/employeur"))
    assert queries.company(firm.id).name == "Comptables"


def test_interviews_are_stated_and_what_is_due_is_told():
    made = a_company()
    agent = signed_in(made.agent)
    wrong = words(agent.post("/employeur/entretiens", {"company_staff": "beaucoup"}))
    assert "Donnez un nombre, par exemple 2." in wrong
    assert "Indiquez le jour." in wrong
    nir = "2" + "870359350041" + "41"
    civil = CivilIdentity(
        birth_name="Vasseur", first_names="Claire", born_on=date(1987, 3, 14), sex=Sex.FEMALE, birth_place="59350"
    )
    form = {
        "siret": made.siret, "nir": nir, "name": "Vasseur", "reviewed_on": "2026-03-31",
        "company_staff": "80", "years_present": "8", "interviews_held": "0",
    }  # fmt: skip
    unknown = agent.post("/employeur/entretiens", form)
    assert unknown.status_code == 422
    assert "Nous ne trouvons personne" in words(unknown)
    register_person(civil=civil, nir=nir, by=scenes.SYSTEM, at=scenes.AT)
    done = words(agent.post("/employeur/entretiens", form, follow=True))
    assert "Vous devez 3 000,00 € pour cette personne." in done
    assert "Claire Vasseur" in done
    assert "à payer avant la fin du 30 juin 2026" in done
    assert "1 versement correctif à payer" in words(agent.get("/employeur"))
    over = words(agent.post("/employeur/entretiens", {**form, "company_staff": "49"}, follow=True))
    assert "Rien n’est dû. L’entreprise compte moins de cinquante salariés" in over
