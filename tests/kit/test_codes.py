"""Codes read on paper: sixty bits there and back, whatever somebody types between."""

import hashlib

import pytest

from acquis.kit.codes import LETTERS, code_of_digest, digest_of_code, new_code, plain_code


@pytest.mark.parametrize("said", ["", "facture", "a" * 300, "\0"])
def test_the_code_of_a_digest_says_how_it_begins(said: str) -> None:
    digest = hashlib.sha256(said.encode()).hexdigest()
    code = code_of_digest(digest)
    assert plain_code(code.lower().replace("-", " ")) == code
    assert digest_of_code(code.lower()) == digest[:15]


def test_the_first_and_the_last_code() -> None:
    assert code_of_digest("0" * 64) == "AAAA-AAAA-AAAA"
    assert code_of_digest("f" * 64) == "9999-9999-9999"
    assert digest_of_code("AAAA-AAAA-AAAB") == "000000000000001"


@pytest.mark.parametrize("typed", ["", "AAAA", "AAAA-AAAA-AAA0", "AAAA-AAAA-AAAI", "é" * 12, "AAAA-AAAA-AAA%"])
def test_what_is_no_code(typed: str) -> None:
    assert digest_of_code(typed) is None


def test_a_new_code_is_one() -> None:
    assert digest_of_code(new_code()) is not None
    assert len(set(LETTERS)) == 32
