//! One input, one step: `(conversation, report, input, now) -> effects`. Nothing is done here.

mod events;
mod files;
mod ticks;
mod times;
mod typed;

use serde_json::{Value, json};

use super::answers;
use super::conversation::{Conversation, ForLawyer, Overlay, Screen, Sos};
use super::interview::{Interview, Question};
use super::order;
use super::states::States;
use super::view;
use super::when;
use crate::assessment::{Assessment, Card, assess};
use crate::codec::callback::Action;
use crate::domain::{FactValue, Language, Level, Phrase, Report, Timestamp};

/// After so many answers the reporter is told what happens next.
const TELL_AFTER: usize = 5;

/// So many screens can be gone back.
const FARTHEST_BACK: usize = 64;

/// What a step consults; all of it data.
#[derive(Clone, Copy)]
pub struct Guide<'a> {
    /// The questions.
    pub interview: &'a Interview,
    /// The countries, as people type them.
    pub states: &'a States,
    /// The pattern.
    pub card: &'a Card,
}

impl std::fmt::Debug for Guide<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guide")
    }
}

/// What a reporter did.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A tap on the card; `generation` is the one on the button.
    Tap {
        /// What the button means.
        action: Action,
        /// The screen that it stood on.
        generation: u32,
    },
    /// `/sos`: help at once.
    Sos,
    /// Words were typed.
    Text(String),
    /// Somebody else's message was forwarded.
    Forwarded(String),
    /// An earlier message was edited; this is its new text.
    Edited(String),
    /// A file that was sent before is another one now, or a live location has moved.
    EditedFile {
        /// The entry's kind, as for a file.
        kind: &'static str,
        /// What it is now, as an entry's body.
        body: Value,
    },
    /// A file, a place or a contact: sealed, kept in the chat until the schedule deletes it, or
    /// deleted at once where it answers what the card asks.
    File {
        /// The entry's kind: `photo`, `document`, `voice`, `video`, `location`, `contact` …
        kind: &'static str,
        /// What was sent, as an entry's body.
        body: Value,
    },
}

/// What is to be done besides saving conversation and report.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Seal an entry.
    Record {
        /// Its kind.
        kind: &'static str,
        /// Its body.
        body: Value,
    },
    /// Delete the message that was just typed.
    DeleteTyped,
    /// Answer the tap.
    Toast(Phrase),
    /// Send a sentence of its own.
    Notice(Phrase),
    /// Send the advice for the hour.
    Advice,
    /// Page now, whatever the answers come to: the reporter has called for help at once.
    Sos,
    /// Make a receipt and send it.
    Receipt,
    /// Send the card anew, below what was typed.
    CardBelow,
}

/// What a step gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// In order.
    pub effects: Vec<Effect>,
    /// Set if the report changed.
    pub assessment: Option<Assessment>,
}

/// The working state of one step.
struct Step<'a> {
    guide: Guide<'a>,
    conversation: &'a mut Conversation,
    report: &'a mut Report,
    now: Timestamp,
    out: Outcome,
    changed: bool,
}

/// Takes one input.
pub fn step(
    guide: Guide<'_>,
    conversation: &mut Conversation,
    report: &mut Report,
    input: Input,
    now: Timestamp,
) -> Outcome {
    let mut step =
        Step { guide, conversation, report, now, out: Outcome::default(), changed: false };
    match input {
        Input::Tap { action, generation } => step.tap(action, generation),
        Input::Sos => step.sos(),
        Input::Text(text) => step.typed(&text),
        Input::Forwarded(text) => step.words("forwarded", &text, "kept-forwarded"),
        Input::Edited(text) => step.words("edited", &text, "kept-edited"),
        Input::File { kind, body } => step.file(kind, body),
        // A live location moves every few seconds: it is kept without a word.
        Input::EditedFile { kind: "location", body } => step.record("location", body),
        Input::EditedFile { kind, body } => {
            step.record(kind, body);
            step.notice("kept-file");
        }
    }
    step.finish()
}

