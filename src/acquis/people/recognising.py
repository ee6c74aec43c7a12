"""Finding the known persons a declared identity may be: by its numbers, then under the blocks of its birth.

Everything is asked for a whole slice at once, through indexes on a day and a word; no question reads more of the
table than the people born on one day whose name begins alike.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db import connection

from . import crypto, matching
from . import nir as nirs
from .models import Doubt, Number, Person, Recognition
from .types import DeclaredIdentity, NumberKind, Refusal, Sex, matching_key

LONGEST_PROVISIONAL, SHORTEST_PROVISIONAL = 40, 8

_BLOCKS = {
    "name": "SELECT a.i, p.id FROM asked a JOIN people_person p ON p.birth_name_key = a.word AND p.born_on = a.day "
    "UNION SELECT a.i, p.id FROM asked a JOIN people_person p ON p.usage_name_key = a.word AND p.born_on = a.day",
    "opening": "SELECT a.i, p.id FROM asked a JOIN people_person p "
    "ON p.born_on = a.day AND left(p.birth_name_key, 3) = a.word",
    "first": "SELECT a.i, p.id FROM asked a JOIN people_person p "
    "ON p.born_on = a.day AND split_part(p.first_names_key, ' ', 1) = a.word",
}
_ASKED = "WITH asked AS (SELECT * FROM unnest(%s::int[], %s::date[], %s::text[]) AS a(i, day, word)) "


#: What a side of a comparison is made of: of a known person, no more is read.
_OF_A_SIDE = (
    "birth_name_key", "usage_name_key", "first_names_key", "born_on", "sex", "birth_place", "birth_country",
    "nir_encrypted", "nir_index", "merged_into",
)  # fmt: skip
_DECLARED = sorted(each.name for each in fields(DeclaredIdentity))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One declared identity, read: its numbers normalised, its side of every comparison ready."""

    place: int
    identity: DeclaredIdentity
    nir: str = ""
    provisional: str = ""
    side: matching.Side
    refusal: Refusal | None = None
    #: Told as having died, be the day known or not.
    dead: bool = False

    @cached_property
    def content(self) -> str:
        """Everything declared but the reference, in one order: what is indexed blindly."""
        told = {name: str(getattr(self.identity, name)) for name in _DECLARED}
        if self.identity.died_on is None:
            told["died_on"] = ""
            if not self.dead:
                # Of the living nothing is added: what was indexed before is found again.
                del told["died_on"]
        told |= {"nir": self.nir, "provisional": self.provisional, "reference": ""}
        return json.dumps(told, ensure_ascii=False)

    @cached_property
    def keys(self) -> list[str]:
        """Under which an answer to this very reference and content may be kept; the last is the newest. None for
        who has a NIR, which finds them again."""
        if self.nir:
            return []
        return crypto.blind_indexes(f"{self.identity.reference}|{self.content}", use="recognition")

    @cached_property
    def doubt_keys(self) -> list[str]:
        return crypto.blind_indexes(self.content, use="doubt")

    @cached_property
    def nir_keys(self) -> list[str]:
        """The blind indexes under which a holder of its NIR may be found; the last is the newest."""
        return crypto.nir_indexes(self.nir) if self.nir else []

    @cached_property
    def provisional_keys(self) -> list[str]:
        """The same for its provisional number."""
        return provisional_keys(self.provisional)


@dataclass(frozen=True, kw_only=True)
class Known:
    """A known person as a side of comparisons. `id` is who they are now, should `row` have been merged since."""

    id: UUID
    row: UUID
    side: matching.Side
    sealed_nir: bytes | None = None
    #: The number by which they were found is contested: it alone proves nothing.
    contested: bool = False

    def whole(self) -> matching.Side:
        """The side with its NIR opened: asked for only when the rest agrees."""
        if self.sealed_nir is None or self.side.nir:
            return self.side
        return replace(self.side, nir=crypto.unseal_nir(self.sealed_nir, person_id=self.row))


@dataclass(kw_only=True)
class Memory:
    """What is known of a slice: answers given before, holders of numbers, and those born the same days."""

    #: Whether more than the holders of numbers was recalled.
    whole: bool = False
    #: By the key of an answer: who they are now, and whom the answer named.
    recognised: dict[str, tuple[UUID, UUID]] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    by_number: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    near: dict[int, list[Known]] = field(default_factory=lambda: defaultdict(list))
    #: Created by this slice, by day of birth: the next line may be the same person again.
    fresh: dict[date, list[Known]] = field(default_factory=lambda: defaultdict(list))

    def holders(self, keys: Iterable[str]) -> list[Known]:
        found = {known.row: known for key in keys for known in self.by_number.get(key, [])}
        return list(found.values())

    def candidates(self, asked: Asked) -> list[Known]:
        days = {asked.identity.born_on}
        if not asked.nir:
            days |= matching.slips_of(asked.identity.born_on)
        found = {known.row: known for known in self.near.get(asked.place, [])}
        for day in days & self.fresh.keys():
            found |= {known.row: known for known in self.fresh[day]}
        return list(found.values())


