"""What is typed in an offer's form, against what was there: what was left as shown stays, what changed is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from acquis.catalogue.types import Modality
from acquis.catalogue.types.content import OfferAction, OfferTraining, Place
from acquis.web.provider import draft_forms as forms

WAS = "<p>Pétrir.</p><p><strong>Cuire</strong>.</p>"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Pétrir.\r\nCuire.", WAS),
        ("  Pétrir. \r\n\r\n Cuire.\r\n", WAS),
        ("Pétrir. Cuire.", "<p>Pétrir. Cuire.</p>"),
        ("- Pétrir.\n- Cuire.", "<ul><li>Pétrir.</li><li>Cuire.</li></ul>"),
    ],
)
def test_paragraphs_and_lists_are_part_of_what_is_typed(typed: str, kept: str) -> None:
    was = OfferTraining("1", title="Le pain", objective=WAS)
    offer, errors = forms.training_from(forms.typed_training(was) | {"objective": typed}, was)
    assert errors == {}
    assert offer.objective == kept


@pytest.mark.parametrize("town", ["Saint  Denis", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson sur la Marne"])
def test_a_town_left_as_shown_keeps_its_point_on_the_map(town: str) -> None:
    place = Place(lines=["1 rue du Four"], postal_code="93200", town=town, insee="93066", lat=48.9, lon=2.3)
    was = replace(OfferAction("A1", modality=Modality.ON_SITE, place=place))
    typed = {
        "modality": "on_site",
        "address": "1 rue du Four",
        "postal_code": "93200",
        "town": " ".join(town.split())[:50],
    }
    action, _ = forms.action_from(typed, [], was)
    assert action.place == place
    moved, _ = forms.action_from(typed | {"town": "Lyon"}, [], was)
    assert (moved.place.town, moved.place.lat) == ("Lyon", None)