impl Step<'_> {
    fn record(&mut self, kind: &'static str, body: Value) {
        self.out.effects.push(Effect::Record { kind, body });
    }

    fn toast(&mut self, key: &str) {
        self.out.effects.push(Effect::Toast(Phrase::new(key)));
    }

    fn notice(&mut self, key: &str) {
        self.out.effects.push(Effect::Notice(Phrase::new(key)));
    }

    fn tap(&mut self, action: Action, generation: u32) {
        if generation != self.conversation.generation {
            self.toast("toast-old-button");
            return;
        }
        match action {
            Action::Choose(option) => self.choose(option),
            Action::Tick(option) => self.tick(option, true),
            Action::Untick(option) => self.tick(option, false),
            Action::Done => self.done(),
            Action::Back => self.back(),
            Action::More => self.more(true),
            Action::Fewer => self.more(false),
            Action::Skip => self.skip(),
            Action::When(index) => self.when(index),
            Action::Days(days) => self.days(days),
            Action::Language(index) => self.language(index),
            Action::Review => self.conversation.lay(Some(Overlay::Review)),
            Action::Write => self.conversation.lay(Some(Overlay::Write)),
            Action::Change(index) => self.change(index),
            Action::News => self.conversation.lay(Some(Overlay::News)),
            Action::Newly(number) => self.newly(number),
            Action::Sos => self.sos(),
            _ => self.toast("toast-old-button"),
        }
    }

    fn question(&self) -> Option<&Question> {
        let name = self.conversation.open_question()?;
        self.guide.interview.question(name)
    }

    fn choose(&mut self, option: u16) {
        if let Screen::ForLawyer { what } = self.conversation.screen {
            // The one that is answered by a tap; the entry has its moment.
            self.record("for-lawyer", json!({ "what": what.as_str(), "text": "yes" }));
            return self.for_lawyer_done(what);
        }
        let interview = self.guide.interview;
        let name = self.conversation.open_question().unwrap_or_default().to_owned();
        let Some(question) = interview.question(&name) else { return };
        let option = usize::from(option);
        if answers::types_a_state(question, option) {
            self.go(Screen::TypeState { question: name });
            return;
        }
        if question.several() {
            return;
        }
        if self.adds_as_one_who_joined(question, option) {
            return;
        }
        let pairs = answers::choose(self.report, question, option, self.now);
        self.answered(&name, pairs);
    }

    /// A single-choice question has its answer.
    fn answered(&mut self, name: &str, pairs: Vec<(String, String)>) {
        let set: serde_json::Map<String, Value> =
            pairs.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        self.record("answer", json!({ "question": name, "set": set }));
        self.mark(name);
        let key = pairs.iter().find_map(|(k, v)| when::key_after(k, v));
        // A time that the answer before asked for is not asked any more.
        let asked_by = |when: &String| pairs.iter().any(|(k, _)| when::asked_by(when) == Some(k));
        self.conversation.whens.retain(|when| Some(when.as_str()) == key || !asked_by(when));
        if let Some(key) = key {
            self.conversation.whens_done.retain(|done| done != key);
            if order::when_can_change_the_level(&self.guide, key, self.report, self.now) {
                self.go(Screen::When { key: key.to_owned(), days: false });
                return;
            }
            if !self.conversation.whens.iter().any(|w| w == key) {
                self.conversation.whens.push(key.to_owned());
            }
        }
        self.on();
    }

    fn mark(&mut self, name: &str) {
        self.changed = true;
        if !self.conversation.answered.iter().any(|a| a == name) {
            self.conversation.answered.push(name.to_owned());
        }
    }

    fn skip(&mut self) {
        match self.conversation.screen.clone() {
            Screen::City => {
                self.conversation.city_done = true;
                self.on();
            }
            Screen::TypeState { question } => self.state_unknown(&question),
            Screen::When { key, .. } => self.set_when(&key, None),
            Screen::ForLawyer { what } => self.for_lawyer_done(what),
            _ => {}
        }
    }

    /// Given or passed over: what is needed next is asked.
    fn for_lawyer_done(&mut self, what: ForLawyer) {
        self.conversation.for_lawyer.retain(|needed| *needed != what);
        // Who was asked for the exact place is not asked for the city.
        self.conversation.city_done |= what == ForLawyer::Place;
        self.on();
    }

    fn language(&mut self, index: u16) {
        if let Some(language) = Language::ALL.get(usize::from(index)) {
            self.conversation.language = *language;
            self.conversation.lay(None);
        }
    }

    fn change(&mut self, index: u16) {
        let questions = self.guide.interview.questions();
        let index = usize::from(index);
        let Some(question) = questions.get(index) else {
            let also = view::ALSO.get(index - questions.len());
            if let Some(also) = also.filter(|also| also.is_given(self.conversation)) {
                self.go(also.screen());
            }
            return;
        };
        if self.conversation.answered.iter().any(|a| a == question.name()) {
            let question = question.name().to_owned();
            self.conversation.ticks.clear();
            self.go(if question == "host_state" {
                Screen::First
            } else {
                Screen::Ask { question, more: false }
            });
        }
    }

    fn back(&mut self) {
        if self.conversation.overlay.is_some() {
            self.conversation.lay(None);
        } else if let Some(screen) = self.conversation.history.pop() {
            let left = self.conversation.waits_for_ticks();
            self.conversation.show(screen);
            if left {
                self.conversation.begin_for_lawyer();
            }
        }
    }

    /// Shows a screen from which "Back" leads here.
    fn go(&mut self, screen: Screen) {
        let from = match self.conversation.screen.clone() {
            Screen::Ask { question, .. } => Screen::Ask { question, more: false },
            other => other,
        };
        self.conversation.history.push(from);
        if self.conversation.history.len() > FARTHEST_BACK {
            self.conversation.history.remove(0);
        }
        self.conversation.show(screen);
    }

    /// Shows what comes next.
    fn on(&mut self) {
        self.hear();
        let next = order::next_screen(&self.guide, self.conversation, self.report, self.now);
        self.go(next);
    }

    /// Judges the report if it changed, and says what happens next when the level has risen or
    /// five answers are in.
    fn hear(&mut self) {
        if !std::mem::take(&mut self.changed) {
            return;
        }
        let assessment = assess(self.guide.card, self.report, self.now);
        let mut level = assessment.level;
        if self.conversation.sos_is_ready() {
            self.conversation.sos = Sos::Sent;
            self.out.effects.push(Effect::Sos);
            level = Level::Critical;
        }
        self.out.assessment = Some(assessment);
        let enough =
            self.conversation.answered.len() >= TELL_AFTER && !self.conversation.told_fifth;
        self.conversation.told_fifth |= enough;
        let told = self.conversation.told;
        // What is under way for a critical case is said by what happens to it.
        let again = enough && told != Some(Level::Critical);
        if !again && told.map_or(level < Level::Watch, |told| level <= told) {
            return;
        }
        let level = told.map_or(level, |told| told.max(level));
        self.conversation.told = Some(level);
        self.notice(match level {
            Level::Critical => "next-critical",
            Level::Urgent => "next-urgent",
            Level::Watch => "next-watch",
            Level::Routine => "next-routine",
        });
        if level == Level::Critical {
            self.once_paged();
        }
    }

    /// Advice and receipt, once: after the page, else at the end.
    fn once_paged(&mut self) {
        if !std::mem::replace(&mut self.conversation.advised, true) {
            self.out.effects.push(Effect::Advice);
        }
        if !std::mem::replace(&mut self.conversation.receipt_given, true) {
            self.out.effects.push(Effect::Receipt);
        }
    }

    fn finish(mut self) -> Outcome {
        self.hear();
        if self.conversation.screen == Screen::Finished {
            self.once_paged();
        }
        self.out
    }
}

/// The class of danger that a report holds, for advice and cards: `risk_profile` as kept.
pub fn danger_class(report: &Report) -> Option<&str> {
    match report.facts.get("risk_profile") {
        Some(FactValue::One(class)) => Some(class),
        _ => None,
    }
}
