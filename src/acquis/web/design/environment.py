"""The environment of the templates: strict, so that an undefined variable is an error and not a blank.

Components are the global `ui` (macros of `design/components.html`): a fragment rendered alone sees it too,
which an import line at the top of a template would not give.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from acquis.web.labels import label
from acquis.web.refusals import sentence_of
from acquis.web.session import limits

from . import written
from .navigation import is_here, moves_the_clock, navigation


class _Components:
    """The macros, taken from the environment's template cache so that an edited file is read again."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        macro = getattr(self._environment.get_template("design/components.html").module, name)
        if not self._environment.auto_reload:
            setattr(self, name, macro)
        return macro


def address(name: str, **arguments: Any) -> str:
    """The address of a page by its route's name."""
    return reverse(name, kwargs=arguments or None)


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend with its options."""
    options["undefined"] = StrictUndefined
    options.update(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    made = Environment(**options)  # noqa: S701 - Django's backend turns autoescape on
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    # Nearly every word of a page goes through this one: what is said without a figure is looked up once a language.
    made.globals.update(_=said, gettext=said, ngettext=said_of)
    made.filters.update(written.FILTERS, label=label)
    made.globals.update(
        ui=_Components(made),
        url=address,
        static=static if settings.DEBUG else lru_cache(static),
        label=label,
        choices=choices,
        sentence_of=sentence_of,
        current_language=current_language,
        french=french,
        in_french=in_french,
        accessibility_state=accessibility_state,
        moves_the_clock=moves_the_clock,
        navigation=navigation,
        is_here=is_here,
        languages=other_languages,
        session_limits=limits,
    )
    return made


def said(words: str, /, **figures: Any) -> Markup:
    """The words in the language of the page, marked safe, with `figures` put in, escaped: `%(name)s` in the words."""
    text = _said_in(get_language(), words)
    return text % figures if figures else _without_figures(text)


def said_of(one: str, many: str, count: int, /, **figures: Any) -> Markup:
    """The words for so many; `%(num)s` is the count as people write it: « 1 571 comptes »."""
    text = Markup(ngettext(one, many, count))  # noqa: S704 - the words are the templates' own
    return text % {"num": written.number(count), **figures}


@lru_cache(maxsize=10_000)
def _said_in(_language: str | None, words: str) -> Markup:
    return Markup(gettext(words))  # noqa: S704 - the words are the templates' own


@lru_cache(maxsize=10_000)
def _without_figures(text: Markup) -> Markup:
    # As with figures: a per cent sign is written twice in words that may have some.
    return text % {}


def choices(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """(value, words) of each member, for a list to choose from."""
    return [(str(member), label(member)) for member in members]


def current_language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def french() -> Markup:
    """The attribute of what providers and the law write, which stays in French on a page of another language."""
    return Markup("") if current_language() == "fr" else Markup(' lang="fr"')


def in_french(words: str) -> str:
    """The same words, marked as French where the page is in another language."""
    return words if current_language() == "fr" else Markup('<span lang="fr">{}</span>').format(words)


def other_languages() -> list[tuple[str, str]]:
    """(code, own name) of the languages one may change to."""
    now = current_language()
    return [(code, name) for code, name in settings.LANGUAGES if code in settings.LANGUAGES_OFFERED and code != now]


def accessibility_state() -> str:
    """The mention the law asks for on every page (loi 2005-102, art. 47); honest until an audit says otherwise."""
    return gettext("non conforme")
