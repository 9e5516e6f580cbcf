#!/usr/bin/env bash
# Every test: by cargo nextest where it is present, else by cargo test. One PostgreSQL cluster
# serves all; the first test that needs it starts it, and it ends by itself. HABEAS_TEST_POSTGRES
# names another.
set -euo pipefail
cd "$(dirname "$0")/.."

# A snapshot that differs fails; none is written.
export INSTA_UPDATE=no

# The kill test needs its points; the rest does not mind them.
what=(--locked --workspace --features kill-points)
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run "${what[@]}"
    cargo test "${what[@]}" --doc
else
    cargo test "${what[@]}"
fi
