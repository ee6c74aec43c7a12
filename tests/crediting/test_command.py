"""`acquis credit` from an import to what holders have: dry run, a kill, what changed, hours, and back again."""

import argparse
import json
from contextlib import contextmanager

import pytest
from tests.accounts.scenes import APPROVER, AT, FINANCE, SYSTEM
from tests.declarations import scenes as declared
from tests.declarations.test_import_summary import row, summary

from acquis.accounts.queries import counters, rights
from acquis.accounts.types import PurseKind
from acquis.accounts.types import Refusal as AccountRefusal
from acquis.crediting import jobs, queries
from acquis.crediting.actions import advance, approve, discard, prepare
from acquis.crediting.types import Band, RunKind
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import Refusal as LawRefusal
from acquis.site import startup
from acquis.site.commands import credit, credit_told
from acquis.site.invariants import verify

pytestmark = pytest.mark.django_db
AGENT_POST = {"nature": "public", "unite": "part"}


def acquis(*words):
    """The status of `acquis credit --year 2025 …`."""
    parser = argparse.ArgumentParser()
    credit.add_arguments(parser)
    return credit._run(parser.parse_args(["--year", "2025", *words]))


def said(capsys, *words):
    """The same with --json: the status, and what was told."""
    capsys.readouterr()
    status = acquis(*words, "--json")
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("processes", ["0", "-3", "two", ""])
def test_a_run_is_walked_by_one_process_or_more(capsys, processes):
    with pytest.raises(SystemExit):
        acquis(f"--processes={processes}")
    assert "must be 1 or more" in capsys.readouterr().err


def test_who_interrupts_it_is_told_how_to_go_on(capsys, monkeypatch):
    @contextmanager
    def at_hand():
        yield None

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(startup, "database", at_hand)
    monkeypatch.setattr(startup, "become", lambda role, embedded: None)
    monkeypatch.setattr(credit, "_run", interrupted)
    assert credit.run(argparse.Namespace()) == 130
    assert "the same command goes on" in capsys.readouterr().err


def run_of_the_year():
    card = queries.under_way(2025, by=SYSTEM)
    assert card is not None
    return card


def approved():
    approve(run_id=run_of_the_year().id, by=APPROVER, at=AT)


def available(rank):
    return rights(declared.account(rank), on=day_of(AT)).available_cents


def hours(rank):
    """The counter of a public agent, in hours."""
    found = [each for each in counters(declared.account(rank), on=day_of(AT)) if each.kind is PurseKind.HOURS]
    return sum(each.posted for each in found) // 100


def sound():
    return [found for check in verify(("accounts", "ledger", "crediting", "declarations")).values() for found in check]


def test_from_an_import_to_a_run_what_changed_and_back(capsys):
    declared.bring_summary(summary(row(1), row(2, quantite="803"), row(3, quantite="1", **AGENT_POST)))
    status, told = said(capsys, "--dry-run")
    assert (status, told["state"], told["phase"]) == (0, "foreseen", "foreseen")
    assert (told["totals"]["years"], told["totals"]["given_cents"]) == (3, 50_000 + 24_985)
    assert told["totals"]["given_hours"] == 25 * 100
    assert (available(1), hours(3)) == (0, 0)

    assert acquis() == 3
    assert "waits: somebody else approves it" in capsys.readouterr().err
    approved()
    status, told = said(capsys)
    assert (status, told["state"], told["phase"]) == (0, "done", "done")
    assert told["reconciliation"]["agrees"]
    assert {line["regime"]: line["balances_cents"] for line in told["reconciliation"]["lines"]} == {
        "employee": 74_985,
        "public_agent": 2_500,
    }
    assert (available(1), available(2), hours(3)) == (50_000, 24_985, 25)
    first = told["run"]

    # Other words for one of them, in a later version: nobody else moves.
    declared.bring_summary(
        summary(row(2, version="2", quantite="803.5"), row(3, version="2", quantite="0", **AGENT_POST))
    )
    assert acquis() == 3
    approved()
    status, told = said(capsys)
    assert (status, told["totals"]["years"], told["totals"]["unchanged"]) == (0, 2, 1)
    assert (told["totals"]["given_cents"], told["totals"]["taken_hours"]) == (50_000 - 24_985, 2_500)
    assert (available(2), hours(3)) == (50_000, 0)
    second = told["run"]
    assert sound() == []

    # The second run undone, what the first gave stands again; there, the first is told as corrected since.
    for number, left, aside in ((second, (50_000, 24_985, 25), {}), (first, (0, 24_985, 25), 2)):
        assert acquis("--undo", str(number)) == 3
        approved()
        status, told = said(capsys, "--undo", str(number))
        assert (status, told["state"], told["reconciliation"]["agrees"]) == (0, "done", True)
        assert (available(1), available(2), hours(3)) == left
        assert told["refused"] == ({"accounts.corrected_since": aside} if aside else {})
    assert sound() == []


