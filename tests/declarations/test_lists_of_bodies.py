"""Lists that bodies send of risk rights and of engagement: previewed, taken once, line by line."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from tests.accounts.scenes import broken, holder_of, refused
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known
from acquis.declarations import actions
from acquis.declarations.formats import engagement, risk_rights
from acquis.declarations.models import ImportFinding
from acquis.declarations.types import Refusal
from acquis.kit.actor import Actor, Role

pytestmark = pytest.mark.django_db

FORMATS = Path(__file__).parents[2] / "docs" / "formats"
POINTS = {"points": "18", "points_reserves": "10", "points_deduits": "0"}
ACCIDENT = {
    "droit": "accident", "taux": "15", "jour_notification": "2026-01-10", "delai_mentionne": "oui",
    "jour_attestation": "2026-02-22",
}  # fmt: skip
VOLUNTARY = {
    "activite": "benevolat", "quantite": "210,50", "heures_une_association": "120", "jour_association": "2015-03-01",
    "jour_declaration": "2026-02-04", "jour_confirmation": "2026-03-01",
}  # fmt: skip
READ = {
    "risk_rights": lambda **how: actions.import_risk_rights(**how),
    "engagement": lambda **how: actions.import_engagement(**how),
}
COLUMNS = {"risk_rights": risk_rights.COLUMNS, "engagement": engagement.COLUMNS}
NOUN = {"risk_rights": "risks", "engagement": "engagements"}


def person(rank):
    number, born = f.nir(rank) + f.key(f.nir(rank)), f.born(rank)
    return {"nir": number, "nom": f.NAMES[rank % 10], "naissance": f"{born[4:]}-{born[2:4]}-{born[:2]}"}


def line(which, rank=1, **cells):
    usual = {
        "risk_rights": {"droit": "points", "numero": f"N-{rank}", "etat_au": "2026-02-28"}
        | (POINTS if cells.get("droit", "points") == "points" else ACCIDENT),
        "engagement": {"annee": "2025", "activite": "service_civique", "quantite": "8"},
    }
    return dict.fromkeys(COLUMNS[which], "") | person(rank) | usual[which] | cells


def read(which, *lines, preview=False):
    columns = COLUMNS[which]
    text = "\n".join([";".join(columns), *(";".join(each[name] for name in columns) for each in lines)]) + "\n"
    file = io.BytesIO(text.encode())
    return READ[which](file=file, file_name="liste.csv", preview=preview, by=s.SYSTEM, at=s.AT)


@pytest.fixture(autouse=True)
def people():
    """Four people who have an account."""
    s.bring(s.dsn(*(f.person(rank) for rank in range(1, 5))))


def rights_of(rank):
    account = s.account(rank)
    return known.risk_rights(account, on=s.AT.date(), by=holder_of(account))


def test_rights_are_told_once_and_a_later_state_replaces_them():
    lines = [line("risk_rights", 1), line("risk_rights", 2, **ACCIDENT)]
    foreseen = read("risk_rights", *lines, preview=True)
    assert (foreseen.counts["risks.new"], foreseen.format, rights_of(1).points) == (2, "risks-preview", None)
    report = read("risk_rights", *lines)
    assert (report.findings, report.counts) == ((), foreseen.counts)
    assert (rights_of(1).points.left, rights_of(1).points.reserved) == (18, 10)
    assert rights_of(2).accidents[0].attested_on == date(2026, 2, 22)
    assert read("risk_rights", *lines).counts["risks.unchanged"] == 2
    later = read("risk_rights", line("risk_rights", 1, points="20", etat_au="2026-03-05"))
    assert (later.counts["risks.replaced"], rights_of(1).points.left) == (1, 20)
    again = read("risk_rights", *lines)
    assert (s.codes(again), again.blocking_total, again.counts["risks.older"]) == (["risk_older"], 0, 1)
    assert rights_of(1).points.left == 20
    assert s.codes(read("risk_rights", line("risk_rights", 3, numero="n-1"))) == ["risk_number_of_another"]
    # Used here, the points are told back under the body's own number.
    account = s.account(1)
    accounts.use_points(account_id=account, points=5, turn=0, by=holder_of(account), at=s.AT)
    (use,) = known.risk_uses(since=s.AT, by=s.SYSTEM)
    assert (use.number, use.points) == ("N-1", 5)
    assert broken() == []


def test_a_year_of_engagement_is_given_once():
    lines = [
        line("engagement", 1),
        line("engagement", 2, **VOLUNTARY),
        line("engagement", 3, activite="reserve_police", quantite="80", annees_engagees="3"),
    ]
    foreseen = read("engagement", *lines, preview=True)
    report = read("engagement", *lines)
    assert (report.findings, report.counts) == ((), foreseen.counts)
    assert (report.counts["engagements.given"], report.counts["engagements.given_cents"]) == (3, 72_000)
    again = read("engagement", *lines, line("engagement", 2, **VOLUNTARY | {"quantite": "210.5"}))
    assert (again.counts["engagements.unchanged"], s.codes(again)) == (3, ["told_twice"])
    assert s.codes(read("engagement", line("engagement", 1, quantite="9"))) == ["engage_otherwise"]
    assert known.rights(s.account(1), on=s.AT.date()).total_cents == 24_000
    assert broken() == []


@pytest.mark.parametrize(
    ("which", "changed", "code", "column", "blocking"),
    [
        ("risk_rights", {"nir": "12345"}, "nir_shape", "nir", True),
        ("risk_rights", {"nom": "Autre"}, "told_other_person", "nir", True),
        ("risk_rights", {"naissance": "1980-05-03"}, "told_other_person", "nir", True),
        ("risk_rights", person(60), "told_nobody", "nir", False),
        ("risk_rights", {"droit": "cadeau"}, "unknown_code", "droit", True),
        ("risk_rights", {"points": "-1"}, "bad_number", "points", True),
        ("risk_rights", {"points": "10000"}, "absurd", "points", True),
        ("risk_rights", {"points_reserves": "19"}, "risk_reserved", "points_reserves", True),
        ("risk_rights", {"points_deduits": "1"}, "risk_deducted", "points_deduits", True),
        ("risk_rights", {"points_deduits": ""}, "missing", "points_deduits", True),
        ("risk_rights", {"etat_au": "2026-03-11"}, "risk_day_to_come", "etat_au", True),
        ("risk_rights", ACCIDENT | {"taux": "101"}, "absurd", "taux", True),
        ("risk_rights", ACCIDENT | {"delai_mentionne": "peut-être"}, "unknown_code", "delai_mentionne", True),
        ("risk_rights", ACCIDENT | {"jour_attestation": "2025-12-31"}, "risk_days", "jour_attestation", True),
        ("risk_rights", ACCIDENT | {"jour_notification": "2026-03-01"}, "risk_days", "jour_notification", True),
        ("engagement", {"activite": "danse"}, "unknown_code", "activite", True),
        ("engagement", {"quantite": "5"}, "engage_threshold", "quantite", True),
        ("engagement", {"quantite": "beaucoup"}, "bad_number", "quantite", True),
        ("engagement", {"annee": "2027"}, "engage_year", "annee", True),
        ("engagement", VOLUNTARY | {"jour_association": "2025-06-01"}, "engage_association", "jour_association", True),
        ("engagement", VOLUNTARY | {"annee": "2024", "jour_declaration": "2025-07-01"}, "engage_late",
         "jour_declaration", True),
        ("engagement", {"activite": "reserve_police"}, "missing", "annees_engagees", True),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_by_its_column_and_costs_nobody_else(which, changed, code, column, blocking):
    report = read(which, line(which, 1, **changed), line(which, 2))
    (found,) = report.findings
    assert (found.code, found.rubric, found.individual, found.line) == (code, column, 1, 2)
    assert found.blocking is blocking
    assert report.counts.get(f"{NOUN[which]}.refused", 0) == blocking
    assert not any(person(rank)["nir"] in str(list(ImportFinding.objects.values())) for rank in (1, 60))
    if which == "risk_rights":
        assert (rights_of(1).points, rights_of(1).accidents) == (None, ())


def test_a_name_is_the_same_however_it_is_written():
    name = person(1)["nom"]
    assert read("risk_rights", line("risk_rights", 1, nom=f" {name.upper()} ")).findings == ()


@pytest.mark.parametrize(("which", "refusal"), [
    ("risk_rights", Refusal.NO_RISK_RIGHTS), ("engagement", Refusal.NO_ENGAGEMENT)
])  # fmt: skip
def test_the_example_of_the_document_has_the_columns_and_is_read(which, refusal):
    text = (FORMATS / f"{which.replace('_', '-')}.md").read_text(encoding="utf-8")
    example = text.split("```csv\n")[1].split("```")[0]
    assert example.splitlines()[0].split(";") == list(COLUMNS[which])
    assert {row.split("`")[1] for row in text.splitlines() if row.startswith("| `")} == set(COLUMNS[which])
    # Its people are those of another document: nothing but that is said.
    report = READ[which](file=io.BytesIO(example.encode()), by=s.SYSTEM, at=s.AT)
    assert (s.codes(report), report.blocking_total) == (["told_nobody"] * 2, 0)
    assert READ[which](file=io.BytesIO(b"a;b\n1;2\n"), by=s.SYSTEM, at=s.AT).refusal is refusal


def test_a_slice_is_refused_in_this_order():
    closed = read("risk_rights", line("risk_rights")).id
    nothing = {"told": [], "preview": False, "findings": [], "at": s.AT}
    holder = Actor(roles=frozenset({Role.HOLDER}))
    for take in (lambda **how: actions.take_risk_rights(**how), lambda **how: actions.take_engagement(**how)):
        assert refused(take, import_id=uuid4(), **nothing, by=holder) is Refusal.NOT_ALLOWED
        assert refused(take, import_id=closed, **nothing, by=s.SYSTEM) is Refusal.IMPORT_CLOSED
