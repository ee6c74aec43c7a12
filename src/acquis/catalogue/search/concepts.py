"""What people name and what leads to it: the tables of `meanings`, compiled once into ways of searching."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from .plan import Part, Way
from .tokens import EMPTY, fold, folded, stem, stems
from .types import Reading

#: Where the subject of an offer is told; the body and the provider's name are no subject.
SUBJECT = frozenset({Part.TITLE, Part.CERTIFICATION, Part.TRADES})

#: What a way of the tables weighs: words as they were typed, several words of a title, a trade or a field said by its
#: code, one word, and what is only near.
TYPED, PHRASE, CODE, FURTHER_CODE, WORD, SYNONYM, NEAR, KIND, CONFIRMED = (
    1.0,
    0.85,
    0.8,
    0.75,
    0.7,
    0.6,
    0.25,
    0.95,
    0.25,
)

#: In this order the first table that has a name gives its meaning.
TABLES = (
    ("acronyms", Reading.CERTIFICATION),
    ("jobs", Reading.JOB),
    ("domains", Reading.DOMAIN),
    ("projects", Reading.DOMAIN),
)
#: Kinds that are the thing itself; licences are many, and their kind is only near.
_KINDS = frozenset({"vae", "skills_assessment", "business_creation", "clea"})
#: A letter or two that mean something after these, though they are empty words elsewhere: « permis D », « permis CE ».
LETTERED = frozenset({"permi", "categori", "caces", "licenc"})


@dataclass(frozen=True, slots=True)
class Concept:
    """A trade, a domain, a certification or a project: its label in French, and the ways that find it.

    `value` is its first code, or its folded label. `evidence` are exact terms that tell how many offers it has.
    """

    reading: Reading
    label: str
    value: str
    ways: tuple[Way, ...]
    near: tuple[Way, ...]
    unwanted: tuple[Way, ...]
    evidence: tuple[str, ...]
    confirmed: tuple[Way, ...]
    names: tuple[str, ...]
    table: str
    codes: tuple[str, ...] = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains of Formacode (three digits) in which it lies, then those it is near."""
        terms = (term for way in (*self.ways, *self.near) for term in way.terms)
        return tuple(dict.fromkeys(code[:3] for term in terms if (code := term.removeprefix("formacode:")) != term))


@dataclass(slots=True)
class Concepts:
    """Every concept, by its names as keys (see `key_of`), and the lengths at which a first word may go on."""

    by_name: dict[tuple[str, ...], Concept] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    #: Names of one word that mean something only when the question says nothing else: « reconversion »; of a word of
    #: the wish with the empty words it was said with: « travailler de chez moi ».
    alone: dict[str, list[tuple[tuple[str, ...], Concept, frozenset[str]]]] = field(default_factory=dict)
    #: The names of several words written as one, for « aidesoignante ».
    joined: dict[str, str] = field(default_factory=dict)
    #: Every folded word of a name or of a title's words: what a mistyped word may have meant.
    lexicon: dict[str, int] = field(default_factory=dict)
    _typed: dict[tuple[str, ...], tuple[Way, ...]] = field(default_factory=dict)

    def ways(self, key: tuple[str, ...], concept: Concept) -> tuple[Way, ...]:
        """The ways of a concept under one of its names, the words as they were typed first."""
        ways = self._typed.get(key)
        if ways is None:
            ways = self._typed[key] = _with_typed(key, concept)
        return ways


def key_of(said: str) -> tuple[str, ...]:
    """A way of saying as its stems, empty words left out; a last letter after « permis » stays."""
    bare = folded(said)
    kept = [stem(word) for word in bare if word not in EMPTY]
    if len(bare) > 1 and len(bare[-1]) <= 2 and bare[-1] in EMPTY and kept and kept[-1] in LETTERED:
        kept.append(bare[-1])
    return tuple(kept)


def way_of(said: str, weight: float) -> Way | None:
    """A way of saying in a title, or None when no word of it is indexed as it is said (« permis D »)."""
    if said.startswith("="):
        return Way((fold(said[1:].strip()),), weight, SUBJECT, beginning=True)
    bare = folded(said)
    if len(bare) > 1 and len(bare[-1]) <= 2 and bare[-1] in EMPTY:
        return None
    terms = tuple(stems(said))
    return Way(terms, weight, SUBJECT) if terms else None


@cache
def concepts() -> Concepts:
    """The tables, compiled; about a tenth of a second, once."""
    found = Concepts()
    owned: set[str] = set()
    for table, reading in TABLES:
        for row in rows(table):
            concept = _concept(table, reading, row, owned)
            for name in concept.names:
                _add(found, name, concept)
            _learn(found.lexicon, row["words"].replace("=", " "))
    for line in _synonym_lines():
        _learn(found.lexicon, line)
    return found


