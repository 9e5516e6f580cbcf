#!/bin/sh
# The tests' own PostgreSQL: one cluster for all test processes, on a Unix socket in a temporary
# folder, without fsync; and another one with it, for benchmarks.
#   start PID [durable]  prints its address; starts it if it does not run; it ends by itself ten
#                        seconds after PID, and everybody else who asked, has ended
#   stop [durable]       ends it now
set -eu
cd "$(dirname "$0")/.."
state=${CARGO_TARGET_DIR:-$PWD/target}/tmp/postgres
for durable; do :; done # the last argument
fsync=off
if [ "${durable:-}" = durable ]; then
    fsync=on
    state=$state-durable
else
    durable=
fi
mkdir -p "$state/users"

fail() {
    echo "$1" >&2
    exit 1
}

# initdb and postgres refuse root: then they run as another user.
as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser -u "$owner" -- "$@")
    else
        "$@"
    fi
}

programs() {
    for found in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$found" ] && newest=$(dirname "$(readlink -f "$found")")
    done
    echo "${newest:-}"
}

running() {
    [ -s "$state/folder" ] && folder=$(cat "$state/folder") &&
        [ -s "$folder/data/postmaster.pid" ] &&
        kill -0 "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null
}

start() {
    bin=$(programs)
    [ -n "$bin" ] || fail "no PostgreSQL on this machine: install the package postgresql (initdb is looked for in /usr/lib/postgresql/*/bin and in PATH), or set HABEAS_TEST_POSTGRES to the address of a server on which databases may be made"
    folder=$(mktemp -d /tmp/habeas-postgres.XXXXXX)
    chmod 755 "$folder"
    [ "$(id -u)" != 0 ] || chown "$owner" "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U habeas -A trust -E UTF8 --no-locale --no-sync \
        >"$state/log" 2>&1 || fail "initdb failed: $(tail -n 3 "$state/log")"
    as_owner "$bin/pg_ctl" start -w -D "$folder/data" -l "$folder/log" -o "-k $folder \
        -c listen_addresses='' -c fsync=$fsync -c full_page_writes=$fsync -c max_connections=400 \
        -c shared_buffers=64MB" >"$state/log" 2>&1 9>&- ||
        fail "PostgreSQL did not start: $(tail -n 3 "$folder/log")"
    echo "$folder" >"$state/folder"
}

watched() {
    [ -s "$state/watcher" ] && kill -0 "$(cat "$state/watcher")" 2>/dev/null
}

watch() {
    setsid "$PWD/tools/test-postgres.sh" watch $durable >/dev/null 2>&1 </dev/null 9>&- &
    echo $! >"$state/watcher"
}

stop() {
    if running; then
        kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")" 2>/dev/null || true
        while running; do sleep 0.1; done
        rm -rf "$folder"
    fi
    rm -rf "$state/users" "$state/folder"
}

somebody_is_left() {
    for user in "$state"/users/*; do
        [ -e "$user" ] || continue
        kill -0 "${user##*/}" 2>/dev/null && return 0
        rm -f "$user"
    done
    return 1
}

owner=postgres
id "$owner" >/dev/null 2>&1 || owner=nobody
exec 9>"$state/lock"
case "${1:-}" in
start)
    flock 9
    mkdir -p "$state/users"
    : >"$state/users/${2:?start PID}"
    running || start
    watched || watch
    echo "postgres://habeas@localhost/postgres?host=$folder"
    ;;
stop)
    flock 9
    stop
    ;;
watch)
    idle=0
    while [ "$idle" -lt 10 ]; do
        sleep 1
        idle=$((idle + 1))
        flock 9
        if somebody_is_left; then idle=0; fi
        if [ "$idle" -eq 10 ]; then
            rm -f "$state/watcher"
            stop
        fi
        flock -u 9
    done
    ;;
*)
    echo "usage: $0 start PID | stop" >&2
    exit 2
    ;;
esac
