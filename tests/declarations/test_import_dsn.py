"""DSN files brought in: what is taken, what is told, and what a second or a corrected sending changes."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.accounts import queries as accounts
from acquis.accounts.actions import credit_years
from acquis.declarations import actions, models, queries
from acquis.declarations.formats import codes
from acquis.declarations.types import Level, Refusal, State
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.rules import Regime
from acquis.site.invariants import verify

pytestmark = pytest.mark.django_db


def test_a_year_of_full_time_is_a_full_year():
    report = s.bring(s.a_year(f.person(1)))

    assert report.state is State.READ
    assert report.findings == ()
    assert report.counts["individuals.accepted"] == 12
    assert report.counts["lines.created"] == 12
    assert s.told(s.account(1)) == ("hours", "1820.04", "1820.04")
    assert not any(verify(("declarations",)).values())


def test_an_account_is_opened_and_credited_from_its_facts():
    s.bring(s.a_year(f.person(1)))
    account = s.account(1)

    done = credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    assert done.granted_cents == 50_000
    assert accounts.rights(account, on=date(2026, 4, 1)).available_cents == 50_000


def test_the_same_file_twice_changes_nothing():
    content = s.a_year(f.person(1), f.person(2))
    s.bring(content)
    again = s.bring(content)

    assert again.counts["lines.unchanged"] == 24
    assert "lines.created" not in again.counts
    assert again.findings == ()
    assert models.WorkedLine.objects.count() == 24


def test_the_same_declaration_in_two_files_counts_once():
    march = list(f.declaration([f.person(1)]))
    s.bring(f.bytes_of(f.whole_file(march)))
    s.bring(f.bytes_of(f.whole_file(march, f.declaration([f.person(1)], month=date(2025, 4, 1)))))

    assert s.told(s.account(1)) == ("hours", "303.34", "1820.04")


def test_a_correction_is_a_new_version_and_a_new_movement():
    s.bring(s.a_year(f.person(1)))
    account = s.account(1)
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    half = f.person(1, f.Contract(quantity="60.00", hours="60.00", mode="20"))
    report = s.bring(s.a_year(half, kind="03", order=2))
    done = credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    assert report.counts["lines.corrected"] == 12
    versions = models.WorkedLine.objects.filter(account_id=account).values_list("version", "current")
    assert sorted(versions) == [(1, False)] * 12 + [(2, True)] * 12
    # 720 hours of 1 820.04: 500 × 720 / 1820.04, to the cent above.
    assert (done.corrected, done.taken_back_cents) == (1, 50_000 - 19_780)
    assert accounts.rights(account, on=date(2026, 4, 1)).available_cents == 19_780
    assert not any(verify(("declarations", "accounts", "ledger")).values())


def test_what_a_replacing_declaration_no_longer_names_is_withdrawn_and_corrected():
    s.bring(s.dsn(f.person(1), f.person(2)))
    two = s.account(2)
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    report = s.bring(s.dsn(f.person(1), kind="03", order=2))
    done = credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)

    assert report.counts["lines.withdrawn"] == 1
    assert report.counts["lines.unchanged"] == 1
    assert s.told(two) == ("hours", "0", "1820.04")
    assert done.corrected == 1
    assert accounts.rights(two, on=date(2026, 4, 1)).available_cents == 0
    (year,) = queries.declared_years(two, 2025, by=s.AGENT)
    assert [line.withdrawn for line in year.lines] == [True]


def test_nobody_loses_facts_because_a_replacing_declaration_cannot_be_read():
    s.bring(s.dsn(f.person(1), f.person(2)))
    two = s.account(2)

    report = s.bring(s.dsn(f.person(1), f.Person(number="999"), kind="03", order=2))

    assert "kept" in s.codes(report)
    assert s.told(two) == ("hours", "151.67", "1820.04")


def test_a_cancelled_declaration_withdraws_all_its_lines():
    s.bring(s.dsn(f.person(1), f.person(2)))

    report = s.bring(s.dsn(kind="04", order=2))

    assert report.counts["lines.withdrawn"] == 2
    assert s.told(s.account(1))[1] == "0"


def test_an_older_sending_that_comes_late_is_left():
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00")), kind="03", order=3))
    late = s.bring(s.dsn(f.person(1), f.person(2), order=2))

    assert s.codes(late) == ["outdated"]
    assert late.counts["individuals.outdated"] == 2
    assert s.told(s.account(1))[1] == "100"


def test_another_content_under_the_same_order_is_refused_and_the_first_stays():
    s.bring(s.dsn(f.person(1)))
    other = s.bring(s.dsn(f.person(1, f.Contract(hours="10.00"))))

    assert s.codes(other) == ["already_declared"]
    assert other.counts["individuals.refused"] == 1
    assert s.told(s.account(1))[1] == "151.67"


def test_a_normal_declaration_of_a_higher_order_does_not_replace():
    s.bring(s.dsn(f.person(1)))
    other = s.bring(s.dsn(f.person(1, f.Contract(hours="10.00")), order=2))

    assert s.codes(other) == ["already_declared"]
    assert s.told(s.account(1))[1] == "151.67"


def test_two_employers_with_the_same_full_time_are_added():
    s.bring(s.dsn(f.person(1)))
    s.bring(s.dsn(f.person(1, f.Contract(hours="20.00")), siren=f.OTHER_SIREN, nic=f.OTHER_NIC))

    assert s.told(s.account(1)) == ("hours", "171.67", "1820.04")


def test_two_employers_with_different_full_times_are_added_as_an_exact_share():
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00", reference="150.00"))))
    s.bring(s.dsn(f.person(1, f.Contract(hours="100.00", reference="120.00")), siren=f.OTHER_SIREN, nic=f.OTHER_NIC))

    # 100/1800 + 100/1440 = 1/18 + 5/72 = 9/72.
    assert s.told(s.account(1)) == ("share", "1", "8")


def test_an_account_is_for_those_of_age_and_apprentices_a_year_sooner():
    boy = f.person(1, number=f.nir(1, year=9, month=6), born="14062009")
    apprentice = f.person(2, f.Contract(nature="02", scheme="64"), number=f.nir(2, year=9, month=6), born="15062009")
    child = f.person(3, f.Contract(scheme="64"), number=f.nir(3, year=10, month=6), born="14062010")

    report = s.bring(s.dsn(boy, apprentice, child))

    assert [(x.code, x.individual) for x in report.findings] == [("too_young", 1), ("too_young", 3)]
    assert s.account(number=f.nir(2, year=9, month=6))
    assert report.counts["individuals.accepted"] == 1


def test_internships_and_mandates_are_no_work_and_open_no_account():
    report = s.bring(s.dsn(f.person(1, f.Contract(nature="29")), f.person(2, f.Contract(nature="80"))))

    assert report.counts["contracts.no_work"] == 2
    assert report.blocking_total == 0
    assert not models.WorkedLine.objects.exists()
    assert not s.Known.objects.exists()


def test_disability_is_carried_by_the_employers_word():
    s.bring(s.dsn(f.person(1, f.Contract(disability="01"))))

    (row,) = queries.year_rows(2025)
    assert row.oeth


def test_only_those_who_may_import_do():
    holder = Actor(roles=frozenset({Role.HOLDER}))
    for who in (holder, s.FINANCE, s.AGENT):
        with pytest.raises(Refused) as refused:
            s.bring(s.dsn(f.person(1)), by=who)
        assert refused.value.reason is Refusal.NOT_ALLOWED
    assert not models.Import.objects.exists()


def test_a_closed_reading_takes_nothing_more():
    report = s.bring(s.dsn(f.person(1)))
    declaration = models.Declaration.objects.get()
    with pytest.raises(Refused) as refused:
        actions.take_individuals(
            import_id=report.id, declaration_id=declaration.id, individuals=[], findings=[], by=s.SYSTEM, at=s.AT
        )
    assert refused.value.reason is Refusal.IMPORT_CLOSED
    with pytest.raises(Refused) as refused:
        actions.close_import(
            import_id=report.id, counts={}, findings=[], findings_total=0, blocking_total=0, by=s.SYSTEM, at=s.AT
        )
    assert refused.value.reason is Refusal.IMPORT_CLOSED


def test_the_database_refuses_to_change_or_remove_a_fact():
    s.bring(s.dsn(f.person(1)))
    for statement in (
        "UPDATE declarations_workedline SET paid = paid + 1",
        "UPDATE declarations_workedline SET current = false, paid = 0",
        "DELETE FROM declarations_workedline",
    ):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_stop_in_the_middle_loses_nothing_and_the_same_file_goes_on(monkeypatch):
    from acquis.declarations import walking

    monkeypatch.setattr(walking, "SLICE", 2)
    content = s.dsn(*(f.person(n) for n in range(1, 8)))
    taken = walking.take_individuals
    calls = []

    def stops(**words):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the process is killed here")
        return taken(**words)

    monkeypatch.setattr(walking, "take_individuals", stops)
    with pytest.raises(RuntimeError):
        s.bring(content)
    assert models.WorkedLine.objects.count() == 4

    monkeypatch.setattr(walking, "take_individuals", taken)
    report = s.bring(content)
    assert (report.counts["lines.unchanged"], report.counts["lines.created"]) == (4, 3)
    assert models.WorkedLine.objects.count() == 7
    interrupted = models.Import.objects.exclude(pk=report.id).get()
    assert interrupted.state == State.READING


def test_the_number_is_never_in_the_report_nor_in_the_journal():
    from acquis.journal.queries import recent

    wrong = f.nir(1) + "00"
    report = s.bring(s.dsn(f.Person(number=wrong), f.person(2)))

    assert [(x.code, x.rubric, x.individual, x.level) for x in report.findings] == [
        ("nir_key", "S21.G00.30.001", 1, Level.INDIVIDUAL)
    ]
    everything = (
        f"{report}{recent(50)}{list(models.Import.objects.values())}{list(models.ImportFinding.objects.values())}"
    )
    assert f.nir(1) not in everything
    assert "MARTIN" not in everything


def test_who_resembles_somebody_else_waits_for_an_agent_and_loses_nothing():
    s.bring(s.dsn(f.person(1)))
    known = models.WorkedLine.objects.get().account_id
    # The same number under another name and another birth: nobody can tell without looking.
    other = f.person(1, name="DUBOIS", first_names="ÉLISE", born="03021975")

    report = s.bring(s.dsn(other, siren=f.OTHER_SIREN, nic=f.OTHER_NIC))
    again = s.bring(s.dsn(other, siren=f.OTHER_SIREN, nic=f.OTHER_NIC))

    assert [(x.code, x.blocking) for x in report.findings if x.code == "doubtful"] == [("doubtful", False)]
    assert report.counts["individuals.waiting"] == 1
    assert again.counts["individuals.waiting"] == 1
    waits = models.WaitingIndividual.objects.get()
    assert "DUBOIS" not in f"{waits.works}{waits.reference}"
    person = s.Known.objects.get()

    taken = actions.take_waiting(person_id=person.id, references=[waits.reference], by=s.SYSTEM, at=s.AT)

    assert taken == 1
    assert s.told(known) == ("hours", "303.34", "1820.04")
    assert actions.take_waiting(person_id=person.id, references=[waits.reference], by=s.SYSTEM, at=s.AT) == 0


def test_what_waited_and_was_replaced_meanwhile_is_dropped():
    s.bring(s.dsn(f.person(1)))
    other = f.person(1, name="DUBOIS", first_names="ÉLISE", born="03021975")
    s.bring(s.dsn(other, siren=f.OTHER_SIREN, nic=f.OTHER_NIC))
    s.bring(s.dsn(f.person(2), siren=f.OTHER_SIREN, nic=f.OTHER_NIC, kind="03", order=2))
    waits = models.WaitingIndividual.objects.get()

    somebody = s.Known.objects.order_by("registered_at", "id")[0]
    taken = actions.take_waiting(person_id=somebody.id, references=[waits.reference], by=s.SYSTEM, at=s.AT)
    assert taken == 0


def test_a_settled_doubt_reaches_the_lines_that_wait():
    from acquis.journal.reactions import reactions_to
    from acquis.people.events import DoubtSettled

    assert [each.name for each in reactions_to(DoubtSettled) if each.name.startswith("declarations")] == [
        "declarations.reactions.take_what_waited"
    ]


class TestTheDocument:
    TEXT = (Path(__file__).parents[2] / "docs" / "formats" / "dsn.md").read_text(encoding="utf-8")

    def test_its_example_is_taken_whole(self) -> None:
        example = self.TEXT.split("```text\n")[1].split("```")[0]
        report = actions.import_dsn(file=io.BytesIO(example.encode()), file_name="exemple.txt", by=s.SYSTEM, at=s.AT)
        assert report.findings == ()
        assert report.counts["individuals.accepted"] == 1

    @pytest.mark.parametrize(
        ("meaning", "known"),
        [
            ("replaces what", {codes.REPLACES, codes.REPLACES_EMPTY}),
            ("cancels it", {codes.CANCELS}),
            ("an employee's contract", {k for k, v in codes.CONTRACTS.items() if v is Regime.EMPLOYEE}),
            ("a public post", {k for k, v in codes.CONTRACTS.items() if v is Regime.PUBLIC_AGENT}),
            ("sheltered work", {k for k, v in codes.CONTRACTS.items() if v is Regime.ESAT}),
            ("no work", {k for k, v in codes.CONTRACTS.items() if v is None}),
            ("a public agent", codes.PUBLIC_STATUS),
            ("an apprentice", codes.APPRENTICES),
            ("hours", codes.HOURS_UNITS),
            ("days;", {codes.DAYS_UNIT, codes.DAY_RATE_UNIT}),
            ("paid by the piece", codes.PIECE_UNITS),
            ("no unit", {codes.NO_UNIT}),
        ],
    )
    def test_its_codes_are_those_that_are_read(self, meaning: str, known: set[str]) -> None:
        cells = [line.split("|") for line in self.TEXT.split("## Codes")[1].splitlines() if line.startswith("| `S2")]
        told = [set(each[3].replace("`", "").split()) for each in cells if each[2].strip().startswith(meaning)]
        assert told == [known]
