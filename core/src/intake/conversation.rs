//! Where a reporter stands in the interview: the state that is kept between two taps.

use serde::{Deserialize, Serialize};

use crate::domain::{Language, Level};

/// The version of this state; another one restarts the conversation kindly.
pub const VERSION: u32 = 1;

/// What the card shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Screen {
    /// The notice, the countries, the languages.
    First,
    /// A question; `more` shows the options behind "another reason there".
    Ask {
        /// Its name.
        question: String,
        /// The sensitive options.
        more: bool,
    },
    /// A country is typed.
    TypeState {
        /// The question it answers.
        question: String,
    },
    /// "When?", by taps; `days` shows the numbers of days.
    When {
        /// The timeline key.
        key: String,
        /// The list of days.
        days: bool,
    },
    /// The city is typed, or skipped.
    City,
    /// Somebody has the case: what they need is asked, one at a time.
    ForLawyer {
        /// What.
        what: ForLawyer,
    },
    /// All is asked.
    Finished,
}

impl Screen {
    /// The question that this screen asks, or a country is typed for.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::First => Some("host_state"),
            Self::Ask { question, .. } | Self::TypeState { question } => Some(question),
            Self::When { .. } | Self::City | Self::ForLawyer { .. } | Self::Finished => None,
        }
    }
}

/// What whoever has the case needs from the reporter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForLawyer {
    /// Where exactly the person is.
    Place,
    /// Full name and date of birth.
    Person,
    /// A number to call.
    Number,
    /// Whether the family asks this lawyer to act.
    Mandate,
}

impl ForLawyer {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Place, Self::Person, Self::Number, Self::Mandate];

    /// The word in keys of texts and in entries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Person => "person",
            Self::Number => "number",
            Self::Mandate => "mandate",
        }
    }
}

/// A call for help at once: two answers, then the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sos {
    /// None.
    #[default]
    No,
    /// Pressed; country or place is still open.
    Begun,
    /// The page was called for.
    Sent,
}

/// What lies over the screen until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlay {
    /// A name or words are announced.
    Write,
    /// The list of answers that can be changed.
    Review,
    /// The languages.
    Languages,
    /// What can be new.
    News,
    /// Whoever has the case has written: what is typed goes to them.
    Answer,
}

/// One reporter's conversation; kept encrypted under the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// [`VERSION`].
    pub v: u32,
    /// The language of the card.
    pub language: Language,
    /// What the card shows.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// Rises with each change of screen, so that an old button is told from a new one.
    pub generation: u32,
    /// Questions that have an answer, in the order of their first answer.
    pub answered: Vec<String>,
    /// Screens to go back to.
    pub history: Vec<Screen>,
    /// Ticks of the open question of several choices: option ids, or `state:XX` for a typed one.
    pub ticks: Vec<String>,
    /// "When?" questions still to be asked.
    pub whens: Vec<String>,
    /// "When?" questions that were answered or passed over.
    pub whens_done: Vec<String>,
    /// The city was given or skipped.
    pub city_done: bool,
    /// The city was given.
    #[serde(default)]
    pub city_given: bool,
    /// What whoever has the case still needs.
    #[serde(default)]
    pub for_lawyer: Vec<ForLawyer>,
    /// That has been asked for once.
    #[serde(default)]
    pub asked_for_lawyer: bool,
    /// Whether the reporter has called for help at once.
    #[serde(default)]
    pub sos: Sos,
    /// This chat joined a case of others: it adds, and is asked nothing.
    #[serde(default)]
    pub adds_only: bool,
    /// Whoever writes here waits to be a member, or was one: what they wrote so far may be no
    /// report, and nobody is called for it.
    #[serde(default)]
    pub held: bool,
    /// They were told that they are no member any more.
    #[serde(default)]
    pub told_revoked: bool,
    /// This chat joined a case of others and may hear: it makes nobody free.
    #[serde(default)]
    pub joined: bool,
    /// A person was told that nothing has come for long.
    #[serde(default)]
    pub silence_told: bool,
    /// It was said that words alone call nobody.
    #[serde(default)]
    pub words_told: bool,
    /// The highest level the reporter was told about.
    pub told: Option<Level>,
    /// What happens next was said after the fifth answer.
    #[serde(default)]
    pub told_fifth: bool,
    /// The hour's advice was shown.
    pub advised: bool,
    /// A receipt was given.
    pub receipt_given: bool,
}