def read(place: int, identity: DeclaredIdentity, *, today: date) -> Asked:
    """One declared identity, checked in its form; what is wrong is said without repeating it."""

    def refused(reason: Refusal) -> Asked:
        return Asked(place=place, identity=identity, side=matching.side_of(identity, nir=""), refusal=reason)

    if not matching_key(identity.birth_name):
        return refused(Refusal.NAME_MISSING)
    if identity.born_on > today:
        return refused(Refusal.BIRTH_IN_FUTURE)
    number, provisional = "", "".join(identity.provisional.split()).upper()
    if identity.nir:
        try:
            number = nirs.completed(identity.nir)
        except ValueError:
            return refused(Refusal.NIR_MALFORMED)
    if number and nirs.is_provisional(number):
        number, provisional = "", number
    if provisional and not (
        provisional.isascii()
        and provisional.isalnum()
        and SHORTEST_PROVISIONAL <= len(provisional) <= LONGEST_PROVISIONAL
    ):
        return refused(Refusal.PROVISIONAL_MALFORMED)
    side = matching.side_of(identity, nir=number)
    return Asked(place=place, identity=identity, nir=number, provisional=provisional, side=side)


def read_again(doubt: Doubt) -> Asked:
    """What was declared of a doubtful identity, opened; raises crypto.Unsealable."""
    content = crypto.unseal(doubt.declared_encrypted, table="people_doubt", column="declared", row=doubt.id)
    told = json.loads(content)
    told["born_on"] = date.fromisoformat(told["born_on"])
    told["sex"] = Sex(told["sex"])
    told["apprentice"] = told["apprentice"] == "True"
    told["died_on"] = date.fromisoformat(told["died_on"]) if told.get("died_on") else None
    names = {each.name for each in fields(DeclaredIdentity)}
    identity = DeclaredIdentity(**{name: value for name, value in told.items() if name in names})
    return read(0, identity, today=identity.born_on)


def recall(asked: Sequence[Asked], *, candidates: bool) -> Memory:
    """What is known of these identities: holders of their numbers; and with `candidates`, what was answered before,
    and those born the same days."""
    memory = Memory()
    _recall_numbers(memory, asked)
    if not candidates:
        return memory
    memory.whole = True
    answers = Recognition.objects.filter(key__in=[key for each in asked for key in each.keys])
    recognised = dict(answers.values_list("key", "person_id"))
    now = present(set(recognised.values()))
    memory.recognised = {key: (now[person], person) for key, person in recognised.items()}
    doubts = Doubt.objects.filter(key__in=[key for each in asked for key in each.doubt_keys])
    memory.doubts = {doubt.key: doubt for doubt in doubts}
    _recall_candidates(memory, asked)
    return memory


def _recall_numbers(memory: Memory, asked: Sequence[Asked]) -> None:
    keys = {key for each in asked for key in (*each.nir_keys, *each.provisional_keys)}
    rows = [(p, p.nir_index, False) for p in Person.objects.filter(nir_index__in=keys).only(*_OF_A_SIDE)]
    others = Number.objects.filter(number_index__in=keys).select_related("person")
    rows += [(n.person, n.number_index, n.kind == NumberKind.CONTESTED) for n in others]
    now = _present(person for person, _, _ in rows)
    for person, key, contested in rows:
        memory.by_number[key or ""].append(known_of(person, now=now[person.id], contested=contested))


def _recall_candidates(memory: Memory, asked: Sequence[Asked]) -> None:
    probes: dict[str, list[tuple[int, date, str]]] = defaultdict(list)
    for each in asked:
        day = each.identity.born_on
        for kind, word in matching.block_words(each.side):
            probes[kind].append((each.place, day, word))
        if not each.nir:
            # Nothing but the name leads to them if the day is a slip.
            probes["name"] += [(each.place, slip, name) for slip in matching.slips_of(day) for name in each.side.names]
    pairs: set[tuple[int, UUID]] = set()
    with connection.cursor() as cursor:
        for kind, rows in probes.items():
            cursor.execute(_ASKED + _BLOCKS[kind], [list(column) for column in zip(*rows, strict=True)])
            pairs.update(cursor.fetchall())
    found = Person.objects.only(*_OF_A_SIDE).in_bulk({person for _, person in pairs})
    now = _present(found.values())
    for place, person in pairs:
        memory.near[place].append(known_of(found[person], now=now[person]))


def known_of(person: Person, *, now: UUID, contested: bool = False) -> Known:
    return Known(
        id=now,
        row=person.id,
        side=matching.Side(
            birth_name=person.birth_name_key,
            usage_name=person.usage_name_key,
            first_names=tuple(person.first_names_key.split()),
            born_on=person.born_on,
            sex=Sex(person.sex),
            place=person.birth_place,
            department=matching.department_of(person.birth_place),
            country=person.birth_country,
        ),
        sealed_nir=bytes(person.nir_encrypted) if person.nir_encrypted else None,
        contested=contested,
    )


def present(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who each of these persons is now: themselves, or the person they were merged into, however many times."""
    answer = {person: person for person in ids}
    waiting = set(answer)
    while waiting:
        moved = dict(
            Person.objects.filter(pk__in=waiting, merged_into__isnull=False).values_list("id", "merged_into_id")
        )
        for person, now in answer.items():
            answer[person] = moved.get(now, now) or now
        waiting = {person for person in moved.values() if person is not None}
    return answer


def _present(persons: Iterable[Person]) -> dict[UUID, UUID]:
    """`present` for rows at hand: only those that were merged are asked about."""
    merged = {person.id: person.merged_into_id is not None for person in persons}
    return {person: person for person in merged} | present(each for each, is_merged in merged.items() if is_merged)


def provisional_keys(number: str) -> list[str]:
    if not number:
        return []
    # A provisional number registered before as a NIR is found all the same.
    return crypto.blind_indexes(number, use="provisional") + crypto.nir_indexes(number)
