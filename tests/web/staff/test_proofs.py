"""Proofs and ends as the staff sees them: for whom the pages are, what is logged, what each answer does."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from tests import scenes
from tests.web.holder.test_situation import served
from tests.web.visiting import signed_in, words

from acquis.accounts import actions as accounts
from acquis.accounts.queries import end_of_rights, rights
from acquis.accounts.types import ProofKind, PurseKind, YearRow
from acquis.journal.reads import reads_about
from acquis.kit.actor import Actor, Role
from acquis.rules import EndGround, Regime, WorkUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def an_agent(role: Role = Role.STAFF_AGENT) -> Actor:
    return Actor(roles=frozenset({role}), id=uuid4())


def a_proof() -> tuple[scenes.Holder, str]:
    holder = scenes.a_holder(rights_cents=0)
    row = YearRow(account_id=holder.account_id, year=2025, regime=Regime.EMPLOYEE, unit=WorkUnit.HOURS, worked="1607")
    accounts.credit_years(rows=[row], by=scenes.SYSTEM, at=scenes.AT)
    proof_id = accounts.submit_disability_proof(
        account_id=holder.account_id,
        kind=ProofKind.RQTH,
        valid_from=date(2025, 1, 1),
        valid_until=None,
        content=PDF,
        by=scenes.SYSTEM,
        at=scenes.AT,
    )
    return holder, f"/agents/justificatifs/{proof_id}"


def test_only_agents_who_judge_find_these_pages() -> None:
    _holder, address = a_proof()
    for role in (Role.STAFF_FINANCE, Role.STAFF_APPROVER):
        client = signed_in(an_agent(role))
        assert client.get("/agents/justificatifs").status_code == 404
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/fichier").status_code == 404
        assert client.post(f"{address}/accepter").status_code == 404


def test_a_proof_is_opened_noted_and_accepted() -> None:
    holder, address = a_proof()
    client = signed_in(an_agent())
    listed = words(client.get("/agents/justificatifs"))
    assert "1 justificatif à vérifier" in listed
    assert reads_about(holder.actor.id) == []  # type: ignore[arg-type]
    assert "Jour de naissance" in words(client.get(address))
    file = client.get(f"{address}/fichier")
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
    assert file["Content-Disposition"] == 'attachment; filename="justificatif.pdf"'
    assert "sandbox" in file["Content-Security-Policy"]
    read = {(each.what, each.reason) for each in reads_about(holder.actor.id)}  # type: ignore[arg-type]
    assert read == {(what, "Justificatif de handicap à vérifier") for what in ("contact", "document")}
    said = words(client.post(f"{address}/accepter", follow=True))
    assert "300,00 € de droits ajoutés" in said
    assert rights(holder.account_id, on=date(2026, 11, 20)).available_cents == 80_000  # type: ignore[union-attr]
    assert "un document que vous avez envoyé" in words(signed_in(holder.actor).get("/mes-droits/consultations"))


def test_a_refusal_needs_its_reason() -> None:
    _holder, address = a_proof()
    client = signed_in(an_agent())
    answer = client.post(f"{address}/refuser", {"reason": " "})
    assert answer.status_code == 422
    assert "Indiquez la raison" in words(answer)
    assert "refusé" in words(client.post(f"{address}/refuser", {"reason": "Document illisible."}, follow=True))
    assert "Aucun justificatif à vérifier" in words(client.get("/agents/justificatifs"))


def test_an_end_is_written_after_a_reason_and_taken_back() -> None:
    holder = scenes.a_holder(rights_cents=50_000)
    scenes.give(holder, PurseKind.EMPLOYER, 30_000)
    client = signed_in(an_agent())
    address = f"/agents/personnes/{holder.actor.id}/fin-des-droits"
    assert client.get(address)["Location"] == "/agents"
    # Without a reason nothing is read, and nothing is written either.
    file = f"/agents/personnes/{holder.actor.id}"
    for page, typed in (
        ("fin-des-droits", {"ground": "death", "on": "2026-11-02"}), ("rouvrir", {"reason": "erreur"}),
        ("sans-diplome-a-tort", {"reason": "erreur"}), ("conversion", {"way": "joined", "moved_on": "2026-10-01"}),
    ):  # fmt: skip
        assert client.post(f"{file}/{page}", typed)["Location"] == "/agents"
    assert rights(holder.account_id, on=date(2026, 11, 20)).available_cents == 50_000  # type: ignore[union-attr]
    assert reads_about(holder.person_id) == []
    client.post("/agents", {"reason": "Courrier du 12 novembre", "name": "x"})
    answer = client.post(address, {"on": "x"})
    assert answer.status_code == 422
    said = words(answer)
    assert "Choisissez ce qui met fin aux droits." in said
    assert "Indiquez un jour" in said
    answer = client.post(address, {"ground": "pension", "on": "2027-01-01"})
    assert "Ce jour n’est pas encore venu." in words(answer)
    said = words(client.post(address, {"ground": "pension", "on": "2026-09-01"}, follow=True))
    assert "Droits terminés : retraite à taux plein, depuis le 1er septembre 2026." in said
    assert "la somme est calculée, elle n’est pas versée" in words(client.get(address))
    client.post(f"/agents/personnes/{holder.actor.id}/rouvrir", {"reason": "Pas de taux plein"})
    told = end_of_rights(holder.account_id)
    assert told is not None
    assert told.ground is None
    assert "avant que la personne ait l’âge" in words(client.post(address, {"ground": "death", "on": "1899-11-02"}))
    readings = len(reads_about(holder.person_id))
    client.post(address, {"ground": "death", "on": "2026-11-02"})
    assert len(reads_about(holder.person_id)) == readings + 1
    told = end_of_rights(holder.account_id)
    assert told is not None
    assert told.ground is EndGround.DEATH


def test_a_false_declaration_is_annulled_with_its_reason() -> None:
    holder = scenes.a_holder(rights_cents=0)
    accounts.declare_low_qualification(account_id=holder.account_id, by=holder.actor, at=scenes.AT)
    client = signed_in(an_agent())
    client.post("/agents", {"reason": "Contrôle des diplômes", "name": "x"})
    address = f"/agents/personnes/{holder.actor.id}"
    said = words(client.post(f"{address}/sans-diplome-a-tort", {"reason": "Diplôme de 2011"}, follow=True))
    assert "La déclaration est annulée" in said
    assert "inexacte" not in words(client.get(f"{address}/fin-des-droits"))


def test_an_agent_converts_what_was_proved_both_ways() -> None:
    holder = scenes.a_holder(rights_cents=0)
    served(holder, 2023, 2024)
    client = signed_in(an_agent())
    client.post("/agents", {"reason": "Attestation de fin de service", "name": "x"})
    address = f"/agents/personnes/{holder.actor.id}"
    assert "Ses 50 heures deviennent 750,00 € de droits." in words(client.get(f"{address}/fin-des-droits"))
    mistakes = (
        ("", "Indiquez un jour, par exemple"),
        ("2027-01-01", "Ce jour n’est pas encore venu."),
        ("2018-12-31", "Indiquez un jour à partir du 1er janvier 2019"),
    )
    for wrong, why in mistakes:
        answer = client.post(f"{address}/conversion", {"way": "left", "moved_on": wrong})
        assert answer.status_code == 422
        assert why in words(answer)
    for way in ({}, {"way": "sideways"}):
        answer = client.post(f"{address}/conversion", {**way, "moved_on": "2026-09-01"})
        assert answer.status_code == 422
        assert "Choisissez une réponse." in words(answer)
    said = words(client.post(f"{address}/conversion", {"way": "left", "moved_on": "2026-09-01"}, follow=True))
    assert "Les heures sont devenues 750,00 € de droits." in said
    assert rights(holder.account_id, on=date(2026, 11, 20)).available_cents == 75_000  # type: ignore[union-attr]
    said = words(client.post(f"{address}/conversion", {"way": "joined", "moved_on": "2026-10-01"}, follow=True))
    assert "Les droits sont devenus 50 heures de formation." in said
    assert signed_in(holder.actor).post(f"{address}/conversion", {"way": "left"}).status_code == 404
