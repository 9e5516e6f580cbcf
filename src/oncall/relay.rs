//! The owner asks, the reporters answer: words go both ways, sealed into the case, and neither
//! sees the other's account.

use habeas_core::domain::{Phrase, Timestamp};
use serde_json::json;

use super::members::{self, Member};
use super::promise;
use crate::cards::{self, Lane, Notice};
use crate::cases::{self, Case, Stage};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// What was passed on leaves the owner's chat after so many seconds.
const STAYS_S: i64 = 3600;
/// Words are passed on for so long after a question, and so many of them: a flood reaches no
/// lawyer's chat.
const OPEN_MS: i64 = 3_600_000;
const ANSWERS: i64 = 5;

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is on its way to the reporters.
    Sent,
    /// Only the owner can ask.
    NotYours,
}

/// The owner's words go to all reporters of the case.
pub async fn ask(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    words: &str,
    now: Timestamp,
) -> Result<Asked> {
    if !case.is_owned_by(&member.id) {
        return Ok(Asked::NotYours);
    }
    let body = json!({ "text": words, "member": member.id });
    let entry = cases::seal(case, "asked", &body, now)?;
    cases::append(tx, vec![entry]).await?;
    cases::save(tx, parts, case, now).await?;
    promise::sign(tx, parts, case, member, now).await?;
    let sql = "-- relay::ask
        INSERT INTO asks (case_id, at, left_over) VALUES ($1, $2, $3)
        ON CONFLICT (case_id) DO UPDATE SET at = $2, left_over = $3";
    tx.execute(sql, &[case.id.as_slice().into(), now.into(), ANSWERS.into()]).await?;
    let words = Phrase::new("relay-words").text("words", words);
    let lines = vec![Phrase::new("relay-asks"), words, Phrase::new("relay-answer")];
    super::answer::to_reporters(tx, parts, &case.id, lines).await?;
    for chat in cases::routes_of(tx, parts, &case.id).await? {
        if !crate::intake::expect_words(tx, parts, chat, &case.id, now).await? {
            // The chat is about another case: its words would go there.
            let language = crate::intake::language_of(tx, parts, chat).await?;
            let first = Phrase::new("relay-elsewhere").text("code", case.code.as_str());
            cards::notice(tx, parts, chat, language, vec![first]).await?;
        }
    }
    Ok(Asked::Sent)
}

/// A reporter's words, on their way to the owner if the owner has asked; `false` if not.
pub async fn answer(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    words: &str,
    now: Timestamp,
) -> Result<bool> {
    let sql = "-- relay::answer
        UPDATE asks SET left_over = left_over - 1
        WHERE case_id = $1 AND left_over > 0 AND at > $2";
    let open = [case.id.as_slice().into(), now.plus_ms(-OPEN_MS).into()];
    if case.stage != Stage::Taken || tx.execute(sql, &open).await? == 0 {
        return Ok(false);
    }
    pass_on(tx, parts, case, Phrase::new("relay-answers"), words).await?;
    Ok(true)
}

/// Passes words on to the owner's chat, under a line that says what they are.
pub async fn pass_on(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    about: Phrase,
    words: &str,
) -> Result<()> {
    let Some(owner) = &case.taken_by else { return Ok(()) };
    let Ok(Some(owner)) = members::by_id(tx, parts, owner).await else { return Ok(()) };
    let head = Phrase::new("take-head").text("code", case.code.as_str());
    let mut lines = vec![head, about];
    if !words.is_empty() {
        lines.push(Phrase::new("relay-words").text("words", words));
    }
    lines.push(Phrase::new("relay-gone"));
    let mut notice = Notice::new(lines);
    notice.delete_after_s = Some(STAYS_S);
    let (chat, language) = (owner.telegram_id, owner.language);
    cards::send_notice(tx, parts, chat, language, Lane::Acknowledgement, &notice).await
}
