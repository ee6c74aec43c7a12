"""The acts on requests, messages and statements."""

from .answer import answer
from .ask import ask
from .close import close
from .give_up import give_up
from .issue_paper import issue_paper
from .issue_record import issue_record
from .issue_statement import issue_statement
from .open_inquiry import open_inquiry
from .read_messages import read_messages
from .relay import relay
from .reply import reply
from .say_wishes import say_wishes
from .send import send
from .take import take
from .tell import tell
from .tell_credited import tell_credited
from .withdraw import withdraw

__all__ = [
    "answer",
    "ask",
    "close",
    "give_up",
    "issue_paper",
    "issue_record",
    "issue_statement",
    "open_inquiry",
    "read_messages",
    "relay",
    "reply",
    "say_wishes",
    "send",
    "take",
    "tell",
    "tell_credited",
    "withdraw",
]
