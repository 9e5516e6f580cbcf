//! The card: what is looked for, what it weighs, and from where each level starts.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::risk::{RiskClass, RiskTable};
use super::test::Test;
use super::{check, risk};
use crate::domain::Level;

/// The card that ships with Habeas.
const BUILTIN: &str = include_str!("../../../config/patterns/rapid-removal.toml");

/// Why a card was refused.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// Not TOML of the card's shape.
    #[error("the card cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A name that nothing stands behind: fact, value, time, condition.
    #[error("{place} names {what}, which does not exist")]
    NoSuch {
        /// The part of the card.
        place: String,
        /// What it names.
        what: String,
    },
    /// A weight with the wrong sign.
    #[error("{0} has a weight of the wrong sign")]
    Sign(String),
    /// Levels that do not rise, or an id that stands twice.
    #[error("{0}")]
    Shape(String),
}

/// A pattern card, read and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Which pattern this is.
    pub id: String,
    /// Rises with each change.
    pub version: u32,
    /// SHA-256 of the file's bytes, in lower-case hex.
    #[serde(skip)]
    pub hash: String,
    /// Where the levels start.
    pub levels: Levels,
    /// The classes of `risk_profile`.
    pub risk_profile: RiskTable,
    /// Named conditions; each may name earlier ones.
    conditions: Vec<Condition>,
    /// One fact each, a weight per value.
    pub scales: Vec<Scale>,
    /// What weighs when it holds.
    pub indicators: Vec<Indicator>,
    /// Sequences in time, which weigh like indicators.
    pub windows: Vec<Indicator>,
    /// Like cases in the 90 days before.
    pub similar: Similar,
    /// What is critical by itself.
    pub triggers: Vec<Trigger>,
    /// Named combinations that lower.
    pub lowerings: Vec<Lowering>,
}

/// From which sum a level is reached.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// The least sum for watch.
    pub watch: i64,
    /// The least sum for urgent.
    pub urgent: i64,
    /// The least sum for critical.
    pub critical: i64,
    /// What must hold besides for a sum to be critical.
    pub critical_needs: Vec<Test>,
    /// Before so many answers only a physical step is critical.
    pub first_page_at: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    name: String,
    when: Vec<Test>,
}

/// One fact, a weight per value; values that are not listed weigh nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The indicator's id.
    pub id: String,
    /// The fact.
    pub key: String,
    /// Value and what it weighs.
    pub values: BTreeMap<String, Step>,
    /// The sentence while the fact is not known.
    pub unknown: String,
    /// Where this comes from.
    pub source: String,
    /// What it does not see.
    pub blind_spot: String,
}

/// What a value weighs, and the sentence that says so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Added to the sum.
    pub weight: i64,
    /// The locale key of the reason.
    pub sentence: String,
}

/// Something that weighs when it holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// The indicator's id.
    pub id: String,
    /// Added to the sum; never negative.
    pub weight: i64,
    /// All of these.
    pub when: Vec<Test>,
    /// The locale key of the reason.
    pub sentence: String,
    /// The sentence while it is not known.
    pub unknown: String,
    /// Where this comes from.
    pub source: String,
    /// What it does not see.
    pub blind_spot: String,
}

/// Confirmed like cases: weights that add up as their number rises.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Similar {
    /// From how many cases each weight of one is added.
    pub from: Vec<u32>,
    /// The locale key of the reason.
    pub sentence: String,
    /// The sentence while it is not known.
    pub unknown: String,
    /// Where this comes from.
    pub source: String,
    /// What it does not see.
    pub blind_spot: String,
}

/// Something that is critical by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// The trigger's id.
    pub id: String,
    /// A physical step, critical from the first answer on.
    #[serde(default)]
    pub at_once: bool,
    /// All of these.
    pub when: Vec<Test>,
    /// None of these, as far as is known.
    #[serde(default)]
    pub unless: Vec<Test>,
    /// The locale key of the reason.
    pub sentence: String,
    /// Where this comes from.
    pub source: String,
    /// What it does not see.
    pub blind_spot: String,
}

/// A named combination that lowers. It rests on given answers alone, never on missing ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lowering {
    /// The combination's name.
    pub id: String,
    /// Added to the sum; never positive.
    pub weight: i64,
    /// The level is at most this while it holds.
    pub at_most: Level,
    /// All of these.
    pub when: Vec<Test>,
    /// None of these, as far as is known.
    #[serde(default)]
    pub unless: Vec<Test>,
    /// The locale key of the reason.
    pub sentence: String,
    /// Where this comes from.
    pub source: String,
    /// What it does not see.
    pub blind_spot: String,
}

impl Card {
    /// The card `rapid-removal` that ships with Habeas.
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("the embedded card is parsed by a test")
    }

    /// Reads a card.
    ///
    /// # Errors
    /// The text is no card, or the card names what does not exist.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        let mut card: Self = toml::from_str(text)?;
        card.hash = HEXLOWER.encode(&Sha256::digest(text.as_bytes()));
        card.resolve()?;
        check::check(&card)?;
        Ok(card)
    }

    /// The class of a `risk_profile` as it was answered.
    pub fn risk_class(&self, codes: &[String]) -> RiskClass {
        risk::RiskTable::class(&self.risk_profile, codes)
    }

    /// Indicators and windows alike.
    pub(crate) fn weighing(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().chain(&self.windows)
    }

    /// Every sentence a reason of this card may name, sorted.
    pub fn sentences(&self) -> Vec<&str> {
        let mut all: Vec<&str> = vec![&self.similar.sentence, &self.similar.unknown];
        for scale in &self.scales {
            all.push(&scale.unknown);
            all.extend(scale.values.values().map(|step| step.sentence.as_str()));
        }
        for indicator in self.weighing() {
            all.extend([indicator.sentence.as_str(), indicator.unknown.as_str()]);
        }
        all.push(super::judge::BY_SUM);
        all.extend(self.triggers.iter().map(|trigger| trigger.sentence.as_str()));
        all.extend(self.lowerings.iter().map(|lowering| lowering.sentence.as_str()));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Puts each named condition in the place of its name.
    fn resolve(&mut self) -> Result<(), CardError> {
        let mut known: Vec<(String, Test)> = Vec::new();
        for condition in &mut self.conditions {
            expand(&mut condition.when, &known, &condition.name)?;
            known.push((condition.name.clone(), Test::All(condition.when.clone())));
        }
        expand(&mut self.levels.critical_needs, &known, "levels")?;
        for indicator in self.indicators.iter_mut().chain(&mut self.windows) {
            expand(&mut indicator.when, &known, &indicator.id)?;
        }
        for trigger in &mut self.triggers {
            expand(&mut trigger.when, &known, &trigger.id)?;
            expand(&mut trigger.unless, &known, &trigger.id)?;
        }
        for lowering in &mut self.lowerings {
            expand(&mut lowering.when, &known, &lowering.id)?;
            expand(&mut lowering.unless, &known, &lowering.id)?;
        }
        Ok(())
    }
}

fn expand(tests: &mut [Test], known: &[(String, Test)], place: &str) -> Result<(), CardError> {
    for test in tests {
        match test {
            Test::Named(name) => {
                let (_, found) =
                    known.iter().find(|(there, _)| there == name).ok_or_else(|| {
                        CardError::NoSuch { place: place.to_owned(), what: name.clone() }
                    })?;
                *test = found.clone();
            }
            Test::All(inner) | Test::Any(inner) => expand(inner, known, place)?,
            _ => {}
        }
    }
    Ok(())
}
