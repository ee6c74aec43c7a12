"""The directory of jobs and the lists of jobs in tension: what is taken, what is told, what is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from tests.catalogue import scenes as s
from tests.shared import shared

from acquis.catalogue import actions, queries
from acquis.catalogue.types import Refusal, ReportKind
from acquis.kit.refusal import Refused

pytestmark = pytest.mark.django_db

CARDS = "code_rome,libelle_rome,code_rome_parent\nD1102,Boulanger / Boulangère,D1102\nXX,Rien,\nA1201,,A1201\n"
TITLES = (
    "code_ogr,libelle_appellation_long,code_rome\n"
    "1,Boulanger / Boulangère,D1102\n"
    "2,Ouvrier boulanger / Ouvrière boulangère,D1102\n"
)
TENSIONS = (
    "region;rome;source;date\n"
    "84;D1102;Enquête régionale;2026-03-01\n"
    "84;F1603;Enquête régionale;2026-03-01\n"
    "99;D1102;Enquête;2026-03-01\n"
    "84;D1102;Enquête;hier\n"
)


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_nobody_else_may(tmp_path):
    path = written(tmp_path, CARDS)
    for act in (actions.import_jobs, actions.import_tensions):
        with pytest.raises(Refused) as refused:
            act(path=path, by=s.agent_of(UUID(int=1)), at=s.AT)
        assert refused.value.reason == Refusal.NOT_ALLOWED


def test_another_table_is_refused_whole(tmp_path):
    tensions, cards = written(tmp_path, TENSIONS), written(tmp_path, CARDS, "cards.csv")
    assert actions.import_jobs(path=tensions, by=s.BY, at=s.AT).refusal == Refusal.FORMAT_UNKNOWN
    assert actions.import_tensions(path=cards, by=s.BY, at=s.AT).refusal == Refusal.FORMAT_UNKNOWN


def test_cards_and_titles(tmp_path):
    report = actions.import_jobs(path=written(tmp_path, CARDS), by=s.BY, at=s.AT)
    actions.import_jobs(path=written(tmp_path, TITLES), by=s.BY, at=s.AT)

    assert report.kind is ReportKind.JOBS
    assert (report.counts["jobs.created"], report.counts["jobs.refused"]) == (1, 2)
    assert [(f.line, f.blocking) for f in report.findings] == [(3, True), (4, True)]
    (baker,) = queries.jobs({"D1102", "Z9999"})
    assert baker.label == "Boulanger / Boulangère"
    assert baker.titles == ("Boulanger / Boulangère", "Ouvrier boulanger / Ouvrière boulangère")


def test_a_file_read_again_adds_nothing_and_a_card_is_renamed(tmp_path):
    actions.import_jobs(path=written(tmp_path, CARDS), by=s.BY, at=s.AT)
    actions.import_jobs(path=written(tmp_path, TITLES), by=s.BY, at=s.AT)
    again = actions.import_jobs(path=written(tmp_path, TITLES), by=s.BY, at=s.AT)
    renamed = actions.import_jobs(
        path=written(tmp_path, CARDS.replace("Boulangère", "Boulangère-pâtissière")), by=s.BY, at=s.AT
    )

    assert (again.counts["titles.created"], again.counts["titles.unchanged"]) == (0, 2)
    assert renamed.counts["jobs.changed"] == 1
    assert queries.jobs(["D1102"])[0].label == "Boulanger / Boulangère-pâtissière"


def test_the_latest_list_of_a_region_counts(tmp_path):
    actions.import_jobs(path=written(tmp_path, CARDS), by=s.BY, at=s.AT)
    report = actions.import_tensions(path=written(tmp_path, TENSIONS), by=s.BY, at=s.AT)
    assert (report.counts["tensions.created"], report.counts["tensions.refused"]) == (2, 2)
    assert ["region" in f.sentence or "date" in f.sentence for f in report.findings] == [True, True]
    assert [(job.rome, job.label) for job in queries.tense_jobs("84")] == [
        ("D1102", "Boulanger / Boulangère"),
        ("F1603", ""),
    ]

    later = "region;rome;source;date\n84;K1302;Enquête régionale;2026-09-01\n"
    actions.import_tensions(path=written(tmp_path, later), by=s.BY, at=s.AT)

    (only,) = queries.tense_jobs("84")
    assert (only.rome, only.published_on) == ("K1302", date(2026, 9, 1))
    assert queries.tense_jobs("93") == ()


def test_the_real_directory():
    folder = shared("data/nomenclatures")
    cards = actions.import_jobs(path=folder / "unix_referentiel_code_rome_v460_utf8.csv", by=s.BY, at=s.AT)
    titles = actions.import_jobs(path=folder / "unix_referentiel_appellation_v460_utf8.csv", by=s.BY, at=s.AT)
    assert cards.counts["jobs.created"] == 1_584
    assert titles.counts["titles.created"] + titles.counts["titles.unchanged"] > 13_000
    assert cards.blocking_total == titles.blocking_total == 0
    assert len(queries.jobs(["D1102"])[0].titles) > 5
