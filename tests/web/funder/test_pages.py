"""A funder's pages and the operator's: what each may do with a convention, and what strangers see of it."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.funders.scenes import a_funder, card, drafted, in_force, submitted, terms
from tests.web.visiting import signed_in, title, words

from acquis.funders.types import Comparison as How
from acquis.funders.types import ConventionState, Criterion, Fact, FunderKind, Funding
from acquis.people.queries import agents_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_nobody_sees_the_conventions_of_another():
    giver, other = a_funder(), a_funder(FunderKind.OPCO, name="Opco")
    convention_id = drafted(giver)
    address = f"/financeur/conventions/{convention_id}"
    assert signed_in(giver.agent).get(address).status_code == 200
    stranger = signed_in(other.agent)
    for path in (address, f"{address}/modifier", f"{address}/essai"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(address, {"act": "discard"}).status_code == 404
    assert signed_in(scenes.a_holder().actor).get("/financeur").status_code == 404


def test_a_convention_from_its_draft_to_its_end():
    giver = a_funder()
    convention_id = drafted(giver, funding=Funding.ADVANCE)
    address, theirs = f"/financeur/conventions/{convention_id}", f"/agents/conventions/{convention_id}"
    agent, manager, approver, finance = (
        signed_in(each) for each in (giver.agent, giver.manager, scenes.APPROVER, scenes.FINANCE)
    )
    assert "Votre responsable doit signer cette convention." in words(agent.get(address))
    assert agent.post(address, {"act": "submit"}).status_code == 404
    assert "Signée le" in words(manager.post(address, {"act": "submit"}, follow=True))
    assert manager.get(f"{address}/modifier").status_code == 404
    sent = approver.post(theirs, {"act": "send_back", "send_back_reason": "Précisez le public."}, follow=True)
    assert "renvoyée au financeur" in words(sent)
    assert "Précisez le public." in words(manager.get(address))
    manager.post(address, {"act": "submit"})
    manager.post(address, {"act": "take_back"})
    manager.post(address, {"act": "submit"})
    said = words(approver.post(theirs, {"act": "approve"}, follow=True))
    assert "La convention est en vigueur." in said
    assert "Mis à disposition, sur un budget de 10 000,00 € 0,00 €" in said
    assert "Une avance est arrivée" not in said
    wrong = finance.post(f"{theirs}/avance", {"amount": "x", "reference": ""})
    assert wrong.status_code == 422
    assert "Recopiez la référence du virement reçu." in words(wrong)
    paid = finance.post(f"{theirs}/avance", {"amount": "4 000", "reference": "VIR 1"}, follow=True)
    assert "Mis à disposition, sur un budget de 10 000,00 € 4 000,00 €" in words(paid)
    assert "Suspendue" in words(manager.post(address, {"act": "suspend", "suspend_reason": "Pause"}, follow=True))
    assert "de nouveau en vigueur" in words(approver.post(theirs, {"act": "resume"}, follow=True))
    ended = words(manager.post(address, {"act": "end", "end_reason": "Fin du programme"}, follow=True))
    assert "Rendu au financeur 4 000,00 €" in ended
    assert card(convention_id).state is ConventionState.ENDED
    assert approver.post(theirs, {"act": "nothing"}).status_code == 404


def test_a_draft_is_written_changed_and_left():
    giver = a_funder()
    agent = signed_in(giver.agent)
    assert 'value="53" checked' in agent.get("/financeur/nouvelle").content.decode()
    form = {
        "purpose": "Se former", "starts_on": "2026-01-01", "ends_on": "2027-12-31", "budget": "5000",
        "funding": "called", "unspent": "refunded", "amount": "sum", "sum": "300", "age_max": "25",
    }  # fmt: skip
    wrong = agent.post("/financeur/nouvelle", {**form, "sum": ""})
    assert wrong.status_code == 422
    assert 'value="Se former"' in wrong.content.decode()
    answer = agent.post("/financeur/nouvelle", form)
    shown = agent.get(answer["Location"])
    assert title(shown) == "Se former"
    assert "Avoir 25 ans au plus" in words(shown)
    assert "300,00 € par formation." in words(shown)
    change = f"{answer['Location']}/modifier"
    assert 'value="300"' in agent.get(change).content.decode()
    assert agent.post(change, {**form, "age_max": "x"}).status_code == 422
    assert "Avoir 29 ans au plus" in words(agent.post(change, {**form, "age_max": "29"}, follow=True))
    assert "Le brouillon est abandonné." in words(agent.post(answer["Location"], {"act": "discard"}, follow=True))


def test_a_new_version_is_prepared_beside_the_one_that_stands():
    giver = a_funder()
    first = in_force(giver)
    agent = signed_in(giver.agent)
    answer = agent.post(f"/financeur/conventions/{first}/nouvelle-version")
    assert answer["Location"].endswith("/modifier")
    assert "Version 1" in words(agent.get(answer["Location"].removesuffix("/modifier")))
    again = agent.post(f"/financeur/conventions/{first}/nouvelle-version", follow=True)
    assert "déjà en préparation" in words(again)


def test_the_bench_says_what_it_would_cost_and_what_stops_the_others():
    giver = a_funder()
    young = Criterion(fact=Fact.AGE, how=How.AT_MOST, values=(5,))
    convention_id = drafted(giver, terms(young))
    agent = signed_in(giver.agent)
    assert "Aucun achat à essayer" in words(agent.get(f"/financeur/conventions/{convention_id}/essai"))
    scenes.confirmed(scenes.a_holder(rights_cents=100_000), at=scenes.AT.replace(day=18))
    said = words(agent.get(f"/financeur/conventions/{convention_id}/essai"))
    assert "0 sur 1 à compléter" in said
    assert "Avoir 5 ans au plus 1" in said


def test_the_operator_lists_what_waits_and_registers_a_funder():
    giver = a_funder()
    submitted(giver, terms(purpose="À approuver bientôt"))
    in_force(giver, terms(purpose="Déjà en vigueur"))
    said = words(signed_in(scenes.FINANCE).get("/agents/conventions"))
    assert "À approuver bientôt" in said
    assert "Déjà en vigueur" in said
    assert signed_in(scenes.FINANCE).get("/agents/financeurs/nouveau").status_code == 404
    agent = signed_in(scenes.STAFF)
    assert title(agent.get("/agents/financeurs/nouveau")) == "Inscrire un financeur"
    form = {"kind": "region", "name": "Région Bretagne 2", "siret": scenes.a_siret(), "region": ""}
    who = {"first_name": "Anne", "last_name": "Le Roux", "email": "anne@exemple.fr"}
    assert "Choisissez de quelle région il s’agit." in words(agent.post("/agents/financeurs/nouveau", form | who))
    assert agent.post("/agents/financeurs/nouveau", form).status_code == 422
    done = words(agent.post("/agents/financeurs/nouveau", form | who | {"region": "53"}, follow=True))
    assert "Région Bretagne 2" in done
    assert agents_of(giver.id, by=scenes.SYSTEM) is not None


def test_a_holder_reads_who_completes_and_why():
    in_force(a_funder(), terms(purpose="Se former en Bretagne"))
    young = Criterion(fact=Fact.AGE, how=How.AT_MOST, values=(5,))
    in_force(a_funder(FunderKind.AGEFIPH, name="Agefiph"), terms(young, purpose="Pour les plus jeunes"))
    holder = scenes.a_holder(rights_cents=100_000)
    session = scenes.a_session(scenes.a_body(), price_cents=150_000)
    said = words(signed_in(holder.actor).get(f"/acheter/{session}"))
    assert "Région Bretagne : 350,00 €" in said
    assert "Pour : Certification professionnelle, ou bloc de compétences" in said
    assert "Pas d’aide : une condition n’est pas remplie." in said
    assert "Avoir 5 ans au plus" in said
