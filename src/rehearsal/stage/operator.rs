//! Who is on call on a stage, and what their operator does: members come with keys that are signed
//! for, are sent links for new ones, and are signed for anew.

use std::sync::Arc;

use habeas_core::codec::words;
use habeas_core::domain::Language;
use habeas_core::members::Act;
use zeroize::Zeroizing;

use super::keys::Keys;
use super::{Stage, StageError};
use crate::app::AppError;
use crate::audit::By;
use crate::console::{self, Purpose};
use crate::crypto::{fingerprint, verifies};
use crate::oncall::members::{self, Member, NewMember};
use crate::oncall::roster::{self, KeyState, RosterError};
use crate::parts::Parts;
use crate::rehearsal::script::Who;
use crate::storage::{StoreError, Tx};
use crate::telegram;

impl Stage {
    /// Puts a member on call, in English, with keys of their own that are signed for.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead; what the database says.
    pub async fn put_on_call(&self, who: Who) -> Result<(), StageError> {
        let Some(role) = who.role() else { return Ok(()) };
        let parts = self.parts().await.ok_or(StageError::Dead)?;
        let keys = Keys::make(self.root.public())?;
        let new = NewMember {
            role,
            name: who.name().to_owned(),
            language: Language::En,
            telegram_id: who.user(),
            recipient: None,
            order: None,
        };
        let (unit, now) = (Arc::clone(&parts), parts.now());
        let (recipient, wrapped) = (keys.recipient.clone(), keys.wrapped.clone());
        let signing_key = Some(keys.signing_key);
        let add = async move |tx: &mut Tx| {
            let id = members::add(tx, &unit, &new, By::Operator, now).await?;
            let by = By::Member(&id);
            members::set_recipient(tx, &unit, &id, (&recipient, signing_key), by, now).await?;
            console::keep_words(tx, &unit, &id, &wrapped, now).await?;
            Ok(id)
        };
        let id = parts.store.run("put-on-call", add).await.map_err(AppError::from)?;
        self.state(&parts, &id, false).await?;
        self.kept().push((who, keys));
        Ok(())
    }

    /// How the keys of these people stand; `None` for whoever is no member.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead; what the database says.
    pub async fn keys(&self, cast: &[Who]) -> Result<Vec<Option<KeyState>>, StageError> {
        let parts = self.parts().await.ok_or(StageError::Dead)?;
        let (unit, cast) = (Arc::clone(&parts), cast.to_vec());
        let read = async move |tx: &mut Tx| {
            let stored = roster::stored(tx, &unit).await?.ok();
            let roster = stored.as_ref().map(|stored| &stored.roster);
            let mut states = vec![];
            for who in &cast {
                let member = members::by_telegram(tx, &unit, who.user()).await?;
                states.push(member.map(|member| roster::key_state(&unit, roster, &member)));
            }
            Ok(states)
        };
        Ok(parts.store.read("rehearsal-keys", read).await.map_err(AppError::from)?)
    }

    /// The seven words of a member's paper; `None` if their keys are no longer those of the
    /// beginning: then the words stand on a paper that nobody here has.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead; what the database says.
    pub async fn paper(&self, who: Who) -> Result<Option<Zeroizing<String>>, StageError> {
        let present = self.member(who).await?.and_then(|(_, member)| member.recipient);
        let kept = self.kept();
        let same = |(owner, keys): &&(Who, Keys)| {
            *owner == who && present.as_ref() == Some(&keys.recipient)
        };
        Ok(kept.iter().find(same).map(|(_, keys)| keys.words.clone()))
    }

    /// The eight words that a member reads to the operator, in the letters of a language; `None`
    /// for whoever has no keys.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead; what the database says.
    pub async fn voice(&self, who: Who, language: Language) -> Result<Option<String>, StageError> {
        let member = self.member(who).await?.map(|(_, member)| member);
        let heard = member
            .and_then(|member| Some(fingerprint(member.recipient.as_ref()?, member.signing_key)));
        Ok(heard.map(|heard| match language {
            Language::En => heard,
            _ => words::in_cyrillic(&heard),
        }))
    }

    /// Sends a member a link by which a browser makes new keys; `false` if they are none.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead; what the database says.
    pub async fn send_new_keys(&self, who: Who) -> Result<bool, StageError> {
        let Some((parts, member)) = self.member(who).await? else { return Ok(false) };
        let (unit, now) = (Arc::clone(&parts), parts.now());
        let send = async move |tx: &mut Tx| {
            telegram::send_link(tx, &unit, &member, Purpose::Enrol, now).await
        };
        parts.store.run("rehearsal-enrol", send).await.map_err(AppError::from)?;
        Ok(true)
    }

    /// The operator has heard the eight words and signs; all members are told. `false` if nothing of
    /// theirs waits.
    ///
    /// # Errors
    /// [`StageError::Dead`] while the bot is dead; what the database says.
    pub async fn sign_for(&self, who: Who) -> Result<bool, StageError> {
        match self.member(who).await? {
            Some((parts, member)) => self.state(&parts, &member.id, true).await,
            None => Ok(false),
        }
    }

    /// Signs and has taken what is to be said of the organisation itself, and of this member's keys.
    async fn state(&self, parts: &Arc<Parts>, id: &str, tell: bool) -> Result<bool, StageError> {
        let unit = Arc::clone(parts);
        let read = async move |tx: &mut Tx| roster::proposals(tx, &unit).await;
        let proposed = parts.store.read("rehearsal-proposals", read).await;
        let (stored, acts) = proposed.map_err(AppError::from)?;
        let (mut chain, mut signed, mut of_member) = (stored.roster, vec![], false);
        for (act, _) in acts {
            match &act {
                Act::Member { member, .. } if member == id => of_member = true,
                Act::Member { .. } | Act::Revoked { .. } => continue,
                _ => {}
            }
            let statement = self.root.states(&chain, act, parts.now());
            let read = chain.read(&statement, verifies).map_err(RosterError::from);
            read.map_err(|error| AppError::from(StoreError::from(error)))?;
            signed.push(statement);
        }
        let (unit, now) = (Arc::clone(parts), parts.now());
        let accept = async move |tx: &mut Tx| match tell {
            true => telegram::accept_and_tell(tx, &unit, &signed, By::Operator, now).await,
            false => roster::accept(tx, &unit, &signed, By::Operator, now).await,
        };
        parts.store.run("rehearsal-sign", accept).await.map_err(AppError::from)?;
        Ok(of_member)
    }

    /// The member with this phone, if its owner is one.
    async fn member(&self, who: Who) -> Result<Option<(Arc<Parts>, Member)>, StageError> {
        let parts = self.parts().await.ok_or(StageError::Dead)?;
        let unit = Arc::clone(&parts);
        let read = async move |tx: &mut Tx| members::by_telegram(tx, &unit, who.user()).await;
        let member = parts.store.read("rehearsal-member", read).await.map_err(AppError::from)?;
        Ok(member.map(|member| (parts, member)))
    }
}
