//! What the reporter's card shows now: sentences and buttons, without language or keys.

use super::conversation::{Conversation, ForLawyer, Overlay, Screen, Sos};
use super::interview::Question;
use super::news::News;
use super::states::States;
use super::step::Guide;
use super::when::{self, When};
use crate::codec::callback::Action;
use crate::domain::{Language, Phrase, Report};

/// A button of the card.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What stands on it.
    pub label: Phrase,
    /// Shown with a tick.
    pub ticked: bool,
    /// What it means.
    pub action: Action,
}

/// A card: lines of text, rows of buttons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// The lines, top to bottom; the first is all that a lock screen may show.
    pub lines: Vec<Phrase>,
    /// The rows of buttons.
    pub buttons: Vec<Vec<Button>>,
}

impl View {
    fn line(&mut self, phrase: Phrase) {
        self.lines.push(phrase);
    }

    /// Nobody has the case: what is asked for whoever will have it speaks of nobody on duty.
    pub fn of_nobody(&mut self) {
        let on_duty = ["for-lawyer-asks", "for-lawyer-mandate", "relay-answer"];
        for line in self.lines.iter_mut().filter(|line| on_duty.contains(&line.key.as_str())) {
            line.key.push_str("-open");
        }
    }

    fn row(&mut self, row: Vec<Button>) {
        if !row.is_empty() {
            self.buttons.push(row);
        }
    }
}

fn button(key: impl Into<String>, action: Action) -> Button {
    Button { label: Phrase::new(key), ticked: false, action }
}

/// The card of a conversation.
pub fn view(guide: &Guide<'_>, conversation: &Conversation, report: &Report) -> View {
    let mut view = View::default();
    match conversation.overlay {
        Some(Overlay::Write) => {
            view.line(Phrase::new("write-now"));
            view.line(Phrase::new("write-sealed"));
            view.row(vec![button("button-back", Action::Back)]);
        }
        Some(Overlay::Languages) => {
            view.line(Phrase::new("language-which"));
            view.row(languages());
            view.row(vec![button("button-back", Action::Back)]);
        }
        Some(Overlay::News) => {
            view.line(Phrase::new("news-what"));
            let mistake = |news: &News| *news != News::Mistake || conversation.sos == Sos::Sent;
            for (number, news) in (0_u16..).zip(News::ALL).filter(|(_, news)| mistake(news)) {
                let key = format!("news-{}", news.as_str());
                view.row(vec![button(key, Action::Newly(number))]);
            }
            view.row(vec![button("button-back", Action::Back)]);
        }
        Some(Overlay::Answer) => {
            view.line(Phrase::new("relay-answer"));
            view.line(Phrase::new("typed-is-deleted"));
            view.row(vec![button("button-to-questions", Action::Back)]);
            news(conversation, &mut view);
        }
        Some(Overlay::Review) => review(guide, conversation, &mut view),
        None => screen(guide, conversation, report, &mut view),
    }
    view
}

fn languages() -> Vec<Button> {
    let named = |(i, language): (usize, &Language)| {
        button(format!("language-{language}"), Action::Language(i as u16))
    };
    Language::ALL.iter().enumerate().map(named).collect()
}

/// A list with ticks, never what was answered.
fn review(guide: &Guide<'_>, conversation: &Conversation, view: &mut View) {
    view.line(Phrase::new("review-which"));
    for (index, question) in guide.interview.questions().iter().enumerate() {
        if conversation.answered.iter().any(|a| a == question.name()) {
            view.row(vec![Button {
                label: Phrase::new(format!("q-{}", question.name())),
                ticked: true,
                action: Action::Change(index as u16),
            }]);
        }
    }
    for (index, also) in ALSO.iter().enumerate() {
        if also.is_given(conversation) {
            view.row(vec![Button {
                label: also.label(),
                ticked: true,
                action: Action::Change((guide.interview.questions().len() + index) as u16),
            }]);
        }
    }
    view.row(vec![button("button-back", Action::Back)]);
}

/// What is asked beside the questions, and can be changed like them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Also {
    /// A time, by its timeline key.
    When(&'static str),
    /// The city.
    City,
}

