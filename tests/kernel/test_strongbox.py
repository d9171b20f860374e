"""The stream of sealed chunks: what goes in comes out, and nothing that was touched opens."""

import io
import random

import pytest

from pulang.kernel.strongbox import CHUNK, Reader, StrongboxError, Writer, fingerprint

KEY, OTHER = b"k" * 32, b"o" * 32
HEADING = 66
SEALED = 4 + CHUNK + 16


def boxed(plain: bytes, key: bytes = KEY, purpose: str = "backup") -> bytes:
    file = io.BytesIO()
    with Writer(file, key, purpose) as box:
        for start in range(0, len(plain), 1000):
            box.write(plain[start : start + 1000])
    return file.getvalue()


def unboxed(sealed: bytes, key: bytes = KEY, purpose: str = "backup") -> bytes:
    box, found = Reader(io.BytesIO(sealed), key, purpose), b""
    while piece := box.read(70_000):
        found += piece
    return found


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_what_was_put_in_comes_out(size: int) -> None:
    plain = random.Random(size).randbytes(size)
    assert unboxed(boxed(plain)) == plain


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert boxed(b"same" * 100)[HEADING:] != boxed(b"same" * 100)[HEADING:]


@pytest.mark.parametrize("size", [10, CHUNK, 2 * CHUNK + 10])
def test_no_changed_byte_anywhere_goes_unnoticed(size: int) -> None:
    plain = b"p" * size
    sealed = boxed(plain)
    draw = random.Random(size)
    for at in [*range(HEADING + 8), *(draw.randrange(len(sealed)) for _ in range(40))]:
        spoilt = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(StrongboxError):
            unboxed(spoilt)


@pytest.mark.parametrize("kept", [0, 5, 40, HEADING, HEADING + 2, HEADING + SEALED, HEADING + SEALED + 3, -1])
def test_no_cut_goes_unnoticed(kept: int) -> None:
    with pytest.raises(StrongboxError, match=r"cut short|no file of this kind|was changed"):
        unboxed(boxed(b"p" * (3 * CHUNK))[:kept])


def test_chunks_of_two_files_of_one_key_do_not_mix() -> None:
    first, second = boxed(b"1" * (2 * CHUNK)), boxed(b"2" * (2 * CHUNK))
    with pytest.raises(StrongboxError, match="Part 2 of the file was changed"):
        unboxed(first[: HEADING + SEALED] + second[HEADING + SEALED :])


def test_chunks_in_another_order_do_not_open() -> None:
    sealed = boxed(b"1" * CHUNK + b"2" * CHUNK + b"3")
    first, second = sealed[HEADING : HEADING + SEALED], sealed[HEADING + SEALED : HEADING + 2 * SEALED]
    with pytest.raises(StrongboxError, match="Part 1 of the file was changed"):
        unboxed(sealed[:HEADING] + second + first + sealed[HEADING + 2 * SEALED :])


def test_a_file_can_end_only_where_it_was_ended() -> None:
    sealed = boxed(b"1" * (2 * CHUNK))
    with pytest.raises(StrongboxError, match="ends after part 1, and should not end there"):
        unboxed(sealed[: HEADING + SEALED])
    with pytest.raises(StrongboxError, match="Something was put behind the end"):
        unboxed(sealed + sealed[HEADING : HEADING + SEALED])


def test_a_file_that_was_never_finished_does_not_open() -> None:
    file = io.BytesIO()
    Writer(file, KEY, "backup").write(b"p" * (2 * CHUNK))
    with pytest.raises(StrongboxError, match="cut short"):
        unboxed(file.getvalue())


def test_another_key_is_told_by_its_fingerprint() -> None:
    with pytest.raises(StrongboxError, match=fingerprint(KEY, "backup")):
        unboxed(boxed(b"x"), OTHER)


def test_a_file_for_another_purpose_does_not_open() -> None:
    with pytest.raises(StrongboxError, match="another purpose"):
        unboxed(boxed(b"x", purpose="escrow"))


def test_another_version_is_told_and_not_guessed() -> None:
    sealed = boxed(b"x")
    with pytest.raises(StrongboxError, match="newer version"):
        unboxed(sealed[:9] + b"\x02" + sealed[10:])
