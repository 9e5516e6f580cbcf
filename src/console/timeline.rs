//! What has happened in a case, by whom, oldest first: from its row, its actions, its calls and the audit.

use std::collections::BTreeMap;

use habeas_core::domain::{Level, Phrase, Timestamp};
use serde_json::{Value, json};

use super::reader::Outline;
use crate::audit::{self, Kind};
use crate::cards;
use crate::oncall::{self, Called, Did, Done, Why};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// A call that another one followed within so many milliseconds is not told: the level rises while
/// somebody answers.
const SHORT_MS: i64 = 5 * 60_000;
/// So many names stand in a line; of more people their number does.
const NAMED: usize = 5;

/// One thing.
struct Happened {
    at: Timestamp,
    what: Phrase,
    by: Option<String>,
}

/// All of it, in a reader's words.
pub(super) async fn of_case(
    tx: &mut Tx,
    parts: &Parts,
    case: &Outline,
    names: &BTreeMap<String, String>,
    say: impl Fn(&Phrase) -> String,
) -> Result<Vec<Value>> {
    let began = Phrase::new("case-began");
    let mut all = vec![Happened { at: case.opened_at, what: began, by: None }];
    let code = (Kind::Handed, case.code.as_str());
    for (at, handed) in audit::of_case(tx, &parts.keyring, code, case.opened_at).await? {
        let to = handed.member.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
        let what = Phrase::new("case-handed").text("name", to);
        all.push(Happened { at, what, by: names.get(&handed.by).cloned() });
    }
    let done = oncall::history(tx, parts, &case.id).await?;
    let calls = told(&oncall::calls(tx, &case.id).await?, &done, names);
    for done in done {
        let (what, at) = (cards::deed(&done), done.at);
        all.push(Happened { at, what, by: Some(done.name).filter(|name| !name.is_empty()) });
    }
    // What was done comes before the call that it was for.
    all.extend(calls.into_iter().map(|(at, what)| Happened { at, what, by: None }));
    all.sort_by_key(|happened| happened.at);
    let line = |Happened { at, what, by }: &Happened| json!({"at": at.as_millis(), "text": say(what), "by": by});
    Ok(all.iter().map(line).collect())
}

/// What is said of the calls: of each why, who was called so far, and that it is over where nobody
/// took the case.
fn told(
    calls: &[Called],
    done: &[Done],
    names: &BTreeMap<String, String>,
) -> Vec<(Timestamp, Phrase)> {
    let mut all = vec![];
    for call in calls {
        let another = |at: Timestamp| calls.iter().any(|other| other.at == at && other != call);
        let gave_way = call.ended_at.filter(|ended| another(*ended));
        if gave_way.is_some_and(|at| at.since(call.at) < SHORT_MS) {
            continue;
        }
        all.push((call.at, Phrase::new(why(call, done))));
        all.extend(who(call, names).map(|who| (call.last_at, who)));
        let said = |at: &Timestamp| {
            done.iter().any(|done| done.at == *at && matches!(done.did, Did::Took | Did::Closed))
        };
        let ended = call.ended_at.filter(|at| gave_way.is_none() && !said(at));
        all.extend(ended.map(|at| (at, Phrase::new("case-call-ended"))));
    }
    all
}

/// What a call was for; beside an owner, by what was done at that moment.
fn why(call: &Called, done: &[Done]) -> &'static str {
    let did = |did| done.iter().any(|done| done.at == call.at && done.did == did);
    let was_taken = done.iter().any(|done| done.at <= call.at && done.did == Did::Took);
    match (call.why, call.level) {
        (Why::Help, _) => "case-called-help",
        (Why::Level, _) if call.held => "case-called-held",
        (Why::Level, Level::Critical) if call.quiet => "case-called-quiet",
        (Why::Level, Level::Critical) => "case-called-critical",
        (Why::Level, Level::Urgent) => "case-called-urgent",
        (Why::Level, _) => "case-called-watch",
        (Why::Lapse, _) if !was_taken => "case-called-unread",
        (Why::Lapse, _) if did(Did::PagedAgain) => "case-called-asked",
        (Why::Lapse, _) if did(Did::Took) => "case-called-one-more",
        (Why::Lapse, _) => "case-called-lapse",
    }
}

