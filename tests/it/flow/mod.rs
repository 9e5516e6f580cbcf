//! What people do and what they see of it: the real bot over real HTTP, on both databases.

mod press_report;
mod page;
mod ladder;
mod rota;
mod unheard;
mod interview;
mod changing;
mod times;
mod unexpected;
mod hostile;
mod files;
mod commands;
mod leaving;
mod sender;
mod decide;
mod join;
mod sos;
mod updates;
mod flood;
mod followed;
mod promise;
mod outage;
mod relay;
mod news;
mod race;
mod audit;
