#!/bin/sh
# Installs Pulang into a folder of its own: install.sh TARGET [PYTHON]
# From a bundle (wheels beside this script) without any network; from a source tree with the pinned, hashed requirements.
# The Containerfile runs this script too. PULANG_WHEELS names a folder of wheels for a source tree without a network.
set -eu
[ $# -ge 1 ] || { echo "Usage: sh install.sh TARGET [PYTHON], for example: sh install.sh /opt/pulang python3.12" >&2; exit 2; }
target=$1 python=${2:-python3}
here=$(cd "$(dirname "$0")" && pwd)
say() { echo "$*" >&2; }

"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || {
  say "Pulang needs Python 3.11, 3.12 or 3.13; $("$python" --version) was found. Name another: install.sh $target python3.12"
  exit 1
}
if [ -d "$here/wheels" ]; then
  say "Checking the bundle ..."
  (cd "$here" && sha256sum --check --quiet SHA256SUMS) || { say "The bundle was changed or is incomplete."; exit 1; }
  wanted=$(cat "$here/python-version")
  found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  [ "$wanted" = "$found" ] || { say "This bundle is for Python $wanted; $python is $found."; exit 1; }
  requirements=$here/requirements.txt package=$(ls "$here"/wheels/pulang-*.whl)
  set -- --no-index --find-links "$here/wheels"
else
  requirements=$here/../requirements/run.txt package=$(cd "$here/.." && pwd)
  set --
  [ -z "${PULANG_WHEELS:-}" ] || set -- --no-index --find-links "$PULANG_WHEELS"
fi
"$python" -c 'import ensurepip, venv' 2>/dev/null || { say "Please install python3-venv, then try again."; exit 1; }

say "Installing into $target ..."
"$python" -m venv "$target"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
"$target/bin/python" -m pip install -q --require-hashes "$@" -r "$requirements"
"$target/bin/python" -m pip install -q --no-deps --no-build-isolation "$@" "$package"
cp "$here/backup.sh" "$target/bin/pulang-backup"
"$target/bin/python" -c 'from pulang.web.catalogues import compile_all; compile_all()'
say "Installed: $("$target/bin/pulang" --version). Next: docs/how-to/install-a-service.md"
