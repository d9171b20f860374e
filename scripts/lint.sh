#!/bin/sh
# ruff, mypy for each plane with its own settings and cache, import contracts, template and style-sheet rules.
set -u
bin=$1 status=0
step() { echo "== $1"; shift; "$@" || status=1; }
export PULANG_DATA
PULANG_DATA=$(mktemp -d)
trap 'rm -rf "$PULANG_DATA"' EXIT
step "ruff" "$bin/ruff" check --quiet src tests scripts
step "format" "$bin/ruff" format --quiet --check src tests scripts
for plane in forum service; do
  DJANGO_SETTINGS_MODULE=pulang.web.settings.$plane; export DJANGO_SETTINGS_MODULE
  step "mypy ($plane)" "$bin/mypy" --no-error-summary --cache-dir ".mypy_cache_$plane" -p pulang
done
step "import contracts" "$bin/lint-imports" --no-cache
step "templates and style sheets" "$bin/pytest" -q -p no:cacheprovider --ds=pulang.web.settings.forum \
  tests/repository/test_templates.py tests/repository/test_styles.py
exit $status
