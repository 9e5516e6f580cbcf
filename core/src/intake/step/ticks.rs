//! Questions of several choices: each tick is saved at once, "Done" only moves on.

use serde_json::json;

use super::Step;
use crate::intake::answers;
use crate::intake::conversation::Screen;
use crate::intake::interview::Question;

impl Step<'_> {
    pub(super) fn tick(&mut self, option: u16, on: bool) {
        let interview = self.guide.interview;
        let name = self.conversation.open_question().unwrap_or_default().to_owned();
        let Some(question) = interview.question(&name).filter(|q| q.several()) else { return };
        let Some(choice) = question.options().get(usize::from(option)) else {
            return self.untick_typed(question, usize::from(option), on);
        };
        if answers::types_a_state(question, usize::from(option)) {
            self.go(Screen::TypeState { question: name });
            return;
        }
        answers::tick(self.conversation, question, choice.id(), on);
        self.save_ticks(question);
    }

    /// Takes the tick off a typed country; typed ones are numbered after the options.
    pub(super) fn untick_typed(&mut self, question: &Question, option: usize, on: bool) {
        let number = option - question.options().len();
        let mut typed = self.conversation.ticks.iter().filter(|t| t.starts_with("state:"));
        let Some(tick) = typed.nth(number).filter(|_| !on).cloned() else { return };
        answers::tick(self.conversation, question, &tick, false);
        self.conversation.lay(None);
        self.save_ticks(question);
    }

    /// Each tick is saved and assessed at once; `Done` only moves on.
    pub(super) fn save_ticks(&mut self, question: &Question) {
        let ticks = self.conversation.ticks.clone();
        let codes = answers::write_ticks(self.report, &ticks, question, self.guide.card, self.now);
        let fact = question.fact();
        self.record("answer", json!({ "question": question.name(), "set": { fact: codes } }));
        self.mark(question.name());
    }

    pub(super) fn done(&mut self) {
        if self.question().is_some_and(|q| q.several()) {
            if self.conversation.ticks.is_empty() && !self.has_answer() {
                self.toast("toast-tick-one");
            } else {
                self.on();
            }
        }
    }

    /// Whether the open question was answered before.
    pub(super) fn has_answer(&self) -> bool {
        let open = self.conversation.open_question();
        open.is_some_and(|name| self.conversation.answered.iter().any(|a| a == name))
    }

    pub(super) fn more(&mut self, more: bool) {
        if let Screen::Ask { question, .. } = self.conversation.screen.clone() {
            self.conversation.show(Screen::Ask { question, more });
        }
    }
}
