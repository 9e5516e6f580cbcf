//! Who would be paged now, and who still has to read the texts. Members by their ids: names are
//! nobody's business here.

use habeas_core::domain::Role;

use super::check::Check;
use crate::oncall::members::{self, Member};
use crate::texts::Texts;

/// Who would be paged now, in the order of the ladder.
pub(super) fn on_call(members: Option<&[Member]>) -> Check {
    const ID: &str = "oncall";
    const ADD: &str = "add somebody with `habeas member add`, and have them press Start in the bot";
    let Some(members) = members else {
        return Check::unknown(ID, "the members cannot be read");
    };
    if members.is_empty() {
        return Check::fail(ID, "a page would reach nobody: there is no member", ADD);
    }
    let (off, on): (Vec<Member>, Vec<Member>) =
        members.iter().cloned().partition(|member| member.off_since.is_some());
    if on.is_empty() {
        let text = format!("a page would reach nobody: off call by their own wish: {}", ids(&off));
        return Check::fail(ID, text, "have one of them write /on to the bot");
    }
    let rota = members::rota(&on);
    let reachable = |id: &&str| on.iter().any(|m| m.id == *id && m.started_at.is_some());
    let of = |role: Role| rota.with_role(role).filter(reachable).collect::<Vec<_>>();
    let (lawyers, coordinators) = (of(Role::Lawyer), of(Role::Coordinator));
    let silent: Vec<&str> = rota.everybody().filter(|id| !reachable(id)).collect();
    let press = "have them press Start in a chat with the bot";
    if lawyers.is_empty() && coordinators.is_empty() {
        let text = format!("a page would reach nobody: not started by {}", silent.join(", "));
        return Check::fail(ID, text, press);
    }
    let mut text = format!("paged now: {}; then: {}", list(&lawyers), list(&coordinators));
    let mut mend = None;
    if !silent.is_empty() {
        text.push_str(&format!("; not started by {}", silent.join(", ")));
        mend = Some(press);
    }
    if !off.is_empty() {
        text.push_str(&format!("; off call by their own wish: {}", ids(&off)));
    }
    let thin = match (lawyers.as_slice(), coordinators.as_slice()) {
        ([], _) => Some("no lawyer can be reached"),
        (_, []) => Some("no coordinator can be reached"),
        ([_], _) => Some("while the one lawyer sleeps, coordinators alone are left"),
        _ => None,
    };
    if let Some(thin) = thin {
        text.push_str(&format!("; {thin}"));
        mend = Some(ADD);
    }
    mend.map_or_else(|| Check::ok(ID, &text), |mend| Check::warn(ID, &text, mend))
}

/// Whether somebody who may be called for each case can be reached.
pub(super) fn exclusions(stranded: Option<usize>) -> Check {
    const ID: &str = "exclusions";
    match stranded {
        None => Check::unknown(ID, "the cases cannot be read"),
        Some(0) => Check::ok(ID, "they leave somebody to be called for every case"),
        Some(cases) => Check::fail(
            ID,
            format!("nobody who may be called can be reached, in cases: {cases}"),
            "put somebody on call, or let somebody in again: `habeas case exclude CODE --member ID --undo`; the bot told coordinators the codes, and `habeas audit show` has who was excluded from what",
        ),
    }
}

fn ids(members: &[Member]) -> String {
    members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>().join(", ")
}

fn list(ids: &[&str]) -> String {
    if ids.is_empty() { "nobody".to_owned() } else { ids.join(", ") }
}

/// The languages whose texts still await a reader.
pub(super) fn texts() -> Check {
    const ID: &str = "texts";
    let one = |unchecked: &crate::texts::Unchecked| {
        format!("{} awaits {}", unchecked.language, unchecked.awaiting)
    };
    let unchecked: Vec<String> = Texts::builtin().unchecked().iter().map(one).collect();
    if unchecked.is_empty() {
        return Check::ok(ID, "read by those who should");
    }
    Check::warn(
        ID,
        unchecked.join(", "),
        "have locales/<language>/*.ftl read, and take the status line out of what was read",
    )
}

#[cfg(test)]
mod tests {
    use habeas_core::domain::{Language, Timestamp};

    use super::super::check::State;
    use super::*;

    fn member(id: &str, role: Role, order: i64, started: bool) -> Member {
        let at = Timestamp::from_millis(1);
        Member {
            id: id.to_owned(),
            role,
            language: Language::En,
            order,
            recipient: None,
            signing_key: None,
            name: "Somebody Secret".to_owned(),
            telegram_id: 777_001,
            added_at: at,
            started_at: started.then_some(at),
            revoked_at: None,
            off_since: None,
        }
    }

    #[test]
    fn nobody_who_can_be_reached_fails_and_a_thin_rota_warns() {
        let (one, two) = (member("a", Role::Lawyer, 2, true), member("b", Role::Lawyer, 1, true));
        let silent = member("c", Role::Lawyer, 3, false);
        let coordinator = member("d", Role::Coordinator, 1, true);
        let state = |members: &[&Member]| {
            let members: Vec<Member> = members.iter().map(|&m| m.clone()).collect();
            on_call(Some(&members)).state
        };
        assert_eq!(state(&[]), State::Fail);
        assert_eq!(state(&[&silent]), State::Fail);
        assert_eq!(state(&[&coordinator]), State::Warn);
        assert_eq!(state(&[&one, &two]), State::Warn);
        assert_eq!(state(&[&one, &coordinator]), State::Warn);
        assert_eq!(state(&[&one, &two, &silent, &coordinator]), State::Warn);
        assert_eq!(state(&[&one, &two, &coordinator]), State::Ok);
        let text = on_call(Some(&[one.clone(), two, coordinator.clone()])).text;
        assert_eq!(text, "paged now: b, a; then: d");
        let ill = Member {
            off_since: Some(Timestamp::from_millis(2)),
            ..member("e", Role::Lawyer, 1, true)
        };
        assert_eq!(state(&[&ill]), State::Fail);
        assert_eq!(state(&[&ill, &one, &coordinator]), State::Warn);
        let text = on_call(Some(&[ill, one, coordinator])).text;
        assert!(text.contains("paged now: a; then: d; off call by their own wish: e"), "{text}");
    }

    #[test]
    fn a_case_for_which_nobody_may_be_called_fails() {
        let state = |stranded| exclusions(stranded).state;
        assert_eq!(state(None), State::Warn);
        assert_eq!([state(Some(0)), state(Some(2))], [State::Ok, State::Fail]);
    }

    #[test]
    fn kazakh_ukrainian_and_russian_await_their_readers() {
        let check = texts();
        assert_eq!(check.state, State::Warn);
        for part in ["kk awaits a native reader", "uk awaits a native reader", "ru awaits a lawyer"]
        {
            assert!(check.text.contains(part), "{}", check.text);
        }
    }
}
