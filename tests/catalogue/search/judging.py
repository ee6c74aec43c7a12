"""Questions judged by rules over the fields of offers, on catalogues drawn from a list of titles.

No grade is written by hand. `judged/queries.csv`: a question; what is perfect (3), good (2) and acceptable (1); what
would break the question (`hard`); `near` a town and kilometres. A rule is alternatives (`|`) of conditions (`&`):
`text~regex`, `rome=`, `formacode=` (beginnings), `register=`, `level=`, `level!=`, `remote=`, `price<=`, `hours<=`,
`start<=` (days). Every other question is kept aside while the words are worked on.
"""

from __future__ import annotations

import csv
import json
import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from acquis.catalogue.search.json_catalogue import document
from acquis.catalogue.search.places import distance_km
from acquis.catalogue.search.plan import OfferDocument
from acquis.catalogue.search.tokens import folded

HERE = Path(__file__).parent / "judged"
ON = date(2026, 11, 23)
CITIES = {
    "Paris": (48.857, 2.352, 18), "Lyon": (45.764, 4.836, 9), "Marseille": (43.297, 5.381, 8),
    "Lille": (50.629, 3.057, 6),
    "Toulouse": (43.605, 1.444, 6), "Nantes": (47.218, -1.554, 6), "Bordeaux": (44.838, -0.579, 6),
    "Strasbourg": (48.573, 7.752, 4), "Rennes": (48.117, -1.678, 4), "Reims": (49.258, 4.032, 2),
    "Angers": (47.478, -0.563, 2), "Pau": (43.296, -0.371, 1), "Annecy": (45.899, 6.129, 1),
}  # fmt: skip
_BEFORE = [
    "",
    "",
    "",
    "",
    "Formation ",
    "Stage : ",
    "Formation certifiante ",
    "Parcours complet - ",
    "100 % à distance : ",
]
_AFTER = [
    "", "", "", "", " - débutant", " - perfectionnement", " (éligible CPF)", " - cours particuliers par téléphone",
    " en petit groupe", " + passage de la certification", " | avec formateur dédié",
]  # fmt: skip

Offer = dict[str, Any]
Rule = Callable[[Offer], bool]


@dataclass(frozen=True)
class Judged:
    """A question and its rules."""

    query: str
    grades: tuple[tuple[int, Rule], ...]
    hard: Rule | None


