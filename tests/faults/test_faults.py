"""`acquis faults` in short: a living site hurt eight times loses nothing; one that lies about a COMMIT is found out.

One site for both, because a site takes long to start. The whole run is `python3 run.py faults`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

from tests.site.test_crashes import ROOT

from acquis.journal.actions.record import ALONE, WRITE
from acquis.site.faults import proxy
from acquis.site.faults.kinds import FAULTS, blows, drawn, given

SEED = 6083
HONEST = (
    "web: COMMIT lost + card provider's call: twice + clock: back an hour",
    "worker: killed + web: answer to COMMIT lost + one form sent twice at once",
    "database: killed + web: one process killed",
)
#: The one kind after which a site that lies has told somebody of an act that is not there.
LIES = "web: COMMIT lost"
#: It may hurt what nobody was to be told of, several times in a row; the run ends when a lie is found.
MOST = 12


def test_blows_leave_no_fault_out_and_mix_none_that_meet() -> None:
    struck = list(blows(SEED, 300, night=50))
    assert sorted(number for faults in struck for number, _ in faults) == list(range(1, 301))
    for faults in struck:
        assert len({number <= 50 for number, _ in faults}) == 1
        hurt = [part for _, fault in faults for part in fault.hurts]
        assert len(hurt) == len(set(hurt))
        assert [fault for number, fault in faults] == [
            drawn(SEED, number, in_the_night=number <= 50) for number, _ in faults
        ]
    assert {fault.name for faults in struck for _, fault in faults} == {each.name for each in FAULTS}


def test_the_proxy_knows_the_statement_by_which_facts_are_recorded() -> None:
    assert proxy.FACT in WRITE.encode()
    assert proxy.FACT in ALONE.encode()


def test_blows_are_given_in_words() -> None:
    told = [[(number, fault.name) for number, fault in faults] for faults in given(["locks crossed", HONEST[2]], 4)]
    assert told == [
        [(1, "locks crossed")],
        [(2, "database: killed"), (3, "web: one process killed")],
        [(4, "locks crossed")],
    ]


def test_a_site_is_hurt_and_loses_nothing_until_it_lies(tmp_path: Path) -> None:
    planted = tmp_path / "planted"
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ACQUIS_", "DJANGO_"))}
    ours = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.planted",
        "ACQUIS_TEST_PLANTED": str(planted),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        # Half a dozen processes are started: they read what was compiled by the first, or by the run before.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bytecode"),
    }
    command = [sys.executable, "-W", "ignore", "-c", "from acquis.site.commands import main; raise SystemExit(main())"]
    only = [word for each in (*HONEST, *[LIES] * MOST) for word in ("--only", each)]
    running = subprocess.Popen(
        [*command, "faults", "--seed", str(SEED), "--ops", str(8 + MOST), *only],
        env=bare | ours,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    said = running.stderr
    before = list(islice(said, 2))
    honest = list(islice((line for line in said if line[:4].strip().isdigit()), 8))
    planted.touch()
    told = "".join([*before, *honest, *said])
    table = running.stdout.read()
    assert running.wait() == 1, told + table

    assert len(honest) == 8, told + table
    assert not [line for line in honest if "✗" in line], told + table
    # A kill always meets what it kills; what waits for life to hurt may wait in vain on a busy machine.
    kills = [line for line in honest if "killed" in line]
    assert [line.split()[1] for line in kills] == ["✓"] * 3, told
    # What is found names the seed, the fault, and an act that somebody was told of; it was said when it was found.
    assert f"✗ seed {SEED}, fault " in table
    assert f", {LIES}:" in table
    lie = re.compile(
        r"was acknowledged \d+ times, and is there \d+$|was told to be paid, and is not$|was told to its payer"
    )
    assert any(lie.search(line) for line in table.splitlines()), table
    assert any(lie.search(line) for line in told.splitlines()), told
