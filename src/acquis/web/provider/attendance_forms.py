"""What is typed or sent to plan half-days and to say who was there: shape is judged here, sense in the acts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from typing import TypeVar
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.attendance.types import Connected, Mode, Planned
from acquis.web.presence_forms import Errors, count_of_text

#: A file of a plan or of connections; a longer one is cut in parts.
MOST_BYTES = 1024 * 1024
MOST_LINES = 2000

#: How a file of half-days says how one is followed.
MODES = {"place": Mode.ON_SITE, "direct": Mode.REMOTE_LIVE, "seul": Mode.REMOTE_ALONE}
PLAN_COLUMNS = ("jour", "debut", "fin", "suivi", "lieu", "exercices")
CONNECTION_COLUMNS = ("dossier", "jour", "debut", "minutes", "exercices")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong on a line of a file: its number, the column, and why in words."""

    line: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One person's connection as a file tells it: the enrolment's number, the half-day's day and beginning."""

    line: int
    number: str
    day: date
    starts: time
    minutes: int
    steps: int


def day_of_text(text: str) -> date | None:
    """A day as browsers send it, or as people write it."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007, a legal day has no hour
        except ValueError:
            continue
    return None


def time_of_text(text: str) -> time | None:
    """A time of the day: 09:00, 9h00, 9 h."""
    hours, _mark, minutes = text.strip().lower().replace(" ", "").replace("h", ":").partition(":")
    if not hours.isdecimal() or (minutes and not minutes.isdecimal()) or len(hours) > 2 or len(minutes) > 2:
        return None
    hour, minute = int(hours), int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def planned(typed: QueryDict, *, people: Iterable[UUID]) -> tuple[Planned | None, Errors]:
    """One half-day as typed, or what to correct."""
    errors: Errors = {}
    day = _taken(day_of_text, typed, "day", errors, _("Indiquez un jour, par exemple 12/01/2027."))
    starts = _taken(time_of_text, typed, "starts", errors, _("Indiquez une heure, par exemple 9:00."))
    ends = _taken(time_of_text, typed, "ends", errors, _("Indiquez une heure, par exemple 12:30."))
    steps = _taken(count_of_text, typed, "steps", errors, _("Indiquez un nombre entier, par exemple 6."))
    mode = typed.get("mode", "")
    if mode not in set(Mode):
        errors["mode"] = _("Choisissez comment cette demi-journée est suivie.")
    only_for = next((each for each in people if str(each) == typed.get("only_for")), None)
    if day is None or starts is None or ends is None or steps is None or errors:
        return None, errors
    place = typed.get("place", "")
    return Planned(
        day=day, starts=starts, ends=ends, mode=Mode(mode), place=place, steps=steps, only_for=only_for
    ), errors


def _taken(parse: Callable[[str], T | None], typed: QueryDict, name: str, errors: Errors, why: str) -> T | None:
    found = parse(typed.get(name, ""))
    if found is None:
        errors[name] = why
    return found


def connected(typed: QueryDict, people: Iterable[UUID]) -> tuple[list[Connected], Errors]:
    """What a platform measured of each person, as typed; those without a figure are left out."""
    told, errors = [], Errors()
    for each in people:
        texts = typed.get(f"m-{each}", ""), typed.get(f"e-{each}", "")
        if not any(text.strip() for text in texts):
            continue
        minutes, steps = map(count_of_text, texts)
        for name, found in (("m", minutes), ("e", steps)):
            if found is None:
                errors[f"{name}-{each}"] = _("Indiquez un nombre entier, par exemple 90.")
        told.append(Connected(enrolment_id=each, minutes=minutes or 0, steps=steps or 0))
    return told, errors


def read_plan(content: bytes) -> tuple[list[tuple[int, Planned]], list[Wrong]]:
    """The half-days of a file, each with its line; and what is wrong in the others, line and column."""
    good: list[tuple[int, Planned]] = []
    lines, wrong = _lines(content, PLAN_COLUMNS)
    for number, row in lines:
        day, starts, ends = day_of_text(row["jour"]), time_of_text(row["debut"]), time_of_text(row["fin"])
        steps = count_of_text(row["exercices"])
        mode = MODES.get(row["suivi"].strip().lower() or "place")
        bad = [name for name, value in zip(PLAN_COLUMNS, (day, starts, ends, mode), strict=False) if value is None]
        bad += ["exercices"] if steps is None else []
        wrong += [Wrong(number, name, _unread(name, row[name])) for name in bad]
        if day and starts is not None and ends is not None and mode and steps is not None:
            plan = Planned(day=day, starts=starts, ends=ends, mode=mode, place=row["lieu"], steps=steps)
            good.append((number, plan))
    return good, wrong


def read_connections(content: bytes) -> tuple[list[ConnectionLine], list[Wrong]]:
    """The connections of a file, and what is wrong in the other lines."""
    good: list[ConnectionLine] = []
    lines, wrong = _lines(content, CONNECTION_COLUMNS)
    for number, row in lines:
        day, starts = day_of_text(row["jour"]), time_of_text(row["debut"])
        minutes, steps = count_of_text(row["minutes"]), count_of_text(row["exercices"])
        dossier = "".join(c for c in row["dossier"] if c.isdigit())
        values = (dossier or None, day, starts, minutes, steps)
        bad = [name for name, value in zip(CONNECTION_COLUMNS, values, strict=True) if value is None]
        wrong += [Wrong(number, name, _unread(name, row[name])) for name in bad]
        if not bad and day and starts is not None and minutes is not None and steps is not None:
            good.append(ConnectionLine(number, dossier, day, starts, minutes, steps))
    return good, wrong


def _unread(column: str, text: str) -> str:
    """Why a cell is not understood."""
    shapes = {
        "jour": _("un jour, par exemple 12/01/2027"),
        "debut": _("une heure, par exemple 9:00"),
        "fin": _("une heure, par exemple 12:30"),
        "suivi": _("place, direct ou seul"),
        "dossier": _("un numéro de dossier"),
    }
    wanted = shapes.get(column, _("un nombre entier"))
    return _("« %(text)s » : il faut %(wanted)s.") % {"text": text.strip()[:40], "wanted": wanted}


def _lines(content: bytes, columns: tuple[str, ...]) -> tuple[list[tuple[int, dict[str, str]]], list[Wrong]]:
    """The lines of a file by its columns, numbered as a spreadsheet does; what is missing of the first line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text), delimiter=";" if first.count(";") >= first.count(",") else ",")
    try:
        rows = [row for _place, row in zip(range(MOST_LINES + 2), reader, strict=False)]
    except csv.Error:
        return [], [Wrong(1, "", _("Ce fichier n’est pas un tableau CSV."))]
    head = [_plain(cell) for cell in rows[0]] if rows else []
    missing = [name for name in columns[:3] if name not in head]
    if missing:
        told = ", ".join(missing)
        return [], [
            Wrong(
                1,
                told,
                _("Colonnes manquantes. La première ligne doit être : %(columns)s.") % {"columns": ";".join(columns)},
            )
        ]
    if len(rows) > MOST_LINES + 1:
        return [], [
            Wrong(
                MOST_LINES + 2,
                "",
                _("Ce fichier a plus de %(most)s lignes : envoyez-le en plusieurs parties.") % {"most": MOST_LINES},
            )
        ]
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(head, row, strict=False))
        if any(cell.strip() for cell in row):
            found.append((number, {name: cells.get(name, "") for name in columns}))
    return found, []


def _plain(cell: str) -> str:
    return cell.strip().lower().replace("é", "e")
