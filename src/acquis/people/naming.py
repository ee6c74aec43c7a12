"""Whether a sentence that colleagues will read tells who it is about: a name of the persons concerned, or a number.

A reason is kept for years beside an act, and shown in lists; names and numbers live in sealed columns and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from acquis.kit.refusal import Refused

from .models import Person
from .types import DeclaredIdentity, Refusal, matching_key

#: Shorter parts of a name (« Le », « De ») are words like others.
SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
#: Thirteen or fifteen characters that begin as a NIR does, spaced as people write it.
_GAP = r"[\s.-]?"
_NIR = re.compile(rf"(?<!\w)[123478](?:{_GAP}\d){{5}}{_GAP}[\dABab](?:{_GAP}\d){{6}}(?:{_GAP}\d{{2}})?(?!\w)")


def require_nameless(text: str, persons: Iterable[UUID], *, declared: DeclaredIdentity | None = None) -> None:
    """Refuse a reason that names one of these persons or who was `declared`, or holds a number of social security."""
    rows = Person.objects.filter(pk__in=set(persons)).values_list("birth_name", "usage_name", "first_names")
    names = [name for row in rows for name in row]
    if declared is not None:
        names += [declared.birth_name, declared.usage_name, declared.first_names]
    if tells_who(text, names):
        raise Refused(Refusal.REASON_TELLS_WHO)


def tells_who(text: str, names: Iterable[str]) -> bool:
    """Whether `text` holds a NIR, or one of these names: written as a name is, or two parts of them in any letters."""
    if _NIR.search(text):
        return True
    parts = {part for name in names for part in matching_key(name).split() if len(part) >= SHORTEST}
    said = [word for word in _WORD.findall(text) if matching_key(word) in parts]
    return any(word[0].isupper() for word in said) or len({matching_key(word) for word in said}) > 1
