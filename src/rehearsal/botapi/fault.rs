//! Faults that a driver orders.

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The request is carried out and the connection cut before the answer.
    LostAnswer,
    /// 429; the value is `retry_after` in seconds (5 if absent).
    TooMany,
    /// 403, as if the user had blocked the bot; with the value 1, as if the account were gone.
    Forbidden,
    /// 5xx with a page of HTML; the value is the status (502 if absent).
    ServerError,
    /// The connection is reset before anything is done.
    Reset,
    /// The next update is delivered twice: under two ids; with the value 1 under the same id.
    Duplicate,
    /// The request waits; the value is in milliseconds (1000 if absent).
    Slow,
}

/// An order for faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Only calls of this method, in any case. Absent: all but `getUpdates`, which has to be
    /// named. Of no meaning to [`FaultKind::Duplicate`].
    #[serde(default)]
    pub method: Option<String>,
    /// Only calls about this chat, or updates from it.
    #[serde(default)]
    pub chat: Option<i64>,
    /// How often; once if absent.
    #[serde(default = "once")]
    pub times: u32,
    /// As the kind says.
    #[serde(default)]
    pub value: Option<i64>,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// One fault of this kind, at any method but `getUpdates` and in any chat.
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, method: None, chat: None, times: 1, value: None }
    }

    fn meets_call(&self, method: &str, chat: Option<i64>) -> bool {
        let by_method = match &self.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
            None => method != "getUpdates",
        };
        by_method && (self.chat.is_none() || self.chat == chat)
    }
}

/// What befalls one request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mishap {
    /// Milliseconds to wait first.
    pub slow_ms: i64,
    /// What then goes wrong, with its value.
    pub hit: Option<(FaultKind, Option<i64>)>,
}

/// The orders of one bot, oldest first.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Takes an order.
    pub fn order(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Takes back what was ordered of this kind.
    pub fn mend(&mut self, kind: FaultKind) {
        self.0.retain(|fault| fault.kind != kind);
    }

    /// The kinds that are still to come, each once.
    pub fn ordered(&self) -> Vec<FaultKind> {
        let mut kinds = vec![];
        for fault in self.0.iter().filter(|fault| fault.times > 0) {
            if !kinds.contains(&fault.kind) {
                kinds.push(fault.kind);
            }
        }
        kinds
    }

    /// Uses up what befalls this call: at most one delay and one other fault.
    pub fn meet_call(&mut self, method: &str, chat: Option<i64>) -> Mishap {
        let mut mishap = Mishap::default();
        let slow = |fault: &Fault| fault.kind == FaultKind::Slow && fault.meets_call(method, chat);
        if let Some(fault) = self.spend(slow) {
            mishap.slow_ms = fault.value.unwrap_or(1000).max(0);
        }
        let other = |fault: &Fault| {
            let of_calls = !matches!(fault.kind, FaultKind::Slow | FaultKind::Duplicate);
            of_calls && fault.meets_call(method, chat)
        };
        mishap.hit = self.spend(other).map(|fault| (fault.kind, fault.value));
        mishap
    }

    /// Uses up what befalls an update from this chat: `Some(value)` if it is delivered twice.
    pub fn meet_update(&mut self, chat: i64) -> Option<Option<i64>> {
        let twice = |fault: &Fault| {
            fault.kind == FaultKind::Duplicate && fault.chat.is_none_or(|wanted| wanted == chat)
        };
        self.spend(twice).map(|fault| fault.value)
    }

    fn spend(&mut self, meets: impl Fn(&Fault) -> bool) -> Option<Fault> {
        self.0.retain(|fault| fault.times > 0);
        let fault = self.0.iter_mut().find(|fault| meets(fault))?;
        fault.times -= 1;
        Some(fault.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_up_after_its_times() {
        let mut faults = Faults::default();
        faults.order(Fault { times: 2, ..Fault::new(FaultKind::Reset) });
        let hits: Vec<_> =
            (0..3).map(|_| faults.meet_call("sendMessage", Some(1)).hit.is_some()).collect();
        assert_eq!(hits, [true, true, false]);
    }

    #[test]
    fn what_is_mended_befalls_nobody_and_the_rest_stays() {
        let mut faults = Faults::default();
        for kind in [FaultKind::Reset, FaultKind::Slow, FaultKind::Reset] {
            faults.order(Fault { times: u32::MAX, ..Fault::new(kind) });
        }
        assert_eq!(faults.ordered(), [FaultKind::Reset, FaultKind::Slow]);
        faults.mend(FaultKind::Reset);
        assert_eq!(faults.ordered(), [FaultKind::Slow]);
        let met = faults.meet_call("sendMessage", None);
        assert_eq!(met, Mishap { slow_ms: 1000, hit: None });
    }

    #[test]
    fn a_poll_is_only_hit_by_name() {
        let mut faults = Faults::default();
        faults.order(Fault::new(FaultKind::Reset));
        assert_eq!(faults.meet_call("getUpdates", None), Mishap::default());
        let named = Some("GETUPDATES".to_owned());
        faults.order(Fault { method: named, ..Fault::new(FaultKind::ServerError) });
        let hit = faults.meet_call("getUpdates", None).hit;
        assert_eq!(hit, Some((FaultKind::ServerError, None)));
    }

    #[test]
    fn a_fault_of_one_chat_spares_the_others_and_a_delay_adds_to_it() {
        let mut faults = Faults::default();
        let kind = FaultKind::TooMany;
        faults.order(Fault { chat: Some(7), value: Some(9), ..Fault::new(kind) });
        faults.order(Fault { value: Some(20), times: 2, ..Fault::new(FaultKind::Slow) });
        let other = faults.meet_call("sendMessage", Some(8));
        assert_eq!(other, Mishap { slow_ms: 20, hit: None });
        let meant = faults.meet_call("sendMessage", Some(7));
        assert_eq!(meant, Mishap { slow_ms: 20, hit: Some((kind, Some(9))) });
    }
}
