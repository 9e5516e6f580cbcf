#!/usr/bin/env bash
# Makes sure that what is needed is there: `build` (a C compiler, for SQLite and ring), `web` (Node
# 18, for the page), `test` (PostgreSQL, sqlite3, age, nginx), `browser` (Chromium, unzip). Installs it on Debian
# when root; else says what to install. Says nothing and asks no network when all is there.
set -euo pipefail

missing=()
need() { # package, then the command that proves it
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}
initdb_is_there() {
    command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'
}
# Not in everybody's PATH.
nginx_is_there() {
    command -v nginx || [ -x /usr/sbin/nginx ]
}
node_is_new_enough() {
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)'
}
c_compiles() {
    command -v cc && echo 'int main(void) { return 0; }' | cc -x c -include stdlib.h -o /dev/null -
}

command -v cargo >/dev/null || {
    echo "cargo is not there: install Rust from https://rustup.rs, then run this again" >&2
    exit 1
}
for what in "$@"; do
    case "$what" in
    build)
        need gcc command -v cc
        need libc6-dev c_compiles
        ;;
    test)
        need postgresql initdb_is_there
        need sqlite3 command -v sqlite3
        need age command -v age
        need nginx nginx_is_there
        ;;
    web)
        need nodejs node_is_new_enough
        need npm command -v npm
        ;;
    browser)
        need chromium command -v chromium
        need unzip command -v unzip
        ;;
    *)
        echo "usage: $0 [build] [web] [test] [browser]" >&2
        exit 2
        ;;
    esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "not there: ${missing[*]} (Debian's names); install them, then run this again" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "not there: ${missing[*]}; run: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi
echo "installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -qq --yes --no-install-recommends "${missing[@]}" >&2
