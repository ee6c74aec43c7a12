"""The NIR is read strictly, masked, and never told in an error."""

import pytest

from acquis.people import nir


@pytest.mark.parametrize(
    "written",
    [
        "2 55 08 14 168 025 38",
        "1 85 05 78 006 084 91",
        "180122B01234575",  # Corsica, 2B counts as 18
        "253072A07300443",  # Corsica, 2A counts as 19
    ],
)
def test_a_true_number_is_normalised(written: str) -> None:
    assert nir.normalise(written) == written.replace(" ", "")


def provisional(body: str) -> str:
    return body + f"{97 - int(body) % 97:02d}"


def test_a_provisional_number_is_accepted() -> None:
    assert nir.normalise(provisional("7850578006084")).startswith("7")
    assert nir.normalise(provisional("8850578006084")).startswith("8")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "185057800608492",  # wrong key
        "1850578006084",  # no key
        "18505780060849191",
        "180122C01234575",
        "not a number",
        "١85057800608491",  # another alphabet's digit
        provisional("5850578006084"),  # no such first digit
        provisional("1851578006084"),  # no such month
    ],
)
def test_a_false_number_is_refused_without_being_repeated(written: str) -> None:
    with pytest.raises(ValueError) as refused:
        nir.normalise(written)
    assert not written or written not in str(refused.value)


def test_only_the_birth_year_and_month_are_shown() -> None:
    assert nir.masked("185057800608491") == "1 85 05 ** *** *** **"
