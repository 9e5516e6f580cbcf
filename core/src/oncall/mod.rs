//! Who is called, and when: the ladder, as a pure function of what happened.

pub mod decision;
pub mod ladder;
pub mod promise;
pub mod rota;
