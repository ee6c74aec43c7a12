"""The statement: balances that run, filters, the file for a spreadsheet, and a paper that everybody can check."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pypdf
import pytest
from tests import scenes
from tests.web.holder.test_rights import credited
from tests.web.visiting import signed_in, words

from acquis.accounts import queries as accounts
from acquis.accounts.actions import convert_points
from acquis.accounts.types import PurseKind
from acquis.kit.clock import day_of
from acquis.ledger import actions as ledger_acts
from acquis.ledger.queries import anchors as anchored
from acquis.ledger.queries import published
from acquis.ledger.statements import verify
from acquis.ledger.types import Code
from acquis.support import models
from acquis.web.holder.movements import REASONS, statement_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def bought() -> scenes.Holder:
    holder = credited({2024: "600.5", 2025: "1607"})
    scenes.give(holder, PurseKind.EMPLOYER, 123_456)
    scenes.confirmed(holder, price_cents=60_000)
    return holder


def test_a_right_that_no_year_gave_says_what_gave_it() -> None:
    holder = scenes.a_holder()
    done = {"by": scenes.SYSTEM, "at": scenes.AT}
    convert_points(account_id=holder.account_id, points=12, reference="points 1", **done)
    browser = signed_in(holder.actor)
    said = words(browser.get("/mes-droits/releve"))
    assert "Points de prévention convertis 12 points du compte de prévention ont été changés en euros." in said
    assert "art. L4163-7 et R4163-11" in said
    assert "Points de prévention convertis" in words(browser.get("/mes-droits"))


def test_the_balance_runs_to_what_the_account_has_available() -> None:
    holder = bought()
    lines = accounts.statement(holder.account_id)
    found = statement_of(lines)
    rights = accounts.rights(holder.account_id, on=day_of(scenes.AT))
    assert rights is not None
    assert found.balance_cents == found.lines[0].balance_cents == rights.total_cents
    assert found.came_cents - found.went_cents == rights.total_cents
    assert found.balances == ((2026, rights.total_cents),)
    for purse in rights.purses:
        assert statement_of(lines, purse=purse.id).balance_cents == purse.available_cents


def test_the_years_without_movement_keep_the_balance_before() -> None:
    holder = scenes.a_holder(rights_cents=10_000, at=scenes.moment(scenes.date(2023, 5, 2)))
    scenes.give(holder, PurseKind.EMPLOYER, 5_000)
    found = statement_of(accounts.statement(holder.account_id), year=2023)
    assert found.balances == ((2023, 10_000), (2024, 10_000), (2025, 10_000), (2026, 15_000))
    assert (len(found.lines), found.balance_cents) == (1, 10_000)


def test_every_movement_of_a_holder_has_its_reason() -> None:
    """Those between the house's own accounts are never a holder's; hours stand on a counter apart."""
    of_the_house = {
        Code.PAYOUT,
        Code.PAYOUT_SENT,
        Code.CARD_PAID_OUT,
        Code.FEE,
        Code.CHARGEBACK,
        Code.FUND_CALL,
        Code.FUND_RECEIVED,
        Code.UNEXPLAINED,
        Code.WRITTEN_OFF,
        Code.ENVELOPE,
        Code.FUNDER_RECEIVED,
        Code.SET_ASIDE,
    }
    assert set(Code) - set(REASONS) == of_the_house | {Code.YEARLY_HOURS, Code.HOURS_CORRECTION}


def test_the_page_says_each_reason_and_opens_a_request_from_a_line() -> None:
    holder = bought()
    client = signed_in(holder.actor)
    said = words(client.get("/mes-droits/releve"))
    assert "Votre travail de 2025 vous a donné ces droits." in said
    assert "Code du travail, art. L6323-11" in said
    assert "réservé, pas encore dépensé" in said
    line = accounts.statement(holder.account_id)[0]
    assert f"ligne={line.id}" in client.get("/mes-droits/releve").content.decode()
    assert "Aucun mouvement ici" in words(client.get("/mes-droits/releve?annee=1999"))
    assert client.get("/mes-droits/releve?annee=abc&origine=xyz&page=9999").status_code == 200


def test_the_file_for_a_spreadsheet_adds_up() -> None:
    holder = bought()
    answer = signed_in(holder.actor).get("/mes-droits/releve.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    def cents(text: str) -> int:
        return int(text.replace(",", "")) if text else 0

    came, went = sum(cents(row[5]) for row in rows[1:]), sum(cents(row[6]) for row in rows[1:])
    rights = accounts.rights(holder.account_id, on=day_of(scenes.AT))
    assert rights is not None
    assert came - went == cents(rows[1][7]) == rights.total_cents
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_proofs_are_verified_with_the_published_anchors_alone() -> None:
    holder = bought()
    tomorrow = scenes.AT + timedelta(days=1)
    for _cut in range(3):
        ledger_acts.roll_up(by=scenes.SYSTEM, at=tomorrow)
    while ledger_acts.seal(by=scenes.SYSTEM, at=tomorrow):
        pass
    ledger_acts.anchor(by=scenes.SYSTEM, at=tomorrow)
    told = signed_in(holder.actor).get("/mes-droits/releve.json").json()
    anchors = published(anchored())
    assert len(told["transfers"]) >= len(accounts.statement(holder.account_id))
    assert verify(told, anchors).holds
    told["transfers"][0]["amount_cents"] += 1
    assert not verify(told, anchors).holds


def test_the_paper_is_accessible_and_its_code_answers() -> None:
    holder = bought()
    answer = signed_in(holder.actor).post("/mes-droits/releve.pdf")
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdf.PdfReader(BytesIO(answer.content))
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata is not None
    assert paper.metadata.title == "Relevé de mon compte de formation"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= tags
    issued = models.Issued.objects.get()
    text = "".join(page.extract_text() for page in paper.pages)
    assert issued.code in text
    assert "Camille Martin" in text
    assert issued.account_id == holder.account_id
    said = words(signed_in(scenes.a_holder().actor).get(f"/verifier?code={issued.code.lower()}"))
    assert "Ce relevé a bien été délivré ici" in said
    assert "1 321,40 €" in said
    assert "Martin" not in said
    assert "Aucun document ne porte ce code" in words(signed_in(holder.actor).get("/verifier?code=AAAA"))


def tags_of(node: object) -> set[str]:
    """Every kind of element of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*(tags_of(each) for each in node)) if node else set()
    if not isinstance(node, dict):
        return set()
    own = {str(node["/S"])} if "/S" in node else set()
    return own | (tags_of(node["/K"]) if "/K" in node else set())
