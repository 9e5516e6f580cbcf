#!/usr/bin/env bash
# Every test: by cargo nextest where it is present, else by cargo test. One PostgreSQL cluster
# serves all, unless HABEAS_TEST_POSTGRES names one; without either each test binary starts its own.
set -euo pipefail
cd "$(dirname "$0")/.."

# A snapshot that differs fails; none is written.
export INSTA_UPDATE=no

if [ -z "${HABEAS_TEST_POSTGRES:-}" ] && [ -x tools/test-postgres.sh ]; then
    trap 'tools/test-postgres.sh stop >/dev/null' EXIT
    eval "$(tools/test-postgres.sh start)"
fi

# The kill test needs its points; the rest does not mind them.
what=(--locked --workspace --features kill-points)
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run "${what[@]}"
    cargo test "${what[@]}" --doc
else
    cargo test "${what[@]}"
fi
