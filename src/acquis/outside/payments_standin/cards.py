"""The cards one may type in the demonstration, and what each leads to.

Their numbers begin with 9, a range no card scheme issues, so that no real card can be taken for one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import luhn


@dataclass(frozen=True, slots=True)
class TestCard:
    """`outcome` empty: the payment succeeds; otherwise why it is refused. `asks_bank`: the bank's check comes first.

    `closes`: what is paid back on it later does not arrive.
    """

    number: str
    label: str
    outcome: str
    asks_bank: bool
    closes: bool = False

    @property
    def spaced(self) -> str:
        return " ".join(self.number[i : i + 4] for i in range(0, 16, 4))


def _number(stem: str) -> str:
    return stem + luhn.calc_check_digit(stem)


CARDS = (
    TestCard(_number("900000000000001"), "Paiement accepté après vérification par la banque", "", True),
    TestCard(_number("900000000000002"), "Carte refusée par la banque", "card_refused", False),
    TestCard(_number("900000000000003"), "Vérification de la banque qui échoue", "check_failed", True),
    TestCard(_number("900000000000004"), "Provision insuffisante", "insufficient_funds", False),
    TestCard(
        _number("900000000000005"), "Paiement accepté, puis carte fermée : un remboursement échoue", "", True, True
    ),
)


def card_for(number: str) -> TestCard | None:
    """The test card of this number; None for any other, which is neither kept nor written anywhere."""
    return next((card for card in CARDS if card.number == number), None)
