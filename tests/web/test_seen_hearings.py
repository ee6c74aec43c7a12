"""The pages of a contested training, as its holder, its body and an agent see them, in Chromium."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page
from tests import scenes
from tests.web.test_seen import Look, look  # noqa: F401, the fixture that looks

from acquis.enrolments import actions as enrolments
from acquis.hearings import actions
from acquis.hearings.types import HearingKind

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_of_a_contest(look: Look, page: Page) -> None:  # noqa: F811
    week: dict[str, Any] = {"starts_on": date(2026, 11, 9), "ends_on": date(2026, 11, 19)}
    scene = scenes.service_declared(at=scenes.moment(date(2026, 10, 19)), **week)
    at = scene.now.history[-1].at + timedelta(minutes=5)
    agent = scenes.Actor(roles=frozenset({scenes.Role.STAFF_AGENT}), id=scenes.uuid4())
    mine, theirs = f"/mes-inscriptions/{scene.id}", f"/organisme/inscriptions/{scene.id}"
    look(scene.holder.actor, mine, "enrolment-to-confirm")
    look(scene.holder.actor, f"{mine}/contester", "contest")
    file = actions.open_hearing(
        enrolment_id=scene.id, kind=HearingKind.CONTEST, said="La moitié seulement.", by=scene.holder.actor, at=at
    )
    actions.state(hearing_id=file, said="Les feuilles sont signées.", by=scene.body.agent, at=at)
    look(scene.body.agent, f"{theirs}/dossiers/{file}", "hearing-provider")
    look(agent, "/agents/dossiers", "hearings-staff")
    look(agent, f"/agents/dossiers/{file}", "hearing-staff")
    page.get_by_label("Part suivie ou motif de fin corrigés").check()
    page.get_by_label("Heures suivies").fill("35")
    page.get_by_label("Comment la formation s’est terminée").select_option("dropout")
    page.get_by_label("Les raisons").fill("Émargement partiel.")
    page.get_by_role("button", name="Voir ce que cela donne").click()
    look.see("hearing-preview")  # type: ignore[attr-defined]
    assert Decimal(scene.now.rate_percent) == 100
    moving = scenes.confirmed(starts_on=date(2026, 12, 14), ends_on=date(2026, 12, 18))
    enrolments.propose_rescheduling(
        enrolment_id=moving.id,
        starts_on=date(2027, 1, 11),
        ends_on=date(2027, 1, 15),
        by=moving.body.agent,
        at=scenes.AT,
    )
    look(moving.holder.actor, f"/mes-inscriptions/{moving.id}", "enrolment-other-dates")
