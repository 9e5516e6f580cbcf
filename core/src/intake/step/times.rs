//! "When?", by taps.

use serde_json::json;

use super::Step;
use crate::domain::Timestamp;
use crate::intake::conversation::Screen;
use crate::intake::when::{self, When};

impl Step<'_> {
    pub(super) fn when(&mut self, index: u16) {
        let Screen::When { key, .. } = self.conversation.screen.clone() else { return };
        match When::ALL.get(usize::from(index)) {
            Some(When::Days) => self.conversation.show(Screen::When { key, days: true }),
            Some(tap) => self.set_when(&key, tap.moment(when::is_past(&key), self.now)),
            None => {}
        }
    }

    pub(super) fn days(&mut self, days: u16) {
        let Screen::When { key, days: true } = self.conversation.screen.clone() else { return };
        self.set_when(&key, Some(when::in_days(days, when::is_past(&key), self.now)));
    }

    pub(super) fn set_when(&mut self, key: &str, at: Option<Timestamp>) {
        let _ = self.report.timeline.set(key, at);
        self.changed = true;
        let body = json!({ "time": key, "at": at.map(|t| t.to_string()) });
        self.record("answer", body);
        self.conversation.whens.retain(|w| w != key);
        if !self.conversation.whens_done.iter().any(|w| w == key) {
            self.conversation.whens_done.push(key.to_owned());
        }
        self.on();
    }
}
