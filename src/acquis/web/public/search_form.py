"""The question of the search page, in its address: everything one chose can be kept, sent and taken away again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.catalogue.search.types import IN_TOWN, LAST_PAGE, RADII, Reading, SearchRequest, Sort
from acquis.catalogue.types import Action, Funding, Modality, Register, Rhythm
from acquis.kit.money import parse_euros

PATH = "/formations"
#: How many offers may stand side by side.
MOST_COMPARED = 4

#: Words of the address for each value: they stay when the code changes its own.
REGISTERS = {"diplome": Register.RNCP, "specifique": Register.RS, "autre": Register.CPF}
MODALITIES = {"presence": Modality.ON_SITE, "mixte": Modality.MIXED, "distance": Modality.REMOTE}
SORTS = {"pertinence": Sort.RELEVANCE, "prix": Sort.PRICE, "date": Sort.DATE, "distance": Sort.DISTANCE}
LEVELS = (3, 4, 5, 6, 7, 8)
RHYTHMS = {
    "jour": Rhythm.DAYTIME,
    "hebdomadaire": Rhythm.WEEKLY,
    "semaine": Rhythm.WEEKDAYS,
    "week-end": Rhythm.WEEKENDS,
    "temps-plein": Rhythm.FULL_TIME,
    "temps-partiel": Rhythm.PART_TIME,
    "plusieurs": Rhythm.SEVERAL,
}
FUNDINGS = {
    "compte": Funding.ACCOUNT,
    "region": Funding.REGION,
    "emploi": Funding.EMPLOYMENT_SERVICE,
    "opco": Funding.SKILLS_OPERATOR,
    "etat": Funding.STATE,
    "autre": Funding.OTHER,
}
KINDS = {
    "diplome": Action.RNCP,
    "competence": Action.RS,
    "vae": Action.VAE,
    "bilan": Action.SKILLS_ASSESSMENT,
    "permis": Action.LICENCE_LIGHT,
    "permis-lourd": Action.LICENCE_HEAVY,
    "creation": Action.BUSINESS_CREATION,
    "clea": Action.CLEA,
    "benevoles": Action.VOLUNTEER_TRAINING,
}
READINGS = {
    "lieu": Reading.PLACE,
    "modalite": Reading.MODALITY,
    "niveau": Reading.LEVEL,
    "duree": Reading.HOURS,
    "prix": Reading.PRICE,
    "debut": Reading.STARTS,
    "metier": Reading.JOB,
    "certification": Reading.CERTIFICATION,
    "domaine": Reading.DOMAIN,
    "action": Reading.KIND,
    "rythme": Reading.RHYTHM,
    "orthographe": Reading.SPELLING,
    "organisme": Reading.PROVIDER,
    "acces": Reading.ACCESSIBLE,
    "financeur": Reading.FUNDING,
    "sauf": Reading.WITHOUT,
}
#: Every field of the address, in the order in which an address has them.
FIELDS = (
    *("q", "lieu", "insee", "rayon", "repertoire", "niveau", "modalite", "domaine", "region", "rythme"),
    *("financement", "action", "handicap", "droits", "prix-min", "prix", "duree-min", "duree", "debut", "fin"),
    *("organisme", "certification", "pas", "tri", "page", "o"),
)
#: Those that say how the answer is shown, and not what is asked.
SHOWING = frozenset({"tri", "page", "o"})
_DEFAULTS = {"rayon": "30", "page": "1"}
_MOST_VALUES, _LONGEST = 20, 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was asked, as typed (`data`), as understood (`request`), and what could not be read (`errors`).

    `compared` are the sessions chosen to be set side by side, at most four.
    """

    data: dict[str, list[str]]
    request: SearchRequest
    errors: dict[str, str]
    compared: tuple[UUID, ...] = ()

    def typed(self, name: str, otherwise: str = "") -> str:
        """What the reader typed in a field."""
        return next(iter(self.data.get(name, ())), otherwise)

    def chose(self, name: str, value: object) -> bool:
        return str(value) in self.data.get(name, ())

    def query(self, *, leaving: Iterable[str] = (), changes: dict[str, object] | None = None) -> str:
        """The question as the end of an address, without the fields `leaving`: short, and the same for the same."""
        given = {name: _listed(value) for name, value in (changes or {}).items()}
        left = {*leaving, "page"}
        pairs = [
            (name, value)
            for name in FIELDS
            for value in given.get(name, () if name in left else self.data.get(name, ()))
            if value and value != _DEFAULTS.get(name)
        ]
        return urlencode(pairs, errors="replace")

    def address(self, **changes: object) -> str:
        """The address of the same question with other values; None or an empty list takes one away, the page too.

        `prix_min` stands for the field `prix-min`.
        """
        query = self.query(changes={name.replace("_", "-"): value for name, value in changes.items()})
        return PATH + (f"?{query}" if query else "")

    def without(self, name: str, value: object) -> str:
        """The address of the same question without one of the values of a field."""
        return self.address(**{name: [v for v in self.data.get(name, ()) if v != str(value)]})

    def unread(self, reading: Reading) -> str:
        """The address of the same words, that way of reading them taken away."""
        word = next(word for word, each in READINGS.items() if each is reading)
        return self.address(pas=[*self.data.get("pas", ()), word])

    @property
    def asks_something(self) -> bool:
        return any(name not in SHOWING for name, values in self.data.items() if values)

    @property
    def shared(self) -> str:
        """The address one sends to somebody: the question and its order, without what one set side by side."""
        query = self.query(leaving=("o",))
        return PATH + (f"?{query}" if query else "")


