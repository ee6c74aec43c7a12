"""How the name of a town is compared: people and files write « St-Étienne », the register « Saint-Étienne »."""

from __future__ import annotations

import re

from acquis.kit.sql import fold

#: Paris, Lyon and Marseille, and how the codes of their arrondissements begin.
CITIES = {"75056": "751", "69123": "6938", "13055": "132"}

#: How many arrondissements each has.
_PARTS = {"75056": 20, "69123": 9, "13055": 16}
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def place_key(name: str) -> str:
    """The key of a town's name: ``Saint-Étienne``, ``ST ETIENNE`` and ``st étienne`` give ``saint etienne``.

    The delivery office's word CEDEX and the numbers after it are left out; an article in front is kept.
    """
    words = re.sub(r"[^a-z0-9]+", " ", fold(name)).split()
    if "cedex" in words:
        words = words[: words.index("cedex")]
    return " ".join(_SHORT.get(word, word) for word in words)


def parts_of(insee: str) -> tuple[str, ...]:
    """A town and its arrondissements, by their codes: an offer names one or the other."""
    beginning = CITIES.get(insee)
    if beginning is None:
        return (insee,)
    width = 5 - len(beginning)
    return (insee, *(f"{beginning}{number:0{width}d}" for number in range(1, _PARTS[insee] + 1)))
