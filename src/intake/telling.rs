//! What a reporter hears of a step: sentences, advice, the receipt.

use habeas_core::domain::Phrase;
use habeas_core::intake::{Effect, Outcome};

use super::apply::Heard;
use super::conversations::Stored;
use crate::cards::{self, Lane, Notice, Raise, Subject};
use crate::cases::{self, Case};
use crate::oncall::members;
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx};

/// A receipt leaves the chat after ten minutes, or as soon as it is written down.
const RECEIPT_STAYS_S: i64 = 600;

/// So begin the keys of sentences that say no more than "this is kept".
const KEPT: &str = "kept-";

/// Sentences that say that somebody comes.
const PROMISES: [&str; 3] = ["next-critical", "next-urgent", "next-watch"];

/// Who says something and is told, how late, and what was told already.
pub(super) struct Telling {
    pub(super) chat: i64,
    /// Their place among the reporters of the case.
    pub(super) place: i64,
    /// What they write may be no report.
    pub(super) held: bool,
    /// What they wrote before is one after all.
    pub(super) released: bool,
    pub(super) slow_ms: i64,
    pub(super) said: Vec<Phrase>,
    /// What they wrote went on to whoever has the case.
    pub(super) passed: bool,
    /// Somebody has the case.
    pub(super) taken: bool,
}

impl Telling {
    pub(super) fn new(chat: i64, place: i64, held: bool, slow_ms: i64) -> Self {
        let (released, passed, taken) = (false, false, false);
        Self { chat, place, held, released, slow_ms, said: vec![], passed, taken }
    }

    /// The sentence as it fits what became of the words; none where it would not be true.
    fn fitting(&self, phrase: &Phrase) -> Option<Phrase> {
        match phrase.key.as_str() {
            "kept-words" if self.passed => Some(Phrase::new("kept-passed")),
            "words-call-nobody" if self.taken => None,
            _ => Some(phrase.clone()),
        }
    }
}

/// Sends what is to be said.
pub(super) async fn tell(
    tx: &mut Tx,
    parts: &Parts,
    telling: &mut Telling,
    stored: &Stored,
    case: Option<&Case>,
    outcome: &Outcome,
) -> Result<Heard> {
    let chat = telling.chat;
    let mut heard = Heard::default();
    for effect in &outcome.effects {
        match effect {
            Effect::Record { .. } | Effect::CardBelow | Effect::Sos => {}
            Effect::DeleteTyped => heard.delete_typed = true,
            Effect::Toast(phrase) => heard.toast = Some(phrase.clone()),
            Effect::Notice(phrase) => say_once(tx, parts, telling, stored, phrase).await?,
            Effect::Advice => advise(tx, parts, chat, stored, case).await?,
            Effect::Receipt => {
                if let Some(case) = case {
                    renew_receipt(tx, parts, chat, stored, &case.id).await?;
                }
            }
        }
    }
    Ok(heard)
}

/// Says a sentence: once for all that came together, and to a chat that floods later, and not
/// again while the last one still waits to be sent.
async fn say_once(
    tx: &mut Tx,
    parts: &Parts,
    telling: &mut Telling,
    stored: &Stored,
    phrase: &Phrase,
) -> Result<()> {
    let Some(phrase) = telling.fitting(phrase).filter(|phrase| !telling.said.contains(phrase))
    else {
        return Ok(());
    };
    // What comes of a case is heard by those who may hear.
    if stored.state.adds_only && phrase.key.starts_with("next-") {
        return Ok(());
    }
    telling.said.push(phrase.clone());
    let floods = telling.slow_ms > 0 && phrase.key.starts_with(KEPT);
    if floods && cards::notice_waits(tx, parts, telling.chat).await? {
        return Ok(());
    }
    // Nobody is promised who is not there.
    let promises = PROMISES.contains(&phrase.key.as_str());
    let lines = match promises && !members::somebody_is_reachable(tx).await? {
        true => vec![Phrase::new("next-nobody"), Phrase::new("next-nobody-kept")],
        false => vec![phrase.clone()],
    };
    let mut notice = Notice::new(lines);
    notice.after_ms = telling.slow_ms;
    let language = stored.state.language;
    cards::send_notice(tx, parts, telling.chat, language, Lane::Acknowledgement, &notice).await
}

/// The hour's advice, in lines that are approved, or in all of them in a rehearsal.
async fn advise(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
    case: Option<&Case>,
) -> Result<()> {
    let Some(case) = case else { return Ok(()) };
    let report = &case.report.report;
    let lines =
        parts.advice.lines(|key| report.facts.code(key).map(str::to_owned), !parts.rehearsal);
    if lines.is_empty() {
        return Ok(());
    }
    let mut said = vec![Phrase::new("advice-head")];
    for (index, line) in lines.into_iter().enumerate() {
        let line = Phrase::new(line);
        said.push(Phrase::new("advice-line").number("n", index as i64 + 1).phrase("line", line));
    }
    let notice = Notice::new(said);
    cards::send_notice(tx, parts, chat, stored.state.language, Lane::Rest, &notice).await
}

/// Makes a new receipt and sends it; the old one is worth nothing from here on.
pub async fn renew_receipt(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
    case: &[u8],
) -> Result<()> {
    let shown = cases::renew_receipt(tx, parts, case).await?;
    let lines = vec![
        Phrase::new("receipt-head"),
        Phrase::new("receipt-code").text("code", shown),
        Phrase::new("receipt-use"),
        Phrase::new("receipt-found"),
        Phrase::new("receipt-gone"),
    ];
    let mut notice = Notice::new(lines);
    notice.receipt = true;
    notice.delete_after_s = Some(RECEIPT_STAYS_S);
    // The receipt before this one is worth nothing: it leaves the chat now.
    let subject = Subject::Receipt(case.to_vec());
    cards::withdraw(tx, parts, chat, &subject).await?;
    let plain = serde_json::to_vec(&notice).map_err(StoreError::unit)?;
    let raise = Raise::new(chat, subject, stored.state.language).lane(Lane::Rest);
    raise.body(parts, &plain).raise(tx, parts).await
}

/// Nobody has pressed /start yet: the reporter is told at once, with other help.
pub(super) async fn warn_if_nobody_is_reachable(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    stored: &Stored,
) -> Result<()> {
    if members::somebody_is_reachable(tx).await? {
        return Ok(());
    }
    let language = stored.state.language;
    let mut lines = vec![Phrase::new("nobody-here"), Phrase::new("nobody-kept")];
    lines.extend(cards::fallback_line(parts, language));
    cards::notice(tx, parts, chat, language, lines).await
}
