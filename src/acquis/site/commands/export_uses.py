"""`acquis export risk-uses`: what the bodies of occupational risks are to hear of the rights used here."""

from __future__ import annotations

import csv
import os
import sys
from datetime import datetime
from pathlib import Path

COLUMNS = ("reference", "sens", "droit", "numero", "points", "euros", "instant")
_KINDS = {"used": "utilisation", "taken_back": "annulation"}


def run(since: datetime, out: Path | None) -> int:
    """0 when the file is whole, 2 when it cannot be written. The same question gives the same lines."""
    from acquis.site import startup

    with startup.database() as server:
        from acquis.accounts import queries as accounts
        from acquis.accounts.types import RiskUse
        from acquis.kit.actor import system
        from acquis.kit.clock import PARIS
        from acquis.site.postgres.roles import WORK

        startup.become(WORK, server)
        instant = since if since.tzinfo else since.replace(tzinfo=PARIS)
        uses = accounts.risk_uses(since=instant, by=system("acquis export"))

        def row(use: RiskUse) -> list[str]:
            points = "" if use.points is None else str(use.points)
            euros = f"{use.amount_cents // 100}.{use.amount_cents % 100:02d}"
            right = "accident" if use.points is None else "points"
            told_at = use.at.astimezone(PARIS).isoformat(timespec="microseconds")
            return [use.reference, _KINDS[use.kind.value], right, use.number, points, euros, told_at]

        rows = [list(COLUMNS), *(row(use) for use in uses)]
        if out is None:
            csv.writer(sys.stdout, delimiter=";", lineterminator="\n").writerows(rows)
            return 0
        beside = out.with_name(f".{out.name}.part")
        try:
            with beside.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
            os.replace(beside, out)
        except OSError as error:
            print(f"acquis export: {error}", file=sys.stderr)
            return 2
        print(f"{out}: {len(uses)}")
    return 0