impl Conversation {
    /// A conversation at its first screen.
    pub fn new(language: Language) -> Self {
        Self {
            v: VERSION,
            language,
            screen: Screen::First,
            overlay: None,
            generation: 1,
            answered: vec![],
            history: vec![],
            ticks: vec![],
            whens: vec![],
            whens_done: vec![],
            city_done: false,
            city_given: false,
            for_lawyer: vec![],
            asked_for_lawyer: false,
            sos: Sos::default(),
            adds_only: false,
            joined: false,
            held: false,
            told_revoked: false,
            silence_told: false,
            words_told: false,
            told: None,
            told_fifth: false,
            advised: false,
            receipt_given: false,
        }
    }

    /// Somebody has the case: what they need is asked, once, at once where the page is out. Ticks
    /// that are being set come first, unless the reporter has `left` them. Returns whether the
    /// screen has changed.
    pub fn ask_for_lawyer(&mut self, left: bool) -> bool {
        if std::mem::replace(&mut self.asked_for_lawyer, true) {
            return false;
        }
        self.for_lawyer = ForLawyer::ALL.to_vec();
        (left || !self.waits_for_ticks()) && self.begin_for_lawyer()
    }

    /// Whether what is needed waits until ticks are set, or a country is typed.
    pub fn waits_for_ticks(&self) -> bool {
        let is_open = !self.ticks.is_empty() || matches!(self.screen, Screen::TypeState { .. });
        is_open && self.paged() && !self.for_lawyer.is_empty()
    }

    /// Asks for what is needed now, where the page is out or nothing else is asked. Returns whether
    /// the screen has changed.
    pub fn begin_for_lawyer(&mut self) -> bool {
        let at_once = self.paged() || self.screen == Screen::Finished;
        let Some(what) = self.for_lawyer.first().copied().filter(|_| at_once) else {
            return false;
        };
        self.history.push(self.screen.clone());
        self.show(Screen::ForLawyer { what });
        true
    }

    /// Shows another screen; buttons of the screen before are old from here on.
    pub fn show(&mut self, screen: Screen) {
        if self.open_question() != screen.question() {
            self.ticks.clear();
        }
        self.screen = screen;
        self.overlay = None;
        self.generation = self.generation.wrapping_add(1);
    }

    /// Lays something over the screen, or takes it away.
    pub fn lay(&mut self, overlay: Option<Overlay>) {
        self.overlay = overlay;
        self.generation = self.generation.wrapping_add(1);
    }

    /// Whether a call for help has the two answers that it waits for.
    pub fn sos_is_ready(&self) -> bool {
        let has = |name: &str| self.answered.iter().any(|a| a == name);
        let placed = has("host_state") && has("where_now");
        self.sos == Sos::Begun && (placed || self.adds_only)
    }

    /// Whether this chat joined a case of others, and may or may not hear.
    pub fn has_joined(&self) -> bool {
        self.adds_only || self.joined
    }

    /// Whether a number to call is being asked for, whatever lies over the screen.
    pub fn asks_for_number(&self) -> bool {
        self.screen == Screen::ForLawyer { what: ForLawyer::Number }
    }

    /// The question on the screen, if it is one.
    pub fn open_question(&self) -> Option<&str> {
        self.screen.question()
    }

    /// Whether the page has been called for.
    pub fn paged(&self) -> bool {
        self.told == Some(Level::Critical)
    }
}
