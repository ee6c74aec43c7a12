"""The question of the search page, in its address: everything one chose can be kept, sent and taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.catalogue.search.types import RADII, SearchRequest, Sort
from acquis.catalogue.types import Modality, Register
from acquis.kit.money import parse_euros

PATH = "/formations"

#: Words of the address for each value: they stay when the code changes its own.
REGISTERS = {"diplome": Register.RNCP, "specifique": Register.RS, "autre": Register.CPF}
MODALITIES = {"presence": Modality.ON_SITE, "mixte": Modality.MIXED, "distance": Modality.REMOTE}
SORTS = {"pertinence": Sort.RELEVANCE, "prix": Sort.PRICE, "date": Sort.DATE, "distance": Sort.DISTANCE}
LEVELS = (3, 4, 5, 6, 7, 8)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was asked, as typed (`data`), as understood (`request`), and what could not be read (`errors`)."""

    data: dict[str, list[str]]
    request: SearchRequest
    errors: dict[str, str]

    def typed(self, name: str, otherwise: str = "") -> str:
        """What the reader typed in a field."""
        return next(iter(self.data.get(name, ())), otherwise)

    def chose(self, name: str, value: object) -> bool:
        return str(value) in self.data.get(name, ())

    def address(self, **changes: object) -> str:
        """The address of the same question with other values; None or an empty list takes one away, the page too."""
        data = {name: list(values) for name, values in self.data.items() if name != "page"}
        for name, value in changes.items():
            values = [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]
            data[name] = values
        pairs = [(name, value) for name in data for value in data[name] if value]
        return PATH + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, name: str, value: object) -> str:
        """The address of the same question without one of the values of a field."""
        return self.address(**{name: [v for v in self.data.get(name, ()) if v != str(value)]})


def read(query: QueryDict) -> SearchForm:
    """Read the address. What cannot be read is told beside its field and filters nothing."""
    data = {name: [v.strip()[:200] for v in query.getlist(name) if v.strip()] for name in _FIELDS if name in query}
    errors: dict[str, str] = {}
    first = {name: values[0] for name, values in data.items() if values}

    max_price, starts_from = None, None
    if "prix" in first:
        try:
            max_price = parse_euros(first["prix"])
        except ValueError:
            errors["prix"] = _("Écrivez le prix en chiffres, par exemple 1500.")
    if "debut" in first:
        try:
            starts_from = date.fromisoformat(first["debut"])
        except ValueError:
            errors["debut"] = _("Écrivez la date ainsi : 2026-11-30.")

    place = first.get("lieu", "")
    sort = SORTS.get(first.get("tri", ""))
    radius = _number(first.get("rayon", ""), 30)
    request = SearchRequest(
        text=first.get("q", ""),
        place=place,
        insee=first.get("insee", ""),
        radius_km=radius if radius in RADII else 30,
        registers=_chosen(data, "repertoire", REGISTERS),
        levels=_chosen(data, "niveau", {str(level): level for level in LEVELS}),
        modalities=_chosen(data, "modalite", MODALITIES),
        max_price_cents=max_price,
        starts_from=starts_from,
        # Without words nothing is more relevant than another: the nearest, else the soonest, comes first.
        sort=sort or (Sort.RELEVANCE if "q" in first else Sort.DISTANCE if place else Sort.DATE),
        page=max(1, _number(first.get("page", ""), 1)),
    )
    return SearchForm(data, request, errors)


_FIELDS = ("q", "lieu", "insee", "rayon", "repertoire", "niveau", "modalite", "prix", "debut", "tri", "page")


def _chosen(data: dict[str, list[str]], name: str, values: dict[str, T]) -> frozenset[T]:
    return frozenset(values[v] for v in data.get(name, ()) if v in values)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise
