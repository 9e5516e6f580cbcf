//! What was typed: an answer where one is typed, else words, sealed and taken off the chat.

use serde_json::json;

use super::{Effect, Step};
use crate::intake::answers;
use crate::intake::conversation::{ForLawyer, Overlay, Screen, Sos};

impl Step<'_> {
    pub(super) fn typed(&mut self, text: &str) {
        if self.conversation.overlay == Some(Overlay::Answer) {
            self.conversation.lay(None);
            self.record("words", json!({ "text": text, "answer": true }));
            self.take_typed_away();
            return self.notice("kept-words");
        }
        if self.conversation.overlay == Some(Overlay::Write) {
            self.conversation.lay(None);
            return self.words("words", text, "kept-words");
        }
        if self.conversation.overlay.is_some() {
            return self.words("words", text, "kept-typed-for-tap");
        }
        match self.conversation.screen.clone() {
            Screen::City => {
                self.record("city", json!({ "text": text }));
                self.conversation.city_done = true;
                self.conversation.city_given = true;
                self.take_typed_away();
                self.on();
            }
            Screen::ForLawyer { what: ForLawyer::Mandate } => {
                self.words("words", text, "kept-typed-for-tap");
            }
            Screen::ForLawyer { what } => {
                self.record("for-lawyer", json!({ "what": what.as_str(), "text": text }));
                self.take_typed_away();
                self.for_lawyer_done(what);
            }
            Screen::TypeState { question } => self.typed_country(&question, text),
            Screen::First => match self.guide.states.recognise(text) {
                Some(_) => self.typed_country("host_state", text),
                None => self.words("words", text, "kept-typed-for-tap"),
            },
            Screen::Finished => self.words("words", text, "kept-words"),
            Screen::Ask { .. } | Screen::When { .. } => {
                self.words("words", text, "kept-typed-for-tap");
            }
        }
    }

    /// Words are sealed, then deleted from the chat.
    pub(super) fn words(&mut self, kind: &'static str, text: &str, said: &str) {
        self.record(kind, json!({ "text": text }));
        self.take_typed_away();
        self.notice(said);
        let talk = &self.conversation;
        let calls_nobody = talk.told.is_none() && talk.sos == Sos::No && !talk.adds_only;
        if calls_nobody && !std::mem::replace(&mut self.conversation.words_told, true) {
            self.notice("words-call-nobody");
        }
    }

    pub(super) fn take_typed_away(&mut self) {
        self.out.effects.push(Effect::DeleteTyped);
        self.out.effects.push(Effect::CardBelow);
    }

    /// A typed country: what is not recognised is sealed, and the fact is unknown.
    pub(super) fn typed_country(&mut self, name: &str, text: &str) {
        let found = self.guide.states.recognise(text);
        self.record("country", json!({ "question": name, "text": text }));
        self.take_typed_away();
        if found.is_none() {
            self.notice("kept-country-unknown");
        }
        let code = found.map_or_else(|| "unknown".to_owned(), |c| c.to_string());
        self.typed_state(name, &code);
    }

    pub(super) fn typed_state(&mut self, name: &str, code: &str) {
        let interview = self.guide.interview;
        let Some(question) = interview.question(name) else { return };
        let several = question.several();
        if several {
            let asked = Screen::Ask { question: name.to_owned(), more: false };
            self.conversation.show(asked);
            if code == "unknown" && !self.conversation.ticks.is_empty() {
                return;
            }
            let id = if code == "unknown" { code.to_owned() } else { format!("state:{code}") };
            answers::tick(self.conversation, question, &id, true);
            self.save_ticks(question);
            return;
        }
        let fact = question.fact().to_owned();
        let pairs = vec![(fact, code.to_owned())];
        answers::set_pairs(self.report, &pairs, self.now);
        self.answered(name, pairs);
    }

    pub(super) fn state_unknown(&mut self, name: &str) {
        self.typed_state(name, "unknown");
    }
}
