//! What every part of the house is handed: where to store, seal, read the time and the texts.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use habeas_core::assessment::Card;
use habeas_core::domain::{Language, Timestamp};
use habeas_core::intake::Guide;
use habeas_core::intake::advice::Advice;
use habeas_core::intake::interview::Interview;
use habeas_core::intake::states::States;
use habeas_core::members::Key;
use habeas_core::oncall::ladder::Delays;
use habeas_core::oncall::promise::Terms;

use crate::config::{AskReporter, Fallback};
use crate::crypto::{Keyring, Lookup, Recipient};
use crate::files::Files;
use crate::outside::Clock;
use crate::storage::Store;
use crate::texts::Texts;

/// Telegram counts as deaf after so many milliseconds without an answer.
const HEARD_MS: i64 = 120_000;

/// The parts, made once in `app`.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Files that reporters sent.
    pub files: Files,
    /// Column encryption, lookups, callback tags.
    pub keyring: Keyring,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// What people read.
    pub texts: &'static Texts,
    /// The questions.
    pub interview: &'static Interview,
    /// Countries as people type them.
    pub states: &'static States,
    /// The pattern.
    pub card: Card,
    /// The hour's advice.
    pub advice: &'static Advice,
    /// What helps a lawyer in the first hour.
    pub first_hour: &'static Advice,
    /// The ladder's delays.
    pub delays: Delays,
    /// When a silent reporter is asked whether anything is new.
    pub ask_reporter: AskReporter,
    /// What the owner of a critical case promises.
    pub terms: Terms,
    /// When a reporter is told that nobody took the case yet, in seconds.
    pub unheard_after_s: Vec<i64>,
    /// Who can open every case, offline: one or two.
    pub recovery: Vec<Recipient>,
    /// What the statements on members begin with; `None`: members are not signed.
    pub root: Option<Key>,
    /// Where members' browsers find the console, without a path; `None`: there is none.
    pub console: Option<String>,
    /// Whom else to ask for help, by language.
    pub fallback: Fallback,
    /// Unapproved lines are shown.
    pub rehearsal: bool,
    /// When Telegram last answered getUpdates, in milliseconds.
    pub heard_at: AtomicI64,
    /// What a chat may send in a minute before it is answered more slowly.
    pub updates_per_chat_per_min: i64,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parts(<not shown>)")
    }
}

impl Parts {
    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Notes that Telegram answered now.
    pub fn note_heard(&self) {
        self.heard_at.store(self.now().as_millis(), Ordering::Relaxed);
    }

    /// Whether Telegram answered within two minutes.
    pub fn heard_lately(&self) -> bool {
        let heard = Timestamp::from_millis(self.heard_at.load(Ordering::Relaxed));
        self.now().since(heard) < HEARD_MS
    }

    /// What the interview consults.
    pub fn guide(&self) -> Guide<'_> {
        Guide { interview: self.interview, states: self.states, card: &self.card }
    }

    /// The keyed hash by which a chat is found.
    pub fn chat_hash(&self, chat: i64) -> Vec<u8> {
        self.keyring.lookup(Lookup::Chat, &chat.to_be_bytes())
    }

    /// Whom else to ask for help, in this language or English; empty if nothing is configured.
    pub fn fallback_contacts(&self, language: Language) -> String {
        let found = self.fallback.for_language(language);
        found.unwrap_or_default().to_owned()
    }
}
