#!/usr/bin/env bash
# All that CI does, in order; stops at the first step that fails.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_DENY_VERSION=0.20.2

step() {
    local name=$1 start=$SECONDS
    shift
    echo "== $name"
    "$@"
    echo "== $name: done in $((SECONDS - start)) s"
}

# What differs from the commit, so that the checks are seen to change nothing.
tree() {
    git rev-parse --is-inside-work-tree >/dev/null 2>&1 || return 0
    git status --porcelain
    git diff HEAD
}

deny() {
    if ! cargo deny --version >/dev/null 2>&1; then
        echo "installing cargo-deny $CARGO_DENY_VERSION (once; without its link-time optimisation, which takes longer than it saves)"
        CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
            cargo install cargo-deny --version "$CARGO_DENY_VERSION" --locked --target-dir target/tools
    fi
    cargo deny --locked --workspace check licenses bans sources
}

unchanged() {
    [ "$(tree)" = "$before" ] || {
        echo "the checks have changed files: commit what is generated" >&2
        git status --short >&2
        return 1
    }
}

before=$(tree)
step "format" cargo fmt --all --check
step "the page's types" tools/web.sh check
step "the page" tools/web.sh build
step "lints" cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
step "tests" tools/test.sh
step "tests in a browser" tools/web.sh test
RUSTDOCFLAGS="-D warnings" step "docs" cargo doc --locked --workspace --no-deps
step "licences, bans, sources" deny
step "migrations only grow" tools/migrations-lock.sh check
step "nothing generated differs" unchanged
echo "== all checks passed in $SECONDS s"
