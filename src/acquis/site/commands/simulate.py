"""`acquis simulate population`: an invented nation of accounts, as columns; needs NumPy and the rules alone."""

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis simulate`."""
    words = parser.add_subparsers(dest="word", required=True, metavar="population")
    one = words.add_parser(
        "population", help="draw a nation, tell what it is made of, and write it as columns if asked"
    )
    one.add_argument("--accounts", type=int, required=True, metavar="N", help="how many accounts")
    one.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same nation (1)")
    one.add_argument("--out", type=Path, metavar="FILE.npz", help="write the columns here")
    one.add_argument("--shares", action="store_true", help="also print every share, and on what it rests")
    one.add_argument("--json", action="store_true", help="print JSON for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when the nation is drawn, 2 when it cannot be."""
    from acquis.insight.export import columns_of, write
    from acquis.insight.nation import NationFileError, shares
    from acquis.insight.population import Population
    from acquis.insight.portrait import Portrait, paint
    from acquis.site.progress import bars

    try:
        population = Population(args.accounts, args.seed)
        if args.out and args.out.suffix != ".npz":
            raise ValueError(f"--out: {args.out}: the name must end in .npz")
        if args.out and not args.out.parent.is_dir():
            raise ValueError(f"--out: {args.out.parent}: is not a folder")
        every_share = shares()
        with bars() as report:
            if args.out:
                write(population, args.out, told=lambda done: report("Writing", done, args.accounts))
            started, portrait = time.perf_counter(), Portrait()
            for drawn in population.slices():
                paint(population, drawn, portrait)
                report("Painting", portrait.accounts, args.accounts)
            seconds = time.perf_counter() - started
    except (ValueError, NationFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    told = asdict(portrait) | {"seed": args.seed, "seconds": round(seconds, 3)}
    if args.shares:
        told["shares"] = [
            {"name": s.name, "label": s.label, "basis": s.basis, "as_of": s.as_of.isoformat(), "source": s.source}
            | {"figures": s.figures}
            for s in every_share.values()
        ]
    if args.out:
        told["file"] = str(args.out)
        told["columns"] = list(columns_of(Population(1, args.seed).slice(0)))
    print(json.dumps(told, ensure_ascii=False) if args.json else _as_text(told))
    return 0


def _as_text(told: dict[str, Any]) -> str:
    accounts = told["accounts"]
    lines = [f"A nation of {accounts:,} accounts, seed {told['seed']}, drawn and counted in {told['seconds']:.2f} s"]
    for title, counts in (("By regime", told["by_regime"]), ("By unit", told["by_unit"]), ("By age", told["by_age"])):
        lines.append(f"{title}:")
        lines += [f"  {name:<16} {count:>14,}  {count / accounts:>6.1%}" for name, count in counts.items()]
    for name in ("active", "low_qualified", "oeth", "purchases"):
        lines.append(f"{name:<18} {told[name]:>14,}  {told[name] / accounts:>6.1%}")
    for name in ("balance_cents", "credited_cents", "purchases_cents"):
        lines.append(f"{name:<18} {told[name]:>22,}")
    for name in ("balance_hours", "credited_hours"):
        lines.append(f"{name:<18} {told[name]:>22,}")
    for share in told.get("shares", ()):
        lines.append(f"{share['name']:<20} {share['basis']:<10} {share['as_of']}  {share['label']} | {share['source']}")
    if "file" in told:
        lines.append(f"Written to {told['file']}: {', '.join(told['columns'])}")
    return "\n".join(lines)
