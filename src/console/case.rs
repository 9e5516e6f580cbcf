//! One case, opened: what is known of it, in the reader's language; what was done; its sealed keys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use data_encoding::BASE64;
use habeas_core::domain::{Language, Phrase, Timestamp};
use habeas_core::intake::view::times_asked;
use habeas_core::review::{Action, Duty, Number, Relation, answered};
use serde::Deserialize;
use serde_json::{Value, json};

use super::reader::{self, Asks, Reader};
use super::request::{Done, Here, Refused};
use super::{opened, timeline, writes};
use crate::alert;
use crate::cards;
use crate::cases::{self, Case, Stage};
use crate::oncall;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// What a page has a button for.
const SHOWN: [Action; 10] = [
    Action::Write,
    Action::Note,
    Action::Act,
    Action::Speak,
    Action::HandOver,
    Action::Take,
    Action::Openings,
    Action::Export,
    Action::Renew,
    Action::File,
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// What the reader reads; otherwise the member's language.
    language: Option<String>,
    /// The page asks in the background.
    #[serde(default)]
    itself: bool,
}

/// What is said, and to whom.
struct Told<'a> {
    parts: &'a Parts,
    language: Language,
}

impl Told<'_> {
    fn say(&self, phrase: &Phrase) -> String {
        cards::say(self.parts, self.language, phrase)
    }

    fn all(&self, phrases: &[Phrase]) -> Vec<String> {
        phrases.iter().map(|phrase| self.say(phrase)).collect()
    }
}

pub(super) async fn open(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    asked: std::result::Result<Query<Asked>, QueryRejection>,
) -> Done {
    let Query(asked) = asked.map_err(|_| Refused::Request("these are other parameters"))?;
    let asks = Asks::by_itself(asked.itself);
    let language: Option<Language> = asked.language.and_then(|word| word.parse().ok());
    let cookie = here.cookie(&headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::Read);
        let reader = match reader::at(tx, &unit, (&cookie, asks), wants, now).await? {
            Ok(reader) => reader,
            Err(refused) => return Ok(Err(refused)),
        };
        opened::record(tx, &unit, &reader, now).await?;
        let language = language.unwrap_or(reader.session.member.language);
        let told = Told { parts: &unit, language };
        whole(tx, &told, &reader, now).await.map(Ok)
    };
    let found = here.parts.store.run("console-case", run).await?;
    Ok(Json(found?).into_response())
}

/// All of it. A report that does not open hides nothing else: the entries have a key of their own.
async fn whole(tx: &mut Tx, told: &Told<'_>, reader: &Reader, now: Timestamp) -> Result<Value> {
    let (parts, outline) = (told.parts, &reader.case);
    let names = opened::names(tx, parts).await?;
    let owner = outline.taken_by.as_ref().filter(|_| outline.stage == Stage::Taken);
    let taken_at = outline.taken_at.filter(|_| owner.is_some());
    let entries = cases::count_entries(tx, &outline.id).await?;
    let mut all = json!({
        "code": outline.code.as_str(), "level": outline.level, "stage": outline.stage.as_str(),
        "opened_at": outline.opened_at.as_millis(),
        "taken_at": taken_at.map(Timestamp::as_millis),
        "owner": owner.and_then(|id| names.get(id)),
        "mine": outline.relation == Relation::Owner, "now": now.as_millis(),
        "may": may(tx, reader).await?,
        "timeline": timeline::of_case(tx, parts, outline, &names, |line| told.say(line)).await?,
        "promise": promise(tx, parts, &outline.id).await?,
        "keys": keys(tx, outline.code.as_str()).await?,
        "entries": entries,
        // How far each came is forgotten when it is over.
        "writes": match outline.stage {
            Stage::Closed => vec![],
            _ => writes::of_case(tx, &outline.id).await?,
        },
        "names": of_authors(&names, &cases::authors(tx, &outline.id).await?),
    });
    let known = match cases::load(tx, parts, &outline.id).await {
        Ok(Some(case)) => known(tx, told, reader, &case).await?,
        Err(error) if error.is_retryable() => return Err(error),
        Ok(None) | Err(_) => unknown(told),
    };
    if let (Value::Object(all), Value::Object(known)) = (&mut all, known) {
        all.extend(known);
    }
    Ok(all)
}

/// Whose entries a page names, and nobody else: a case tells no lawyer who else is, or was, a member.
fn of_authors<'a>(
    names: &'a BTreeMap<String, String>,
    authors: &BTreeSet<String>,
) -> BTreeMap<&'a str, &'a str> {
    let named = names.iter().filter(|(id, _)| authors.contains(*id));
    named.map(|(id, name)| (id.as_str(), name.as_str())).collect()
}

