//! The crypto as others use it: keyring files, vectors made elsewhere, stock `age`, memory.

#![expect(clippy::unwrap_used, reason = "a test stops where it stands")]

mod chain;
mod commands;
mod hardened;
mod installation;
mod keyring_file;
mod sealed_case;
mod sealed_column;
mod stock_age;
mod support;
mod vectors;
mod wiped;
