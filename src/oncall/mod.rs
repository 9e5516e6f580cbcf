//! 5 — who is on call: members, the running ladder, taking and declining, and what an owner promises,
//! does, asks and hands over.

mod actions;
mod alerts;
mod answer;
mod called;
mod calling;
mod decide;
mod doubt;
mod escalate;
mod free;
mod gather;
mod handover;
mod held;
mod leaving;
mod measure;
mod notable;
mod promise;
mod relay;
mod said;
mod steps;
mod stranded;
pub mod drafts;
pub mod exclusions;
pub mod invitations;
pub mod members;
pub mod roster;

pub use actions::{Did, Done, act, history, of_case as actions_of};
pub use alerts::{Why, call_blindly, open_alert};
pub use answer::{
    Declined, Taken, decline, has_alert, has_it, is_to_take, rings_owner, take, tell_owner,
    tell_owners, tell_watchers,
};
pub use called::{Called, calls};
pub use calling::{Calling, PageOf, calling};
pub use decide::{Proposal, agree_as_operator, decide, proposal, second};
pub use doubt::{
    Standing, can_doubt, is_calling, is_vouched, rings_anew, standing, take_vouch_back,
};
pub use escalate::{Escalator, escalate};
pub use free::{
    SaidFree, expect_signs, family_denies, family_says, family_says_free, joined_says, said_free,
    sos_takes_back,
};
pub use gather::{Unanswered, gather_no_more, unanswered};
pub use handover::{colleagues, hand_to, hand_to_member, handed_to};
pub use promise::{Beside, beside_owner, of_case as promise_of, sign_by_key};
pub use relay::{Asked, answer as relay_answer, ask, is_asked, pass_on, reads_in_console};
pub use steps::{deliveries_failed, delivery_failed, somebody_is_there};
pub use stranded::codes as stranded;
