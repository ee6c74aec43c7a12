"""Who one may be in the demonstration, as lines for a terminal."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec


def lines() -> list[str]:
    """One line for each persona of the demonstration's identity provider: name, and situation."""
    if find_spec("acquis.outside.identity_standin") is None:
        return []
    personas = import_module("acquis.outside.identity_standin.personas").PERSONAS
    return [f"{persona.display:<24} {persona.situation}" for persona in personas]
