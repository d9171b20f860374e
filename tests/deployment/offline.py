"""Run inside a network of its own: install the bundle, make a demonstration, serve it, ask it. Prints JSON.

``python offline.py INSTALL_SCRIPT TARGET DATA PYTHON``; knows nothing of the project and of its environment.
"""

import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

PORT = "18321"
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1


def loopback_up() -> None:
    """A new network has its loopback down; where one may not change it, it is up."""
    name_and_flags = struct.pack("16sh", b"lo", IFF_UP)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control, suppress(PermissionError):
        fcntl.ioctl(control, SIOCSIFFLAGS, name_and_flags)


def has_network() -> bool:
    """Whether anything but this machine can be reached."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return False
        return True


def health() -> dict[str, str]:
    """What the served plane says of itself."""
    deadline = time.monotonic() + 40
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2) as answer:
                found: dict[str, str] = json.load(answer)
                return found
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def main(script: str, target: str, data: str, python: str) -> None:
    """Each step must succeed."""
    if not has_network():
        loopback_up()
    environment = {
        "PATH": os.environ["PATH"], "HOME": data, "PULANG_DATA": data, "PULANG_DEMONSTRATION": "true",
        "PORT_FORUM": PORT, "PIP_CONFIG_FILE": os.devnull,
    }  # fmt: skip
    wheels = {"PULANG_WHEELS": os.environ["PULANG_WHEELS"]} if "PULANG_WHEELS" in os.environ else {}
    subprocess.run(["sh", script, target, python], env={**environment, **wheels}, check=True, cwd="/")
    pulang = str(Path(target) / "bin" / "pulang")
    subprocess.run([pulang, "--plane", "forum", "demo"], env=environment, check=True, cwd=data)
    process = subprocess.Popen([pulang, "--plane", "forum", "serve"], env=environment, cwd=data, start_new_session=True)
    try:
        said = health()
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(40)
    sys.stdout.write(json.dumps({"network": has_network(), "health": said, "code": code}))


if __name__ == "__main__":
    main(*sys.argv[1:])
