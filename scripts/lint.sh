#!/bin/sh
# ruff, mypy for each plane with its own settings and cache, import contracts, template and style-sheet rules.
set -u
bin=$1 status=0
step() { echo "== $1"; shift; "$@" || status=1; }
export PULANG_DATA
PULANG_DATA=$(mktemp -d)
trap 'rm -rf "$PULANG_DATA"' EXIT
step "ruff" "$bin/ruff" check --quiet src tests scripts bench
step "format" "$bin/ruff" format --quiet --check src tests scripts bench
# Each plane is checked with its own settings; the other plane's apps are not installed in it, so they are left to theirs.
mypy() {
  DJANGO_SETTINGS_MODULE=pulang.web.settings.$1; export DJANGO_SETTINGS_MODULE
  step "mypy ($1)" "$bin/mypy" --no-error-summary --cache-dir ".mypy_cache_$1" --follow-imports=silent --exclude "$2" src/pulang bench
}
mypy forum '/migrations/|/pulang/service/|/common/(facilities|coverage)/|/web/demo/(service|roll)|bench/worlds/roll|bench/worlds/facilities|bench/bare/|bench/cases'
mypy service '/migrations/|/pulang/forum/|/web/demo/(forum|requests)|bench/worlds/requests|bench/bare/|bench/cases'
step "import contracts" "$bin/lint-imports" --no-cache
step "templates and style sheets" "$bin/pytest" -q -p no:cacheprovider --ds=pulang.web.settings.forum \
  tests/repository/test_templates.py tests/repository/test_styles.py
exit $status
