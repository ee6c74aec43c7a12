"""The command `acquis`: each word after it is a module, imported only when it is asked for.

So `acquis law` runs with NumPy alone. A command module has `HELP` (one line), `add_arguments(parser)` and
`run(args) -> int`, the exit code; what it needs beyond the standard library and the rules it imports inside `run`.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "demo": "acquis.site.commands.demo",
    "serve": "acquis.site.commands.serve",
    "work": "acquis.site.commands.work",
    "migrate": "acquis.site.commands.migrate",
    "check": "acquis.site.commands.check",
    "credit": "acquis.site.commands.credit",
    "import": "acquis.site.commands.import_",
    "export": "acquis.site.commands.export",
    "keys": "acquis.site.commands.keys",
    "ledger": "acquis.site.commands.ledger",
    "scaling": "acquis.site.commands.scaling",
    "docs": "acquis.site.commands.docs",
    "law": "acquis.site.commands.law",
    "search": "acquis.site.commands.search",
    "simulate": "acquis.site.commands.simulate",
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
    module = importlib.import_module(COMMANDS[name])
    parser = argparse.ArgumentParser(prog=f"acquis {name}", description=module.HELP)
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args(rest))
    return code


def _usage() -> str:
    lines = ["usage: acquis COMMAND ...", ""]
    for name, path in COMMANDS.items():
        lines.append(f"  {name:<10} {importlib.import_module(path).HELP}")
    return "\n".join([*lines, "", "acquis COMMAND --help tells more about one."])
