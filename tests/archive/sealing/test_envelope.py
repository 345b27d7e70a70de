from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdforms.archive.sealing.envelope import (
    KEY_SIZE,
    BrokenSeal,
    about,
    new_key,
    open_text,
    opened,
    seal,
    seal_text,
)

KEY, OTHER = bytes(range(32)), bytes(32)
BOUND = about("archive", "files", 1)


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_was_sealed_comes_back(content: bytes, bound: bytes) -> None:
    assert opened(KEY, bound, seal(KEY, bound, content)) == content
    assert open_text(KEY, bound, seal_text(KEY, bound, content)) == content


@given(st.binary(max_size=60), st.data())
def test_every_bit_counts(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, BOUND, content))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BrokenSeal):
        opened(KEY, BOUND, bytes(sealed))


@given(st.data())
def test_every_sign_of_a_sealed_text_counts(data: st.DataObject) -> None:
    sealed = seal_text(KEY, BOUND, b"0123456789")  # no padding, so no idle bits
    place = data.draw(st.integers(0, len(sealed) - 1))
    sign = data.draw(st.characters(max_codepoint=255).filter(lambda sign: sign != sealed[place]))
    with pytest.raises(BrokenSeal):
        open_text(KEY, BOUND, sealed[:place] + sign + sealed[place + 1 :])


def test_no_length_is_missing() -> None:
    sealed = seal(KEY, BOUND, b"content")
    for length in range(len(sealed)):
        with pytest.raises(BrokenSeal):
            opened(KEY, BOUND, sealed[:length])


def test_another_key_or_place_does_not_open() -> None:
    sealed = seal(KEY, BOUND, b"content")
    for key, bound in ((OTHER, BOUND), (KEY, about("archive", "files", 2)), (KEY, b"")):
        with pytest.raises(BrokenSeal):
            opened(key, bound, sealed)


@pytest.mark.parametrize("given_", [None, 7, "", "龘", {}, "AAAA"])
def test_what_is_no_sealed_text_does_not_open(given_: object) -> None:
    with pytest.raises(BrokenSeal):
        open_text(KEY, BOUND, given_)


def test_nothing_is_sealed_twice_alike() -> None:
    assert seal(KEY, BOUND, b"content") != seal(KEY, BOUND, b"content")
    assert len(new_key()) == KEY_SIZE == 32
    assert new_key() != new_key()


def test_the_content_is_not_in_it() -> None:
    assert b"content" not in seal(KEY, BOUND, b"content")


def test_it_is_the_standards_cipher() -> None:
    """AES-256-GCM (NIST SP 800-38D): test case 14 of its authors, all zeros."""
    from csdforms.archive.sealing import envelope

    sealed = bytes(12) + bytes.fromhex(
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    )
    assert opened(bytes(32), b"", sealed) == bytes(16)
    assert envelope._NONCE == 12


def test_what_is_bound_is_told_apart() -> None:
    facts: list[tuple[object, ...]] = [
        ("a", "b", 1),
        ("a", "b", "1"),
        ("ab", 1),
        ("a", '","b', 1),
        ("a", ["b", 1]),
        (),
    ]
    assert len({about(*each) for each in facts}) == len(facts)
    assert about("名", {"状": None}) == '["名",{"状":null}]'.encode()
    assert about("\ud800")