def _listed(value: object) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def read(query: QueryDict) -> SearchForm:
    """Read the address. What cannot be read is told beside its field and filters nothing."""
    data = {name: _values(query, name) for name in FIELDS if name in query}
    errors: dict[str, str] = {}
    first = {name: values[0] for name, values in data.items() if values}

    def amount(name: str) -> int | None:
        return _read(first, name, parse_euros, _("Écrivez le prix en chiffres, par exemple 1500."), errors)

    def hours(name: str) -> int | None:
        return _read(first, name, _whole, _("Écrivez un nombre d’heures, par exemple 70."), errors)

    def day(name: str) -> date | None:
        return _read(first, name, date.fromisoformat, _("Écrivez la date ainsi : 2026-11-30."), errors)

    low, high = amount("prix-min"), amount("prix")
    if low is not None and high is not None and low > high:
        errors["prix"], low, high = _("Le prix au plus est inférieur au prix au moins."), None, None
    least, most = hours("duree-min"), hours("duree")
    if least is not None and most is not None and least > most:
        errors["duree"], least, most = _("La durée au plus est inférieure à la durée au moins."), None, None
    begin, end = day("debut"), day("fin")
    if begin is not None and end is not None and begin > end:
        errors["fin"], begin, end = _("Cette date vient avant la première."), None, None

    place = first.get("lieu", "")
    sort = SORTS.get(first.get("tri", ""))
    radius = _number(first.get("rayon", ""), 30)
    request = SearchRequest(
        text=first.get("q", ""),
        place=place,
        insee=first.get("insee", ""),
        radius_km=radius if radius in (IN_TOWN, *RADII) else 30,
        registers=_chosen(data, "repertoire", REGISTERS),
        levels=_chosen(data, "niveau", {str(level): level for level in LEVELS}),
        modalities=_chosen(data, "modalite", MODALITIES),
        domains=frozenset(v for v in data.get("domaine", ()) if len(v) == 3 and v.isascii() and v.isdigit()),
        regions=frozenset(v for v in data.get("region", ()) if len(v) == 2 and v.isascii() and v.isdigit()),
        rhythms=_chosen(data, "rythme", RHYTHMS),
        fundings=_chosen(data, "financement", FUNDINGS),
        kinds=_chosen(data, "action", KINDS),
        accessible="handicap" in first,
        within_budget="droits" in first,
        min_price_cents=low,
        max_price_cents=high,
        min_hours=least,
        max_hours=most,
        starts_from=begin,
        starts_until=end,
        provider_id=_identifier(first.get("organisme", "")),
        certification_code=first.get("certification", "").upper()[:12],
        unread=_chosen(data, "pas", READINGS),
        # Without words nothing is more relevant than another: the nearest, else the soonest, comes first.
        sort=sort or (Sort.RELEVANCE if "q" in first else Sort.DISTANCE if place else Sort.DATE),
        page=min(max(1, _number(first.get("page", ""), 1)), LAST_PAGE),
    )
    chosen = dict.fromkeys(i for value in data.get("o", ()) if (i := _identifier(value)) is not None)
    return SearchForm(data, request, errors, tuple(chosen)[:MOST_COMPARED])


def _values(query: QueryDict, name: str) -> list[str]:
    # A zero byte is no text anywhere: no field of a database would take it.
    # One letter more than is read of the words: so the page knows that there were more, and says so.
    typed = [
        value.replace("\x00", "").strip()[: _LONGEST + (name == "q")] for value in query.getlist(name)[:_MOST_VALUES]
    ]
    return list(dict.fromkeys(value for value in typed if value))


def _read(
    first: dict[str, str], name: str, reader: Callable[[str], T], sentence: str, errors: dict[str, str]
) -> T | None:
    if name not in first:
        return None
    try:
        return reader(first[name])
    except (ValueError, OverflowError):
        errors[name] = sentence
        return None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError(text)
    return int(text)


def _chosen(data: dict[str, list[str]], name: str, values: dict[str, T]) -> frozenset[T]:
    return frozenset(values[v] for v in data.get(name, ()) if v in values)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
