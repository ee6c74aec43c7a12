"""The pages of declarations received, in Chromium: accessible, not too wide, nothing complained of."""

from __future__ import annotations

import pytest
from tests import scenes
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s
from tests.web.test_seen import Look, look  # noqa: F401, the fixture

from acquis.accounts.actions import credit_years
from acquis.declarations import queries
from acquis.kit.actor import Actor, Role

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


def test_why_down_to_the_declared_lines(look: Look) -> None:  # noqa: F811
    away = f.Contract(
        quantity="150.00", reference="150.00", hours="75.00", stops=[("02", "15042025", "30042025", None)]
    )
    s.bring(s.a_year(f.person(1), months=range(1, 4)))
    s.bring(s.a_year(f.person(1, away), months=range(4, 6), siren=f.OTHER_SIREN, nic=f.OTHER_NIC))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)
    holder = Actor(roles=frozenset({Role.HOLDER}), id=s.Known.objects.get().id, account_id=s.account(1))
    look(holder, "/mes-droits/pourquoi/2025", "why-declared")
    s.bring(s.a_year(f.person(1, f.Contract(hours="60.00")), months=range(2, 3), kind="03", order=2))
    credit_years(rows=queries.year_rows(2025), by=s.SYSTEM, at=s.AT)
    look(holder, "/mes-droits/pourquoi/2025", "why-computed-again")
    look(holder, "/mes-droits", "rights-computed-again")
