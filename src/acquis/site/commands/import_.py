"""`acquis import`: bring files of others in, and print what became of each record."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import import_bank

if TYPE_CHECKING:
    from acquis.catalogue.types import Report
    from acquis.declarations.types import Report as Declared


#: Findings printed for people; `--json` prints all that the report keeps.
SHOWN = 40
#: The files of employers, of the bodies without DSN, of deaths and of rights that bodies tell; each has its report.
DECLARED = ("dsn", "summary", "deaths", "endowments", "risk-rights", "engagement")
Told = Callable[[str, int], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `acquis import`."""
    metavar = (
        "certifications|providers|offers|places|jobs|tensions|dsn|summary|deaths|endowments|risk-rights|engagement|bank"
    )
    words = parser.add_subparsers(dest="what", required=True, metavar=metavar)
    one = words.add_parser("certifications", help="the national registers: CSV set, tables of 2020, XML flow 4.1")
    one.add_argument("path", type=Path, metavar="PATH", help="a folder, a zip or a file")
    two = words.add_parser("providers", help="the public list of training bodies, or the quality list of 2021")
    two.add_argument("path", type=Path, metavar="FILE")
    three = words.add_parser("offers", help="a provider's offers: EDOF XML, LHEO 2.2 or 2.3")
    three.add_argument("path", type=Path, metavar="FILE")
    three.add_argument("--provider", metavar="SIRET", help="the body that imports; else the SIRET of each training")
    four = words.add_parser("places", help="communes, postal codes, coordinates, populations")
    four.add_argument("paths", type=Path, nargs="+", metavar="FILE", help="files, or folders of them")
    five = words.add_parser("dsn", help="nominative social declarations (DSN), as employers send them")
    five.add_argument("paths", type=Path, nargs="+", metavar="FILE", help="files, or folders of them")
    six = words.add_parser(
        "summary", help="yearly summaries of the bodies without DSN (docs/formats/yearly-summary.md)"
    )
    six.add_argument("paths", type=Path, nargs="+", metavar="FILE")
    seven = words.add_parser("deaths", help="the file of deaths that INSEE publishes (docs/formats/deaths.md)")
    seven.add_argument("paths", type=Path, nargs="+", metavar="FILE")
    eight = words.add_parser("endowments", help="employers' lists of endowments (docs/formats/endowments.md)")
    eight.add_argument("paths", type=Path, nargs="+", metavar="FILE")
    eight.add_argument("--preview", action="store_true", help="report what the list would do, and give nothing")
    nine = words.add_parser("jobs", help="the directory of jobs (ROME 4.0): its cards, or its titles")
    nine.add_argument("path", type=Path, metavar="FILE")
    ten = words.add_parser("tensions", help="a list of jobs in tension by region (docs/formats/tensions.md)")
    ten.add_argument("path", type=Path, metavar="FILE")
    eleven = words.add_parser("bank", help="what our bank sends: statements (camt.053), answers to orders (pain.002)")
    eleven.add_argument("paths", type=Path, nargs="+", metavar="FILE")
    twelve = words.add_parser(
        "risk-rights", help="points of prevention, work accidents, occupational diseases (docs/formats/risk-rights.md)"
    )
    thirteen = words.add_parser(
        "engagement", help="civic service, reserves, mentors, voluntary work (docs/formats/engagement.md)"
    )
    for word in (twelve, thirteen):
        word.add_argument("paths", type=Path, nargs="+", metavar="FILE")
        word.add_argument("--preview", action="store_true", help="report what the list would do, and change nothing")
    for word in (one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen):
        word.add_argument("--json", action="store_true", help="print the report as JSON, for a machine")


def run(args: argparse.Namespace) -> int:
    """0 when everything was taken, 1 when some records were refused, 2 when a file could not be read at all."""
    paths = _files(args.paths, args.what) if "paths" in args else [args.path]
    missing = [str(p) for p in paths if not p.exists()] or ([] if paths else ["no file"])
    if missing:
        print(f"acquis import: not found: {', '.join(missing)}", file=sys.stderr)
        return 2
    from acquis.site import startup

    with startup.database() as embedded, _progress() as told:
        from django.utils import translation

        from acquis.kit.refusal import Refused
        from acquis.site import migration
        from acquis.site.postgres.roles import WORK
        from acquis.web.refusals import sentence

        if embedded is None and migration.pending():
            print("acquis import: the database is not at this version; run acquis migrate first", file=sys.stderr)
            return 2
        if embedded is not None:
            migration.migrate()
        startup.become(WORK, embedded)
        if args.what == "bank":
            return import_bank.take(paths, as_json=args.json)

        try:
            reports = _import(args, paths, told)
        except Refused as refused:
            with translation.override("en"):
                print(f"acquis import: {sentence(refused)}", file=sys.stderr)
            return 2
        except OSError as error:
            print(f"acquis import: {error}", file=sys.stderr)
            return 2
        if args.json:
            told_whole = [asdict(report) for report in reports]
            whole = told_whole if args.what in DECLARED else told_whole[0]
            print(json.dumps(whole, ensure_ascii=False, indent=1, default=str))
        else:
            with translation.override("en"):
                for report in reports:
                    _print(report)
    if any(report.refusal is not None for report in reports):
        return 2
    return 1 if any(report.blocking_total for report in reports) else 0


