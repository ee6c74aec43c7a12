"""A catalogue as lines of JSON, one offer a line: to try the search on what is in no database.

Fields: `offer_id`, `provider_id`, `title`; optional `cert_title`, `code`, `register` (RNCP, RS, CPF, BILAN, VAE,
PERMIS, ACRE), `level`, `formacodes`, `rome`, `remote` (none, partial, full), `price` in euros, `hours`, `lat`, `lon`,
`city`, `provider`, `body`, `start_dates` (days, or "permanent"), `rhythms` (as `Rhythm` writes them), `accessible`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from acquis.rules.types import Action

from ..types import Modality, Register, Rhythm
from .placenames import own
from .plan import OfferDocument

_MODALITIES = {"none": Modality.ON_SITE, "partial": Modality.MIXED, "full": Modality.REMOTE}
#: What the words of such catalogues for actions without a certification are with us.
_KINDS = {
    "RNCP": Action.RNCP,
    "RS": Action.RS,
    "BILAN": Action.SKILLS_ASSESSMENT,
    "VAE": Action.VAE,
    "PERMIS": Action.LICENCE_LIGHT,
    "ACRE": Action.BUSINESS_CREATION,
}
#: Formacode of the driving of lorries: such a licence is a heavy one.
_HEAVY = "31816"


class BadLine(ValueError):
    """A line that is no offer; the message says which and why."""


def read(path: Path) -> Iterator[OfferDocument]:
    """The offers of a file, in order. Raises `BadLine` at the first line that is none."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield document(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadLine(f"line {number}: {type(error).__name__}: {error}") from error


@lru_cache(maxsize=4096)
def _town(city: str) -> str:
    """The INSEE code of the town of a name; empty when there is none."""
    town = own().town_meant(city)
    return town.insee if town is not None else ""


def document(offer: dict[str, Any]) -> OfferDocument:
    """One offer as the index takes it."""
    said = offer.get("register") or "CPF"
    formacode = tuple(str(code) for code in offer.get("formacodes") or ())
    kind = _KINDS.get(said)
    if kind == Action.LICENCE_LIGHT and _HEAVY in formacode:
        kind = Action.LICENCE_HEAVY
    starts = offer.get("start_dates") or ()
    title = offer["title"]
    key = str(offer["offer_id"])
    return OfferDocument(
        key=key,
        training=key,
        provider=str(offer["provider_id"]),
        title=title,
        certification=offer.get("cert_title") or "",
        body=offer.get("body") or "",
        provider_name=offer.get("provider") or "",
        code=offer.get("code") or "",
        register=said if said in (Register.RNCP, Register.RS) else Register.CPF,
        kind=str(kind or ""),
        level=offer.get("level"),
        rome=tuple(offer.get("rome") or ()),
        formacode=formacode,
        modality=_MODALITIES[offer.get("remote") or "none"],
        price_cents=round(float(offer.get("price") or 0) * 100),
        hours=int(offer.get("hours") or 0),
        lat=offer.get("lat"),
        lon=offer.get("lon"),
        insee=_town(offer.get("city") or ""),
        days=tuple(date.fromisoformat(day).toordinal() for day in starts if day != "permanent"),
        permanent="permanent" in starts,
        rhythms=frozenset(Rhythm(rhythm) for rhythm in offer.get("rhythms") or ()),
        accessible=bool(offer.get("accessible")),
        card=json.dumps({"title": title, "city": offer.get("city") or ""}, ensure_ascii=False),
    )
