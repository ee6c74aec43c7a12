"""Load the table of towns that comes with the product."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats.places import read_places
from ..reporting import Telling
from ..types import Report, ReportKind
from ..writing_towns import write_towns

#: See data/README.md for where the facts come from.
OWN_TOWNS = Path(__file__).resolve().parents[1] / "data" / "towns.csv.gz"


@act
def load_own_towns(*, by: Actor, at: datetime) -> Report:
    """Make the product's own towns known; those that are known already are left as they are when nothing differs."""
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.PLACES, OWN_TOWNS.name)
    telling.format = "own"

    # After this point the load must succeed.
    write_towns(read_places(OWN_TOWNS).rows, telling)
    return telling.save(by=by, at=at)
