"""Files under seal: nothing of them can be read, changed, moved, dropped or cut off without its being noticed."""

from pathlib import Path

import pytest

from pulang.foundation.sealed.blobs import CHUNK, MARK, TAG, Torn, read, write
from pulang.kernel.crypto import new_key

KEY, HERE = new_key(), b"file one"
STEP = CHUNK + TAG


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "sealed"
    write(path, content, key=KEY, context=HERE)
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_written_is_read_whatever_its_length(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert read(kept(tmp_path, content), key=KEY, context=HERE) == content


def test_nothing_of_it_stands_on_the_disk(tmp_path: Path) -> None:
    path = kept(tmp_path, b"a word that nobody should see")
    assert b"word" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in tmp_path.iterdir()] == ["sealed"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[: len(MARK) + STEP],
        lambda sealed: sealed[: len(MARK) + 2 * STEP],
        lambda sealed: sealed[:-1],
        lambda sealed: sealed[: len(MARK)],
        lambda sealed: b"",
        lambda sealed: b"PULANGF0" + sealed[len(MARK) :],
        lambda sealed: sealed + b"x",
        lambda sealed: sealed[:-20] + bytes([sealed[-20] ^ 1]) + sealed[-19:],
        lambda sealed: MARK + sealed[len(MARK) + STEP :],
        lambda sealed: MARK + sealed[len(MARK) + STEP : len(MARK) + 2 * STEP] + sealed[len(MARK) : len(MARK) + STEP],
    ],
)
def test_every_change_is_noticed(tmp_path: Path, spoil: object) -> None:
    path = kept(tmp_path, b"x" * (2 * CHUNK + 5))
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(Torn):
        read(path, key=KEY, context=HERE)


def test_it_opens_only_with_its_key_and_in_its_place(tmp_path: Path) -> None:
    path = kept(tmp_path, b"x")
    for key, context in ((new_key(), HERE), (KEY, b"file two")):
        with pytest.raises(Torn):
            read(path, key=key, context=context)


def test_what_fails_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write(tmp_path / "sealed", b"x", key=KEY, context="no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
