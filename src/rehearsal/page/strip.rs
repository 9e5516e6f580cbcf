//! What the outside cannot see: the sum of a case as it grows, and whom the ladder calls next.

use std::sync::Arc;

use habeas_core::assessment::{Assessment, Verdict};
use habeas_core::domain::{Language, Phrase};
use habeas_core::oncall::promise::Promise;
use serde_json::{Value, json};

use crate::alert;
use crate::cards::say;
use crate::cases::{self, Case};
use crate::oncall::{self, Calling, members};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// The event `strip`: the newest cases, in a language.
pub(super) async fn shown(parts: &Arc<Parts>, language: Language) -> Result<Value> {
    let unit = Arc::clone(parts);
    let read = async move |tx: &mut Tx| {
        let sql = "-- strip::newest
            SELECT id FROM cases ORDER BY opened_at DESC, code LIMIT 8";
        let mut all = vec![];
        for row in tx.fetch_all(sql, &[]).await? {
            let id = row.bytes("id")?;
            let Some(case) = cases::load(tx, &unit, &id).await? else { continue };
            all.push(of_case(tx, &unit, language, &case).await?);
        }
        Ok(json!({"cases": all}))
    };
    parts.store.read("strip", read).await
}

async fn of_case(tx: &mut Tx, parts: &Parts, language: Language, case: &Case) -> Result<Value> {
    let text = |key: String| say(parts, language, &Phrase::new(key));
    let history = alert::history(tx, parts, &case.id).await?;
    let owner = match &case.taken_by {
        Some(id) => members::by_id(tx, parts, id).await?.map(|member| member.name),
        None => None,
    };
    let calling = oncall::calling(tx, parts, &case.id).await?;
    let promise = oncall::promise_of(tx, &case.id).await?;
    let bars: Vec<Value> = history
        .iter()
        .map(|a| json!({"low": a.score_low, "high": a.score_high, "level": a.level}))
        .collect();
    let mut shown = json!({
        "code": case.code.as_str(),
        "level": case.level, "level_text": text(format!("level-{}", case.level)),
        "stage": case.stage.as_str(), "stage_text": text(format!("rp-stage-{}", case.stage.as_str())),
        "owner": owner, "opened_at": case.opened_at,
        "history": bars,
        "ladder": calling.map(|calling| ladder(parts, language, &calling)),
        "promise": promise.map(|promise| promised(parts, &promise)),
    });
    for (field, value) in why(parts, language, history.last()) {
        shown[field] = value;
    }
    Ok(shown)
}

/// The reasons of the last assessment, what is not known, and the sum.
fn why(parts: &Parts, language: Language, last: Option<&Assessment>) -> [(&'static str, Value); 3] {
    let say = |phrase: Phrase| say(parts, language, &phrase);
    let (mut known, mut unknown) = (vec![], vec![]);
    for reason in last.iter().flat_map(|a| &a.reasons) {
        let text = say(Phrase::new(reason.sentence_id.as_str()));
        if reason.verdict == Verdict::Unknown {
            if !unknown.contains(&text) {
                unknown.push(text);
            }
            continue;
        }
        let alone = reason.verdict == Verdict::Trigger;
        let weight = if alone { String::new() } else { format!("{:+}", reason.weight) };
        known.push(json!({"weight": weight, "text": text, "alone": alone}));
    }
    let sum = last.map(|a| {
        say(Phrase::new("why-sum").number("low", a.score_low).number("high", a.score_high))
    });
    [
        ("reasons", known.into()),
        ("unknown", unknown.into()),
        ("sum", sum.unwrap_or_default().into()),
    ]
}

/// When the owner is asked for a sign, and when others are called without one.
fn promised(parts: &Parts, promise: &Promise) -> Value {
    let at = |after_s| promise.signed_at.plus_s(after_s);
    let (ask_at, lapse_at) = (at(parts.terms.ask_after_s), at(parts.terms.lapse_after_s));
    json!({"ask_at": ask_at, "lapse_at": lapse_at, "asked": promise.asked, "lapsed": promise.lapsed})
}

fn ladder(parts: &Parts, language: Language, calling: &Calling) -> Value {
    let text = |key: String| say(parts, language, &Phrase::new(key));
    let pages: Vec<Value> = calling
        .pages
        .iter()
        .map(|page| {
            let state_text = text(format!("rp-page-{}", page.state));
            json!({"name": page.name, "state": page.state, "state_text": state_text,
                "rung": page.rung})
        })
        .collect();
    json!({
        "why_text": text(format!("rp-why-{}", calling.why.as_str())),
        "next_at": calling.next_at, "held": calling.held, "pages": pages,
        "next_text": calling.next.map(|next| text(format!("rp-next-{}", next.as_str()))),
    })
}
