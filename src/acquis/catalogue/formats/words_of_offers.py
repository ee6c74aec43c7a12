"""What providers say in codes and in free words of a rhythm, a level or an access, as values one can filter by."""

from __future__ import annotations

import re

from acquis.kit.sql import fold

from ..types import Rhythm

#: The codes of the import of offers.
RHYTHMS = {
    "1": Rhythm.DAYTIME,
    "2": Rhythm.WEEKLY,
    "3": Rhythm.WEEKDAYS,
    "4": Rhythm.WEEKENDS,
    "5": Rhythm.FULL_TIME,
    "6": Rhythm.PART_TIME,
    "7": Rhythm.SEVERAL,
}
#: Each rhythm in words that `rhythms_in` reads back; several rhythms have no word of their own.
RHYTHM_WORDS = {
    Rhythm.FULL_TIME: "temps plein",
    Rhythm.PART_TIME: "temps partiel",
    Rhythm.WEEKENDS: "week-end",
    Rhythm.WEEKDAYS: "en semaine",
    Rhythm.WEEKLY: "hebdomadaire",
    Rhythm.DAYTIME: "en journée",
    Rhythm.SEVERAL: "plusieurs rythmes",
}
_WORDS = (
    (r"\btemps plein\b|\bplein temps\b", Rhythm.FULL_TIME),
    (r"\btemps partiel\b|\bmi temps\b", Rhythm.PART_TIME),
    (r"\bweek end\b|\bweekend\b|\bsamedi|\bdimanche", Rhythm.WEEKENDS),
    (r"\b(en|la) semaine\b|\bdu lundi\b", Rhythm.WEEKDAYS),
    (r"\bhebdomadaire|\bpar semaine\b", Rhythm.WEEKLY),
    (r"\b(en|la) journee\b|\bjournalier", Rhythm.DAYTIME),
)
#: The dictionary of levels: its old names, and those of the European frame.
_LEVELS = {"4": 3, "5": 4, "6": 5, "7": 6, "8": 7} | {str(10 + level): level for level in range(1, 9)}
_NO = re.compile(r"^(0|non|aucun|pas|sans objet|neant|nc)\b")


def rhythms_in(words: str) -> list[Rhythm]:
    """The rhythms that free words name, in our order."""
    folded = re.sub(r"[^a-z0-9]+", " ", fold(words))
    return [rhythm for pattern, rhythm in _WORDS if re.search(pattern, folded)]


def level_of(code: str) -> int | None:
    """The level, 1 to 8, of a code of the dictionary; None for no level, or one the frame has not."""
    return _LEVELS.get(code)


def says_yes(words: str) -> bool:
    """Whether words about the access of disabled people promise one: « 0 » and « non » are words too."""
    return bool(words.strip()) and _NO.match(fold(words).strip()) is None
