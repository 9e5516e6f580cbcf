//! The ladder: whom to page next and when, until somebody has it.
//!
//! L1: the policy is frozen into the alert; who a step means is answered when it runs. L2: a step
//! that reaches nobody gives way at once. The last step of a critical ladder never ends.

use serde::{Deserialize, Serialize};

use super::rota::Rota;
use crate::domain::{Level, Role, Timestamp};

/// Below this no delay is shortened.
const SHORTEST_S: i64 = 60;
/// At this many hours or fewer the delays are halved.
const SHORT_CLOCK_H: f64 = 3.0;

/// Whom a step means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The first lawyer of the rota; somebody who is free before those who have a critical case.
    First,
    /// Whoever was paged in the step before, again, and who was passed over because they have a
    /// critical case.
    Again,
    /// The next lawyer not yet paged, chosen as the first is.
    Next,
    /// Every lawyer.
    AllLawyers,
    /// Every coordinator.
    Coordinators,
    /// Every coordinator; where there is none, the first lawyer.
    Watchers,
    /// Every lawyer and coordinator.
    Everybody,
}

impl Target {
    /// The name in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Again => "again",
            Self::Next => "next",
            Self::AllLawyers => "all-lawyers",
            Self::Coordinators => "coordinators",
            Self::Watchers => "watchers",
            Self::Everybody => "everybody",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Whom it means.
    pub target: Target,
    /// Seconds from this step to the next.
    pub wait_s: i64,
    /// Without sound.
    pub silent: bool,
}

/// An escalation policy, as frozen into an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Shape of this record.
    pub version: u32,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The last step repeats without end.
    pub endless: bool,
    /// Seconds after which a round that reached nobody is tried again.
    pub empty_step_s: i64,
}

/// The delays of the configuration, in seconds from the opening of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delays {
    /// The same lawyer again.
    pub repeat_after_s: i64,
    /// The next lawyer.
    pub next_after_s: i64,
    /// All lawyers.
    pub all_after_s: i64,
    /// Coordinators.
    pub coordinators_after_s: i64,
    /// From then on: everybody, each time after so many seconds.
    pub last_every_s: i64,
    /// A round that reached nobody is tried again after so many seconds.
    pub empty_step_s: i64,
    /// An urgent case that nobody took: coordinators.
    pub urgent_coordinators_after_s: i64,
}

/// Halves a delay when the clock is short, never below a minute, never above what it was.
fn shortened(wait_s: i64, hours_left: Option<f64>) -> i64 {
    match hours_left {
        Some(hours) if hours <= SHORT_CLOCK_H => wait_s.min(SHORTEST_S.max(wait_s / 2)),
        _ => wait_s,
    }
}

impl Policy {
    /// The policy for a case of this level with so many hours left; `None` for routine, which
    /// alerts nobody.
    pub fn new(level: Level, delays: &Delays, hours_left: Option<f64>) -> Option<Self> {
        let step = |target, wait_s, silent| Step { target, wait_s, silent };
        let (steps, endless) = match level {
            Level::Critical => {
                let at = [
                    0,
                    delays.repeat_after_s,
                    delays.next_after_s,
                    delays.all_after_s,
                    delays.coordinators_after_s,
                ];
                let wait = |i: usize| shortened((at[i + 1] - at[i]).max(1), hours_left);
                let last = shortened(delays.last_every_s, hours_left);
                let steps = vec![
                    step(Target::First, wait(0), false),
                    step(Target::Again, wait(1), false),
                    step(Target::Next, wait(2), false),
                    step(Target::AllLawyers, wait(3), false),
                    step(Target::Coordinators, last, false),
                    step(Target::Everybody, last, false),
                ];
                (steps, true)
            }
            Level::Urgent => {
                let wait = delays.urgent_coordinators_after_s;
                let steps = vec![
                    step(Target::First, wait, true),
                    step(Target::Coordinators, wait, false),
                    step(Target::Next, wait, false),
                    step(Target::Everybody, wait, false),
                ];
                (steps, true)
            }
            Level::Watch => (vec![step(Target::Watchers, delays.last_every_s, true)], false),
            Level::Routine => return None,
        };
        // Somebody who comes is called at once; until then the less pressing looks less often.
        let empty_step_s = match level {
            Level::Critical => delays.empty_step_s,
            _ => delays.empty_step_s.max(delays.last_every_s),
        };
        Some(Self { version: 1, steps, endless, empty_step_s })
    }
}

impl Policy {
    /// For an owner who asks for help: one more person, then the others, once each.
    pub fn help(delays: &Delays) -> Self {
        let step = |target, wait_s: i64| Step { target, wait_s: wait_s.max(1), silent: false };
        let steps = vec![
            step(Target::First, delays.repeat_after_s),
            step(Target::Again, delays.next_after_s - delays.repeat_after_s),
            step(Target::Next, delays.all_after_s - delays.next_after_s),
            step(Target::Everybody, delays.last_every_s),
        ];
        Self { version: 1, steps, endless: false, empty_step_s: delays.last_every_s }
    }

    /// For a critical case that two people hold for false: coordinators' list, without sound and
    /// without end.
    pub fn quiet(delays: &Delays) -> Self {
        let wait_s = delays.urgent_coordinators_after_s.max(1);
        let steps = vec![Step { target: Target::Watchers, wait_s, silent: true }];
        Self { version: 1, steps, endless: true, empty_step_s: wait_s }
    }

