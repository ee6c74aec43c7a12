"""Trees of digests: the published vectors of certificate transparency, and any size, any leaf, any wrong byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.ledger.digests import BEFORE_THE_FIRST, anchor, climb, leaf, path, root

#: The test vectors of Google's certificate-transparency implementation: inputs, and the roots of their first n.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf(bytes.fromhex(each)) for each in INPUTS]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_standard(size):
    assert root(LEAVES[:size]).hex() == ROOTS[size]


def test_a_path_is_that_of_the_standard():
    # RFC 6962, 2.1.3, of its tree of seven: the path of d3 is [c, g, l].
    assert path(LEAVES[:7], 3) == [LEAVES[2], root(LEAVES[:2]), root(LEAVES[4:7])]
    assert path(LEAVES[:7], 6) == [root(LEAVES[4:6]), root(LEAVES[:4])]
    found = path(LEAVES, 5)
    assert climb(LEAVES[5], 5, 8, found) == root(LEAVES)


@given(size=st.integers(1, 70), data=st.data())
def test_every_leaf_climbs_to_the_root_and_nothing_else_does(size, data):
    leaves = [leaf(bytes([n])) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    brothers, top = path(leaves, index), root(leaves)
    assert climb(leaves[index], index, size, brothers) == top
    assert climb(leaf(b"other"), index, size, brothers) != top
    for wrong in {index - 1, index + 1, size, -1} - {index}:
        assert climb(leaves[index], wrong, size, brothers) != top
    assert climb(leaves[index], index, size, [*brothers, top]) is None
    if brothers:
        assert climb(leaves[index], index, size, brothers[:-1]) != top
        spoiled = list(brothers)
        which = data.draw(st.integers(0, len(brothers) - 1))
        spoiled[which] = bytes([spoiled[which][0] ^ 1]) + spoiled[which][1:]
        assert climb(leaves[index], index, size, spoiled) != top


@given(full=st.integers(0, 6), rest=st.integers(0, 8))
def test_a_tree_of_blocks_is_the_tree_of_their_leaves(full, rest):
    leaves = [leaf(bytes([n])) for n in range(full * 8 + rest)]
    blocks = [leaves[start : start + 8] for start in range(0, len(leaves), 8)]
    roots = [root(block) for block in blocks]
    assert root(roots) == root(leaves)
    for index in range(len(leaves)):
        number, place = divmod(index, 8)
        assert path(blocks[number], place) + path(roots, number) == path(leaves, index)


def test_every_part_of_an_anchor_counts():
    given = {"number": 1, "day": "2026-11-26", "size": 3, "blocks": 1, "root": ROOTS_3, "previous": BEFORE_THE_FIRST}
    others = [
        {"number": 2},
        {"day": "2026-11-27"},
        {"size": 4},
        {"blocks": 2},
        {"root": BEFORE_THE_FIRST},
        {"previous": ROOTS_3},
    ]
    assert len({anchor(**given | other) for other in [{}, *others]}) == 7


ROOTS_3 = root(LEAVES[:3])
