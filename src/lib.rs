//! Habeas: reports in, sealed; a lawyer paged until somebody has it.
//!
//! The modules stand in the order in which a report flows:
//!
//! ```text
//!  Telegram ─▶ telegram ─▶ intake ─▶ cases ─▶ alert ─▶ oncall
//!                 ▲                                      │
//!                 └───────────── cards ◀─────────────────┘
//! ```
//!
//! Each unit of work is one transaction in `storage`; what is decided in it is decided by
//! `habeas-core`, which knows neither network nor disk.

pub mod outside;
pub mod telegram;
pub mod intake;
pub mod cases;
pub mod files;
pub mod alert;
pub mod oncall;
pub mod audit;
pub mod cards;
pub mod crypto;
pub mod storage;
pub mod backup;
pub mod parts;
pub mod texts;
pub mod pages;
pub mod console;
pub mod rehearsal;
pub mod observe;
pub mod config;
pub mod app;
pub mod cli;