def catalogue(count: int, seed: int) -> list[Offer]:
    """Offers drawn from the list of titles, with the trimmings that titles have."""
    draw = random.Random(seed)
    rows = list(csv.DictReader((HERE / "titles.csv").read_text("utf-8").splitlines(), delimiter=";"))
    providers = [f"P{number}" for number in range(max(40, count // 15))]
    cities = list(CITIES.items())
    return [_offer(number, draw, rows, providers, cities) for number in range(count)]


def _offer(number: int, draw: random.Random, rows: list[dict[str, str]], providers: list[str], cities: Any) -> Offer:
    row = draw.choices(rows, [float(r["weight"]) for r in rows])[0]
    _city, (lat, lon, _) = draw.choices(cities, [each[1][2] for each in cities])[0]
    chance, remote = draw.random(), float(row["remote"])
    where = "full" if chance < remote else "partial" if chance < remote + 0.1 else "none"
    before, after = draw.choice(_BEFORE), draw.choice(_AFTER)
    if where != "full" and "distance" in before:
        before = ""
    if not row["formacode"].startswith("152") and "téléphone" in after:
        after = ""
    starts = sorted(str(ON + timedelta(days=draw.randint(3, 250))) for _ in range(draw.randint(1, 3)))
    return {
        "offer_id": f"J{number:06d}",
        "provider_id": draw.choice(providers),
        "title": before + row["title"] + after,
        "cert_title": row["title"] if draw.random() < 0.7 else "",
        "register": row["register"],
        "level": int(row["level"]) if row["level"] else None,
        "formacodes": row["formacode"].split(",") if row["formacode"] and draw.random() < 0.95 else [],
        "rome": row["rome"].split(",") if row["rome"] else [],
        "remote": where,
        "price": round(float(row["price"]) * math.exp(draw.gauss(0, 0.2)) / 10) * 10,
        "hours": max(3, round(float(row["hours"]) * math.exp(draw.gauss(0, 0.2)))),
        "lat": None if where == "full" else round(lat + draw.gauss(0, 0.08), 4),
        "lon": None if where == "full" else round(lon + draw.gauss(0, 0.1), 4),
        "start_dates": ["permanent"] if draw.random() < 0.35 else starts,
    }


def documents(offers: Sequence[Offer]) -> list[OfferDocument]:
    """The offers as the index takes them."""
    return [document(json.loads(json.dumps(offer))) for offer in offers]


def judged() -> list[Judged]:
    """All questions, in the order of the file."""
    found = []
    for row in csv.DictReader((HERE / "queries.csv").read_text("utf-8").splitlines(), delimiter=";"):
        grades = tuple((grade, rule(row[f"grade{grade}"])) for grade in (3, 2, 1) if row[f"grade{grade}"])
        hard = [rule(row["hard"])] if row["hard"] else []
        if row["near"]:
            hard.append(_near(*row["near"].split()))
        whole = (lambda rules: lambda offer: all(each(offer) for each in rules))(hard) if hard else None
        found.append(Judged(row["query"], grades, whole))
    return found


def rule(text: str) -> Rule:
    """A rule as written in the file."""
    every = [[_condition(part.strip()) for part in side.split("&")] for side in re.split(r"\|(?![^(]*\))", text)]
    return lambda offer: any(all(each(offer) for each in side) for side in every)


def _near(city: str, km: str) -> Rule:
    lat, lon, _ = CITIES[city]
    return lambda o: o["lat"] is not None and distance_km(lat, lon, o["lat"], o["lon"]) <= float(km)


def _condition(text: str) -> Rule:
    name, sign, value = re.fullmatch(r"(\w+?)(~|=|!=|<=)(.*)", text).groups()  # type: ignore[union-attr]
    if sign == "~":
        pattern = re.compile(value)
        return lambda o: pattern.search(_text(o)) is not None
    if name == "start":
        return lambda o: any(
            d == "permanent" or 0 <= (date.fromisoformat(d) - ON).days <= int(value) for d in o["start_dates"]
        )
    if sign == "<=":
        return lambda o: o[name] <= float(value)
    wanted = tuple(value.split(","))
    if name == "formacode":
        return lambda o: any(code.startswith(wanted) for code in o["formacodes"])
    if name == "rome":
        return lambda o: not set(wanted).isdisjoint(o["rome"])
    if name == "level":
        return lambda o: (str(o["level"]) in wanted) is (sign == "=")
    return lambda o: o[name] in wanted


def _text(offer: Offer) -> str:
    if "_text" not in offer:
        offer["_text"] = " ".join(folded(offer["title"] + " " + offer["cert_title"]))
    return str(offer["_text"])


@dataclass(frozen=True)
class Mark:
    """What a list of ten is worth: nDCG (None when nothing good exists), how many break the question or are wrong."""

    query: str
    ndcg: float | None
    broken: int
    wrong: int
    share: float


def mark(asked: Judged, offers: Sequence[Offer], ranks: Sequence[int]) -> Mark:
    """Judge the first ten; `ranks` are positions in `offers`, the best first."""
    grades = [_grade(asked, offer) for offer in offers]
    ideal = sorted(grades, reverse=True)[:10]
    first = list(ranks)[:10]
    broken = sum(asked.hard is not None and not asked.hard(offers[at]) for at in first)
    wrong = sum(grades[at] == 0 for at in first)
    ndcg = _gain([grades[at] for at in first]) / _gain(ideal) if ideal[0] >= 2 else None
    providers = [offers[at]["provider_id"] for at in first]
    share = max((providers.count(each) / len(providers) for each in providers), default=0.0)
    return Mark(asked.query, ndcg, broken, wrong, share)


def _grade(asked: Judged, offer: Offer) -> int:
    if asked.hard is not None and not asked.hard(offer):
        return 0
    return next((grade for grade, holds in asked.grades if holds(offer)), 0)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))


def halves() -> Iterator[tuple[str, list[Judged]]]:
    """The questions the words are worked on, and those kept aside."""
    every = judged()
    yield "worked on", every[::2]
    yield "kept aside", every[1::2]
