"""The acts on the machines of partners, and of these machines at the door."""

from .admit import admit
from .answer_once import answer_once
from .issue_token import issue_token
from .keep_answer import keep_answer
from .register_client import register_client
from .replace_keys import replace_keys
from .withdraw_client import withdraw_client

__all__ = [
    "admit",
    "answer_once",
    "issue_token",
    "keep_answer",
    "register_client",
    "replace_keys",
    "withdraw_client",
]
