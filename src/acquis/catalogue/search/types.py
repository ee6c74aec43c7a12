"""What a search asks and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from acquis.rules.types import Action

from ..types import Entry, Funding, Modality, Register, Rhythm, Town

#: The radii a reader may choose, in kilometres.
RADII = (5, 10, 20, 30, 50, 100)
#: Instead of a radius: in the town itself, where nothing is remote.
IN_TOWN = 0
PER_PAGE = 20
#: Beyond this many pages nobody reads, and an index would have to sort everything.
LAST_PAGE = 100


class Sort(StrEnum):
    """In what order the offers come."""

    RELEVANCE = "relevance"
    PRICE = "price"
    DATE = "date"
    DISTANCE = "distance"


class Facet(StrEnum):
    """What the offers found are counted by.

    A value is what the criterion of the same name takes: "RNCP", "5", "on_site", "326", "weekly", "account", "84".
    Bands are "low-high", both within, and "low-" for the last: "0-50000" cents, "15-35" hours, "31-60" days from the
    day of the question. An offer is counted in each band in which it has a session, in all when one may enter at any
    time. ACCESSIBLE has one value, "true".
    """

    REGISTER = "register"
    LEVEL = "level"
    MODALITY = "modality"
    DOMAIN = "domain"
    PRICE = "price"
    HOURS = "hours"
    STARTS = "starts"
    RHYTHM = "rhythm"
    ACCESSIBLE = "accessible"
    FUNDING = "funding"
    REGION = "region"


#: Upper bounds of the bands of prices, in cents; the last band has none.
PRICE_BANDS = (50_000, 100_000, 150_000, 300_000, 500_000)
#: Upper bounds of the bands of durations, in hours.
HOUR_BANDS = (14, 35, 70, 150, 400)
#: Upper bounds of the bands of starts, in days from the day of the question.
START_BANDS = (30, 60, 90, 180)


class Reading(StrEnum):
    """A way in which a part of a question was read; a reader may take each away."""

    PLACE = "place"
    MODALITY = "modality"
    LEVEL = "level"
    HOURS = "hours"
    PRICE = "price"
    STARTS = "starts"
    JOB = "job"
    CERTIFICATION = "certification"
    DOMAIN = "domain"
    KIND = "kind"
    RHYTHM = "rhythm"
    SPELLING = "spelling"
    PROVIDER = "provider"
    ACCESSIBLE = "accessible"
    FUNDING = "funding"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Meant:
    """What was understood from some words: `words` as typed, `value` as the criterion takes it, `label` in French.

    `domains` are those of Formacode (three digits) in which its trainings lie, the nearest first.
    """

    reading: Reading
    words: str
    value: str
    label: str
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What somebody may be about to type: `label` is shown, `text` is what is asked when it is chosen.

    A form with a field of its own for the town is given `words` and `place` instead: `text` holds both.
    """

    reading: Reading
    label: str
    text: str
    value: str
    words: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A question. `place` is what was typed; `insee` says which town was meant when a name serves several.

    `radius_km` is one of `RADII`, or `IN_TOWN`.

    Empty sets filter nothing. `max_price_cents` and `starts_from` are inclusive; an offer one may enter at any time
    starts on every day. `domains` are the first three digits of Formacode; `regions` INSEE codes of regions.
    `budget_cents` is what the holder has, and `capped_cents` the less that they may spend on some kinds of action, as
    (kind, cents): with `within_budget` only what costs no more is kept. With `situation` what suits who asks comes
    first among equals. `unread` are the ways of reading the words that the reader took away. `soonest` is the first day
    on which anything may start for who asks: what starts before is as past, and bands of starts are counted from there.
    """

    text: str = ""
    place: str = ""
    insee: str = ""
    radius_km: int = 30
    registers: frozenset[Register] = frozenset()
    levels: frozenset[int] = frozenset()
    modalities: frozenset[Modality] = frozenset()
    domains: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    rhythms: frozenset[Rhythm] = frozenset()
    fundings: frozenset[Funding] = frozenset()
    languages: frozenset[str] = frozenset()
    kinds: frozenset[Action] = frozenset()
    accessible: bool = False
    min_price_cents: int | None = None
    max_price_cents: int | None = None
    min_hours: int | None = None
    max_hours: int | None = None
    starts_from: date | None = None
    starts_until: date | None = None
    soonest: date | None = None
    budget_cents: int | None = None
    capped_cents: tuple[tuple[str, int], ...] = ()
    within_budget: bool = False
    situation: frozenset[Situation] = frozenset()
    unread: frozenset[Reading] = frozenset()
    provider_id: UUID | None = None
    certification_code: str = ""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE
    with_spots: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How the question was read, so that the reader may take a part of it away.

    `words` are what was looked for. `corrected`: (typed, taken) for words nobody wrote that way. `place_unknown` is
    the place that names no town; then the whole country is searched. `some_words` says that no offer has all the
    words, and those with most of them are shown. `let_go` was understood and found nothing, so it filters nothing;
    `unheard` are words that say what no offer tells, as typed. `cut` says that the text was too long to be read whole.
    """

    words: tuple[str, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    town: Town | None = None
    radius_km: int | None = None
    place_in_words: bool = False
    place_unknown: str = ""
    some_words: bool = False
    meant: tuple[Meant, ...] = ()
    let_go: tuple[Meant, ...] = ()
    unheard: tuple[str, ...] = ()
    cut: bool = False


class Situation(StrEnum):
    """What is known of who asks, by which offers come first among equals; nothing is hidden from anybody.

    DISABLED: their disability is recognised. NO_DIPLOMA: they declared to have none of level 3. JOBSEEKER: they are
    registered as one.
    """

    DISABLED = "disabled"
    NO_DIPLOMA = "no_diploma"
    JOBSEEKER = "jobseeker"


class Reason(StrEnum):
    """Why an offer comes where it does, in the order in which it weighs."""

    TITLE = "title"
    CERTIFICATION = "certification"
    TRADES = "trades"
    PROVIDER = "provider"
    BODY = "body"
    WITHIN_BUDGET = "within_budget"
    ACCESSIBLE = "accessible"
    FIRST_DIPLOMA = "first_diploma"
    FUNDED = "funded_for_jobseekers"
    NEAR = "near"
    REMOTE = "remote"
    SOON = "soon"
    PLACES = "places"
    RATED = "rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An offer found: one way of following a training. `starts_on` None with a session means at any time.

    `rating` is in hundredths of a star. `reasons` say why it comes where it does, what weighs most first.
    """

    training_id: UUID
    action_id: UUID
    session_id: UUID
    provider_id: UUID
    title: str
    provider: str
    certification_code: str
    certification_title: str
    register: Register
    level: int | None
    action_kind: Action | None
    modality: Modality
    entry: Entry
    hours: int
    price_cents: int
    starts_on: date | None
    sessions: int
    town: str
    postal_code: str
    town_insee: str
    lat: float | None
    lon: float | None
    distance_km: float | None = None
    places: int | None = None
    rating: int | None = None
    reviews: int = 0
    reasons: tuple[Reason, ...] = ()


class Count(NamedTuple):
    """How many offers one would find with this value, all other criteria kept."""

    value: str
    count: int  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A town on the map of results and how many offers it has."""

    insee: str
    name: str
    lat: float
    lon: float
    count: int
    #: An arrondissement of which the spot of its city counts the offers too.
    in_city: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What was found. `ready` is False while the index is being made: then there is nothing to conclude."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[Facet, tuple[Count, ...]] = field(default_factory=dict)
    understood: Understood = field(default_factory=Understood)
    page: int = 1
    pages: int = 1
    spots: tuple[Spot, ...] = ()
    ready: bool = True
