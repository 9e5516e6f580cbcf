#!/usr/bin/env bash
# The long runs: a thousand races of a hundred acknowledgements on each database, and 72 simulated
# hours in which nobody answers. Built with optimisation, as the benchmarks are.
set -euo pipefail
cd "$(dirname "$0")/.."

export HABEAS_PROOF=1 INSTA_UPDATE=no
cargo test --locked --profile bench --test it -- --test-threads 1 --nocapture \
    of_a_hundred_who_take_a_case_at_once \
    for_as_long_as_nobody_answers