    /// Whether no step of it makes a sound.
    pub fn is_quiet(&self) -> bool {
        self.steps.iter().all(|step| step.silent)
    }
}

/// What became of a page to one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageState {
    /// On its way or delivered, no answer yet.
    Open,
    /// Telegram refused it: blocked, never started, or too slow to wait for.
    Failed,
    /// The member said "I cannot".
    Declined,
}

/// A page that went to a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// The member's id.
    pub member: String,
    /// The step of the latest page.
    pub step: usize,
    /// What became of it.
    pub state: PageState,
}

/// What a run of the ladder decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The step that ran.
    pub step: usize,
    /// Whom to page now; empty if nobody could be reached by any step.
    pub page: Vec<String>,
    /// Without sound.
    pub silent: bool,
    /// The step that runs next.
    pub next_step: usize,
    /// When; `None` ends a ladder that is not endless.
    pub due_at: Option<Timestamp>,
}

/// The one lawyer a step means: the first who is free, or, where nobody is, the first.
fn one<'r>(rota: &'r Rota, asked: impl Fn(&&'r str) -> bool) -> Vec<&'r str> {
    let mut lawyers = rota.with_role(Role::Lawyer).filter(|m| asked(m));
    let first = lawyers.next();
    let free = first.into_iter().chain(lawyers).find(|m| rota.is_free(m));
    free.or(first).into_iter().collect()
}

/// Those who have a critical case and stand before somebody who was called in their place: they
/// are called by the step that follows.
fn passed_over<'r>(rota: &'r Rota, pages: &[Paged]) -> Vec<&'r str> {
    let lawyers: Vec<&str> = rota.with_role(Role::Lawyer).collect();
    let paged = |member: &str| pages.iter().any(|p| p.member == member);
    let called = lawyers.iter().rposition(|m| paged(m)).unwrap_or(0);
    let before = lawyers.into_iter().take(called);
    before.filter(|m| !rota.is_free(m) && !paged(m)).collect()
}

/// Whom a step means now. Who declined is asked again once a round of all others brought nothing;
/// who could not be reached is tried again by the steps that mean all.
fn who(target: Target, step: usize, rota: &Rota, pages: &[Paged]) -> Vec<String> {
    let state = |member: &str| pages.iter().find(|p| p.member == member).map(|p| p.state);
    let willing = |member: &&str| state(member) != Some(PageState::Declined);
    let owned = |members: Vec<&str>| members.into_iter().map(str::to_owned).collect();
    match target {
        Target::First => owned(one(rota, willing)),
        Target::Again => {
            let again = pages
                .iter()
                .filter(|p| p.step + 1 == step && p.state == PageState::Open)
                .filter(|p| rota.everybody().any(|m| m == p.member));
            again
                .map(|p| p.member.as_str())
                .chain(passed_over(rota, pages))
                .map(str::to_owned)
                .collect()
        }
        Target::Next => {
            let mut members = passed_over(rota, pages);
            let next = one(rota, |m| state(m).is_none() && !members.contains(m));
            members.extend(next);
            owned(members)
        }
        Target::AllLawyers => owned(rota.with_role(Role::Lawyer).filter(willing).collect()),
        Target::Coordinators => owned(rota.with_role(Role::Coordinator).filter(willing).collect()),
        Target::Watchers => {
            let coordinators: Vec<&str> = rota.with_role(Role::Coordinator).collect();
            let first = rota.with_role(Role::Lawyer).take(1).collect();
            owned(if coordinators.is_empty() { first } else { coordinators })
        }
        Target::Everybody => {
            let left: Vec<&str> = rota.everybody().filter(willing).collect();
            // A round of everybody else brought no answer: those who could not are asked again.
            let unanswered = pages.iter().any(|p| p.step == step && p.state == PageState::Open);
            owned(if unanswered || left.is_empty() { rota.everybody().collect() } else { left })
        }
    }
}

/// Runs the ladder from `step`: the first step from there on that reaches anybody.
///
/// Empty steps are passed over at once (L2). If a whole round reaches nobody, an endless ladder
/// stays at its last step and is due again after `empty_step_s`.
pub fn advance(policy: &Policy, step: usize, rota: &Rota, pages: &[Paged], now: Timestamp) -> Move {
    let last = policy.steps.len().saturating_sub(1);
    let mut at = step.min(last);
    loop {
        let Some(current) = policy.steps.get(at) else {
            return Move { step: at, page: vec![], silent: true, next_step: at, due_at: None };
        };
        let page = who(current.target, at, rota, pages);
        let ends = at == last && !policy.endless;
        if !page.is_empty() {
            let due_at = (!ends).then(|| now.plus_s(current.wait_s));
            let next_step = (at + 1).min(last);
            return Move { step: at, page, silent: current.silent, next_step, due_at };
        }
        if at == last {
            let due_at = Some(now.plus_s(policy.empty_step_s));
            return Move { step: at, page, silent: true, next_step: last, due_at };
        }
        at += 1;
    }
}

/// Whether the step that ran last can still be answered by anybody; if not, the next is due now.
pub fn step_is_dead(ran_step: usize, pages: &[Paged]) -> bool {
    !pages.iter().any(|p| p.step == ran_step && p.state == PageState::Open)
}

#[cfg(test)]
mod tests;
