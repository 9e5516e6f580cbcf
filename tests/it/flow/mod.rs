//! What people do and what they see of it: the real bot over real HTTP, on both databases.

mod page;
mod press_report;
mod ladder;
mod rota;
mod unheard;
