//! `habeas serve` as a child process against the Bot API server: killed at any moment, searched for
//! what it must not leave behind.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod attacks;
mod browser;
mod canary;
mod files;
mod hardened;
mod heap;
mod house;
#[cfg(feature = "kill-points")]
mod kill;
mod people;
#[path = "../it/support/postgres.rs"]
mod postgres;
mod process;
#[cfg(feature = "kill-points")]
mod relayed;
mod rest;
#[path = "../it/support/routes.rs"]
mod routes;
mod thieves;