def _where(finding: Any) -> str:
    """Which record: a training, action and session, or an individual by rank and the rubric."""
    if hasattr(finding, "individual"):
        who = f"individual {finding.individual}" if finding.individual else ""
        return " / ".join(filter(None, (who, finding.rubric)))
    return " / ".join(filter(None, (finding.training, finding.action, finding.session)))


def _files(paths: list[Path], what: str) -> list[Path]:
    """The files given, and those of the folders given: one start for all of them, where each start costs seconds."""
    kind = "*.csv*" if what == "places" else "[!.]*"
    return [f for p in paths for f in (sorted(e for e in p.glob(kind) if e.is_file()) if p.is_dir() else [p])]


def _import(args: argparse.Namespace, paths: list[Path], told: Told) -> Sequence[Report | Declared]:
    """The reports: one, but for declarations, which have one for each file."""
    from django.utils import translation

    from acquis.declarations import actions
    from acquis.kit import clock
    from acquis.kit.actor import system

    if args.what not in DECLARED:
        return [_import_for_catalogue(args, paths, told)]
    preview = getattr(args, "preview", False)
    read: dict[str, Callable[..., Declared]] = {
        "dsn": actions.import_dsn,
        "summary": actions.import_summary,
        "deaths": actions.import_deaths,
        "endowments": partial(actions.import_endowments, preview=preview),
        "risk-rights": partial(actions.import_risk_rights, preview=preview),
        "engagement": partial(actions.import_engagement, preview=preview),
    }
    # What is printed is in English, like all that this command says; pages say it in their readers' language.
    with translation.override("en"):
        return [read[args.what](file=path, progress=told, by=system("acquis import"), at=clock.now()) for path in paths]


def _import_for_catalogue(args: argparse.Namespace, paths: list[Path], told: Told) -> Report:
    from acquis.catalogue import actions, queries
    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.kit.refusal import Refused
    from acquis.providers import queries as providers
    from acquis.providers.types import Refusal

    who: dict[str, Any] = {"by": system("acquis import"), "at": clock.now()}
    if args.what == "places":
        return actions.import_places(files=paths, **who)
    if args.what == "providers":
        return actions.import_providers(path=paths[0], progress=told, **who)
    if args.what == "jobs":
        return actions.import_jobs(path=paths[0], progress=told, **who)
    if args.what == "tensions":
        return actions.import_tensions(path=paths[0], progress=told, **who)
    if args.what == "certifications":
        return actions.import_certifications(path=paths[0], progress=told, **who)
    provider_id = None
    if queries.town("75056") is None:
        # Without any town, no place of a training could be found on a map.
        actions.load_own_towns(**who)
    if args.provider:
        card = providers.by_siret("".join(args.provider.split()))
        if card is None:
            raise Refused(Refusal.PROVIDER_UNKNOWN)
        provider_id = card.id
    return actions.import_offers(provider_id=provider_id, file=paths[0], progress=told, **who)


@contextmanager
def _progress() -> Iterator[Told]:
    """A line that counts as the work goes on, on the error stream and only where a person looks."""
    if not sys.stderr.isatty():
        yield lambda word, count: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        known: dict[str, Any] = {}

        def told(word: str, count: int) -> None:
            if word not in known:
                known[word] = progress.add_task(word, total=None)
            progress.advance(known[word], count)

        yield told


def _print(report: Report | Declared) -> None:
    from rich.console import Console
    from rich.table import Table

    from acquis.web.refusals import sentence_of

    console = Console()
    title = f"{report.file_name or 'file'} ({report.format or 'unknown format'})"
    counts = Table("", "records", title=title)
    for name, number in report.counts.items():
        if number:
            amount = name.endswith("_cents")
            told = f"€{number / 100:,.2f}" if amount else f"{number:,}"
            counts.add_row(name.removesuffix("_cents").replace(".", " ") + (" amount" if amount else ""), told)
    if any(report.counts.values()):
        console.print(counts)
    if report.refusal is not None:
        console.print(f"{report.file_name or 'The file'} was not read: {sentence_of(report.refusal)}", highlight=False)
    if report.findings and hasattr(report, "kind"):
        # They are kept in words, for the body whose file it is.
        console.print("Findings, in the words in which the training body reads them:")
    for f in report.findings[:SHOWN]:
        where = _where(f)
        line = f" line {f.line}" if f.line else ""
        console.print(
            f"{'REFUSED' if f.blocking else 'noted':<8}{where}{line} [{f.code}] {f.sentence}",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    if report.findings_total > SHOWN:
        console.print(f"and {report.findings_total - SHOWN:,} more (--json shows what the report keeps)")
    found = report.findings_total
    console.print(
        f"{found:,} finding{'' if found == 1 else 's'}, {report.blocking_total:,} of them blocking. Report {report.id}"
    )
