//! The integration tests: one binary, each test on a fresh database with the production
//! migrations.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod flow;
mod console;
mod page;
mod storage;
mod support;
