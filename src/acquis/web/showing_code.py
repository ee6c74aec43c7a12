"""The code of a half-day as a phone shows it: six digits in two groups, and a square to scan that holds the address.

The square is drawn by the server as one path (segno); no picture is fetched and no script is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

import segno
from django.conf import settings
from markupsafe import Markup

from acquis.attendance import queries as attendance
from acquis.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is on the phone: the digits, for how many seconds, and the square."""

    digits: str
    seconds: int
    square: Markup


def shown(half_day_id: UUID, *, by: Actor, at: datetime) -> Shown | None:
    """What to show now; None when nothing is to be signed by a code."""
    found = attendance.shown_code(half_day_id, by=by, at=at)
    if found is None:
        return None
    address = f"{settings.ACQUIS.site_url}/emarger/{half_day_id}?code={found.code}"
    return Shown(digits=f"{found.code[:3]} {found.code[3:]}", seconds=found.seconds, square=square(address))


def square(address: str) -> Markup:
    """A QR code of an address, as an SVG of its own colours: dark on light by day and by night, as readers want it."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        border=3,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="qr",
        lineclass=None,
    )
    # The words beside it say the same: whoever does not see it types the code.
    drawn = out.getvalue().decode().strip().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(drawn)  # noqa: S704, drawn here from an address of ours
