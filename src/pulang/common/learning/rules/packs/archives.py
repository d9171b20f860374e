"""A pack as a zip and as files: within limits, with names that stay inside, and the same bytes for the same files."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MOST_FILES = 2_000
LARGEST_FILE = 1_000_000
LARGEST_PACK = 20_000_000
LARGEST_ZIP = 10_000_000  # below what the proxy lets through
KINDS = (".yaml", ".md", ".csv")
_PATH = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,3}(\.[a-z]{2})?\.(yaml|md|csv)")
# Every file of a zip that we write has this time, so that the same files always give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
Files = Mapping[str, bytes]


class Refused(ValueError):
    """The zip cannot be taken; the message is for whoever sent it."""


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a zip by their path. Raises ``Refused``; never writes to a disk, never unpacks past the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inside_one_folder(_read(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused(_("This is not a zip that can be read. Pack the folder again and choose that file.")) from error


def pack(files: Files) -> bytes:
    """A zip of the files, the same bytes whenever it is made."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _TIME)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return written.getvalue()


def refused(files: Files) -> str:
    """Why these files cannot be a pack; empty when they can. Asked of a folder as well."""
    if len(files) > MOST_FILES:
        return _("A pack has at most %(most)d files; these are %(number)d.") % {
            "most": MOST_FILES,
            "number": len(files),
        }
    if sum(map(len, files.values())) > LARGEST_PACK:
        return _too_large()
    for path, content in files.items():
        if reason := _refused_file(path, len(content)):
            return reason
    return ""


def _refused_file(path: str, size: int) -> str:
    if not _PATH.fullmatch(path):
        return _("“%s” is not a name that a file of a pack can have. See “Folders and files”.") % path[:120]
    if size > LARGEST_FILE:
        return _("“%s” is larger than 1 MB.") % path
    return ""


def _too_large() -> str:
    return _("The pack is larger than 20 MB when it is unpacked.")


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """What the zip says about itself is not believed: each file is read no further than its limit."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_left_behind(entry.filename)]
    if len(entries) > MOST_FILES:
        raise Refused(refused(dict.fromkeys(map(str, range(len(entries))), b"")))
    found: dict[str, bytes] = {}
    room = LARGEST_PACK
    for entry in entries:
        _plain(entry, found)
        with archive.open(entry) as file:
            found[entry.filename] = file.read(min(LARGEST_FILE, room) + 1)
        room -= len(found[entry.filename])
        if room < 0:
            raise Refused(_too_large())
        if len(found[entry.filename]) > LARGEST_FILE:
            raise Refused(_refused_file("course.yaml", LARGEST_FILE + 1).replace("course.yaml", entry.filename))
    return found


def _plain(entry: zipfile.ZipInfo, found: Files) -> None:
    """Refuse what is no plain file inside: links, encrypted files, ways out, and names that stand twice."""
    path = PurePosixPath(entry.filename)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    leaves = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
    if is_link or leaves or entry.flag_bits & 0x1 or entry.filename in found:
        raise Refused(_("“%s” may not be in a pack: only plain files with names of their own.") % entry.filename[:120])


def _is_left_behind(path: str) -> bool:
    """What some systems put into a zip beside the files."""
    name = PurePosixPath(path).name
    return path.startswith("__MACOSX/") or name in (".DS_Store", "Thumbs.db", "desktop.ini")


def _inside_one_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """A zip may hold the folder itself or what is in it."""
    tops = {path.partition("/")[0] for path in files}
    if "course.yaml" in files or len(tops) != 1:
        return files
    return {path.partition("/")[2]: content for path, content in files.items()}
