"""The folder of stored files in a backup. Files go after the database: each one that the rows name is there by then."""

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from pulang.foundation.diskfiles import whole_file
from pulang.foundation.recovery.parts import FRAME, Packer, Unpacked
from pulang.foundation.recovery.problems import RecoveryError

FOLDER = "files"
PREFIX = "file:"
Found = Sequence[tuple[Path, int]]


def found(folder: Path) -> Found:
    """Every stored file of a plane's folder with its size in bytes, in a fixed order; no links are followed."""
    paths = sorted(path for path in (folder / FOLDER).rglob("*") if path.is_file() and not path.is_symlink())
    return [(path, path.stat().st_size) for path in paths]


def write(packer: Packer, folder: Path, stored: Found, advance: Callable[[int], None]) -> int:
    """Write one part for each file; those taken away meanwhile are left out. The number of files that were written."""
    written = 0
    for path, _size in stored:
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file, packer.part(PREFIX + path.relative_to(folder / FOLDER).as_posix()) as part:
            while data := file.read(FRAME):
                part.write(data)
                advance(len(data))
        written += 1
    return written


def load(part: Unpacked, folder: Path, advance: Callable[[int], None]) -> None:
    """Write one file of a backup below ``folder``. Raises ``RecoveryError`` for a name that leads elsewhere."""
    name = PurePosixPath(part.name.removeprefix(PREFIX))
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise RecoveryError(f"The backup holds a file whose name leads out of its folder: {name}.")
    target = folder / FOLDER / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as file:
        for data in part.data:
            file.write(data)
            advance(len(data))
