"""A sealed NIR opens in its own cell only, under a key that is not in the database."""

import stat
from uuid import UUID

import pytest

from acquis.people import crypto

NIR = "185057800608491"
ROW, OTHER_ROW = UUID(int=1), UUID(int=2)


def test_what_was_sealed_opens_again() -> None:
    assert crypto.unseal_nir(crypto.seal_nir(NIR, person_id=ROW), person_id=ROW) == NIR


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    assert crypto.seal_nir(NIR, person_id=ROW) != crypto.seal_nir(NIR, person_id=ROW)


@pytest.mark.parametrize(
    ("table", "column", "row"),
    [
        ("people_person", "nir", OTHER_ROW),
        ("people_person", "email", ROW),
        ("people_agent", "nir", ROW),
    ],
)
def test_a_seal_moved_to_another_cell_does_not_open(table: str, column: str, row: UUID) -> None:
    with pytest.raises(crypto.Unsealable):
        crypto.unseal(crypto.seal_nir(NIR, person_id=ROW), table=table, column=column, row=row)


def test_an_altered_seal_does_not_open() -> None:
    stored = bytearray(crypto.seal_nir(NIR, person_id=ROW))
    for place in (0, 1, 14, len(stored) - 1):
        altered = bytearray(stored)
        altered[place] ^= 1
        with pytest.raises(crypto.Unsealable):
            crypto.unseal_nir(bytes(altered), person_id=ROW)
    for short in (b"", bytes(stored[:1]), bytes(stored[:13])):
        with pytest.raises(crypto.Unsealable):
            crypto.unseal_nir(short, person_id=ROW)


def test_the_index_is_keyed_and_says_its_version() -> None:
    first = crypto.nir_index(NIR)
    crypto.make_keys(crypto.keys_folder(), version=2)
    crypto.forget_loaded_keys()

    assert first.startswith("1:")
    assert crypto.nir_index(NIR).startswith("2:")
    assert crypto.nir_index(NIR)[2:] != first[2:]
    assert crypto.nir_indexes(NIR) == [first, crypto.nir_index(NIR)]


def test_new_values_take_the_newest_key_and_old_ones_stay_readable() -> None:
    old = crypto.seal_nir(NIR, person_id=ROW)
    crypto.make_keys(crypto.keys_folder(), version=2)
    crypto.forget_loaded_keys()
    new = crypto.seal_nir(NIR, person_id=ROW)

    assert (crypto.seal_version(old), crypto.seal_version(new)) == (1, 2)
    assert crypto.unseal_nir(old, person_id=ROW) == crypto.unseal_nir(new, person_id=ROW) == NIR


def test_key_files_are_readable_by_their_owner_only_and_never_overwritten() -> None:
    folder = crypto.keys_folder()
    before = {path.name: path.read_text() for path in folder.iterdir()}
    crypto.make_keys(folder)

    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o400}


def test_without_key_files_nothing_is_sealed_outside_the_demonstration(settings, tmp_path) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"home": tmp_path / "empty", "demo": False})
    with pytest.raises(crypto.KeysMissing):
        crypto.seal_nir(NIR, person_id=ROW)


def test_the_demonstration_makes_its_own_keys(settings, tmp_path) -> None:
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"home": tmp_path / "empty", "demo": True})
    assert crypto.unseal_nir(crypto.seal_nir(NIR, person_id=ROW), person_id=ROW) == NIR
