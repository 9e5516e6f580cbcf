//! The owner asks, the reporters answer: words go both ways, sealed into the case, and neither
//! sees the other's account.

use habeas_core::domain::{Phrase, Timestamp};
use serde_json::json;

use super::members::{self, Member};
use super::promise;
use crate::cards::{self, Lane, Notice, Sending};
use crate::cases::{self, Case, Stage};
use crate::console;
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

/// The owner's words go to all reporters of the case. What becomes of those that were written in the
/// console is looked after, by the id that they have there.
pub async fn ask(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    member: &Member,
    (words, write): (&str, Option<&str>),
    now: Timestamp,
) -> Result<Asked> {
    if !case.is_owned_by(&member.id) {
        return Ok(Asked::NotYours);
    }
    let mut body = json!({ "text": words, "member": member.id });
    if let Some(write) = write {
        body["write"] = write.into();
    }
    let entry = cases::seal(tx, parts, case, ("asked", &body), now).await?;
    cases::append(tx, vec![entry]).await?;
    cases::save(tx, parts, case, now).await?;
    promise::sign(tx, parts, case, member, now).await?;
    let sql = "-- relay::ask
        INSERT INTO asks (case_id, at, left_over) VALUES ($1, $2, $3)
        ON CONFLICT (case_id) DO UPDATE SET at = $2, left_over = $3";
    tx.execute(sql, &[case.id.as_slice().into(), now.into(), ANSWERS.into()]).await?;
    let said = if is_question(words) { "relay-asks" } else { "relay-writes" };
    let words = Phrase::new("relay-words").text("words", words);
    // Where to answer is said by the card: one open question at a time.
    let lines = vec![Phrase::new(said), words];
    for (chat, subject) in super::answer::each_reporter(tx, parts, &case.id, 0, lines).await? {
        if let Some(write) = write {
            let sending = Sending { case: &case.id, of: (&member.id, write), chat, subject };
            cards::look_after(tx, parts, &sending).await?;
        }
    }
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

/// Whether words ask something, in the scripts that families and lawyers write.
fn is_question(words: &str) -> bool {
    words.contains(['?', '？', '؟', '՞', '\u{37e}'])
}

/// Whether the owner of a case has asked, and words still go to them.
pub async fn is_asked(tx: &mut Tx, case: &Case, now: Timestamp) -> Result<bool> {
    let sql = "-- relay::is_asked
        SELECT case_id FROM asks WHERE case_id = $1 AND left_over > 0 AND at > $2";
    let open = [case.id.as_slice().into(), now.plus_ms(-OPEN_MS).into()];
    Ok(case.stage == Stage::Taken && tx.fetch_optional(sql, &open).await?.is_some())
}

/// A reporter's words, on their way to the owner if the owner has asked; `false` if not. Whoever
/// may not hear has read no question: their words are no answer, and use none up. Where the card
/// has just asked for words, they go on whatever has become of the question.
pub async fn answer(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    chat: i64,
    (words, asked_for): (&str, bool),
    now: Timestamp,
) -> Result<bool> {
    let who = cases::reporter(tx, parts, &case.id, chat).await?;
    if case.stage != Stage::Taken || who.is_some_and(|who| !who.hears) {
        return Ok(false);
    }
    let sql = "-- relay::answer
        UPDATE asks SET left_over = left_over - 1
        WHERE case_id = $1 AND left_over > 0 AND at > $2 RETURNING at";
    let open = [case.id.as_slice().into(), now.plus_ms(-OPEN_MS).into()];
    let asked = tx.fetch_optional(sql, &open).await?.map(|row| row.time("at")).transpose()?;
    if asked.is_none() && !asked_for {
        return Ok(false);
    }
    let heard = who.and_then(|who| who.heard_at);
    let unasked = heard.is_some_and(|heard| asked.is_some_and(|asked| heard > asked));
    let about = if unasked { "relay-unasked" } else { "relay-answers" };
    pass_on(tx, parts, case, chat, Phrase::new(about), words).await?;
    Ok(true)
}

/// Which of several reporters says it.
async fn who_says(tx: &mut Tx, parts: &Parts, case: &Case, chat: i64) -> Result<Option<Phrase>> {
    let who = cases::reporter(tx, parts, &case.id, chat).await?;
    Ok(who.filter(|who| who.one_of_several).map(|who| match who.place {
        1 => Phrase::new("relay-from-first"),
        place => Phrase::new("relay-from-joined").number("n", place),
    }))
}

/// Passes words of a reporter on to the owner's chat, under lines that say whose and what they are. An
/// owner who reads them in the console has a way to it there, and no words in the chat.
pub async fn pass_on(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    chat: i64,
    about: Phrase,
    words: &str,
) -> Result<()> {
    let Some(owner) = &case.taken_by else { return Ok(()) };
    let Ok(Some(owner)) = members::by_id(tx, parts, owner).await else { return Ok(()) };
    let head = Phrase::new("take-head").text("code", case.code.as_str());
    let mut lines = vec![head];
    lines.extend(who_says(tx, parts, case, chat).await?);
    let (to, language, lane) = (owner.telegram_id, owner.language, Lane::Acknowledgement);
    if !words.is_empty() && reads_in_console(tx, parts, case, &owner).await? {
        lines.push(Phrase::new("relay-new"));
        let notice = Notice { opens: true, ..Notice::new(lines).about(&case.id) };
        return cards::send_notice(tx, parts, to, language, lane, &notice).await;
    }
    lines.push(about);
    if !words.is_empty() {
        lines.push(Phrase::new("relay-words").text("words", words));
    }
    lines.push(Phrase::new("relay-gone"));
    let mut notice = Notice::new(lines).about(&case.id);
    notice.delete_after_s = Some(STAYS_S);
    cards::send_notice(tx, parts, to, language, lane, &notice).await
}

/// Whether a member comes into a console and opens there what is sealed to this case now: nobody is
/// left without the words.
pub async fn reads_in_console(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    owner: &Member,
) -> Result<bool> {
    if !console::lets_in(tx, parts, owner).await? {
        return Ok(false);
    }
    let readers = cases::key_readers(tx, &case.id).await?;
    Ok(owner.recipient.as_ref().is_some_and(|recipient| readers.contains(recipient)))
}

#[cfg(test)]
mod tests {
    use super::is_question;

    #[test]
    fn only_what_has_a_question_mark_is_a_question() {
        assert!(is_question("which entrance?") && is_question("أين؟"));
        assert!(!is_question("I am at the court now."));
    }
}
