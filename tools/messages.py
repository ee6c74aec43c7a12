"""Gather every French string of the pages into the catalogues of the other languages, and compile these.

`uv run python -m tools.messages` after a change of words: new strings are then empty in `django.po`, to be translated;
run it again to compile. What no page says any more leaves the catalogue.

French has a catalogue too, compiled and never edited: the same words with the spaces that no line may break at.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "acquis"
LOCALE = SOURCE / "locale"
#: The calls whose first argument is a string to translate, as `gettext` and its friends are called in the house.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "words"), None),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
#: As `acquis.web.design.environment` reads the templates.
TEMPLATES = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "trimmed": "true",
    "silent": "false",
    "extensions": "jinja2.ext.do",
}
#: Modules whose constants are dictionaries of words, looked up when they are shown.
DICTIONARIES = ("web/labels/*.py", "web/refusal_sentences/*.py", "web/public/offer_words.py", "api/partners/words.py")
#: The parameters of the law that an explanation of rights shows, by their labels.
LAW = "rules/law/credit.toml"
#: Why a person looks at an offer, rule by rule.
SIGNALS = "catalogue/signals/rules.toml"
#: Words kept in constants of other modules, and the names of these constants.
CONSTANTS = {"web/refusals.py": {"FALLBACK"}}
#: Classes that are given words, which their page translates.
GIVEN = {"outside/payments_standin/cards.py": {"TestCard"}}

#: The language the pages are written in.
SOURCE_LANGUAGE = "fr"
#: Where French wants a space that does not break: a narrow one before ; ! ?, a full one before : » % € and after «.
#: What follows says that the sign ends a word, and is no place to fill (`%(name)s`), nor a smiley or an address.
_ENDS = r"(?=[\s\u00a0).,»…<]|$)"
_SPACES = (
    (re.compile(r" (?=[;!?]" + _ENDS + ")"), "\u202f"),
    (re.compile(r" (?=[:»€]" + _ENDS + r"|%%|%" + _ENDS + ")"), "\u00a0"),
    (re.compile(r"(?<=«) "), "\u00a0"),
)

Found = tuple[str, str | tuple[str, ...], str | None]


def extracted() -> Catalog:
    """Every string of the pages, with the files that hold it."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path, message, context in sorted(_found(), key=str):
        catalog.add(message, context=context, locations=[(path, 0)])
    return catalog


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, domain="django")


def update(language: str) -> Catalog:
    """Write the language's catalogue, with every string of the pages and no other, and compile it."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = read(language) if path.exists() else Catalog(locale=language, domain="django", fuzzy=False)
    catalog.project, catalog.version = "Acquis", "0"
    catalog.creation_date = catalog.revision_date = datetime(2026, 11, 23, tzinfo=UTC)
    catalog.header_comment = f"# The pages in {language!r}; the French strings are written by tools/messages.py."
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    text = BytesIO()
    write_po(text, catalog, width=110, ignore_obsolete=True, sort_output=True, include_lineno=False)
    path.write_bytes(text.getvalue())
    catalog = read(language)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return catalog


def spaced(words: str) -> str:
    """French words with the spaces before their signs made such that no line breaks there."""
    for sought, space in _SPACES:
        words = sought.sub(space, words)
    return words


def compiled_french() -> Catalog:
    """The French strings that have such spaces; the others are said as they are written."""
    catalog = Catalog(locale=SOURCE_LANGUAGE, domain="django", project="Acquis", version="0", fuzzy=False)
    catalog.creation_date = catalog.revision_date = datetime(2026, 11, 23, tzinfo=UTC)
    # One of a thing has its words, and anything else the others: as without a catalogue.
    catalog._num_plurals, catalog._plural_expr = 2, "(n != 1)"
    for message in extracted():
        said = spaced(message.id) if isinstance(message.id, str) else tuple(spaced(each) for each in message.id)
        if message.id and said != message.id:
            catalog.add(message.id, said, context=message.context)
    return catalog


def compile_french() -> None:
    path = path_of(SOURCE_LANGUAGE).with_suffix(".mo")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, compiled_french())


def untranslated(catalog: Catalog) -> list[str]:
    """The strings of a catalogue that have no words yet, or words nobody has confirmed."""
    return [str(message.id) for message in catalog if message.id and (message.fuzzy or not _is_whole(message.string))]


def _is_whole(string: str | list[str] | tuple[str, ...]) -> bool:
    return bool(string) and all([string] if isinstance(string, str) else string)


def _found() -> Iterator[Found]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "migrations" not in path.parts:
            yield from _called(path, name, "python", {})
            yield from _written(path, name)
    for label in _labels(tomllib.loads((SOURCE / LAW).read_text(encoding="utf-8"))):
        yield LAW, label, None
    for rule in tomllib.loads((SOURCE / SIGNALS).read_text(encoding="utf-8"))["rule"]:
        yield SIGNALS, rule["why"], None
    for path in sorted(SOURCE.rglob("*.html")):
        yield from _called(path, path.relative_to(SOURCE).as_posix(), "jinja2.ext:babel_extract", TEMPLATES)


def _labels(table: Any) -> Iterator[str]:
    """Every `label` of a file of the law, however deep."""
    if isinstance(table, dict):
        if isinstance(table.get("label"), str):
            yield table["label"]
        for each in table.values():
            yield from _labels(each)
    elif isinstance(table, list):
        for each in table:
            yield from _labels(each)


def _called(path: Path, name: str, method: str, options: dict[str, str]) -> Iterator[Found]:
    with path.open("rb") as file:
        for _line, message, _comments, context in extract(method, file, KEYWORDS, (), options):
            yield name, message, context


def _written(path: Path, name: str) -> Iterator[Found]:
    """The words that are data of a module: values of its dictionaries, constants, named arguments."""
    is_dictionary = any(path.match(pattern) for pattern in DICTIONARIES)
    if not is_dictionary and name not in CONSTANTS and name not in GIVEN:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        values: list[ast.expr | None] = []
        if isinstance(node, ast.Dict) and is_dictionary:
            values = list(node.values)
        elif isinstance(node, ast.Tuple) and is_dictionary:
            values = list(node.elts[1:])
        elif isinstance(node, ast.Assign) and {getattr(t, "id", "") for t in node.targets} & CONSTANTS.get(name, set()):
            values = [node.value]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in GIVEN.get(name, set()):
            values = [value for value in node.args if " " in str(getattr(value, "value", ""))]
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield name, value.value, None


def main() -> int:
    """Update every language that has a folder; tell what is still to translate."""
    waiting = 0
    compile_french()
    for language in sorted(set(os.listdir(LOCALE)) - {SOURCE_LANGUAGE}):
        missing = untranslated(update(language))
        waiting += len(missing)
        print(f"{language}: {len(missing)} to translate in {path_of(language).relative_to(ROOT)}")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
