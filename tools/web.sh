#!/usr/bin/env bash
# The pages: `build` makes them in web/dist, from where cargo builds them into the program; `check`
# looks at their types; `test` plays them in a browser, with the program at target/debug/habeas; `bench`
# builds what `cargo bench` measures the console with.
set -euo pipefail
cd "$(dirname "$0")/../web"

# From the lockfile, without running anything that a package brings.
installed() {
    [ node_modules/.package-lock.json -nt package-lock.json ] && return
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
}

installed
case "${1:-}" in
build) node build.mjs ;;
check) npm run --silent check ;;
bench) node build.mjs bench ;;
test)
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || {
        echo "the tests in a browser need Node 20 or newer: install it, then run this again" >&2
        exit 1
    }
    node build.mjs tests
    node --test --test-concurrency=2 out/tests/*.test.mjs
    ;;
*)
    echo "usage: $0 build | check | bench | test" >&2
    exit 2
    ;;
esac
