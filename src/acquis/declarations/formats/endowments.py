"""An employer's list of endowments: one line a person and payment, told in `docs/formats/endowments.md`.

Which columns are needed depends on the ground.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from acquis.accounts.types import GrantGround, payment_reference
from acquis.kit.money import parse_euros

from ..types import Endowment
from .fields import MOST_CENTS
from .rows import Row

ALWAYS = ("nir", "montant", "motif", "reference", "payeur")
_OF_GROUND: dict[str, tuple[GrantGround | None, dict[str, str]]] = {
    # Of each ground: what its act is given, and in which column it stands.
    "dotation": (None, {}),
    "accord": (GrantGround.AGREEMENT, {"year": "annee", "agreement": "accord"}),
    "licenciement": (GrantGround.DISMISSAL, {"notified_on": "jour_licenciement", "sent_on": "jour_donnees"}),
    "lanceur_alerte": (GrantGround.WHISTLEBLOWER, {"decided_on": "jour_decision"}),
    "plateforme": (GrantGround.PLATFORM, {"year": "annee"}),
}
COLUMNS = (*ALWAYS, *dict.fromkeys(column for _, needed in _OF_GROUND.values() for column in needed.values()))
#: What the amount is called by the act of a ground; that of a platform is the law's own.
_AMOUNT = {GrantGround.WHISTLEBLOWER: "ordered_cents"}
_READERS: dict[str, Callable[[Row, str], Any]] = {"annee": Row.year, "accord": Row.text}


def read(row: Row) -> Endowment:
    """The endowment of a line."""
    row.need(*ALWAYS)
    if row.get("motif") not in _OF_GROUND:
        row.refuse("unknown_code", "motif", value=row.get("motif"))
    ground, needed = _OF_GROUND[row.get("motif")]
    nir, amount = row.nir(), _amount(row)
    facts: dict[str, Any] = {
        "label": row.text("payeur"),
        "reference": payment_reference(row.text("reference")),
    }
    if ground is not GrantGround.PLATFORM:
        facts[_AMOUNT.get(ground, "amount_cents") if ground else "amount_cents"] = amount
    for fact, column in needed.items():
        row.need(column)
        facts[fact] = _READERS.get(column, Row.day)(row, column)
    return Endowment(line=row.line, rank=row.rank, nir=nir, ground=ground, amount_cents=amount, facts=facts)


def _amount(row: Row) -> int:
    try:
        cents = parse_euros(row.get("montant"))
    except ValueError:
        row.refuse("bad_number", "montant", value=row.get("montant"))
    if cents == 0:
        row.refuse("endow_nothing", "montant")
    if cents > MOST_CENTS:
        row.refuse("absurd", "montant", value=row.get("montant"))
    return cents
