"""The acts on the machines of partners, of these machines at the door, and on the calls that tell them."""

from .add_endpoint import add_endpoint
from .admit import admit
from .answer_once import answer_once
from .issue_token import issue_token
from .keep_answer import keep_answer
from .note_call import note_call
from .register_client import register_client
from .remove_endpoint import remove_endpoint
from .replace_keys import replace_keys
from .replay import replay
from .try_endpoint import try_endpoint
from .withdraw_client import withdraw_client

__all__ = [
    "add_endpoint",
    "admit",
    "answer_once",
    "issue_token",
    "keep_answer",
    "note_call",
    "register_client",
    "remove_endpoint",
    "replace_keys",
    "replay",
    "try_endpoint",
    "withdraw_client",
]
