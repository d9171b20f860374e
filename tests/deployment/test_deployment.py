"""What is handed to whoever runs an installation: the bundle, the container's steps, the units, the proxy's example."""

import configparser
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from scripts.bundle import licence_lines
from scripts.licences import pinned
from tests.repository.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("pulang-*@.service"))
MOST_EXPOSED = 2.5  # as systemd-analyze counts, of 10
OFFLINE = str(Path(__file__).with_name("offline.py"))
# The Python that this environment was made with, not the environment: as on a machine that has nothing of ours.
PYTHON = str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())


def own_network() -> list[str]:
    """The command that runs another in a network of its own; none where that is not permitted."""
    for flags in (["-n"], ["-r", "-n"]):
        if shutil.which("unshare") and not subprocess.run(["unshare", *flags, "true"], check=False).returncode:
            return ["unshare", *flags]
    return []


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of this source, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    subprocess.run([sys.executable, "-W", "ignore", "-m", "scripts.bundle", "all", str(folder)], cwd=ROOT, check=True)
    (packed,) = folder.glob("*.tar")
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    return folder / packed.stem


@pytest.fixture(scope="session")
def installed(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Where the bundle was installed without network, and what its served demonstration said."""
    place = tmp_path_factory.mktemp("installed")
    said = tried(own_network(), bundle / "install.sh", place)
    return place / "pulang", said


def tried(command: list[str], script: Path, place: Path, **settings: str) -> dict[str, object]:
    """Install, make a demonstration, serve and ask, with nothing of this environment."""
    (place / "data").mkdir()
    done = subprocess.run(
        [*command, PYTHON, OFFLINE, str(script), str(place / "pulang"), str(place / "data"), PYTHON],
        env={"PATH": os.environ["PATH"], **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_bundle_installs_and_runs_without_a_network(installed: tuple[Path, dict[str, object]]) -> None:
    if not own_network():
        pytest.skip("this machine does not permit a network namespace")
    _target, said = installed
    assert said == {"network": False, "health": {"status": "ready", "plane": "forum"}, "code": 0}


def test_the_bundle_holds_nothing_but_what_is_pinned_and_says_what_it_holds(bundle: Path) -> None:
    sums = dict(line.split("  ", 1)[::-1] for line in (bundle / "SHA256SUMS").read_text().splitlines())
    files = {str(path.relative_to(bundle)) for path in bundle.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert files == sums.keys()
    requirements = (bundle / "requirements.txt").read_text()
    for name in files:
        found = hashlib.sha256((bundle / name).read_bytes()).hexdigest()
        assert found == sums[name]
        if name.startswith("wheels/") and not name.startswith("wheels/pulang-"):
            assert f"sha256:{found}" in requirements, name
    parts = {part["name"]: part["version"] for part in json.loads((bundle / "sbom.json").read_text())["components"]}
    assert parts == pinned()
    assert len((bundle / "licences.txt").read_text().splitlines()) == len(parts)


def test_a_changed_bundle_is_refused(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy, copy_function=os.link)
    (copy / "licences.txt").unlink()
    (copy / "licences.txt").write_text("changed")
    done = subprocess.run(
        ["sh", str(copy / "install.sh"), str(tmp_path / "there"), PYTHON], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "The bundle was changed or is incomplete." in done.stderr
    assert not (tmp_path / "there").exists()


def test_every_part_has_its_licence_on_the_list() -> None:
    assert not [line for line in licence_lines() if not line.partition(": ")[2]]


def test_the_steps_of_the_container_install_what_runs_in_a_clean_folder(bundle: Path, tmp_path: Path) -> None:
    text = (DEPLOY / "Containerfile").read_text()
    source = tmp_path / "src"
    for copied in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        *names, _target = copied.split()
        for name in names:
            given, target = ROOT / name, source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo")
            shutil.copytree(given, target, ignore=ignored) if given.is_dir() else shutil.copy(given, target)
    (script,) = re.findall(r"^RUN sh /src/(\S+) /opt/pulang python3$", text, re.MULTILINE)
    said = tried(own_network(), source / script, tmp_path, PULANG_WHEELS=str(bundle / "wheels"))
    assert said["health"] == {"status": "ready", "plane": "forum"}


def test_the_container_runs_as_nobody_special_and_stops_as_it_should() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER \d{4,}$", text, re.MULTILINE)
    assert "STOPSIGNAL SIGTERM" in text
    assert "exec pulang serve" in text


HAS_SYSTEMD = shutil.which("systemd-analyze") is not None  # where its own tool is there, it is asked too
HARDENED = {
    "User=pulang", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes",
    "PrivateTmp=yes", "PrivateDevices=yes", "RestrictNamespaces=yes", "RestrictSUIDSGID=yes", "UMask=0077",
    "SystemCallFilter=@system-service", "StateDirectoryMode=0700",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
}  # fmt: skip


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Ask systemd's own tool."""
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


def test_systemd_finds_nothing_wrong_with_the_units(installed: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    target, _said = installed
    for unit in (DEPLOY / "systemd").glob("pulang-*@.*"):
        text = unit.read_text().replace("/opt/pulang/", f"{target}/")
        (tmp_path / unit.name).write_text(text)
    commands = [
        line for unit in UNITS for line in (tmp_path / unit.name).read_text().splitlines() if "/bin/pulang" in line
    ]
    assert all(Path(word).exists() for line in commands for word in re.findall(rf"{target}\S+", line))
    if HAS_SYSTEMD:
        done = analyze("verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS))
        assert [line for line in done.stderr.splitlines() if "pulang" in line] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_is_hardened_and_counts_as_little_exposed(unit: Path) -> None:
    assert set(unit.read_text().splitlines()) >= HARDENED
    if HAS_SYSTEMD:
        done = analyze("security", "--offline=true", "--no-pager", str(unit))
        found = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
        assert found, done.stderr
        assert float(found[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_calls_a_command_that_exists(unit: Path) -> None:
    words = re.findall(r"^Exec\w+=/opt/pulang/bin/pulang --plane %i (\S+)", unit.read_text(), re.MULTILINE)
    known = subprocess.run([sys.executable, "-m", "pulang.web", "--help"], capture_output=True, text=True, check=True)
    assert [word for word in words if not re.search(rf"^  {re.escape(word)}\b", known.stdout, re.MULTILINE)] == []


def test_every_timer_has_its_service() -> None:
    timers = {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert timers <= {path.stem for path in UNITS}


def test_the_example_of_settings_is_understood(tmp_path: Path) -> None:
    parser = configparser.ConfigParser(allow_no_value=True)
    parser.read_string(f"[settings]\n{(DEPLOY / 'pulang.env.example').read_text()}")
    names = {name.upper() for name in parser["settings"]}
    environment = {name: parser["settings"][name.lower()] for name in names} | {"PATH": os.environ["PATH"]}
    code = "from pulang.web.config import load; found = load('forum'); print(found.https, found.trusted_proxies)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout.split() == ["True", "127.0.0.1"], done.stderr


def test_the_proxy_example_writes_no_addresses_and_lets_nobody_pretend() -> None:
    text = (DEPLOY / "Caddyfile").read_text()
    for line in ("exclude http.log.access http.log.error", "request_header -X_*", "max_size 12MB", "admin off"):
        assert line in text
