//! The commands, as an operator types them: the built binary, its exit codes, what it prints.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod audit;
mod backup;
mod case_open;
mod ceremony;
mod console_check;
mod console_hosts;
mod doctor;
mod help;
mod init;
mod member;
mod member_signed;
mod phones;
#[path = "../it/support/postgres.rs"]
mod postgres;
mod recovery;
mod rehearse;
mod serve;
mod support;
mod written;
