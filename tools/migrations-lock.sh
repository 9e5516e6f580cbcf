#!/bin/sh
# migrations/LOCK: the SHA-256 of every migration.
#   check  every line still matches, every migration has one, and LOCK has only grown at its end
#   add    appends a line for each migration that has none
set -eu
cd "$(dirname "$0")/../migrations"

unlocked() {
    for file in sqlite/*.sql postgres/*.sql; do
        grep -q "  $file\$" LOCK || echo "$file"
    done | sort -t/ -k2
}

fail() {
    echo "migrations: $1" >&2
    exit 1
}

case "${1:-check}" in
add)
    touch LOCK
    for file in $(unlocked); do
        sha256sum "$file" >>LOCK
    done
    ;;
check)
    sha256sum --check --strict --quiet LOCK >&2 || fail "a migration has changed: add a new one instead"
    missing=$(unlocked)
    [ -z "$missing" ] || fail "not in LOCK, run tools/migrations-lock.sh add: $missing"
    # Against the branch that this one left, the commit before, or the last commit.
    git rev-parse --is-inside-work-tree >/dev/null 2>&1 || exit 0
    for base in "$(git merge-base HEAD origin/main 2>/dev/null || true)" HEAD~1 HEAD; do
        [ -n "$base" ] || continue
        before=$(git show "$base:./LOCK" 2>/dev/null) || continue
        after=$(head -n "$(printf '%s\n' "$before" | wc -l)" LOCK)
        [ "$before" = "$after" ] || fail "LOCK differs from $base other than by lines at its end"
    done
    ;;
*)
    echo "usage: $0 [check|add]" >&2
    exit 2
    ;;
esac
