"""What of a question was not done, and what else there is: said above the results, never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquis.catalogue.search.types import Facet, Meant, Reading, SearchResult
from acquis.catalogue.types import Modality
from acquis.web.design.written import number

from .search_form import SearchForm


@dataclass(frozen=True, slots=True)
class Aside:
    """A sentence, and where it leads with what words, if anywhere."""

    words: str
    href: str = ""
    link: str = ""


def asides(form: SearchForm, found: SearchResult, *, is_holder: bool) -> list[Aside]:
    """The sentences for one search; `is_holder` says whether what rights pay is known of who asks."""
    return [*_cut(found), *_unheard(found), *_let_go(form, found, is_holder=is_holder), *_remote(form, found)]


def _cut(found: SearchResult) -> Iterator[Aside]:
    if found.understood.cut:
        yield Aside(_("Votre texte est long : seul son début a été lu (200 caractères, 40 mots)."))


def _unheard(found: SearchResult) -> Iterator[Aside]:
    told = _("Nous ne savons pas chercher « %(words)s » : regardez-le dans la fiche, ou demandez-le à l’organisme.")
    for words in found.understood.unheard:
        yield Aside(told % {"words": words})


def _let_go(form: SearchForm, found: SearchResult, *, is_holder: bool) -> Iterator[Aside]:
    if not found.total:
        return
    for meant in found.understood.let_go:
        words = _("Aucune formation avec le critère « %(criterion)s » : il est laissé de côté.")
        told = words % {"criterion": meant.label}
        if _is_free(meant) and not is_holder:
            yield Aside(
                told,
                "/connexion?" + urlencode({"next": form.address()}),
                _("Connectez-vous pour voir ce que vos droits paient entièrement"),
            )
        else:
            yield Aside(told)


def _is_free(meant: Meant) -> bool:
    return meant.reading is Reading.PRICE and meant.value == "-0"


def _remote(form: SearchForm, found: SearchResult) -> Iterator[Aside]:
    """A town among the words means to be there: what can be followed from home is one step away, counted."""
    understood = found.understood
    kept = [m for m in understood.meant if m.reading is Reading.MODALITY]
    place = [m.words for m in understood.meant if m.reading is Reading.PLACE]
    if not understood.place_in_words or [m.words for m in kept] != place:
        return
    counts = dict(found.facets.get(Facet.MODALITY, ()))
    count = counts.get(Modality.REMOTE, 0)
    if count:
        told = ngettext(
            "%(num)s autre formation se suit à distance.", "%(num)s autres formations se suivent à distance.", count
        )
        yield Aside(told % {"num": number(count)}, form.unread(Reading.MODALITY), _("Les voir aussi"))
