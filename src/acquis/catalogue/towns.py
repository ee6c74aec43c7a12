"""How the name of a town is compared: people and files write « St-Étienne », the register « Saint-Étienne »."""

from __future__ import annotations

import re

from acquis.kit.sql import fold

#: Paris, Lyon and Marseille, and how the codes of their arrondissements begin.
CITIES = {"75056": "751", "69123": "6938", "13055": "132"}

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def place_key(name: str) -> str:
    """The key of a town's name: ``Saint-Étienne``, ``ST ETIENNE`` and ``st étienne`` give ``saint etienne``.

    The delivery office's word CEDEX and the numbers after it are left out; an article in front is kept.
    """
    words = re.sub(r"[^a-z0-9]+", " ", fold(name)).split()
    if "cedex" in words:
        words = words[: words.index("cedex")]
    return " ".join(_SHORT.get(word, word) for word in words)
