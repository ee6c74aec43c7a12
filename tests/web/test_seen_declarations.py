"""The pages of declarations received, in Chromium: accessible, not too wide, nothing complained of."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s
from tests.web.test_seen import Look, look  # noqa: F401, the fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_declarations_received(look: Look) -> None:  # noqa: F811
    s.bring(s.a_year(f.person(1), f.person(2), f.person(3)), name="2025_ateliers_du_port.dsn")
    s.bring(b"a;b\n", name="tableau.csv")
    report = s.bring(
        s.dsn(
            f.person(1, number="12345"),
            f.person(2, f.Contract(number="B", reference=None)),
            f.person(3, f.Contract(number="C", hours="-3.00")),
            f.person(4, f.Contract(number="D", stops=[("88", "04032025", "10032025", None)])),
            f.person(5, f.Contract(nature="29")),
            order=2,
        ),
        name="2025-03_corrige.dsn",
    )
    look(scenes.STAFF, "/agents/declarations", "staff-declarations")
    look(scenes.STAFF, f"/agents/declarations/{report.id}", "staff-declaration-file")
