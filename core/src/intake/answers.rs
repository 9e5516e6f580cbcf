//! Writing answers into a report: a changed answer is kept beside the new one.

use super::conversation::Conversation;
use super::interview::{Choice, ChoiceKind, Question};
use super::when;
use crate::assessment::Card;
use crate::domain::{FactValue, Report, Superseded, Timestamp};

/// Values that stand alone in a list.
const ALONE: [&str; 2] = ["unknown", "none_known"];

/// Sets a fact; an earlier other value is kept as superseded.
pub fn set_fact(report: &mut Report, key: &str, value: FactValue, now: Timestamp) -> bool {
    let unchanged = report.facts.get(key) == Some(&value);
    let wider = report.facts.get(key).is_some_and(|old| is_wider(&value, old));
    match report.facts.set(key, value) {
        Ok(Some(old)) if !unchanged && !wider => {
            // Each earlier value once, with when it was last given up.
            let kept = report.superseded.iter_mut().find(|s| s.key == key && s.value == old);
            match kept {
                Some(kept) => kept.at = now,
                None => {
                    report.superseded.push(Superseded { key: key.to_owned(), value: old, at: now })
                }
            }
        }
        Ok(_) => {}
        Err(_) => return false,
    }
    if key == "detained_ago" {
        let middle = report.facts.code(key).and_then(when::middle_of);
        let at = middle.map(|ms| now.plus_ms(-ms));
        let _ = report.timeline.set("detained_at", at);
    }
    !unchanged
}

/// Whether `new` is `old` with something added: a further tick, not a changed answer.
fn is_wider(new: &FactValue, old: &FactValue) -> bool {
    match (new, old) {
        (FactValue::Many(new), FactValue::Many(old)) => old.iter().all(|o| new.contains(o)),
        _ => false,
    }
}

/// The pairs of key and code that a choice sets; `Host` is the state where it happens.
fn pairs_of(question: &Question, choice: &Choice, report: &Report) -> Vec<(String, String)> {
    match choice.kind() {
        ChoiceKind::Host => vec![(question.fact().to_owned(), report.host_state.clone())],
        ChoiceKind::Plain | ChoiceKind::OtherState => choice.set().to_vec(),
    }
}

/// Writes one choice of a single-choice question. Returns the pairs that were set.
pub fn choose(
    report: &mut Report,
    question: &Question,
    choice: usize,
    now: Timestamp,
) -> Vec<(String, String)> {
    let Some(choice) = question.options().get(choice) else { return vec![] };
    let pairs = pairs_of(question, choice, report);
    set_pairs(report, &pairs, now);
    pairs
}

/// Writes pairs of key and code; `host_state` stands outside the facts.
pub fn set_pairs(report: &mut Report, pairs: &[(String, String)], now: Timestamp) {
    for (key, value) in pairs {
        if key == "host_state" {
            report.host_state = value.clone();
        } else {
            set_fact(report, key, FactValue::One(value.clone()), now);
        }
    }
}

/// Turns a tick on or off; "I don't know" and "none of these" stand alone.
pub fn tick(conversation: &mut Conversation, question: &Question, id: &str, on: bool) {
    conversation.ticks.retain(|t| t != id);
    if !on {
        return;
    }
    let stands_alone = |id: &str| question.option(id).is_some_and(Choice::stands_alone);
    if stands_alone(id) {
        conversation.ticks.clear();
    } else {
        conversation.ticks.retain(|t| !stands_alone(t));
    }
    conversation.ticks.push(id.to_owned());
}

/// The codes of the ticks for the question's own fact.
fn ticked_codes(ticks: &[String], question: &Question, report: &Report) -> Vec<String> {
    let mut codes: Vec<String> = vec![];
    for tick in ticks {
        let code = match tick.strip_prefix("state:") {
            Some(state) => Some(state.to_owned()),
            None => question
                .option(tick)
                .and_then(|choice| pairs_of(question, choice, report).into_iter().next())
                .map(|(_, code)| code),
        };
        codes.extend(code.filter(|c| !codes.contains(c)));
    }
    if codes.len() > 1 {
        codes.retain(|c| !ALONE.contains(&c.as_str()));
    }
    codes
}

/// Writes the ticks of a question of several choices into the report. Of `risk_profile` only its
/// class is kept. Returns the codes.
pub fn write_ticks(
    report: &mut Report,
    ticks: &[String],
    question: &Question,
    card: &Card,
    now: Timestamp,
) -> Vec<String> {
    let fact = question.fact();
    let mut codes = ticked_codes(ticks, question, report);
    if codes.is_empty() {
        codes.push("unknown".to_owned());
    }
    let value = if fact == "risk_profile" {
        FactValue::One(card.risk_class(&codes).as_str().to_owned())
    } else {
        FactValue::Many(codes.clone())
    };
    set_fact(report, fact, value, now);
    for key in question.facts().iter().skip(1) {
        let set = ticks.iter().filter_map(|tick| question.option(tick)).find_map(|choice| {
            choice.set().iter().find(|(k, _)| k == key).map(|(_, value)| value.clone())
        });
        match set {
            Some(value) => _ = set_fact(report, key, FactValue::One(value), now),
            None if report.facts.get(key).is_some() => {
                _ = set_fact(report, key, FactValue::One("unknown".to_owned()), now);
            }
            None => {}
        }
    }
    codes
}

/// Whether a choice asks for a typed country.
pub fn types_a_state(question: &Question, choice: usize) -> bool {
    question.options().get(choice).is_some_and(|c| c.kind() == ChoiceKind::OtherState)
}
