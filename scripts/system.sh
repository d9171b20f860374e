#!/bin/sh
# Installs what the system lacks: `run` needs Python's venv, `test` also a browser, fonts and PostgreSQL's server.
# Costs nothing when nothing is missing; says in one sentence what to install where it may not.
set -eu
what=${1:-run}
missing=""

if [ "$what" = run ]; then
  python=${2:-python3}
  "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
else
  for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null 2>&1 && break
    browser=""
  done
  [ -n "$browser" ] || missing="$missing chromium"
  ls /usr/share/fonts/truetype/noto/NotoSansArabic*-Regular.ttf >/dev/null 2>&1 ||
    missing="$missing fonts-noto-core"
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 ||
    missing="$missing postgresql"
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Please install these with your system's package manager, then try again:$missing" >&2
  exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; else
    echo "Please install what is missing, then try again: sudo apt-get install -y$missing" >&2
    exit 1
  fi
fi
echo "Installing$missing ..." >&2
$as_root apt-get update -qq >/dev/null
# Debian has a browser without a window, which is lighter; Ubuntu has not.
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
  missing=$(echo "$missing" | sed 's/ chromium/ chromium-headless-shell/')
fi
# shellcheck disable=SC2086
if ! DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq $missing >/dev/null 2>&1; then
  echo "Could not install$missing. Please install them by hand, then try again." >&2
  exit 1
fi
