"""A reason that colleagues read names nobody: names and numbers are found however they are written."""

import pytest

from acquis.people.naming import tells_who

NAMES = ("LE GOFF", "Martin-Dupuis", "Jean Élodie")


@pytest.mark.parametrize(
    "text",
    [
        "Martin",
        "appel de Mme MARTIN",
        "Élodie a envoyé sa pièce",
        "deux dossiers d’Elodie",
        "même numéro que jean martin",
        "numéro 1 85 05 78 006 084 91 lu sur la carte",
        "voir 253072A073004",
    ],
)
def test_a_name_or_a_number_is_found(text: str) -> None:
    assert tells_who(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "deux dossiers signalés par la personne le 12 novembre 2026",
        "le numéro a servi à deux salariés",
        "saint martin",
        "dossier A-2026-0000123, virement 12345678901234",
        "SIRET 12345678901234",
    ],
)
def test_other_words_and_numbers_are_not(text: str) -> None:
    assert not tells_who(text, NAMES)
