"""« Ma situation » : what each form does, what is said when it cannot, and what the rights page then shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import scenes
from tests.web.visiting import signed_in, words

from acquis.accounts import actions as accounts
from acquis.accounts.queries import own_declarations, rights
from acquis.accounts.types import EngagementRow, ProofKind, ProofState, PurseKind, Refusal, YearRow
from acquis.kit.refusal import Refused
from acquis.rules import EndGround, Engagement, Regime, WorkUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/mes-droits/ma-situation"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_paper(content: bytes = PDF, name: str = "rqth.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def served(holder: scenes.Holder, *years: int) -> None:
    rows = [
        YearRow(account_id=holder.account_id, year=year, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1")
        for year in years
    ]
    accounts.credit_hours(rows=rows, by=scenes.SYSTEM, at=scenes.AT)


def test_low_qualification_is_declared_on_one_s_honour() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    answer = client.post(f"{HERE}/sans-diplome")
    assert answer.status_code == 422
    assert "Cochez la case pour confirmer que c’est exact." in words(answer)
    said = words(client.post(f"{HERE}/sans-diplome", {"honour": "1"}, follow=True))
    assert "Vous avez déclaré le 20 novembre 2026 ne pas avoir de diplôme de niveau 3." in said
    again = words(client.post(f"{HERE}/sans-diplome", {"honour": "1"}, follow=True))
    assert "Vous l’avez déjà déclaré" in again


def test_a_diploma_obtained_ends_it() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    client.post(f"{HERE}/sans-diplome", {"honour": "1"})
    answer = client.post(f"{HERE}/diplome-obtenu", {"obtained_on": "hier"})
    assert answer.status_code == 422
    assert "Indiquez un jour, par exemple" in words(answer)
    answer = client.post(f"{HERE}/diplome-obtenu", {"obtained_on": "2026-11-19"})
    assert "La période doit commencer par une date de début" in words(answer)
    said = words(client.post(f"{HERE}/diplome-obtenu", {"obtained_on": "2026-11-20"}, follow=True))
    assert "le montant relevé a valu jusqu’à l’année 2026" in said


def test_a_proof_is_judged_by_its_content_and_answered() -> None:
    holder = scenes.a_holder()
    client = signed_in(holder.actor)
    answer = client.post(f"{HERE}/justificatif", {"kind": "", "valid_from": "", "valid_until": "x"})
    assert answer.status_code == 422
    said = words(answer)
    for sentence in ("Choisissez la nature du document.", "Indiquez un jour", "Choisissez un fichier"):
        assert sentence in said
    facts = {"kind": ProofKind.RQTH.value, "valid_from": "2025-01-01", "valid_until": "2029-12-31"}
    answer = client.post(f"{HERE}/justificatif", facts | {"file": a_paper(b"MZ", "rqth.pdf")})
    assert answer.status_code == 422
    assert "ni un PDF, ni une image" in words(answer)
    assert 'value="2025-01-01"' in answer.content.decode()
    said = words(client.post(f"{HERE}/justificatif", facts | {"file": a_paper()}, follow=True))
    assert "Votre justificatif est bien arrivé." in said
    assert "En cours d’examen" in said
    told = own_declarations(holder.account_id)
    assert told is not None
    (proof,) = told.proofs
    assert proof.state is ProofState.SUBMITTED
    reason = "Il manque la page de la décision."
    accounts.decide_disability_proof(proof_id=proof.id, accepted=False, reason=reason, by=scenes.SYSTEM, at=scenes.AT)
    said = words(client.get(HERE))
    assert f"Refusé {reason}" in said


def test_nobody_converts_alone_and_the_page_says_whom_to_ask() -> None:
    """Hours bought with some euros are worth more euros: a day that one types oneself is no proof."""
    holder = scenes.a_holder(rights_cents=100_000)
    served(holder, 2023, 2024)
    client = signed_in(holder.actor)
    said = words(client.get(HERE))
    assert "Vous avez 50 heures de formation d’agent public." in said
    assert "un agent le vérifie, puis convertit vos droits" in said
    assert "Heures de l’année 2024 Pourquoi en 2024 +25 h" in said
    for act, facts in ((accounts.convert_hours_to_euros, "left_on"), (accounts.convert_euros_to_hours, "joined_on")):
        with pytest.raises(Refused) as refused:
            act(account_id=holder.account_id, **{facts: date(2026, 9, 1)}, by=holder.actor, at=scenes.AT)  # type: ignore[operator]
        assert refused.value.reason == Refusal.NOT_ALLOWED
    assert rights(holder.account_id, on=date(2026, 11, 20)).available_cents == 100_000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({}, ["Pourquoi 25 h pour 2024 ?", "Un temps partiel compte comme un temps plein.", "Heures ajoutées 25 h"]),
        (
            {"worked": "0.5", "is_part_time_post": True},
            ["Votre poste est à temps non complet", "soit 13 h", "Heures gagnées pour l’année 13 h"],
        ),
        ({"category_c_low_qualified": True}, ["Pourquoi 50 h pour 2024 ?", "catégorie C", "400 heures"]),
        ({"worked": "0"}, ["Aucun service n’a été déclaré pour cette année"]),
    ],
)
def test_a_year_in_hours_says_why(facts: dict[str, Any], sentences: list[str]) -> None:
    holder = scenes.a_holder()
    row = {"year": 2024, "regime": Regime.PUBLIC_AGENT, "unit": WorkUnit.SHARE, "worked": "1"} | facts
    accounts.credit_hours(rows=[YearRow(account_id=holder.account_id, **row)], by=scenes.SYSTEM, at=scenes.AT)
    said = words(signed_in(holder.actor).get("/mes-droits/pourquoi/2024"))
    assert "décret 2017-928 art. 3" in said
    for sentence in sentences:
        assert sentence in said


def test_hours_cut_by_the_ceiling_and_computed_again_are_told() -> None:
    holder = scenes.a_holder()
    row = YearRow(
        account_id=holder.account_id, year=2020, regime=Regime.PUBLIC_AGENT, unit=WorkUnit.SHARE, worked="1",
        category_c_low_qualified=True,
    )  # fmt: skip
    accounts.credit_hours(rows=[row], by=scenes.SYSTEM, at=scenes.AT)
    served(holder, *range(2021, 2026))
    client = signed_in(holder.actor)
    assert "Votre compteur avait déjà atteint son plafond de 150 h : rien n’a été ajouté." in words(
        client.get("/mes-droits/pourquoi/2025")
    )
    served(holder, 2020)
    said = words(client.get("/mes-droits/pourquoi/2020"))
    assert "Ce qui a été déclaré pour cette année a changé. 25 h -25 h" in said.replace("−", "-")
    assert client.get("/mes-droits/pourquoi/2018").status_code == 404


def test_the_old_hours_are_told_and_who_lost_theirs_is_answered() -> None:
    said = words(signed_in(scenes.a_holder().actor).get(HERE))
    assert "devaient être déclarées au plus tard le 30 juin 2021" in said
    assert "La loi ne permet plus de les déclarer." in said


def test_each_counter_stands_apart_with_its_ceiling() -> None:
    holder = scenes.a_holder(rights_cents=0)
    served(holder, 2025)
    row = EngagementRow(account_id=holder.account_id, year=2025, activity=Engagement.CIVIC_SERVICE, amount="8")
    accounts.credit_engagement(row=row, by=scenes.SYSTEM, at=scenes.AT)
    scenes.give(holder, PurseKind.EMPLOYER, 30_000)
    said = words(signed_in(holder.actor).get("/mes-droits"))
    assert "Droits acquis en travaillant" in said
    assert "0,00 € 5 000 €" in said
    assert "240,00 € 720 €" in said
    assert "25 h 150 h" in said
    assert "300,00 € aucun" in said


def test_ended_rights_are_said_plainly() -> None:
    holder = scenes.a_holder(rights_cents=0)
    row = EngagementRow(account_id=holder.account_id, year=2025, activity=Engagement.CIVIC_SERVICE, amount="8")
    accounts.credit_engagement(row=row, by=scenes.SYSTEM, at=scenes.AT)
    scenes.give(holder, PurseKind.EMPLOYER, 30_000)
    accounts.end_rights(
        account_id=holder.account_id,
        ground=EndGround.PENSION,
        ended_on=date(2026, 6, 1),
        by=scenes.SYSTEM,
        at=scenes.AT,
    )
    client = signed_in(holder.actor)
    said = words(client.get("/mes-droits"))
    assert "Vous êtes à la retraite à taux plein depuis le 1er juin 2026." in said
    assert "Vos droits d’engagement citoyen, 240,00 €, restent utilisables" in said
    assert "Ce que d’autres ont versé, 300,00 €, ne peut plus être utilisé" in said
    assert "Trouver une formation" not in said
    assert "Ne peut plus payer de formation" in said
    assert "Seulement pour une formation utile à votre bénévolat." in said
    assert "Disponible" not in said
    session = scenes.a_session(scenes.a_body(), price_cents=40_000)
    assert "Vos droits ont pris fin" in words(client.get(f"/acheter/{session}"))
    assert "Déclarer" not in words(client.get(HERE))
