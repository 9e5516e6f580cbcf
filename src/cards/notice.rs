//! One-off notices: a few sentences and perhaps a button. The body is wiped when it is sent.

use habeas_core::codec::callback::Action;
use habeas_core::domain::{Language, Phrase};
use serde::{Deserialize, Serialize};

use super::raise::{Card, Lane, Raise};
use super::render::{Button, Rendered};
use super::subject::Subject;
use super::words;
use crate::crypto::{Column, random_bytes};
use crate::parts::Parts;
use crate::storage::{Result, StoreError, Tx};

/// The body of a notice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Shape of this record.
    pub v: u32,
    /// A sentence a line; the first is all that a lock screen shows.
    pub lines: Vec<Phrase>,
    /// With a button "I wrote it down".
    pub receipt: bool,
    /// The message leaves the chat after so many seconds.
    pub delete_after_s: Option<i64>,
    /// The case that it is about: a reply to it goes to that case's reporters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Vec<u8>>,
    /// A button that opens this address in the browser, and the key of what stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<(String, String)>,
    /// With a button by which a member comes into the console.
    #[serde(default)]
    pub opens: bool,
    /// By which its card is found; a new one where it is nothing.
    #[serde(skip)]
    pub subject: Option<[u8; 16]>,
    /// It is not sent before so many milliseconds have passed.
    #[serde(skip)]
    pub after_ms: i64,
    /// Without sound.
    #[serde(skip)]
    pub silent: bool,
}

impl Notice {
    /// Sentences that stay until the schedule's end.
    pub fn new(lines: Vec<Phrase>) -> Self {
        Self {
            v: 1,
            lines,
            receipt: false,
            delete_after_s: None,
            case: None,
            link: None,
            opens: false,
            subject: None,
            after_ms: 0,
            silent: false,
        }
    }

    /// About this case.
    #[must_use]
    pub fn about(mut self, case: &[u8]) -> Self {
        self.case = Some(case.to_vec());
        self
    }
}

/// Sends sentences to a chat, behind pages and before questions.
pub async fn notice(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    language: Language,
    lines: Vec<Phrase>,
) -> Result<()> {
    send_notice(tx, parts, chat, language, Lane::Acknowledgement, &Notice::new(lines)).await
}

/// Sends a member sentences about a case, to which they can reply.
pub async fn notice_about(
    tx: &mut Tx,
    parts: &Parts,
    (chat, language): (i64, Language),
    case: &[u8],
    lines: Vec<Phrase>,
) -> Result<()> {
    let notice = Notice::new(lines).about(case);
    send_notice(tx, parts, chat, language, Lane::Acknowledgement, &notice).await
}

/// Sends a notice in a lane.
pub async fn send_notice(
    tx: &mut Tx,
    parts: &Parts,
    chat: i64,
    language: Language,
    lane: Lane,
    notice: &Notice,
) -> Result<()> {
    let plain = serde_json::to_vec(notice).map_err(StoreError::unit)?;
    let subject = Subject::Notice(notice.subject.unwrap_or_else(random_bytes).to_vec());
    let raise = Raise::new(chat, subject, language).lane(lane).after_ms(notice.after_ms);
    raise.silent(notice.silent).body(parts, &plain).raise(tx, parts).await
}

/// Whether a notice to this chat still waits to be sent.
pub async fn notice_waits(tx: &mut Tx, parts: &Parts, chat: i64) -> Result<bool> {
    let sql = "-- cards::notice_waits
        SELECT id FROM cards WHERE chat_hash = $1 AND state = 'due' AND kind = 'notice' LIMIT 1";
    let row = tx.fetch_optional(sql, &[parts.chat_hash(chat).into()]).await?;
    Ok(row.is_some())
}

/// The sentence that names other help, if any is configured.
pub fn fallback_line(parts: &Parts, language: Language) -> Option<Phrase> {
    let contacts = parts.fallback_contacts(language);
    (!contacts.is_empty()).then(|| Phrase::new("fallback-contacts").text("contacts", contacts))
}

/// A notice that was not sent yet.
fn read(parts: &Parts, card: &Card) -> Option<Notice> {
    let sealed = card.body.as_ref()?;
    let plain = parts.keyring.open(Column::CardsBody, &card.id, sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

/// The case that a notice is about.
pub(super) fn case_of(parts: &Parts, card: &Card) -> Option<Vec<u8>> {
    read(parts, card)?.case
}

/// Renders a notice; `None` if its body is wiped, which means that it was sent.
pub(super) fn render(parts: &Parts, card: &Card) -> Option<Rendered> {
    let notice = read(parts, card)?;
    let button = |key: &str, action| Button {
        label: words::say(parts, card.language, &Phrase::new(key)),
        action,
        generation: 0,
    };
    let said = |key: String| words::say(parts, card.language, &Phrase::new(key));
    let link = notice.link.map(|(key, url)| (said(key), url));
    let receipt = notice.receipt.then(|| vec![button("button-wrote-down", Action::WroteDown)]);
    let opens = notice.opens.then(|| vec![button("button-open-case", Action::OpenCase)]);
    Some(Rendered {
        text: words::say_all(parts, card.language, &notice.lines),
        buttons: receipt.into_iter().chain(opens).collect(),
        link,
        delete_after_s: notice.delete_after_s,
    })
}
