"""`acquis faults`: hurt a living site of our own, and hold it to what it acknowledged."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acquis.site.faults.running import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis faults`."""
    parser.add_argument("--seed", type=int, default=1, help="the same seed strikes the same faults in the same order")
    parser.add_argument("--ops", type=int, default=300, metavar="N", help="how many faults (default 300)")
    parser.add_argument("--seconds", type=float, default=0, metavar="S", help="stop striking after so long")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="BLOW",
        help="these blows, in order and again: a kind, or several as 'web: COMMIT lost + worker: killed'",
    )
    parser.add_argument("--keep", action="store_true", help="keep the folder of the site, with its logs")


def run(args: argparse.Namespace) -> int:
    """0 when all was as it must be after every fault; 1 otherwise, naming the seed, the fault and what was found."""
    from acquis.catalogue.search.columns import machine
    from acquis.site import demonstration, frontend, startup
    from acquis.site.config import config
    from acquis.site.postgres.server import EmbeddedServer

    # The loops of the search are compiled once for a machine, not once for a run.
    os.environ.setdefault("ACQUIS_COMPILED", str(machine.folder()))
    folder = Path(tempfile.mkdtemp(prefix="acquis-faults-"))
    folder.chmod(0o711)
    # One that keeps its promises: a server that forgets what it acknowledged could not be hurt honestly.
    with EmbeddedServer(folder / "postgres") as server:
        for name in ("ACQUIS_WEB_DATABASE_URL", "ACQUIS_WORK_DATABASE_URL"):
            os.environ.pop(name, None)
        home = folder / "home"
        os.environ |= {"ACQUIS_DATABASE_URL": server.url, "ACQUIS_HOME": str(home), "ACQUIS_DEMO": "true"}
        # The identity provider is this very site, and it may be hurt while it is asked.
        os.environ.setdefault("ACQUIS_IDENTITY_TIMEOUT", "15")
        config.cache_clear()
        demonstration.prepare(home)
        frontend.build(say=_say)
        startup.set_up()
        from acquis.site.faults.running import Wanted
        from acquis.site.faults.running import run as strike

        wanted = Wanted(args.seed, args.ops, args.seconds, tuple(args.only))
        outcome = strike(server, folder / "logs", wanted, say=_say)
    print(table(outcome))
    if args.keep or outcome.found:
        print(f"The logs are in {folder / 'logs'}.")
    if outcome.found:
        told = "\n".join([f"✗ seed {args.seed}, {outcome.at}:", *(f"    {each}" for each in outcome.found)])
        (folder / "logs" / "found.txt").write_text(told + "\n")
        print(told)
        return 1
    print(f"✓ seed {args.seed}: nothing was lost, done twice or left half done.")
    return 0


def table(outcome: Outcome) -> str:
    """The faults by kind, with the time to come back from each."""
    lines = [f"{'fault':<42} {'met':>5} {'missed':>7} {'back: median':>13} {'worst':>7}"]
    for name, kind in sorted(outcome.by_kind.items()):
        took = f"{statistics.median(kind.seconds):>11.2f} s {max(kind.seconds):>5.1f} s" if kind.seconds else ""
        lines.append(f"{name:<42} {kind.count:>5} {kind.missed:>7} {took}")
    lines.append(
        f"{outcome.faults} faults in {outcome.blows} blows in {outcome.seconds:.0f} s, "
        f"everything verified {outcome.verified} times; "
        f"{outcome.acknowledged} acts acknowledged, {outcome.unanswered} times no answer."
    )
    return "\n".join(lines)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
