"""An employer's list of endowments: previewed, taken once, line by line; large sums wait for a second person."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from tests.accounts.scenes import APPROVER, broken, refused
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.accounts.types import GrantProposalState
from acquis.declarations import actions, queries
from acquis.declarations.formats.endowments import COLUMNS
from acquis.declarations.models import ImportFinding
from acquis.declarations.types import Refusal
from acquis.kit.actor import Actor, Role
from acquis.ledger.models import Transfer
from acquis.rules import law_on

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats" / "endowments.md"
OF_GROUND = {
    "dotation": {},
    "accord": {"annee": "2025", "accord": "T07522012345"},
    "licenciement": {"montant": "3000", "jour_licenciement": "2026-03-01", "jour_donnees": "2026-03-05"},
    "lanceur_alerte": {"jour_decision": "2026-02-01"},
    "plateforme": {"annee": "2025"},
}


def nir(rank):
    return f.nir(rank) + f.key(f.nir(rank))


def line(rank=1, motif="accord", **cells):
    values = dict.fromkeys(COLUMNS, "")
    values |= {
        "nir": nir(rank),
        "montant": "512,40",
        "motif": motif,
        "reference": f"VIR-1/{rank}",
        "payeur": "Ateliers du Port",
    }
    return values | OF_GROUND.get(motif, {}) | cells


def read(*lines, preview=False, columns=COLUMNS):
    text = "\n".join([";".join(columns), *(";".join(each[name] for name in columns) for each in lines)]) + "\n"
    return actions.import_endowments(
        file=io.BytesIO(text.encode()), file_name="dotations.csv", preview=preview, by=s.SYSTEM, at=s.AT
    )


@pytest.fixture(autouse=True)
def people():
    """Six people who have an account."""
    s.bring(s.dsn(*(f.person(rank) for rank in range(1, 7))))


def total(rank):
    return known_accounts.rights(s.account(rank), on=s.AT.date()).total_cents


def test_each_ground_is_given_by_its_act_and_the_list_again_changes_nothing():
    lines = [line(1), line(2, "licenciement"), line(3, "lanceur_alerte"), line(4, "dotation")]
    foreseen = read(*lines, preview=True)
    assert (foreseen.counts["endowments.given"], foreseen.format) == (4, "endowments-preview")
    assert [total(rank) for rank in range(1, 5)] == [0, 0, 0, 0]

    report = read(*lines)
    assert report.findings == ()
    assert report.counts == foreseen.counts
    assert report.counts["endowments.given_cents"] == 51_240 + 300_000 + 51_240 + 51_240
    assert [total(rank) for rank in range(1, 5)] == [51_240, 300_000, 51_240, 51_240]
    moved = Transfer.objects.count()
    again = read(*lines)
    assert (again.counts["endowments.unchanged"], again.counts.get("endowments.given", 0)) == (4, 0)
    # However the reference is typed, and in whatever order of columns.
    third = read(line(1, reference=" vir-1/1 "), columns=tuple(reversed(COLUMNS)))
    assert third.counts["endowments.unchanged"] == 1
    assert Transfer.objects.count() == moved
    assert broken() == []


def test_what_is_more_than_one_may_write_waits_and_is_proposed_once():
    large = line(1, montant="15 000")
    report = read(large, line(2, "dotation", montant="15000"))
    assert (report.counts["endowments.proposed"], report.counts["endowments.proposed_cents"]) == (1, 1_500_000)
    assert s.codes(report) == ["endow_too_much"]
    assert total(1) == total(2) == 0
    assert read(large).counts["endowments.unchanged"] == 1
    (card,) = known_accounts.grant_proposals(by=APPROVER, waiting=True)
    assert total(1) == 0
    accounts.approve_grant(proposal_id=card.id, by=APPROVER, at=s.AT)
    assert total(1) == 1_500_000
    assert read(large).counts["endowments.unchanged"] == 1
    assert total(1) == 1_500_000
    # Declined, it does not come back by the same file.
    other = line(3, montant="20000")
    read(other)
    (card,) = known_accounts.grant_proposals(by=APPROVER, waiting=True)
    accounts.decline_grant(proposal_id=card.id, because="Virement inconnu.", by=APPROVER, at=s.AT)
    assert s.codes(read(other)) == ["endow_declined"]
    assert known_accounts.grant_proposal(card.id, by=APPROVER).state is GrantProposalState.DECLINED
    assert total(3) == 0


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"nir": ""}, "missing", "nir"),
        ({"nir": "12345"}, "nir_shape", "nir"),
        ({"nir": nir(1)[:13] + "00"}, "nir_key", "nir"),
        ({"nir": nir(60)}, "endow_nobody", "nir"),
        ({"montant": "-3"}, "bad_number", "montant"),
        ({"montant": "0"}, "endow_nothing", "montant"),
        ({"montant": "99999999999"}, "absurd", "montant"),
        ({"motif": "cadeau"}, "unknown_code", "motif"),
        ({"payeur": "x" * 121}, "too_many_letters", "payeur"),
        ({"annee": ""}, "missing", "annee"),
        ({"annee": "2031"}, "endow_day", "annee"),
        ({"annee": "deux"}, "bad_number", "annee"),
        ({"motif": "licenciement", "jour_donnees": "01/03/2026"}, "bad_date", "jour_donnees"),
        ({"motif": "licenciement", "jour_donnees": "2026-02-01"}, "endow_day", "jour_donnees"),
        ({"motif": "licenciement", "montant": "10"}, "endow_below_least", "montant"),
        ({"motif": "plateforme", "annee": ""}, "missing", "annee"),
        ({"motif": "plateforme"}, "endow_platform", "motif"),
    ],
)
@pytest.mark.parametrize("preview", [True, False])
def test_a_bad_line_is_named_by_its_column_and_costs_nobody_else(changed, code, column, preview):
    report = read(line(1, **OF_GROUND.get(changed.get("motif"), {}) | changed), line(2), preview=preview)
    (found,) = report.findings
    assert (found.code, found.rubric, found.individual, found.line, found.blocking) == (code, column, 1, 2, True)
    assert found.sentence.startswith(f"Colonne «\u00a0{column}\u00a0»\u00a0: ")
    assert (report.counts["endowments.given"], report.counts["endowments.refused"]) == (1, 1)
    assert (total(1), total(2)) == (0, 0 if preview else 51_240)
    kept = str(list(ImportFinding.objects.values()))
    assert not any(number in kept for number in (nir(1), nir(60)))


def test_a_platform_pays_what_a_decree_fixes(monkeypatch):
    """The day the register knows the amount, nothing else is to be written."""
    law = law_on(s.AT.date(), overrides={"platform_worker_top_up": 50_000})
    for module, name in (
        ("accounts.actions.receive_platform", "law_of"),
        ("declarations.actions.take_endowments", "law_on"),
    ):
        monkeypatch.setattr(import_module(f"acquis.{module}"), name, lambda _day: law)
    report = read(line(1, "plateforme", montant="500"), line(2, "plateforme", montant="499"))
    assert s.codes(report) == ["endow_not_the_amount"]
    assert (total(1), total(2), report.counts["endowments.given_cents"]) == (50_000, 0, 50_000)
    assert broken() == []


def test_a_reference_counts_once_in_the_file_and_over_all_accounts():
    report = read(line(1), line(2, reference="VIR-1/1"))
    assert s.codes(report) == ["endow_twice"]
    assert total(2) == 0
    later = read(line(3, reference="VIR-1/1"))
    assert s.codes(later) == ["endow_reference_used"]
    assert total(3) == 0


def test_who_ended_receives_nothing():
    accounts.close(account_id=s.account(1), by=s.SYSTEM, at=s.AT)
    assert s.codes(read(line(1), line(2))) == ["endow_account_over"]
    assert total(2) == 51_240


def test_a_list_that_was_interrupted_goes_on():
    lines = [line(rank) for rank in range(1, 7)]
    assert read(*lines[:3]).counts["endowments.given"] == 3
    report = read(*lines)
    assert (report.counts["endowments.given"], report.counts["endowments.unchanged"]) == (3, 3)
    assert [total(rank) for rank in range(1, 7)] == [51_240] * 6


def test_what_is_no_list_is_refused_whole():
    nothing = actions.import_endowments(file=io.BytesIO(b"a;b\n1;2\n"), by=s.SYSTEM, at=s.AT)
    assert nothing.refusal is Refusal.NO_ENDOWMENTS
    assert actions.import_endowments(file=io.BytesIO(b""), by=s.SYSTEM, at=s.AT).refusal is Refusal.FILE_EMPTY


def test_the_example_of_the_document_has_the_columns_and_is_read():
    text = DOCUMENT.read_text(encoding="utf-8")
    example = text.split("```csv\n")[1].split("```")[0]
    assert example.splitlines()[0].split(";") == list(COLUMNS)
    documented = {row.split("`")[1] for row in text.splitlines() if row.startswith("| `")}
    assert documented == set(COLUMNS)
    report = actions.import_endowments(file=io.BytesIO(example.encode()), preview=True, by=s.SYSTEM, at=s.AT)
    assert report.counts["endowments"] == 3
    # Its people are those of another document: nothing but that is wrong.
    assert set(s.codes(report)) == {"endow_nobody"}
    assert queries.imports(by=s.SYSTEM).rows[0].id == report.id


def test_a_slice_is_refused_in_this_order():
    report = read(line(1))
    holder = Actor(roles=frozenset({Role.HOLDER}))

    def take(import_id, by):
        return actions.take_endowments(import_id=import_id, told=[], preview=False, findings=[], by=by, at=s.AT)

    assert refused(take, uuid4(), holder) is Refusal.NOT_ALLOWED
    assert refused(take, report.id, s.SYSTEM) is Refusal.IMPORT_CLOSED


def test_a_lone_carriage_return_costs_its_line_alone():
    report = read(line(1, payeur="Ateliers\rdu Port"), line(2))
    assert [(found.code, found.line) for found in report.findings] == [("bad_row", 2)]
    assert (report.counts["endowments"], report.counts["endowments.refused"]) == (2, 1)
