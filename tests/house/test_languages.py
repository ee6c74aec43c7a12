"""The other languages are whole: no string of the pages is missing, empty, unsure or out of step with its source."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from tools import messages

from acquis.web import refusals

OTHERS = [code for code in settings.LANGUAGES_OFFERED if code != settings.LANGUAGE_CODE]
#: What is filled in when the sentence is said, and the doubled sign that stands for one.
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}|%%")
KNOWN = "Ce n’est plus possible à cette étape : quelqu’un a décidé entre-temps."
HOW = "run `python -m tools.messages`, then translate"


@cache
def said() -> set[tuple[str | None, Any]]:
    return {(message.context, message.id) for message in messages.extracted() if message.id}


def test_the_pages_say_something() -> None:
    """A sentence of each kind of source is found, so that the others of its kind are too."""
    ids = {id if isinstance(id, str) else id[0] for _context, id in said()}
    assert {
        "Aller au contenu",  # a template
        "Cette page n’existe pas",  # a module
        "Inscription confirmée",  # labels
        "Ce compte n’existe pas, ou ne vous est pas accessible.",  # refusals
        "Droits annuels d’un salarié à mi-temps ou plus",  # the law
        "%(num)s formation",  # a plural
    } <= ids


def test_every_reason_of_a_refusal_is_said_in_every_language() -> None:
    """A sentence that the catalogues do not know would be said in French on a page of another language."""
    assert {*refusals.sentences().values()} <= {id for _context, id in said()}


def test_another_language_is_offered() -> None:
    assert OTHERS


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Où ? Là : oui ; non !", "Où\u202f? Là\u00a0: oui\u202f; non\u202f!"),
        ("« %(title)s » à 50 %% de %(price)s €.", "«\u00a0%(title)s\u00a0» à 50\u00a0%% de %(price)s\u00a0€."),
        ("Revient : « Perdu »", "Revient\u00a0: «\u00a0Perdu\u00a0»"),
        ("de %(from)s à {to}, https://x.fr/?a :b", "de %(from)s à {to}, https://x.fr/?a :b"),
        ("100 %", "100\u00a0%"),
    ],
)
def test_no_line_of_french_breaks_before_its_signs(written: str, printed: str) -> None:
    assert messages.spaced(written) == printed
    assert messages.spaced(printed) == printed


def test_french_is_compiled_as_it_is_written() -> None:
    with messages.path_of("fr").with_suffix(".mo").open("rb") as file:
        assert _words(read_mo(file)) == _words(messages.compiled_french()), HOW
    with translation.override("fr"):
        assert gettext(KNOWN) == messages.spaced(KNOWN)


def test_english_has_no_sign_of_french() -> None:
    """English puts no space before its signs, and its quotation marks are its own."""
    french = re.compile(r"\w [:;!?](?=\s|$)|\s%%|[«»]")
    told = [
        word for each in messages.read("en") for word in ([each.string] if isinstance(each.id, str) else each.string)
    ]
    assert [word for word in told if french.search(word)] == []


@pytest.mark.parametrize("language", OTHERS)
class TestEachLanguage:
    def test_has_every_string_of_the_pages(self, language: str) -> None:
        kept = {(message.context, message.id) for message in messages.read(language) if message.id}
        assert not said() - kept, HOW

    def test_has_no_string_that_no_page_says(self, language: str) -> None:
        kept = {(message.context, message.id) for message in messages.read(language) if message.id}
        assert not kept - said(), HOW

    def test_has_words_for_each(self, language: str) -> None:
        assert messages.untranslated(messages.read(language)) == [], HOW

    def test_keeps_the_places_to_fill(self, language: str) -> None:
        wrong = []
        for message in messages.read(language):
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[-1]
            last = message.string if isinstance(message.string, str) else message.string[-1]
            if sorted(PLACES.findall(source)) != sorted(PLACES.findall(last)):
                wrong.append(source)
        assert not wrong

    def test_is_compiled_as_it_is_written(self, language: str) -> None:
        with messages.path_of(language).with_suffix(".mo").open("rb") as file:
            assert _words(read_mo(file)) == _words(messages.read(language)), "run `python -m tools.messages`"


def _words(catalog: Catalog) -> dict[Any, Any]:
    """Every string and its translation; plurals are lists in one kind of file and tuples in the other."""
    return {(each.context, str(list(each.id))): list(each.string) for each in catalog if each.id}
