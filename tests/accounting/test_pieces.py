"""The pieces of the entries: said in French, their numbers kept."""

import pytest

from acquis.accounting.pieces import piece, piece_of_key

ID = "0193e4b2-7c1f-7000-8000-0123456789ab"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("invoice 2026-1-000001", "Facture 2026-1-000001"),
        ("payout V-1 invoice 2026-1-000001", "Virement V-1 facture 2026-1-000001"),
        ("payout returned V-1 invoice 2026-1-000001", "Retour du virement V-1 facture 2026-1-000001"),
        (f"collection {ID} paid", f"Paiement par carte {ID}"),
        (f"refund {ID}-2 done", f"Remboursement {ID}-2 fait"),
        (f"enrolment:{ID}:1:1 post_reserved", f"Inscription {ID}:1:1 consommé"),
        (f"enrolment:{ID}:kept", f"Inscription {ID}:gardé en avoir"),
        (f"difference {ID} written off", f"Écart passé {ID} soldé"),
        ("book:run 1 credit 2019 esat of 2020-04-14 3", "Alimentation, passage 1 droits 2019 ESAT du 2020-04-14 3"),
        ("what nobody knows", "what nobody knows"),
    ],
)  # fmt: skip
def test_a_reference_is_told_in_french_and_its_numbers_are_kept(reference: str, said: str) -> None:
    assert piece(reference) == said


def test_what_is_lettered_together_is_told_as_what_it_is_about() -> None:
    assert piece_of_key("4417", "F-1") == "Appel de fonds F-1"
    assert piece_of_key("4011", "2026-1-000001") == "Facture 2026-1-000001"