/// In the order in which they stand below the questions.
pub(super) const ALSO: [Also; 5] = [
    Also::When("flight_at"),
    Also::When("hearing_at"),
    Also::When("decision_at"),
    Also::When("leave_by_at"),
    Also::City,
];

impl Also {
    pub(super) fn is_given(self, conversation: &Conversation) -> bool {
        match self {
            Self::When(key) => conversation.whens_done.iter().any(|done| done == key),
            Self::City => conversation.city_done,
        }
    }

    pub(super) fn screen(self) -> Screen {
        match self {
            Self::When(key) => Screen::When { key: key.to_owned(), days: false },
            Self::City => Screen::City,
        }
    }

    fn label(self) -> Phrase {
        match self {
            Self::When(key) => when_text(key),
            Self::City => Phrase::new("city-which"),
        }
    }
}

/// The times that a reporter is asked for, by their timeline keys, and the questions.
pub fn times_asked() -> impl Iterator<Item = (&'static str, Phrase)> {
    ALSO.into_iter().filter_map(|also| match also {
        Also::When(key) => Some((key, when_text(key))),
        Also::City => None,
    })
}

fn when_text(key: &str) -> Phrase {
    Phrase::new(format!("when-{}", key.trim_end_matches("_at").replace('_', "-")))
}

fn screen(guide: &Guide<'_>, conversation: &Conversation, report: &Report, view: &mut View) {
    match &conversation.screen {
        Screen::First => {
            for line in ["first-telegram", "first-names", "first-phone"] {
                view.line(Phrase::new(line));
            }
            if conversation.sos == Sos::No {
                view.row(vec![button("button-sos", Action::Sos)]);
            } else {
                view.line(Phrase::new("sos-two-taps"));
            }
            if let Some(question) = guide.interview.question("host_state") {
                view.line(question_text(question));
                for row in choices(guide.states, question, conversation, report, false).chunks(3) {
                    view.row(row.to_vec());
                }
            }
            view.row(languages());
        }
        Screen::Ask { question, more } => {
            let Some(question) = guide.interview.question(question) else { return };
            progress(guide, conversation, view);
            if conversation.sos == Sos::Begun {
                view.line(Phrase::new("sos-one-tap"));
            }
            view.line(question_text(question));
            for choice in choices(guide.states, question, conversation, report, *more) {
                view.row(vec![choice]);
            }
            if question.several() {
                view.row(vec![button("button-done", Action::Done)]);
            }
            below(conversation, view);
        }
        Screen::TypeState { .. } => {
            progress(guide, conversation, view);
            view.line(Phrase::new("type-country"));
            view.line(Phrase::new("typed-is-deleted"));
            view.row(vec![button("button-dont-know", Action::Skip)]);
            below(conversation, view);
        }
        Screen::When { key, days } => when_screen(guide, conversation, key, *days, view),
        Screen::City => {
            view.line(Phrase::new("city-which"));
            view.line(Phrase::new("typed-is-deleted"));
            view.row(vec![button("button-skip", Action::Skip)]);
            below(conversation, view);
        }
        Screen::ForLawyer { what } => {
            view.line(Phrase::new("for-lawyer-asks"));
            view.line(Phrase::new(match what {
                ForLawyer::Place if conversation.city_given => "for-lawyer-place-exact".to_owned(),
                what => format!("for-lawyer-{}", what.as_str()),
            }));
            if *what == ForLawyer::Mandate {
                view.row(vec![button("button-mandate", Action::Choose(0))]);
                view.row(vec![button("button-not-now", Action::Skip)]);
            } else {
                view.line(Phrase::new("typed-is-deleted"));
                view.row(vec![button("button-skip", Action::Skip)]);
            }
            below(conversation, view);
        }
        Screen::Finished => {
            view.line(Phrase::new("finished-kept"));
            view.line(Phrase::new("finished-add"));
            below(conversation, view);
        }
    }
}

