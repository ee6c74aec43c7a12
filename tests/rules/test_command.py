"""`acquis law` as others run it: exit codes, streams, the public cases, and no framework behind it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shared import shared

from acquis.rules.agreement import compare
from acquis.rules.written import parse

SOURCE = Path(__file__).parents[2] / "src"
START = "import sys; from acquis.site.commands import main; sys.exit(main(sys.argv[1:]))"


def acquis(*words, given=b"", start=START):
    return subprocess.run(
        [sys.executable, "-c", start, *words],
        input=given,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=False,
    )


QUESTION = {
    "id": "g",
    "on": "2026-01-15",
    "facts": {"from": "rights_cents", "to": "hours", "amount": 100000, "declared_on": None},
}


def test_an_answer_on_stdout_and_nothing_else():
    done = acquis("law", "apply", "convert", given=json.dumps([QUESTION]).encode())
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [{"id": "g", "result": {"hours": 67}}], b"")


@pytest.mark.parametrize(
    ("rule", "given", "start"),
    [
        ("convert", json.dumps([QUESTION, {**QUESTION, "id": "h", "on": 1}]), "h: on: "),
        ("convert", "not json", "stdin: "),
        ("no-such-rule", "[]", "no-such-rule: "),
    ],
)
def test_malformed_input_is_one_line_on_stderr(rule, given, start):
    done = acquis("law", "apply", rule, given=given.encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(start)
    assert done.stderr.count(b"\n") == 1


def test_an_assumption_reads_a_question_the_other_way():
    half = [{**QUESTION, "facts": {**QUESTION["facts"], "amount": 750}}]
    done = acquis("law", "apply", "convert", "--assume", "half_hour_rounds=down", given=json.dumps(half).encode())
    assert json.loads(done.stdout) == [{"id": "g", "result": {"hours": 0}}]
    done = acquis("law", "apply", "convert", "--assume", "half_hour_rounds=left", given=json.dumps(half).encode())
    assert (done.returncode, done.stdout) == (2, b"")


def test_the_law_of_a_day_with_its_sources():
    done = acquis("law", "show", "--on", "2026-11-23", "--json")
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    participation = rows["participation_cents"]
    assert (participation["value"], participation["since"], participation["confidence"]) == (15000, "2026-04-02", "M")
    assert participation["article"] == "L6323-7"
    assert participation["to_confirm"] == "Légifrance"
    read = acquis("law", "show", "--on", "2026-11-23").stdout.decode()
    assert "participation_cents" in read
    assert "décret 2026-234 du 30/3/2026" in read


@pytest.mark.parametrize("day", ["2018-12-31", "2026-02-30", "tomorrow", "20261123"])
def test_a_day_without_a_law(day):
    done = acquis("law", "show", "--on", day)
    assert (done.returncode, done.stdout) == (2, b"")


def test_words_that_are_no_command():
    assert acquis().returncode == 2
    assert acquis("--help").returncode == 0
    done = acquis("nothing")
    assert done.returncode == 2
    assert b"no such command" in done.stderr


def test_the_law_needs_no_framework():
    start = START.replace(
        "sys.exit(main(sys.argv[1:]))", "main(['law', 'show', '--on', '2026-01-01']); print(sorted(sys.modules))"
    )
    modules = acquis(start=start).stdout.decode().splitlines()[-1]
    assert "'numpy'" in modules
    for framework in ("django", "psycopg", "procrastinate", "pydantic", "jinja2"):
        assert f"'{framework}" not in modules


def test_the_public_cases_agree():
    cases = shared("law/cases.json")
    done = acquis("law", "cases", str(cases), "--json")
    rows = json.loads(done.stdout)
    assert [row for row in rows if not row["agrees"]] == []
    assert done.returncode == 0
    assert len(rows) > 100


def test_a_case_that_disagrees_is_seen():
    case = {**QUESTION, "expected": {"result": {"hours": 66}}, "why": "wrong on purpose"}
    open_case = {**QUESTION, "id": "o", "rule": "convert", "question": "half_hour_rounds", "default": "up"}
    open_case |= {"expected": {"result": {"hours": 67}}, "other": {"down": {"result": {"hours": 1}}}}
    malformed = {**QUESTION, "id": "m", "on": "never", "expected": {"malformed": "on"}}
    document = json.dumps({"convert": [case, malformed], "open": [open_case]}).encode()
    assert [one.agrees for one in compare(parse(document))] == [False, True, True, False]