@cache
def job_names() -> dict[str, str]:
    """Our own name of a job of ROME, for where its registers only give the code."""
    named: dict[str, str] = {}
    for concept in concepts().by_name.values():
        if concept.table == "jobs" and concept.codes:
            named.setdefault(concept.codes[0], concept.label)
    return named


@cache
def domain_names() -> dict[str, str]:
    """Our own name of a domain of Formacode (its first three digits), for where its registers have none."""
    named: dict[str, str] = {}
    for row in rows("domains"):
        own = next((code for code in row["formacode"].split() if len(code) == 3), "")
        if own:
            named.setdefault(own, row["label"])
    return named


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table of `meanings`."""
    text = (resources.files(__package__) / "meanings" / f"{table}.csv").read_text("utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter=";")


def both_genders(names: str) -> Iterator[tuple[str, str]]:
    """The names of a job, separated by « | », as (masculine, feminine); the same twice when there is but one."""
    for name in names.split("|"):
        masculine, _, feminine = name.partition("/")
        yield masculine.strip(), feminine.strip() or masculine.strip()


def _with_typed(key: tuple[str, ...], concept: Concept) -> tuple[Way, ...]:
    """One word of a domain (« sécurité ») is looked for as it is only when the row says so itself."""
    if concept.table == "projects":
        # « ouvrir un salon de coiffure »: of what leads there, the words that were said come first.
        return tuple(replace(way, weight=TYPED) if set(way.terms) <= set(key) else way for way in concept.ways)
    own = concept.table in ("jobs", "acronyms") or len(key) > 1 or any(way.terms == key for way in concept.ways)
    as_written = any(way.beginning and way.terms[0].startswith(key[0]) for way in concept.ways)
    if not own or as_written or not EMPTY.isdisjoint(key):
        return concept.ways
    return (Way(key, TYPED, SUBJECT), *(way for way in concept.ways if way.terms != key))


def with_titles(pairs: Iterable[tuple[str, str]]) -> Concepts:
    """The tables, and beside them the titles of the directory of jobs as (ROME code, « Boulanger / Boulangère »).

    A title finds what its job's row finds, and its own words; a name of the tables keeps its meaning.
    """
    base = concepts()
    found = Concepts(dict(base.by_name), dict(base.longest), dict(base.alone), dict(base.joined), dict(base.lexicon))
    rows_of_code = {code: c for c in reversed(list(base.by_name.values())) if c.table == "jobs" for code in c.codes}
    for code, label in pairs:
        row = rows_of_code.get(code)
        exact = _exact("rome", code, CODE)
        for name in dict.fromkeys(genders_of(label)):
            key = key_of(name)
            if key and key not in found.by_name:
                found.by_name[key] = Concept(
                    reading=Reading.JOB, label=label, value=code, table="jobs", names=(name,), codes=(code,),
                    ways=(exact, *(way for way in row.ways if way.terms != exact.terms)) if row else (exact,),
                    near=row.near if row else (), unwanted=row.unwanted if row else (), evidence=exact.terms,
                    confirmed=row.confirmed if row else (replace(exact, weight=CONFIRMED),),
                )  # fmt: skip
                found.longest[key[0]] = max(found.longest.get(key[0], 0), len(key))
                _learn(found.lexicon, name)
    return found


def genders_of(label: str) -> tuple[str, str]:
    """« Abatteur / Abatteuse de carrière » as « Abatteur de carrière » and « Abatteuse de carrière »."""
    masculine, _, feminine = label.partition(" / ")
    further = feminine.split()[len(masculine.split()) :]
    return " ".join([masculine, *further]), feminine or masculine


def _concept(table: str, reading: Reading, row: dict[str, str], owned: set[str]) -> Concept:
    """One row. The first job that names a ROME code has it for its own; for those after it the code is only near."""
    pairs = list(both_genders(row["names"]))
    names = tuple(dict.fromkeys(name for pair in pairs for name in pair))
    label = row.get("label") or " / ".join(dict.fromkeys(pairs[0]))
    rome, formacode = row["rome"].split(), row["formacode"].split()
    shared = [code for code in rome if code in owned] if table == "jobs" else []
    if table == "jobs":
        owned.update(rome)
    said = [word for word in row["words"].split("|") if word and word[0] != "!"]
    not_said = [way_of(word[1:], TYPED) for word in row["words"].split("|") if word[:1] == "!"]
    kind = row.get("kind") or ""
    ways = [_exact("kind", kind, KIND)] if kind in _KINDS else []
    ways += [way for at, word in enumerate(said) if (way := _weighed(word, at)) is not None]
    if reading is Reading.JOB:
        ways += [way for at, (masculine, _) in enumerate(pairs) if (way := _weighed(masculine, at)) is not None]
    own = [code for code in rome if code not in shared]
    ways += [_exact("rome", code, CODE if not at else FURTHER_CODE) for at, code in enumerate(own)]
    ways += [_exact("formacode", code, FURTHER_CODE) for code in formacode]
    near = [_exact("kind", kind, NEAR)] if kind and kind not in _KINDS else []
    near += [_exact(_sort_of(code), code, NEAR) for code in (*shared, *row["near"].split())]
    if kind == "skills_assessment":
        reading = Reading.KIND
    return Concept(
        reading=reading,
        label=label[:1].upper() + label[1:],
        value=(rome or formacode or [kind] if table != "acronyms" else [names[0]])[0] or fold(label),
        ways=_pruned(ways),
        near=tuple(near),
        unwanted=tuple(way for way in not_said if way is not None),
        evidence=tuple(way.terms[0] for way in ways if ":" in way.terms[0]),
        confirmed=tuple(
            replace(way, weight=CONFIRMED) for way in ways if way.terms[0].startswith(("rome:", "formacode:"))
        ),
        names=names,
        table=table,
        codes=tuple(rome),
    )


def _weighed(said: str, at: int) -> Way | None:
    """A way of saying: several words say more than one, and what a row says first more than what it says last."""
    way = way_of(said, PHRASE)
    if way is None:
        return None
    return replace(way, weight=(PHRASE if len(way.terms) > 1 else WORD) - 0.01 * min(at, 10))


def _exact(sort: str, code: str, weight: float) -> Way:
    return Way((f"{sort}:{code}",), weight)


def _sort_of(code: str) -> str:
    return "rome" if code[:1].isalpha() else "formacode"


def _pruned(ways: list[Way]) -> tuple[Way, ...]:
    """Without what is said twice, and without the code that a shorter code of the same list holds."""
    kept: dict[tuple[tuple[str, ...], bool], Way] = {}
    codes = [way.terms[0] for way in ways if way.terms[0].startswith("formacode:")]
    for way in ways:
        held = way.terms[0] in codes and any(way.terms[0] != c and way.terms[0].startswith(c) for c in codes)
        if not held:
            kept.setdefault((way.terms, way.beginning), way)
    return tuple(kept.values())


def _add(found: Concepts, name: str, concept: Concept) -> None:
    key = key_of(name)
    if not key or (len(key) == 1 and concept.table == "projects"):
        # « faire ma comptabilité » says no more than « comptabilité ».
        if key and key not in found.by_name:
            bare = folded(name)
            wish = any(word in word_list("fillers") for word in bare if word not in EMPTY)
            others = frozenset(bare) & EMPTY if wish else frozenset()
            found.alone.setdefault(key[0], []).insert(0, (key, concept, others))
        return
    if key not in found.by_name:
        found.by_name[key] = concept
        found.longest[key[0]] = max(found.longest.get(key[0], 0), len(key))
    bare = [word for word in folded(name) if len(word) > 1]
    _learn(found.lexicon, name)
    if len(bare) > 1 and len("".join(bare)) > 6:
        found.joined.setdefault("".join(bare), " ".join(bare))


def _learn(lexicon: dict[str, int], said: str) -> None:
    for word in folded(said):
        if len(word) > 2 and word not in EMPTY and not word.isdigit():
            lexicon[word] = lexicon.get(word, 0) + 1


@dataclass(frozen=True, slots=True)
class Trimming:
    """A diploma or a level of course: the ways that prefer it, and the level it stands for, if it does."""

    ways: tuple[Way, ...]
    level: int | None


@cache
def trimmings() -> dict[tuple[str, ...], Trimming]:
    """Diplomas and levels of course, by the keys of their names."""
    found: dict[tuple[str, ...], Trimming] = {}
    for row in rows("trimmings"):
        ways = [way for word in row["words"].split("|") if (way := way_of(word, TYPED)) is not None]
        level = int(row["level"]) if row["level"] else None
        if level is not None:
            ways.append(_exact("level", str(level), 0.6))
        made = Trimming(tuple(ways), level)
        for name in row["names"].split("|"):
            found.setdefault(key_of(name), made)
    return found


@cache
def synonyms() -> dict[tuple[str, ...], tuple[Way, ...]]:
    """For the key of each way of saying, the others of its group."""
    found: dict[tuple[str, ...], list[Way]] = {}
    for line in _synonym_lines():
        members = [(key_of(said), way_of(said, SYNONYM)) for said in line.split("|")]
        for key, _ in members:
            others = [way for other, way in members if way is not None and other != key]
            found.setdefault(key, []).extend(others)
    return {key: tuple(dict.fromkeys(ways)) for key, ways in found.items()}


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list of `meanings`."""
    text = (resources.files(__package__) / "meanings" / f"{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _synonym_lines() -> list[str]:
    text = (resources.files(__package__) / "meanings" / "synonyms.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
