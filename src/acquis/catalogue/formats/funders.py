"""Who pays for an action of a file: the account, or the bodies that the file names, and how one comes to them.

An action under an agreement (`conventionnement`) is bought by its funders alone; without one they add to the account.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from ..types import Door, Funding, Pay
from ..types.content import Place
from .offers import Notes, children, plain, raw, text, web_address, whole

_FILE = Path(__file__).resolve().parents[1] / "data" / "financeurs.csv"
#: The dictionary's word for the trainees themselves, and for codes that are no longer used.
_THEMSELVES, _OBSOLETE = "10", "1"
ACCOUNT = Door(funding=Funding.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Funder:
    funding: Funding
    pay: Pay
    body: str


@cache
def funders() -> dict[str, Funder]:
    """The dictionary of funders: code to way of funding."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {r["code"]: Funder(Funding(r["funding"]), Pay(r["pay"]), r["body"]) for r in rows}


def code_of(door: Door) -> str:
    """The code of the dictionary for a door that a body keeps, « autre » when it is none of the list."""
    named = (code for code, funder in funders().items() if (funder.funding, funder.body) == (door.funding, door.body))
    alike = (code for code, funder in funders().items() if funder.funding == door.funding)
    return next(named, None) or next(alike, "0")


def doors_of(action: etree._Element, contact: etree._Element | None, where: Place, note: Notes) -> list[Door]:
    """The doors of an action; `contact` is whom one asks, `where` the address at which one asks, if it has a line."""
    named = [text(each, "code-financeur") for each in children(action, "organisme-financeur")]
    bodies = []
    for element in children(action, "organisme-financeur"):
        code = text(element, "code-financeur")
        if code in (_THEMSELVES, _OBSOLETE):
            continue
        funder = funders().get(code)
        if funder is None:
            note("not_in_list", value=code, element="code-financeur", blocking=False, line=element.sourceline)
            continue
        places = text(element, "nb-places-financees")
        bodies.append(
            Door(
                funding=funder.funding,
                body=funder.body,
                pay=funder.pay,
                places=whole(places) if places else None,
                address=tuple(filter(None, (*where.lines, f"{where.postal_code} {where.town}".strip()))),
                phone=text(contact, "telfixe", "numtel") or text(contact, "portable", "numtel"),
                email=text(contact, "courriel"),
                url=web_address(text(contact, "web", "urlweb")),
                words=plain(raw(action, "detail-conditions-prise-en-charge") or raw(action, "modalites-recrutement")),
            )
        )
    agreed = text(action, "conventionnement") == "1"
    return bodies if bodies and agreed and _THEMSELVES not in named else [ACCOUNT, *bodies]
