//! The bot's own profile: the commands that each person is offered, and what the bot says of
//! itself before anybody has pressed Start.
//!
//! What was set is remembered by its hash, so that only what has changed is set again. Nothing
//! here is urgent: whatever Telegram refuses is tried later, and stops nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use habeas_core::domain::{Language, Phrase, Role};
use serde_json::{Value, json};

use super::gateway::Gateway;
use crate::cards;
use crate::oncall::members::{self, Member};
use crate::parts::Parts;
use crate::storage::{Result, Tx, Wake};

/// Looks at least this often.
const SWEEP_S: i64 = 300;
/// What was refused is tried again after so many seconds, each time twice as late, up to an hour.
const RETRY_S: i64 = 60;
const LONGEST_RETRY_S: i64 = 3600;
/// Bot API, setMyDescription and setMyShortDescription.
const DESCRIPTION_CHARS: usize = 512;
const SHORT_CHARS: usize = 120;
/// Before the name of each setting in the table `meta`.
const MARK: &str = "telegram/";

/// What everybody is offered.
const FOR_ALL: [&str; 7] = ["start", "sos", "new", "status", "code", "language", "help"];
/// What members are offered besides.
const FOR_MEMBERS: [&str; 6] = ["take", "mine", "who", "queue", "off", "on"];
/// What members are offered where there is a console.
const FOR_BROWSERS: [&str; 1] = ["console"];
/// What coordinators are offered besides.
const FOR_COORDINATORS: [&str; 2] = ["invite", "revoke"];

/// Something to be set, under the name by which it is remembered.
struct Setting {
    name: String,
    method: &'static str,
    parameters: Value,
}

/// Keeps the profile as it should be.
#[derive(Debug)]
pub struct Profile {
    parts: Arc<Parts>,
    gateway: Gateway,
    bot: i64,
}

impl Profile {
    /// For this bot.
    pub fn new(parts: Arc<Parts>, gateway: Gateway, bot: i64) -> Self {
        Self { parts, gateway, bot }
    }

    /// Runs until the future is dropped.
    pub async fn run(self) {
        let mut woken = self.parts.store.woken(Wake::Profile);
        let mut failures = 0_u32;
        loop {
            let all_set = match self.keep().await {
                Ok(all_set) => all_set,
                Err(error) => {
                    tracing::error!(%error, "the bot's profile could not be looked at");
                    false
                }
            };
            failures = if all_set { 0 } else { failures + 1 };
            let retry_s = LONGEST_RETRY_S.min(RETRY_S << failures.saturating_sub(1).min(10));
            let pause_s = if all_set { SWEEP_S } else { retry_s };
            let until = self.parts.now().plus_s(pause_s);
            tokio::select! {
                () = woken.next() => {}
                () = self.parts.clock.sleep_until(until) => {}
            }
        }
    }

    /// Sets what differs from what was set last. Returns whether all is set now.
    async fn keep(&self) -> Result<bool> {
        let (known, members) = self.known().await?;
        let mut set = vec![];
        let mut all_set = true;
        for setting in self.wanted(&members) {
            let hash = self.hash(&setting);
            if known.get(&setting.name).map(String::as_str) == Some(hash.as_str()) {
                continue;
            }
            match self.gateway.set_profile(setting.method, &setting.parameters).await {
                true => set.push((setting.name, hash)),
                false => {
                    tracing::warn!(method = setting.method, "telegram refused; tried again later");
                    all_set = false;
                }
            }
        }
        self.remember(set).await?;
        Ok(all_set)
    }

    async fn known(&self) -> Result<(BTreeMap<String, String>, Vec<Member>)> {
        let parts = Arc::clone(&self.parts);
        let read = async move |tx: &mut Tx| {
            let sql = "-- profile::known
                SELECT name, value FROM meta WHERE name LIKE 'telegram/%'";
            let mut known = BTreeMap::new();
            for row in tx.fetch_all(sql, &[]).await? {
                known.insert(row.text("name")?, row.text("value")?);
            }
            Ok((known, members::all(tx, &parts).await?))
        };
        self.parts.store.read("profile-known", read).await
    }

