"""Jeanne, of the State, tries a change of the law and reads who would gain: by keyboard, and with no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.journeys.scene import Country
    from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False])
def test_a_change_is_tried_and_its_effects_are_read(
    arrive: Callable[..., Visitor], country: Country, script: bool
) -> None:
    jeanne = arrive(keyboard=script, java_script_enabled=script)
    jeanne.sign_in("jeanne", path="/etat")
    jeanne.arrives("/etat")
    jeanne.follow("Droits annuels d’un salarié peu qualifié à mi-temps ou plus : Changer")
    jeanne.reads("Aujourd’hui", "800 €")
    jeanne.type("Nouvelle valeur", "peu")
    jeanne.press("Retenir ce changement")
    jeanne.reads("Une réponse est à corriger")
    jeanne.type("Nouvelle valeur", "900")
    jeanne.press("Retenir ce changement")
    jeanne.reads("Le changement à essayer", "900 € à partir du 1er janvier 2027")
    jeanne.choose("Sur combien d’années", "1 an")
    jeanne.press("Voir les effets")
    jeanne.reads("En 2027", "personne n’y perdrait")
    gained = {row[0]: row for row in jeanne.rows("Selon l’activité, En 2027")}
    assert gained["Salariés"][1].startswith("+")
    assert {row[1] for name, row in gained.items() if name != "Salariés"} == {"0"}
