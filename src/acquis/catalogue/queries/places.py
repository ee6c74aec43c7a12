"""Towns: what somebody may mean by the beginning of a name or of a postal code."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ..models import (
    PostalCode,
)
from ..models import Town as TownTable
from ..towns import CITIES, place_key
from ..types import (
    Town,
)


def towns_matching(text: str, *, limit: int = 10) -> list[Town]:
    """The towns somebody may mean by the beginning of a name or of a postal code, the most peopled first.

    Accents, capitals, hyphens and « St » for « Saint » do not matter. An exact name comes before longer ones.
    """
    bare = "".join(text.split())
    if bare.isdigit():
        rows = TownTable.objects.filter(postal_codes__code__startswith=bare[:5]).distinct()
        if len(bare) >= 5:
            # A whole postal code of Paris, Lyon or Marseille names the arrondissement.
            rows = rows.exclude(pk__in=CITIES)
        return _towns(rows.order_by("-population", "insee")[:limit])
    key = place_key(text)
    if not key:
        return []
    exact = _towns(TownTable.objects.filter(folded=key).order_by("-population", "insee")[:limit])
    # « havre » finds « Le Havre », since nobody knows whether the article counts.
    begins = Q(folded__startswith=key)
    for article in ("le ", "la ", "les ", "l "):
        begins |= Q(folded__startswith=article + key)
    longer = TownTable.objects.filter(begins).exclude(folded=key).order_by("-population", "insee")[:limit]
    return [*exact, *_towns(longer)][:limit]


def town(insee: str) -> Town | None:
    """A town by its INSEE code."""
    return next(iter(_towns(TownTable.objects.filter(pk=insee))), None)


def all_towns() -> list[Town]:
    """Every town, for who keeps them at hand."""
    return _towns(TownTable.objects.all(), PostalCode.objects.all())


def largest_towns(count: int) -> list[Town]:
    """The most peopled towns, the largest first."""
    return _towns(TownTable.objects.order_by("-population", "insee")[:count])


def towns_by_postal_code(codes: Iterable[str]) -> dict[str, list[Town]]:
    """The towns of each postal code; one code may serve many."""
    pairs = list(PostalCode.objects.filter(code__in=set(codes)).values_list("code", "town_id"))
    rows = {t.insee: t for t in _towns(TownTable.objects.filter(pk__in={insee for _, insee in pairs}))}
    found: dict[str, list[Town]] = {}
    for code, insee in pairs:
        found.setdefault(code, []).append(rows[insee])
    return found


def _towns(rows: Iterable[TownTable], of_them: QuerySet[PostalCode] | None = None) -> list[Town]:
    towns = list(rows)
    named = PostalCode.objects.filter(town__in=towns) if of_them is None else of_them
    codes: dict[str, list[str]] = {}
    for code, insee in named.order_by("code").values_list("code", "town_id"):
        codes.setdefault(insee, []).append(code)
    return [
        Town(
            insee=t.insee,
            name=t.name,
            postal_codes=tuple(codes.get(t.insee, ())),
            department=t.department,
            lat=t.lat,
            lon=t.lon,
            population=t.population,
        )
        for t in towns
    ]
