//! What the tests stand on.

pub mod people;
pub mod postgres;
pub mod proof;
pub mod routes;
pub mod signing;
pub mod stores;
pub mod world;
