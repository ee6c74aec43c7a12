"""The rules of the house that the running product's own registers show: acts, routes, refusals, documents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db.models import BinaryField
from django.urls import URLPattern, URLResolver, get_resolver
from tests.house.source import CONTEXTS, ROOT, SOURCE

from acquis.kit.act import ACTS
from acquis.people.sealed import SealedField, columns
from acquis.site import printed
from acquis.web import door
from acquis.web.refusals import sentences

#: Addresses that are not pages: what machines of the operator ask.
BARE = {"healthz/live", "healthz/ready", "version"}
#: Doors that guard themselves: the stand-ins, and what machines send under a key or a signature.
MACHINES = ("demo/", "api/", "webhooks/")


def every_act() -> dict[str, object]:
    """The register, once every module of actions is imported."""
    for path in sorted(SOURCE.glob("*/actions/*.py")):
        if path.stem != "__init__":
            import_module(f"acquis.{path.parent.parent.name}.actions.{path.stem}")
    return {name: function for name, function in ACTS.items() if name.startswith("acquis.")}


@pytest.mark.parametrize("part", CONTEXTS)
def test_every_act_has_its_test(part: str) -> None:
    """Some test that speaks of the context calls the act by its name."""
    acts = sorted(name.split(".")[-1] for name in every_act() if name.startswith(f"acquis.{part}."))
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if "house" not in path.parts]
    told = [text for text in tests if f"acquis.{part}" in text]
    missing = [act for act in acts if not any(re.search(rf"\b{act}\(", text) for text in told)]
    assert acts
    assert not missing, f"{part}: no test calls {', '.join(missing)}"


def patterns(inside: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in inside.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def test_every_address_says_for_whom_it_is() -> None:
    addresses = list(patterns(get_resolver()))
    known = {route.name for route in door.ROUTES}
    missing = [
        address
        for address, pattern in addresses
        if address not in BARE and not address.startswith(MACHINES) and pattern.name not in known
    ]
    assert known
    assert not missing, "not declared with `route`:\n" + "\n".join(missing)


@pytest.mark.parametrize("part", CONTEXTS)
def test_every_refusal_has_its_sentence(part: str) -> None:
    kind = getattr(import_module(f"acquis.{part}.types"), "Refusal", None)
    assert kind is not None, f"acquis.{part}.types has no Refusal"
    told = sentences()
    missing = [reason.name for reason in kind if (kind, str(reason)) not in told]
    assert not missing, f"{part}: no sentence for {', '.join(missing)}"


def test_sentences_are_french_and_end() -> None:
    bad = [text for text in sentences().values() if not text.endswith((".", "?", "!", "»")) or "'" in text]
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("name", sorted(printed.DOCUMENTS))
def test_the_printed_document_is_what_the_program_does(name: str) -> None:
    path = ROOT / "docs" / name
    assert path.exists(), f"docs/{name} is missing: run `acquis docs`"
    assert path.read_text(encoding="utf-8") == printed.DOCUMENTS[name](), f"docs/{name} is old: run `acquis docs`"


def words(context: str) -> set[str]:
    """The states and acts a context names."""
    if find_spec(f"acquis.{context}.types") is None:
        return set()
    module = import_module(f"acquis.{context}.types")
    kinds = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, StrEnum)
        and (kind.__module__ == module.__name__ or kind.__module__.startswith(f"{module.__name__}."))
        and (kind.__name__.endswith("State") or kind.__name__ == "Act")
    ]
    return {str(member.name) for kind in kinds for member in kind}


@pytest.mark.parametrize("part", CONTEXTS)
def test_every_state_and_act_is_in_the_glossary(part: str) -> None:
    """A context is held to it from the moment it has its chapter."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    chapters = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    chapter = next((c for c in chapters if re.search(rf"\b{part}\b", c.splitlines()[0])), None)
    if chapter is None:
        pytest.skip(f"GLOSSARY.md has no chapter for {part} yet")
    said = chapter.lower().replace("_", " ")
    missing = sorted(word for word in words(part) if not re.search(rf"\b{word.lower().replace('_', ' ')}\b", said))
    assert not missing, f"GLOSSARY.md, {part}: " + ", ".join(missing)


def test_every_parameter_of_the_law_is_in_the_glossary() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    names = [
        f"{path.stem}.{name}"
        for path in sorted((SOURCE / "rules" / "law").glob("*.toml"))
        for name in tomllib.loads(path.read_text(encoding="utf-8"))
    ]
    assert len(names) > 50
    missing = [name for name in names if f"`{name}`" not in text]
    assert not missing, "GLOSSARY.md: " + ", ".join(missing)


#: Bytes that are not personal data, and why.
NOT_SEALED = {
    **{
        f"accounts_yearslab.{column}": "years by the identifiers of accounts, as in the rows beside them"
        for column in ("digest", "owners", "traits", "worked", "reference", "before", "earned", "ceiling", "granted")
    },
    "treasury_payoutbatch.file": "the bank's file of payouts: names of training bodies and their accounts",
    "treasury_invoicefile.xml": "the electronic invoice: a body, the operator, a training; its holder by a number",
}


def test_every_column_of_bytes_is_sealed_or_says_why_not() -> None:
    """A rotation of the keys moves what is a `SealedField`; what is sealed by hand elsewhere would be forgotten.

    The ledger knows nobody: its bytes are digests, which are published.
    """
    bytes_kept = {
        f"{model._meta.db_table}.{field.column}": isinstance(field, SealedField)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, BinaryField) and model.__module__.startswith("acquis.")
        if model._meta.app_label != "ledger"
    }
    assert len([column for column, sealed in bytes_kept.items() if sealed]) >= 6
    assert {column for column, sealed in bytes_kept.items() if not sealed} == set(NOT_SEALED)


def test_nothing_is_sealed_but_for_a_sealed_column() -> None:
    """Every (table, column) that the code seals under is a `SealedField`, and none is named otherwise than it is."""
    said = re.compile(r"""table[\"=: ]+"(?P<table>\w+)"\s*,\s*"?column[\"=: ]+"(?P<column>\w+)""")
    found = {match.groups() for path in SOURCE.rglob("*.py") for match in said.finditer(path.read_text("utf-8"))}
    assert found == {(field.model._meta.db_table, field.word) for field in columns()}
