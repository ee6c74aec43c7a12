"""The command `acquis`: each word after it is a module, imported only when it is asked for.

So `acquis law` runs with NumPy alone, and `acquis --help` with nothing at all. A command module has
`add_arguments(parser)` and `run(args) -> int`, the exit code; what it needs beyond the standard library and the rules
it imports inside `run`.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import NamedTuple


class Command(NamedTuple):
    """Where a command is, and its line in the list of all."""

    path: str
    help: str


COMMANDS = {
    "demo": Command(
        "acquis.site.commands.demo",
        "show everything on this machine: an invented country, every role, a clock you can move",
    ),
    "serve": Command("acquis.site.commands.serve", "serve the pages and the API"),
    "work": Command("acquis.site.commands.work", "run the worker: delays that end, reactions to facts, files to send"),
    "migrate": Command("acquis.site.commands.migrate", "bring the database's tables to this version of the program"),
    "check": Command(
        "acquis.site.commands.check", "verify every invariant of the data; exits 1 and names what is broken"
    ),
    "faults": Command(
        "acquis.site.commands.faults",
        "hurt a site of our own: kill, cut off, tell twice, turn the clock back; verify everything after each fault",
    ),
    "credit": Command(
        "acquis.site.commands.credit",
        "credit the rights of a year to everybody: dry run, approval by somebody else, run, reconciliation",
    ),
    "import": Command(
        "acquis.site.commands.import_",
        "bring in certifications, training bodies, offers, places, declarations of work, endowments, deaths from files",
    ),
    "export": Command(
        "acquis.site.commands.export",
        "write the whole catalogue: LHEO 2.3, the columns of the public data set, the European model",
    ),
    "keys": Command(
        "acquis.site.commands.keys", "make new keys, put what is sealed under them, say which old ones may be destroyed"
    ),
    "ledger": Command(
        "acquis.site.commands.ledger", "verify the sealed ledger, publish its anchors, verify a statement"
    ),
    "books": Command(
        "acquis.site.commands.books",
        "the accountant's books: trial balance of a month, file of accounting entries of a year",
    ),
    "reconcile": Command(
        "acquis.site.commands.reconcile",
        "hold the movements of a day against what the bank and the card provider tell; exits 1 on a difference",
    ),
    "scaling": Command(
        "acquis.site.commands.scaling", "print the plan by which the tables are spread over machines, by account"
    ),
    "docs": Command(
        "acquis.site.commands.docs", "print to docs/ the permissions and lifecycles that the program really has"
    ),
    "law": Command(
        "acquis.site.commands.law",
        "question the law: apply a rule, show the law of a day, run a file of cases, simulate a change",
    ),
    "search": Command(
        "acquis.site.commands.search",
        "answer questions over a catalogue of JSON lines, and tell how a question is read (no database)",
    ),
    "simulate": Command("acquis.site.commands.simulate", "draw a synthetic nation of accounts"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; 2 when there is no such command."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help"):
        print(_usage())
        return 0 if words else 2
    name, *rest = words
    if name not in COMMANDS:
        print(f"acquis: {name}: no such command; try acquis --help", file=sys.stderr)
        return 2
    module = importlib.import_module(COMMANDS[name].path)
    parser = argparse.ArgumentParser(prog=f"acquis {name}", description=COMMANDS[name].help)
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args(rest))
    return code


def _usage() -> str:
    lines = ["usage: acquis COMMAND ...", ""]
    lines += [f"  {name:<10} {command.help}" for name, command in COMMANDS.items()]
    return "\n".join([*lines, "", "acquis COMMAND --help tells more about one."])
