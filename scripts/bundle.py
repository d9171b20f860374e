"""Everything that a machine without network needs, in one file: ``python -m scripts.bundle all|sbom FOLDER``.

The bundle is for the Python and the kind of machine on which it is made. It holds wheels with pinned hashes, our own
wheel, the script that installs them, examples for systemd and Caddy, a list of all parts (CycloneDX) with licences, and
checksums. ``sbom`` writes only the list of parts and the licences.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

from scripts.licences import CHECKED_BY_HAND, ROOT, licence, pinned

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "src")
GUIDE = Path("docs/how-to/install-a-service.md")


def main(what: str, folder: Path) -> None:
    """Write into ``folder`` and say what was written."""
    if what == "sbom":
        write_parts(folder / "pulang-sbom.json", folder / "licences.txt")
        return
    version = _version()
    machine = sysconfig.get_platform().replace("-", "_")
    name = f"pulang-bundle-{version}-py{PYTHON}-{machine}"
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / name
        place.mkdir()
        gather(place)
        target = folder / f"{name}.tar"
        pack(place, target)
    print(f"{target} ({target.stat().st_size / 1_000_000:.0f} MB)")


def gather(place: Path) -> None:
    """Put everything of the bundle into an empty folder; checksums last."""
    wheels = place / "wheels"
    requirements = ROOT / "requirements" / "run.txt"
    _pip("download", "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", requirements, "-d", wheels)
    own_wheel(wheels)
    shutil.copy(requirements, place / "requirements.txt")
    for script in ("install.sh", "backup.sh"):
        shutil.copy(ROOT / "deploy" / script, place)
    shutil.copytree(ROOT / "deploy", place / "deploy")
    for file in (ROOT / "LICENSE", ROOT / GUIDE):
        if file.exists():
            shutil.copy(file, place)
    (place / "python-version").write_text(f"{PYTHON}\n", encoding="utf-8")
    write_parts(place / "sbom.json", place / "licences.txt")
    lines = [f"{_sha256(path)}  {path.relative_to(place)}\n" for path in sorted(place.rglob("*")) if path.is_file()]
    (place / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def own_wheel(wheels: Path) -> None:
    """Our own package, built from a copy: what is built beside the source would keep files that are gone."""
    with tempfile.TemporaryDirectory() as temporary:
        for name in SOURCES:
            source, target = ROOT / name, Path(temporary) / name
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo")
            shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy(source, target)
        _pip("wheel", "--no-deps", "--no-build-isolation", "-w", wheels, temporary)


def write_parts(sbom: Path, licences: Path) -> None:
    """The list of parts with their hashes, and their licences."""
    tool = [sys.executable, "-m", "cyclonedx_py", "requirements", str(ROOT / "requirements" / "run.txt")]
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON", "-o", str(sbom)]
    subprocess.run([*tool, *options], check=True, stdout=subprocess.DEVNULL)
    licences.write_text("".join(f"{line}\n" for line in licence_lines()), encoding="utf-8")


def licence_lines() -> list[str]:
    """Name, version and licence of each part; of those that this machine does not install, that it does not."""
    found = []
    for name, version in pinned().items():
        try:
            text = CHECKED_BY_HAND.get(name) or " ".join(licence(name).split())[:200]
        except PackageNotFoundError:
            text = "(not installed on this kind of machine)"
        found.append(f"{name} {version}: {text}")
    return found


def pack(place: Path, target: Path) -> None:
    """One file, the same for the same content: no times, no names of users."""

    def plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = info.mtime = 0
        info.uname = info.gname = ""
        info.mode = 0o755 if info.isdir() or info.name.endswith(".sh") else 0o644
        return info

    filters: Callable[[tarfile.TarInfo], tarfile.TarInfo] = plain
    with tarfile.open(target, "w") as tar:
        for path in sorted(place.rglob("*")):
            tar.add(path, path.relative_to(place.parent), recursive=False, filter=filters)


def _version() -> str:
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", *map(str, arguments), "-q", "--disable-pip-version-check"]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