fn when_screen(
    guide: &Guide<'_>,
    conversation: &Conversation,
    key: &str,
    days: bool,
    view: &mut View,
) {
    progress(guide, conversation, view);
    view.line(when_text(key));
    let tense = if when::is_past(key) { "past" } else { "ahead" };
    if days {
        let numbers: Vec<Button> = when::DAYS
            .into_iter()
            .map(|n| Button {
                label: Phrase::new(format!("when-{tense}-n-days")).number("n", i64::from(n)),
                ticked: false,
                action: Action::Days(n),
            })
            .collect();
        for row in numbers.chunks(3) {
            view.row(row.to_vec());
        }
        view.row(vec![button("button-dont-know", Action::Skip)]);
    } else {
        for (index, tap) in When::ALL.into_iter().enumerate() {
            let key = match tap {
                When::Unknown => "button-dont-know".to_owned(),
                tap => format!("when-{tense}-{}", tap.name()),
            };
            view.row(vec![button(key, Action::When(index as u16))]);
        }
    }
    below(conversation, view);
}

fn question_text(question: &Question) -> Phrase {
    Phrase::new(format!("q-{}", question.name()))
}

/// "n of at most m".
fn progress(guide: &Guide<'_>, conversation: &Conversation, view: &mut View) {
    let all = guide.interview.questions().len();
    let open = conversation.open_question();
    let place = open
        .and_then(|name| conversation.answered.iter().position(|a| a == name))
        .unwrap_or(conversation.answered.len());
    view.line(
        Phrase::new("progress").number("n", (place + 1).min(all) as i64).number("m", all as i64),
    );
}

/// The way back, to other answers, and to words.
fn below(conversation: &Conversation, view: &mut View) {
    let mut row = vec![];
    if !conversation.history.is_empty() {
        row.push(button("button-back", Action::Back));
    }
    if !conversation.answered.is_empty() {
        row.push(button("button-change", Action::Review));
    }
    row.push(button("button-write", Action::Write));
    view.row(row);
    news(conversation, view);
}

/// The way to what is new, once there is something that it can change.
fn news(conversation: &Conversation, view: &mut View) {
    if conversation.paged() || conversation.screen == Screen::Finished {
        view.row(vec![button("button-news", Action::News)]);
    }
}

/// The options of a question, in their order; sensitive ones behind "another reason there".
fn choices(
    states: &States,
    question: &Question,
    conversation: &Conversation,
    report: &Report,
    more: bool,
) -> Vec<Button> {
    let hidden = question.options().iter().any(|o| o.is_sensitive());
    let mut list = vec![];
    let mut last = vec![];
    for (index, choice) in question.options().iter().enumerate() {
        if choice.is_sensitive() != more && !choice.is_unknown() {
            continue;
        }
        let ticked = question.several() && conversation.ticks.iter().any(|t| t == choice.id());
        let index = index as u16;
        let action = match (question.several(), ticked) {
            (false, _) => Action::Choose(index),
            (true, false) => Action::Tick(index),
            (true, true) => Action::Untick(index),
        };
        let label = Phrase::new(format!("q-{}--{}", question.name(), choice.id()));
        let stands_last = choice.is_unknown();
        let button = Button { label, ticked, action };
        if stands_last { last.push(button) } else { list.push(button) }
    }
    if question.name() == "receiving_state" {
        list.retain(|b| code_of(question, b) != Some(report.host_state.as_str()));
        let order = states.receiving_order(&report.host_state);
        let place = |b: &Button| order.iter().position(|code| code_of(question, b) == Some(*code));
        list.sort_by_key(|b| place(b).unwrap_or(usize::MAX));
    }
    let typed = conversation.ticks.iter().filter_map(|t| t.strip_prefix("state:"));
    for (number, tick) in typed.enumerate() {
        let label = Phrase::new(format!("state-{tick}"));
        let action = Action::Untick((question.options().len() + number) as u16);
        list.push(Button { label, ticked: true, action });
    }
    if hidden && !more {
        list.push(button("button-another-reason", Action::More));
    }
    if more {
        list.push(button("button-fewer", Action::Fewer));
    }
    list.extend(last);
    list
}

/// The code that a button of a single-choice question sets.
fn code_of<'q>(question: &'q Question, button: &Button) -> Option<&'q str> {
    let Action::Choose(index) = button.action else { return None };
    question.options().get(usize::from(index))?.value()
}