/// What the report says.
async fn known(tx: &mut Tx, told: &Told<'_>, reader: &Reader, case: &Case) -> Result<Value> {
    let parts = told.parts;
    let mine = reader.case.relation == Relation::Owner;
    let judged = alert::latest(tx, parts, &case.id).await.ok().flatten();
    let sum = judged.as_ref().map(|judged| cards::sum(parts, told.language, judged));
    let first = cards::first(tx, parts, case, mine).await?;
    let colleagues = match reader.may(Action::HandOver) {
        true => oncall::colleagues(tx, parts, case).await?.0,
        false => vec![],
    };
    let colleague =
        |member: &oncall::members::Member| json!({"id": member.id, "name": member.name});
    let host = case.report.report.host_state.as_str();
    let free = oncall::said_free(tx, case).await?;
    Ok(json!({
        "owner_free": free.owner && !free.settled,
        "hours_left": judged.and_then(|judged| judged.hours_left),
        "host_state": host,
        "danger": told.say(&cards::danger(case)),
        "first": told.all(&first),
        "facts": facts(told, case),
        "sum": sum,
        "duty": duty(told, host),
        "colleagues": colleagues.iter().map(colleague).collect::<Vec<_>>(),
    }))
}

/// The same of a report that this server cannot read.
fn unknown(told: &Told<'_>) -> Value {
    let first = ["page-unreadable", "page-do-unreadable"].map(Phrase::new);
    json!({
        "hours_left": null, "host_state": null, "danger": null, "first": told.all(&first),
        "facts": [], "sum": null, "duty": [], "colleagues": [], "owner_free": false,
    })
}

/// What the member may do now, of what a page has a button for.
async fn may(tx: &mut Tx, reader: &Reader) -> Result<Vec<&'static str>> {
    let case = &reader.case;
    let called = oncall::is_to_take(tx, &case.id).await?;
    let promised = oncall::promise_of(tx, &case.id).await?.is_some();
    let now = |action: &Action| match action {
        Action::Take => {
            case.relation != Relation::Owner && (called || case.relation == Relation::Handed)
        }
        Action::Renew => promised,
        _ => true,
    };
    let all = SHOWN.into_iter().filter(|action| reader.may(*action)).filter(now);
    Ok(all.map(Action::as_str).collect())
}

/// Questions and answers, and the times that were asked for.
fn facts(told: &Told<'_>, case: &Case) -> Vec<Value> {
    let (parts, stored) = (told.parts, &case.report);
    let answers = answered(parts.interview, &stored.report).into_iter().map(|one| {
        let at = stored.given.get(&one.fact).map(|at| at.as_millis());
        json!({"label": told.say(&one.question), "value": told.all(&one.chosen).join("; "), "at": at})
    });
    let times = times_asked().filter_map(|(key, question)| {
        let asked = stored.report.timeline.iter().find(|(of, _)| *of == key)?;
        let value = match asked.1 {
            Some(at) => cards::day_and_time(parts, &stored.report.host_state, at),
            None => told.say(&Phrase::new("button-dont-know")),
        };
        Some(json!({"label": told.say(&question), "value": value, "at": null}))
    });
    answers.chain(times).collect()
}

async fn promise(tx: &mut Tx, parts: &Parts, case: &[u8]) -> Result<Value> {
    let promise = oncall::promise_of(tx, case).await?;
    Ok(promise.map_or(Value::Null, |promise| {
        let until = promise.signed_at.plus_s(parts.terms.lapse_after_s);
        let until = Some(until.as_millis()).filter(|_| !promise.lapsed);
        json!({"asked": promise.asked, "lapsed": promise.lapsed, "until": until})
    }))
}

/// Numbers that somebody answers in the state where the person is.
fn duty(told: &Told<'_>, host: &str) -> Vec<Value> {
    let numbers = Duty::builtin().of(host, !told.parts.rehearsal);
    let line = |number: &Number| {
        json!({
            "name": told.say(&Phrase::new(number.text.as_str())), "number": number.number,
            "source": number.source, "as_of": number.as_of,
        })
    };
    numbers.map(line).collect()
}

/// The case's keys, sealed to whoever may read, the newest first.
async fn keys(tx: &mut Tx, code: &str) -> Result<Vec<Value>> {
    let line = |of: &cases::KeyOf| {
        json!({
            "generation": of.generation, "recipient": of.key.recipient,
            "case_key": of.key.case_key.as_ref().map(|file| BASE64.encode(file)),
        })
    };
    Ok(cases::keys_of(tx, code).await?.iter().map(line).collect())
}
