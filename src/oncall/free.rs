//! Said to be free: by the family, by whoever has the case, by both. One person's word is told to
//! the others and ends no calling; the word of two does.

use habeas_core::domain::{Level, Phrase, Role, Timestamp};
use habeas_core::intake::news::take_free_back;

use super::actions;
use super::members;
use super::promise::{self, Begins};
use crate::cards::{self, Lane, Subject};
use crate::cases::{Case, Stage};
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Who says that the person is free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SaidFree {
    /// A reporter has seen them or spoken with them.
    pub family: bool,
    /// Whoever has the case says so.
    pub owner: bool,
    /// Two know it, and nobody is called any more.
    pub settled: bool,
}

impl SaidFree {
    /// Whether anybody says so.
    pub fn by_anybody(self) -> bool {
        self.family || self.owner
    }
}

/// Whether the reporter says that the person is free. What officials say is nothing of the kind.
pub fn family_says_free(case: &Case) -> bool {
    case.report.report.facts.code("where_now") == Some("released")
}

/// Who says so of a case that somebody has.
pub async fn said_free(tx: &mut Tx, case: &Case) -> Result<SaidFree> {
    let (family, owner) = (family_says_free(case), actions::says_free(tx, case).await?);
    let two = match owner {
        Some(at) => family || actions::agreed_since(tx, &case.id, at).await?,
        None => false,
    };
    // Whoever is expected to show a sign, or is called, is not told that nobody is.
    let settled = two && promise::of_case(tx, &case.id).await?.is_none();
    Ok(SaidFree { family, owner: owner.is_some(), settled })
}

/// Two had said so, and one of them says so no more: whoever has a critical case is expected to
/// show signs again.
pub async fn expect_signs(tx: &mut Tx, parts: &Parts, case: &Case, now: Timestamp) -> Result<()> {
    let Some(owner) = case.taken_by.as_deref().filter(|_| case.stage == Stage::Taken) else {
        return Ok(());
    };
    let critical = case.level == Level::Critical;
    if !critical || promise::of_case(tx, &case.id).await?.is_some() {
        return Ok(());
    }
    match said_free(tx, case).await?.settled {
        true => Ok(()),
        false => promise::begin(tx, parts, case, owner, Begins::Fresh, now).await,
    }
}

/// Whoever has the case says so: with the family's word it is settled, else the family is asked.
pub(super) async fn owner_says(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    now: Timestamp,
) -> Result<&'static str> {
    tell_coordinators(tx, parts, case).await?;
    if family_says_free(case) {
        promise::settle(tx, parts, case, now).await?;
        return Ok("toast-family-free-too");
    }
    let lines = ["news-head", "owner-says-free", "owner-says-free-ask"].map(Phrase::new).to_vec();
    super::answer::to_reporters(tx, parts, &case.id, lines).await?;
    Ok("toast-family-asked")
}

/// A reporter says so: whoever has the case, coordinators and the other reporters see it.
pub async fn family_says(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    from: i64,
    now: Timestamp,
) -> Result<()> {
    if case.stage == Stage::Taken {
        if actions::says_free(tx, case).await?.is_some() {
            promise::settle(tx, parts, case, now).await?;
        }
        super::answer::tell_owner(tx, parts, case, false).await?;
    }
    tell_coordinators(tx, parts, case).await?;
    let lines =
        ["news-head", "family-says-free", "family-says-free-next"].map(Phrase::new).to_vec();
    super::answer::to_reporters_but(tx, parts, &case.id, from, lines).await
}

/// A reporter says that the person is held, though somebody said free: that word is over, the owner
/// is rung, and where nobody was expected to act any more, others are.
pub async fn family_denies(
    tx: &mut Tx,
    parts: &Parts,
    case: &mut Case,
    now: Timestamp,
) -> Result<()> {
    case.report.held_at = Some(now);
    // The same step may have raised it: then the ladder calls for it, and nobody has it yet.
    if case.stage != Stage::Taken {
        return Ok(());
    }
    super::answer::rings_owner(tx, parts, case, now).await?;
    tell_coordinators(tx, parts, case).await
}

/// A reporter calls for help at once: what was said of being free before is over. Gives whether
/// anybody had said so of a case that somebody has.
pub async fn sos_takes_back(tx: &mut Tx, case: &mut Case, now: Timestamp) -> Result<bool> {
    if case.stage == Stage::Open {
        return Ok(false);
    }
    let said = case.stage == Stage::Taken && said_free(tx, case).await?.by_anybody();
    if family_says_free(case) {
        let before = case.report.report.clone();
        take_free_back(&mut case.report.report, now);
        case.report.note_given(&before, now);
    }
    case.report.held_at = Some(now);
    Ok(said)
}

/// Somebody who joined by a receipt says what would take danger away: it changes nothing; whoever
/// has the case hears it, and those who reported first are asked.
pub async fn joined_says(
    tx: &mut Tx,
    parts: &Parts,
    case: &Case,
    from: i64,
    said: &serde_json::Value,
) -> Result<()> {
    let (what, ask) = match (said["news"].as_str(), &said["question"], &said["choice"]) {
        (Some(news), ..) => (format!("news-{news}"), "joined-tapped-ask"),
        (None, question, choice) => {
            let [question, choice] = [question, choice].map(|v| v.as_str().unwrap_or_default());
            (format!("q-{question}--{choice}"), "joined-tapped-change")
        }
    };
    let tapped = Phrase::new("joined-tapped").phrase("what", Phrase::new(what));
    let lines = vec![Phrase::new("news-head"), tapped.clone(), Phrase::new(ask)];
    super::answer::to_reporters_but(tx, parts, &case.id, from, lines).await?;
    let Some(owner) = &case.taken_by else { return Ok(()) };
    let Ok(Some(owner)) = members::by_id(tx, parts, owner).await else { return Ok(()) };
    let head = Phrase::new("take-head").text("code", case.code.as_str());
    let lines = vec![head, tapped, Phrase::new("joined-tapped-owner")];
    let to = (owner.telegram_id, owner.language);
    cards::notice_about(tx, parts, to, &case.id, lines).await
}

/// Closing is theirs: the card comes anew, without sound.
async fn tell_coordinators(tx: &mut Tx, parts: &Parts, case: &Case) -> Result<()> {
    for member in members::active(tx, parts).await? {
        let owns = case.is_owned_by(&member.id);
        if member.role != Role::Coordinator || member.started_at.is_none() || owns {
            continue;
        }
        let subject = Subject::Page(case.id.clone());
        let card = cards::Raise::new(member.telegram_id, subject, member.language);
        card.lane(Lane::Acknowledgement).silent(true).fresh().raise(tx, parts).await?;
    }
    Ok(())
}
