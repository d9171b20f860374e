#!/bin/sh
# Makes the virtual environment and installs the pinned, hashed requirements and the package itself.
set -eu
python=$1 venv=$2 requirements=$3

"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || {
  echo "Pulang needs Python 3.11, 3.12 or 3.13; $("$python" --version) was found. Choose one with PYTHON=python3.12." >&2
  exit 1
}
sh "$(dirname "$0")/system.sh" run "$python"
if [ ! -x "$venv/bin/python" ]; then
  echo "Making $venv ..." >&2
  "$python" -m venv "$venv"
fi
echo "Installing $requirements ..." >&2
export PIP_DISABLE_PIP_VERSION_CHECK=1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  if [ -t 2 ]; then
    "$venv/bin/python" -m pip install "$@" >&2 || exit 1 # shows its own progress to whoever watches
  else
    "$venv/bin/python" -m pip install -q "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  fi
}
install --require-hashes -r "$requirements"
install --no-deps --no-build-isolation -e .
# A start with compiled files takes two thirds of the time; they are not made by themselves where PYTHONDONTWRITEBYTECODE is set.
"$venv/bin/python" -m compileall -q src || true
