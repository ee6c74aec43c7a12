"""A right that no year of work gave is told by what gave it, whatever gave it, with a text of its own."""

from datetime import date

import pytest
from tests.web.visiting import plain

from acquis.accounts.types import GrantCard, GrantGround, PurseKind
from acquis.web.granted_words import granted, typed_reference

FACTS = {"year": 2025, "activity": "civic_service", "points": 1, "hours": 20}


@pytest.mark.parametrize(
    "ground", [each for each in GrantGround if each.value not in ("elected", "unfitness_prevention")]
)
def test_every_ground_is_told(ground: GrantGround) -> None:
    card = GrantCard(
        reference="r", ground=ground, kind=PurseKind.CEC, amount=1, on=date(2026, 1, 1), facts=FACTS, working={},
        withdrawn_on=None,
    )  # fmt: skip
    told = granted(card)
    assert told.name
    assert told.reason.endswith(".")
    if ground is GrantGround.ENGAGEMENT:
        assert plain(told.reason) == "Engagement de 2025 : service civique."


def test_references_that_we_made_are_not_shown() -> None:
    assert typed_reference("payment VIR-2026-11")
    assert not typed_reference("engagement 2025 civic_service 01a221ac-4c71-761b-8098-68702944812f")
