"""`acquis import bank`: the bank's files, one after the other, and what waits for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acquis.treasury.types import BankEntryCard, BankFileCard


def take(paths: list[Path], *, as_json: bool) -> int:
    """0 when everything was matched, 1 when something waits for a person, 2 when a file could not be read."""
    from django.utils import translation

    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.kit.refusal import Refused
    from acquis.treasury import actions
    from acquis.treasury import queries as treasury
    from acquis.web.refusals import sentence

    code, told = 0, []
    with translation.override("en"):
        for path in paths:
            try:
                file_id = actions.take_bank_file(
                    content=path.read_bytes(), name=path.name, by=system("acquis import"), at=clock.now()
                )
            except (Refused, OSError) as error:
                said = sentence(error) if isinstance(error, Refused) else str(error)
                print(f"acquis import: {path}: {said}", file=sys.stderr)
                code = 2
                continue
            file, entries = treasury.bank_file(file_id), treasury.bank_entries(file_id, limit=None)
            assert file is not None
            code = max(code, 1 if file.to_look_at else 0)
            told.append({"file": asdict(file), "entries": [asdict(entry) for entry in entries]})
            if not as_json:
                _print(path.name, file, entries)
        if as_json:
            print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    return code


def _print(name: str, file: BankFileCard, entries: Iterable[BankEntryCard]) -> None:
    from acquis.web.labels import label
    from acquis.web.labels.bank import reason_words

    read = "1 entry" if file.entries == 1 else f"{file.entries:,} entries"
    print(f"{name} ({file.form}, {file.message_id}): {read}, {file.to_look_at:,} to look at")
    for entry in entries:
        if entry.puzzle is None:
            continue
        cents = entry.amount_cents
        amount = "" if cents is None else f" €{cents // 100:,}.{cents % 100:02d}"
        why = f" ({reason_words(entry.reason)})" if entry.reason else ""
        print(f"  entry {entry.place}: {label(entry.word)}{amount}: {label(entry.puzzle)}{why} {entry.words}".rstrip())
