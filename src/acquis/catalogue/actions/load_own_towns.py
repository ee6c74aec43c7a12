"""Load the table of towns that comes with the product."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats.places import read_places
from ..models import Town
from ..reporting import Telling
from ..types import Report, ReportKind
from ..writing_towns import write_towns

#: See data/README.md for where the facts come from.
OWN_TOWNS = Path(__file__).resolve().parents[1] / "data" / "towns.csv.gz"


@act
def load_own_towns(*, by: Actor, at: datetime) -> Report:
    """Make the product’s own towns known; those known already, perhaps from fuller tables, are left as they are."""
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.PLACES, OWN_TOWNS.name)
    telling.format = "own"

    # After this point the load must succeed.
    known = set(Town.objects.values_list("insee", flat=True))
    rows = read_places(OWN_TOWNS).rows
    telling.counts["towns.unchanged"] += sum(row.insee in known for row in rows)
    write_towns([row for row in rows if row.insee not in known], telling)
    return telling.save(by=by, at=at)