def test_a_run_that_was_interrupted_goes_on_and_whoever_walks_beside_may_end_it(capsys):
    declared.bring_summary(summary(*[row(rank) for rank in range(1, 5)]))
    acquis("--dry-run")
    approved()
    run_id = run_of_the_year().id
    assert advance(run_id=run_id, limit=2, by=SYSTEM, at=AT)
    assert run_of_the_year().done == 2
    assert acquis("--resume") == 0
    assert [available(rank) for rank in range(1, 5)] == [50_000] * 4
    # The worker comes to a run that the command has ended.
    assert jobs.walk(run_id=str(run_id)) == 0
    assert not advance(run_id=run_id, by=SYSTEM, at=AT)
    assert queries.reconciliation(run_id, by=SYSTEM).agrees
    assert acquis("--resume") == 2
    assert "no run of 2025 is under way" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("walked", "approves", "words"),
    [
        (False, False, "is being foreseen, 0 accounts"),
        (True, False, "is foreseen, and waits for its approval; somebody approves or gives it up on /agents"),
        (True, True, "is approved, and about to be carried out; `acquis credit --year 2025`, or the worker"),
    ],
)
def test_a_run_in_the_way_says_which_in_what_state_and_what_to_do(capsys, walked, approves, words):
    run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
    if walked:
        advance(run_id=run_id, by=SYSTEM, at=AT)
    if approves:
        approve(run_id=run_id, by=APPROVER, at=AT)
    assert acquis("--again") == 2
    assert f"run 1 of 2025 (yearly) {words}" in capsys.readouterr().err
    if walked:
        assert acquis("--dry-run") == (2 if approves else 0)
        assert words in capsys.readouterr().err


def test_an_undoing_is_of_the_run_that_was_named(capsys):
    for version, quantity in (("1", "803.5"), ("2", "803")):
        declared.bring_summary(summary(row(1, version=version, quantite=quantity)))
        assert acquis() == 3
        approved()
        assert acquis() == 0
    acquis("--undo", "2")
    assert acquis("--undo", "1") == 2
    assert "(undoing run 2) is foreseen" in capsys.readouterr().err
    discard(run_id=run_of_the_year().id, by=FINANCE, at=AT)


def test_a_run_that_would_change_nothing_is_given_up_and_is_in_nobodys_way(capsys):
    declared.bring_summary(summary(row(1)))
    assert acquis() == 3
    approved()
    assert acquis() == 0
    assert acquis() == 0
    assert "Nothing is to be changed: run 2 is given up." in capsys.readouterr().err
    assert queries.under_way(2025, by=SYSTEM) is None
    assert acquis("--undo", "1") == 3


def test_the_console_does_not_approve_but_in_the_demonstration(capsys, monkeypatch):
    monkeypatch.setenv("ACQUIS_DEMO", "false")
    credit_config().cache_clear()
    try:
        assert acquis("--approved-by", "personne@exemple.fr") == 2
        assert "only in the demonstration" in capsys.readouterr().err
        assert queries.runs(by=SYSTEM) == []
    finally:
        monkeypatch.undo()
        credit_config().cache_clear()


def test_the_console_speaks_in_sentences_and_in_units(capsys):
    declared.bring_summary(
        summary(row(1), row(2, quantite="1", **AGENT_POST), row(3, quantite="?"), row(4, quantite="803"))
    )
    acquis()
    approved()
    capsys.readouterr()
    assert acquis() == 0
    out = capsys.readouterr().out
    assert "€749.85" in out
    assert "25.00 h" in out
    with pytest.raises(Refused) as caught:
        credit._numbered(70, 2025, SYSTEM)
    told = credit._told(caught.value)
    assert told.endswith("(number 70, year 2025)")
    assert "crediting." not in told


@pytest.mark.parametrize("reason", [*AccountRefusal, *LawRefusal])
def test_why_rows_gave_nothing_is_said_in_english(reason):
    assert credit_told.why(str(reason)) not in ("", str(reason))


def credit_config():
    from acquis.site.config import config

    return config


def test_one_band_is_a_sentence_and_several_are_bars() -> None:
    assert credit_told.distribution([]) == []
    assert credit_told.distribution([Band(from_cents=50_000, years=3)]) == [
        "All 3 years that change move an amount from €500.00 to under €550.00."
    ]
    assert credit_told.distribution([Band(from_cents=-5_000, years=1)]) == [
        "The one year that changes moves an amount from −€50.00 to under €0.00."
    ]
    head, less, more = credit_told.distribution([Band(from_cents=0, years=5), Band(from_cents=50_000, years=10)])
    assert head == "How many years move how much:"
    assert (less.count("█"), more.count("█")) == (25, 50)
    assert less.index("█") == more.index("█")
