"""Who one may be in the demonstration, as lines for a terminal."""

from __future__ import annotations

from acquis.outside.identity_standin.personas import PERSONAS


def lines() -> list[str]:
    """One line for each persona of the demonstration's identity provider: name, and situation."""
    return [f"{persona.display:<24} {persona.situation}" for persona in PERSONAS]
