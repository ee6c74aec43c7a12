"""What tests of acts ask: why an act was refused, what the journal was told, that nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from tests.scenes import Scene

from acquis.journal.queries import history
from acquis.kit.refusal import Refused


def refusal(act: Callable[..., object], scene: Scene | None = None, **arguments: Any) -> StrEnum:
    """Why the act is refused; the enrolment is as it was before."""
    if scene is not None:
        arguments["enrolment_id"] = scene.id
        before = scene.now
    with pytest.raises(Refused) as caught:
        act(**arguments)
    if scene is not None:
        assert scene.now == before
    return caught.value.reason


def told(scene: Scene) -> list[str]:
    """The kinds of facts recorded about the enrolment by enrolments, oldest first, without the prefix."""
    return [line.kind.removeprefix("enrolments.") for line in history(scene.id) if line.kind.startswith("enrolments.")]