    /// Notes what is set now, in one unit.
    async fn remember(&self, set: Vec<(String, String)>) -> Result<()> {
        if set.is_empty() {
            return Ok(());
        }
        let run = async move |tx: &mut Tx| {
            let sql = "-- profile::remember
                INSERT INTO meta (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = $2";
            for (name, hash) in &set {
                tx.execute(sql, &[name.as_str().into(), hash.as_str().into()]).await?;
            }
            Ok(())
        };
        self.parts.store.run("profile-remember", run).await
    }

    /// Another bot has none of what was set for this one.
    fn hash(&self, setting: &Setting) -> String {
        let text = format!("{} {} {}", self.bot, setting.method, setting.parameters);
        HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref())
    }

    fn wanted(&self, members: &[Member]) -> Vec<Setting> {
        let mut wanted = vec![];
        for language in Language::ALL {
            wanted.extend(self.of_language(*language));
        }
        // Whoever is a member again with the same account comes after their revoked self.
        let (gone, there): (Vec<_>, Vec<_>) = members.iter().partition(|m| m.revoked_at.is_some());
        for member in gone {
            if !there.iter().any(|m| m.telegram_id == member.telegram_id) {
                wanted.extend(Self::taken_back(member));
            }
        }
        wanted.extend(there.into_iter().filter_map(|member| self.of_member(member)));
        wanted
    }

    /// Commands and descriptions in one language. English is what all other languages get.
    fn of_language(&self, language: Language) -> [Setting; 3] {
        let code = if language == Language::En { "" } else { language.as_str() };
        let named = |what: &str| format!("{MARK}{what}/{language}");
        let commands = self.commands(language, &FOR_ALL);
        [
            Setting {
                name: named("commands"),
                method: "setMyCommands",
                parameters: json!({"commands": commands, "language_code": code}),
            },
            Setting {
                name: named("description"),
                method: "setMyDescription",
                parameters: json!({
                    "description": self.description(language), "language_code": code}),
            },
            Setting {
                name: named("short"),
                method: "setMyShortDescription",
                parameters: json!({
                    "short_description": self.short(language), "language_code": code}),
            },
        ]
    }

    /// The commands of a member who has pressed Start, in their chat and language.
    fn of_member(&self, member: &Member) -> Option<Setting> {
        member.started_at?;
        let mut names = [&FOR_MEMBERS[..], &FOR_ALL[..]].concat();
        if member.role == Role::Coordinator {
            names.splice(FOR_MEMBERS.len()..FOR_MEMBERS.len(), FOR_COORDINATORS);
        }
        if self.parts.console.is_some() {
            names.splice(FOR_MEMBERS.len()..FOR_MEMBERS.len(), FOR_BROWSERS);
        }
        let commands = self.commands(member.language, &names);
        let scope = json!({"type": "chat", "chat_id": member.telegram_id});
        Some(Setting {
            name: format!("{MARK}member/{}", member.id),
            method: "setMyCommands",
            parameters: json!({"commands": commands, "scope": scope}),
        })
    }

    /// Who was revoked is offered what everybody is. Who never pressed Start was offered nothing.
    fn taken_back(member: &Member) -> Option<Setting> {
        member.started_at?;
        let scope = json!({"type": "chat", "chat_id": member.telegram_id});
        Some(Setting {
            name: format!("{MARK}member/{}", member.id),
            method: "deleteMyCommands",
            parameters: json!({"scope": scope}),
        })
    }

    fn commands(&self, language: Language, names: &[&str]) -> Value {
        let one = |name: &&str| {
            let description = self.say(language, &Phrase::new(format!("command-{name}")));
            json!({"command": name, "description": description})
        };
        names.iter().map(one).collect()
    }

    fn say(&self, language: Language, phrase: &Phrase) -> String {
        cards::say(&self.parts, language, phrase)
    }

    /// What this is, and whom else to ask.
    fn description(&self, language: Language) -> String {
        let mut lines: Vec<String> = ["about-what", "about-telegram", "about-start"]
            .map(|key| self.say(language, &Phrase::new(key)))
            .into();
        let contacts = cards::fallback_line(&self.parts, language);
        lines.extend(contacts.map(|contacts| self.say(language, &contacts)));
        lines.join("\n").chars().take(DESCRIPTION_CHARS).collect()
    }

    /// The same in few words; contacts only where they fit.
    fn short(&self, language: Language) -> String {
        let what = self.say(language, &Phrase::new("about-short"));
        let contacts = cards::fallback_line(&self.parts, language);
        let both = contacts.map(|contacts| format!("{what} {}", self.say(language, &contacts)));
        let fits = |text: &String| text.chars().count() <= SHORT_CHARS;
        both.filter(fits).unwrap_or_else(|| what.chars().take(SHORT_CHARS).collect())
    }
}
