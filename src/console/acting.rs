//! What a member does at a case in the console: writes to the reporters, adds a sealed note, says what
//! they do, takes it with their key, asks a colleague to take over, and renews with it what they promised.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use data_encoding::{BASE64, HEXLOWER};
use habeas_core::domain::{Phrase, Timestamp};
use habeas_core::members::{Change, Deed};
use habeas_core::review::Action;
use serde::Deserialize;
use serde_json::json;

use super::deeds::{self, Proof};
use super::links;
use super::reader::{self, Asks};
use super::request::{Done, Here, Refused, read};
use super::writes::{self, Begun, What};
use crate::cards;
use crate::cases::{self, Case};
use crate::crypto::is_sealed_entry;
use crate::oncall::members::Member;
use crate::oncall::{self, Asked, Did};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Longest message to reporters, in UTF-16 units, as browsers count: one message of Telegram's.
const LONGEST_TEXT: usize = 3000;
/// Longest sealed note, in bytes.
const LONGEST_NOTE: usize = 24 * 1024;
/// Longest request that brings one: the note in Base64, and what stands around it.
pub(super) const LONGEST_NOTE_BODY: usize = LONGEST_NOTE / 3 * 4 + 1024;

/// What came of a request: what is said about it, or that it was done before.
type Outcome = std::result::Result<Option<Option<String>>, Refused>;

fn answer(outcome: Outcome) -> Done {
    Ok(Json(match outcome? {
        None => json!({"done": true, "again": true}),
        Some(None) => json!({"done": true}),
        Some(Some(text)) => json!({"done": true, "text": text}),
    })
    .into_response())
}

