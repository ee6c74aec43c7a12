"""Bring in the national registers of certifications, from files or from rows."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import events, permissions
from ..formats.fiches import Fiches, FichesReader, sets_of
from ..formats.fiches_xml import read_fiches
from ..formats.text import open_bytes
from ..formats.xml import DtdRefused, UnreadableXml
from ..reporting import Telling
from ..reviewing import review_trainings
from ..types import CertificationRow, Level, Refusal, Report, ReportKind
from ..writing_certifications import write_certifications

#: Called with a word and a count as the work goes on.
Progress = Callable[[str, int], None]
_XML_BATCH = 2_000
#: A packed file may not unpack to more than this, in bytes.
_MOST_UNPACKED = 16 << 30


def _silent(_word: str, _count: int) -> None:
    """Nobody watches."""


@act
def import_certifications(*, path: Path, progress: Progress = _silent, by: Actor, at: datetime) -> Report:
    """Read the file, zip or folder at `path`: CSV set, tables of December 2020, or XML flow 4.1.

    Sets are taken from the oldest to the newest; a fiche that is as it was writes nothing, and an older source never
    replaces a newer one. Refused parts are told in the report; the rest is in.
    """
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.CERTIFICATIONS, path.name)
    changed: list[str] = []
    sets: list[Fiches] = []
    for _name, files in sets_of(path):
        reader = FichesReader()
        for file in files:
            changed += _read(file, reader, telling, at, progress)
        if reader.formats:
            sets.append(reader.fiches())
    if not telling.counts and not sets:
        telling.refusal = Refusal.FORMAT_UNKNOWN

    # After this point the import must succeed.
    for fiches in sorted(sets, key=lambda s: s.as_of or day_of(at)):
        telling.format = "+".join(filter(None, (telling.format, fiches.format)))
        telling.counts["records"] += fiches.records
        for finding in fiches.findings:
            telling.add(finding)
        changed += write_certifications(fiches.rows, as_of=fiches.as_of or day_of(at), at=at, telling=telling)
        progress("certifications", len(fiches.rows))
    report = telling.save(by=by, at=at)
    _tell(report, changed, by, at)
    return report


@act
def register_certifications(*, rows: Sequence[CertificationRow], as_of: date, by: Actor, at: datetime) -> Report:
    """Make certifications known from rows, as an import of them would."""
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.CERTIFICATIONS, "")
    telling.format = "rows"

    # After this point the registration must succeed.
    changed = write_certifications(rows, as_of=as_of, at=at, telling=telling)
    report = telling.save(by=by, at=at)
    _tell(report, changed, by, at)
    return report


def _tell(report: Report, changed: list[str], by: Actor, at: datetime) -> None:
    if changed:
        record(events.CertificationsImported(about=report.id, codes=len(changed)), by=by, at=at)
        review_trainings(certification_codes=changed, by=by, at=at)


def _read(file: Path, reader: FichesReader, telling: Telling, at: datetime, progress: Progress) -> list[str]:
    """Read one file into `reader`; XML, which is large, is written as it streams."""
    if zipfile.is_zipfile(file):
        changed: list[str] = []
        with zipfile.ZipFile(file) as packed:
            members = [m for m in packed.infolist() if not m.is_dir()]
            if sum(m.file_size for m in members) > _MOST_UNPACKED:
                telling.find(Level.FILE, "unknown_file", blocking=True, training=file.name)
                return []
            for member in members:
                with packed.open(member) as raw:
                    if member.filename.lower().endswith(".xml"):
                        changed += _read_xml(member.filename, raw, telling, at, progress)
                    elif not reader.read(member.filename, raw):
                        telling.find(Level.FILE, "unknown_file", blocking=True, training=member.filename)
        return changed
    with open_bytes(file) as raw:
        if file.suffix.lower() == ".xml":
            return _read_xml(file.name, raw, telling, at, progress)
        if not reader.read(file.name, raw):
            telling.find(Level.FILE, "unknown_file", blocking=True, training=file.name)
    return []


def _read_xml(name: str, raw, telling: Telling, at: datetime, progress: Progress) -> list[str]:  # type: ignore[no-untyped-def]
    as_of = _day_in(name) or day_of(at)
    changed: list[str] = []
    rows: list[CertificationRow] = []
    telling.format = "france-competences-xml"
    try:
        for row in read_fiches(raw):
            if isinstance(row, str):
                telling.find(Level.RECORD, "malformed", blocking=True, training=row.split(" ")[0], detail=row)
                continue
            telling.counts["records"] += 1
            rows.append(row)
            if len(rows) >= _XML_BATCH:
                changed += write_certifications(rows, as_of=as_of, at=at, telling=telling)
                progress("certifications", len(rows))
                rows = []
    except (DtdRefused, UnreadableXml) as error:
        telling.refusal = Refusal.FILE_HAS_DTD if isinstance(error, DtdRefused) else Refusal.FILE_UNREADABLE
    changed += write_certifications(rows, as_of=as_of, at=at, telling=telling)
    return changed


def _day_in(name: str) -> date | None:
    reader = FichesReader()
    reader._date(name, "")
    return reader.as_of
