"""The questions others may ask of persons, professionals and doubtful identities."""

from .doubts import CandidateSide, DeclaredSide, DoubtCase, DoubtRow, doubt, doubts, now_of, register_question
from .persons import (
    FOUND_AT_MOST,
    agent_facts,
    agent_name,
    agents_of,
    born_between,
    card_of,
    departments_of,
    document,
    find_people,
    is_identity_of,
    name_of,
    names_of,
    proof_serves,
    reach_of,
)

__all__ = [
    "FOUND_AT_MOST",
    "CandidateSide",
    "DeclaredSide",
    "DoubtCase",
    "DoubtRow",
    "agent_facts",
    "agent_name",
    "agents_of",
    "born_between",
    "card_of",
    "departments_of",
    "document",
    "doubt",
    "doubts",
    "find_people",
    "is_identity_of",
    "name_of",
    "names_of",
    "now_of",
    "proof_serves",
    "reach_of",
    "register_question",
]