impl Here {
    /// The same of what has to be signed: a signature that is not right counts as a miss.
    fn answer_signed(&self, outcome: Outcome) -> Done {
        match outcome {
            Err(refused @ Refused::NotIn) => Err(self.miss(refused)),
            done => answer(done),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Write {
    id: String,
    text: String,
}

/// Words to the reporters, sealed into the case and passed on.
pub(super) async fn write(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Done {
    let Write { id, text } = read(&headers, &body)?;
    let id = writes::id_of(&id)?;
    if text.trim().is_empty() || text.encode_utf16().count() > LONGEST_TEXT {
        return Err(Refused::Request("a message has from 1 to 3,000 characters"));
    }
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::Write);
        let (reader, mut case) = match writes::begin(tx, &unit, &cookie, wants, &id, now).await? {
            Ok(Begun::New(reader, case)) => (reader, case),
            Ok(Begun::Again) => return Ok(Ok(None)),
            Err(refused) => return Ok(Err(refused)),
        };
        let member = &reader.session.member;
        let words = (text.as_str(), Some(id.as_str()));
        match oncall::ask(tx, &unit, &mut case, member, words, now).await? {
            Asked::Sent => {}
            Asked::NotYours => return Ok(Err(Refused::NotYours)),
        }
        writes::keep(tx, (&member.id, &id), &case.id, What::Write, now).await?;
        Ok(Ok(Some(None)))
    };
    answer(here.parts.store.run("console-write", run).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    id: String,
    /// To which of the case's keys it is sealed.
    generation: i64,
    sealed: String,
    at: i64,
    signature: String,
}

/// A note that the browser has sealed, and the member's key signed. Where the case has another key by
/// now, or needs one, it seals anew.
pub(super) async fn note(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Done {
    let Note { id, generation, sealed, at, signature } = read(&headers, &body)?;
    let (id, proof) = (writes::id_of(&id)?, Proof::read(at, &signature)?);
    let sealed = BASE64.decode(sealed.as_bytes()).unwrap_or_default();
    if sealed.len() > LONGEST_NOTE || !is_sealed_entry(&sealed) {
        return Err(Refused::Request("a note is an age file to the case's key, in whole steps"));
    }
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::Note);
        let (reader, mut case) = match writes::begin(tx, &unit, &cookie, wants, &id, now).await? {
            Ok(Begun::New(reader, case)) => (reader, case),
            Ok(Begun::Again) => return Ok(Ok(None)),
            Err(refused) => return Ok(Err(refused)),
        };
        let member = &reader.session.member;
        let change = Change::Note { code: case.code.as_str(), id: &id, sealed: &sealed };
        if !deeds::is_signed(&unit, member, change, &proof, now) {
            return Ok(Err(Refused::NotIn));
        }
        cases::renew_if_due(tx, &unit, &mut case, now).await?;
        if case.generation != generation {
            return Ok(Err(Refused::Changed));
        }
        let entry = cases::sealed_already(&mut case, sealed.clone(), &member.id, now);
        cases::append(tx, vec![entry]).await?;
        cases::save(tx, &unit, &case, now).await?;
        writes::keep(tx, (&member.id, &id), &case.id, What::Note, now).await?;
        Ok(Ok(Some(None)))
    };
    here.answer_signed(here.parts.store.run("console-note", run).await?)
}

/// What can be said in a word.
#[derive(Clone, Copy)]
enum Word {
    Take,
    Decline,
    Did(Did),
}

impl Word {
    fn read(word: &str) -> std::result::Result<Self, Refused> {
        match word {
            "take" => Ok(Self::Take),
            "decline" => Ok(Self::Decline),
            word => Did::named(word)
                .filter(|did| did.is_owners() || did.is_anothers())
                .map(Self::Did)
                .ok_or(Refused::Request("there is no such act")),
        }
    }

    fn action(self) -> Action {
        match self {
            Self::Take | Self::Decline => Action::Take,
            Self::Did(did) if did.is_anothers() => Action::Speak,
            Self::Did(_) => Action::Act,
        }
    }

    async fn is_done(
        self,
        tx: &mut Tx,
        parts: &Parts,
        case: &mut Case,
        member: &Member,
        now: Timestamp,
    ) -> Result<Phrase> {
        Ok(match self {
            Self::Take => oncall::take(tx, parts, case, member, now).await?.said(parts, case),
            Self::Decline => oncall::decline(tx, parts, case, member, now).await?.said(),
            Self::Did(did) => oncall::act(tx, parts, case, member, did, now).await?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Do {
    id: String,
    did: String,
    at: Option<i64>,
    signature: Option<String>,
}

/// One of the buttons of a case's card, as in the chat. Whoever takes the case signs it: a taking ends
/// the calling.
pub(super) async fn act(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Done {
    let Do { id, did, at, signature } = read(&headers, &body)?;
    let (id, word) = (writes::id_of(&id)?, Word::read(&did)?);
    let proof = at.zip(signature).map(|(at, signature)| Proof::read(at, &signature)).transpose()?;
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), word.action());
        let (reader, mut case) = match writes::begin(tx, &unit, &cookie, wants, &id, now).await? {
            Ok(Begun::New(reader, case)) => (reader, case),
            Ok(Begun::Again) => return Ok(Ok(None)),
            Err(refused) => return Ok(Err(refused)),
        };
        let member = &reader.session.member;
        let take = Change::Take { code: case.code.as_str(), id: &id };
        let signed = proof.is_some_and(|proof| deeds::is_signed(&unit, member, take, &proof, now));
        if matches!(word, Word::Take) && !signed {
            return Ok(Err(Refused::NotIn));
        }
        let said = word.is_done(tx, &unit, &mut case, member, now).await?;
        writes::keep(tx, (&member.id, &id), &case.id, What::Do, now).await?;
        Ok(Ok(Some(Some(cards::say(&unit, member.language, &said)))))
    };
    here.answer_signed(here.parts.store.run("console-do", run).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hand {
    id: String,
    to: String,
}

/// Asks a colleague to take the case over; the owner has it until they accept.
pub(super) async fn hand(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Done {
    let Hand { id, to } = read(&headers, &body)?;
    let id = writes::id_of(&id)?;
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::HandOver);
        let (reader, case) = match writes::begin(tx, &unit, &cookie, wants, &id, now).await? {
            Ok(Begun::New(reader, case)) => (reader, case),
            Ok(Begun::Again) => return Ok(Ok(None)),
            Err(refused) => return Ok(Err(refused)),
        };
        let member = &reader.session.member;
        let said = oncall::hand_to_member(tx, &unit, &case, member, &to, now).await?;
        let Some(said) = said else { return Ok(Err(Refused::Changed)) };
        writes::keep(tx, (&member.id, &id), &case.id, What::Hand, now).await?;
        Ok(Ok(Some(Some(cards::say(&unit, member.language, &said)))))
    };
    answer(here.parts.store.run("console-hand", run).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Renew {
    at: i64,
    signature: String,
}

/// The owner's key is there: a sign that counts without limit (L5). The page sends it by itself, so
/// that it keeps nobody signed in. Each signature counts once.
pub(super) async fn renew(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Done {
    let Renew { at, signature } = read(&headers, &body)?;
    let proof = Proof::read(at, &signature)?;
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::Renew);
        let reader = match reader::at(tx, &unit, (&cookie, Asks::Page), wants, now).await? {
            Ok(reader) => reader,
            Err(refused) => return Ok(Err(refused)),
        };
        let member = &reader.session.member;
        let Some(case) = cases::load(tx, &unit, &reader.case.id).await? else {
            return Ok(Err(Refused::NoCase));
        };
        let change = Change::Renew { code: case.code.as_str() };
        if !deeds::is_signed(&unit, member, change, &proof, now) {
            return Ok(Err(Refused::NotIn));
        }
        let origin = unit.console.as_deref().unwrap_or_default();
        let deed = Deed { origin, member: &member.id, change, at: proof.at };
        let id = HEXLOWER.encode(&links::hash(&deed.bytes())[..16]);
        if writes::is_done(tx, &member.id, &id).await?
            || !oncall::sign_by_key(tx, &unit, &case, member, proof.at, now).await?
        {
            return Ok(Err(Refused::Changed));
        }
        writes::keep(tx, (&member.id, &id), &case.id, What::Renew, now).await?;
        Ok(Ok(Some(None)))
    };
    here.answer_signed(here.parts.store.run("console-renew", run).await?)
}
