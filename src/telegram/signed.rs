//! What members are told of statements on members: that one was taken, or waits for a signature.

use habeas_core::domain::{Phrase, Role, Timestamp};
use habeas_core::members::{Act, Statement};

use super::rota::{key_confirmed, revoke_and_tell};
use crate::audit::By;
use crate::cards::{self, Lane, Notice};
use crate::oncall::members::{self, Member};
use crate::oncall::roster;
use crate::parts::Parts;
use crate::storage::{Result, Tx};

/// Takes signed statements, all or none, and tells all members; whose revocation was signed is
/// revoked at once. Gives what was stated.
pub async fn accept_and_tell(
    tx: &mut Tx,
    parts: &Parts,
    signed: &[Statement],
    by: By<'_>,
    now: Timestamp,
) -> Result<Vec<Act>> {
    let acts = roster::accept(tx, parts, signed, by, now).await?;
    for act in &acts {
        if matches!(act, Act::Recovery { .. }) {
            tell(tx, parts, None, Phrase::new("told-recovery")).await?;
        }
        let Some(member) = act.member() else { continue };
        let Some(who) = members::by_id(tx, parts, member).await? else { continue };
        match act {
            Act::Revoked { .. } => _ = revoke_and_tell(tx, parts, &who, by, now).await?,
            _ => key_confirmed(tx, parts, &who).await?,
        }
    }
    Ok(acts)
}

/// Coordinators hear that somebody waits for the second of two signatures.
pub async fn tell_of_draft(tx: &mut Tx, parts: &Parts, whom: &Member) -> Result<()> {
    tell(tx, parts, Some(Role::Coordinator), named("told-draft", whom)).await
}

/// Coordinators hear that a link for new keys went to somebody.
pub async fn tell_of_link(tx: &mut Tx, parts: &Parts, whom: &Member) -> Result<()> {
    tell(tx, parts, Some(Role::Coordinator), named("told-link", whom)).await
}

fn named(key: &str, whom: &Member) -> Phrase {
    let role = Phrase::new(format!("role-{}", whom.role));
    Phrase::new(key).text("name", &*whom.name).phrase("role", role)
}

/// Everybody with this role, or everybody, without sound. The first line names nobody.
async fn tell(tx: &mut Tx, parts: &Parts, role: Option<Role>, what: Phrase) -> Result<()> {
    for member in members::present(tx, parts).await? {
        if member.started_at.is_none() || role.is_some_and(|role| role != member.role) {
            continue;
        }
        let lines = vec![Phrase::new("told-keys-head"), what.clone()];
        let notice = Notice { silent: true, ..Notice::new(lines) };
        let lane = Lane::Acknowledgement;
        cards::send_notice(tx, parts, member.telegram_id, member.language, lane, &notice).await?;
    }
    Ok(())
}
