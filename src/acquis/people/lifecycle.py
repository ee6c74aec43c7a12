"""The life of a doubtful identity: asked about as often as needed, settled once."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, DoubtState, Refusal

_WAITING = frozenset({DoubtState.OPEN, DoubtState.ASKED})

DOUBT = Lifecycle(
    {
        Act.ASK: Move(_WAITING, DoubtState.ASKED),
        Act.SETTLE: Move(_WAITING, DoubtState.SETTLED),
        # A death may be nobody's whom we know; a declaration is always somebody's.
        Act.DISMISS: Move(_WAITING, DoubtState.DISMISSED),
    },
    refusal=Refusal.DOUBT_SETTLED,
)