/// Who was called so far: nobody's ringing is told, and the first lawyer alone is no news.
fn who(call: &Called, names: &BTreeMap<String, String>) -> Option<Phrase> {
    let alone = usize::from(call.why == Why::Level);
    if call.quiet || call.members.len() <= alone {
        return None;
    }
    let known: Vec<&str> =
        call.members.iter().filter_map(|id| names.get(id)).map(String::as_str).collect();
    Some(match call.members.len() {
        n if n > NAMED || known.len() < n => {
            Phrase::new("case-called-number").number("n", i64::try_from(n).unwrap_or(i64::MAX))
        }
        _ => Phrase::new("case-called-names").text("name", known.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_millis(minute * 60_000)
    }

    fn call(why: Why, minute: i64) -> Called {
        let (level, at) = (Level::Critical, at(minute));
        let (quiet, held, members) = (false, false, vec![]);
        Called { why, level, quiet, held, at, members, last_at: at, ended_at: None }
    }

    fn did(did: Did, minute: i64) -> Done {
        Done { name: "Mira".to_owned(), did, decision: None, at: at(minute) }
    }

    /// Minutes and keys of what is told.
    fn keys(calls: &[Called], done: &[Done]) -> Vec<(i64, String)> {
        let names = [("a", "Mira"), ("b", "Timur")].map(|(id, name)| (id.into(), name.into()));
        let said = told(calls, done, &names.into());
        said.iter().map(|(at, what)| (at.as_millis() / 60_000, what.key.clone())).collect()
    }

    fn is(said: &[(i64, &str)]) -> Vec<(i64, String)> {
        said.iter().map(|(minute, key)| (*minute, (*key).to_owned())).collect()
    }

    #[test]
    fn a_level_that_rises_while_somebody_answers_is_one_call_and_a_later_rise_another() {
        let rises = |ended, next| {
            let first =
                Called { level: Level::Urgent, ended_at: Some(at(ended)), ..call(Why::Level, 1) };
            keys(&[first, call(Why::Level, next)], &[])
        };
        assert_eq!(rises(4, 4), is(&[(4, "case-called-critical")]));
        let both = is(&[(1, "case-called-urgent"), (9, "case-called-critical")]);
        assert_eq!(rises(9, 9), both);
        let over = [(1, "case-called-urgent"), (3, "case-call-ended"), (9, "case-called-critical")];
        assert_eq!(rises(3, 9), is(&over));
    }

    #[test]
    fn a_call_beside_the_owner_says_why_by_what_was_done() {
        let lapse = |done: &[Done]| keys(&[call(Why::Lapse, 5)], done).remove(0).1;
        assert_eq!(lapse(&[did(Did::Took, 1)]), "case-called-lapse");
        assert_eq!(lapse(&[did(Did::Took, 1), did(Did::PagedAgain, 5)]), "case-called-asked");
        assert_eq!(lapse(&[did(Did::Took, 5)]), "case-called-one-more");
        assert_eq!(lapse(&[did(Did::Took, 9)]), "case-called-unread");
        assert_eq!(keys(&[call(Why::Help, 5)], &[])[0].1, "case-called-help");
    }

    #[test]
    fn quiet_calls_and_those_that_are_looked_at_first_are_told_as_that() {
        let quiet =
            Called { quiet: true, members: vec!["a".into(), "b".into()], ..call(Why::Level, 1) };
        assert_eq!(keys(&[quiet], &[]), is(&[(1, "case-called-quiet")]));
        let held = Called { held: true, ..call(Why::Level, 1) };
        assert_eq!(keys(&[held], &[]), is(&[(1, "case-called-held")]));
        let watch = Called { quiet: true, level: Level::Watch, ..call(Why::Level, 1) };
        assert_eq!(keys(&[watch], &[]), is(&[(1, "case-called-watch")]));
    }

    #[test]
    fn further_people_are_one_line_by_name_or_by_number() {
        let with = |why, members: &[&str]| {
            let members = members.iter().map(|id| (*id).to_owned()).collect();
            keys(&[Called { members, last_at: at(4), ..call(why, 1) }], &[]).get(1).cloned()
        };
        let line = |key: &str| Some((4, key.to_owned()));
        assert_eq!(with(Why::Level, &["a"]), None);
        assert_eq!(with(Why::Lapse, &["b"]), line("case-called-names"));
        assert_eq!(with(Why::Level, &["a", "b"]), line("case-called-names"));
        assert_eq!(with(Why::Level, &["a", "unknown"]), line("case-called-number"));
        assert_eq!(with(Why::Level, &["a", "b", "c", "d", "e", "f"]), line("case-called-number"));
    }

    #[test]
    fn that_a_call_is_over_is_told_where_nothing_else_tells_it() {
        let over = Called { ended_at: Some(at(7)), ..call(Why::Lapse, 5) };
        let ended = |done: &[Done]| {
            keys(std::slice::from_ref(&over), done).iter().any(|(_, key)| key == "case-call-ended")
        };
        assert!(ended(&[did(Did::Took, 1), did(Did::StillOn, 7)]));
        assert!(!ended(&[did(Did::Took, 7)]) && !ended(&[did(Did::Closed, 7)]));
    }
}
