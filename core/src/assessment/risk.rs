//! From the reasons why return is dangerous to one of five classes.

use std::fmt;

use serde::Deserialize;

/// What of `risk_profile` the server keeps and assessment reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskClass {
    /// A reason to persecute was named.
    Strong,
    /// Something that matters only beside other signs.
    Weak,
    /// Says why the person is here; neither for nor against danger.
    Neutral,
    /// None of the listed reasons, says the reporter.
    None,
    /// Asked, not known.
    Unknown,
}

impl RiskClass {
    /// The word under which the class is stored as the value of `risk_profile`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Weak => "weak",
            Self::Neutral => "neutral",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }

    /// The class that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Strong, Self::Weak, Self::Neutral, Self::None, Self::Unknown]
            .into_iter()
            .find(|class| class.as_str() == word)
    }
}

impl fmt::Display for RiskClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which codes of `risk_profile` belong to which class.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskTable {
    /// Codes that indicate danger by themselves.
    pub strong: Vec<String>,
    /// Codes that matter beside other signs.
    pub weak: Vec<String>,
    /// Codes that say nothing about danger.
    pub neutral: Vec<String>,
}

impl RiskTable {
    /// The class of a list: the strongest of its codes.
    pub(crate) fn class(&self, codes: &[String]) -> RiskClass {
        let any = |of: &[String]| codes.iter().any(|code| of.contains(code));
        if any(&self.strong) {
            RiskClass::Strong
        } else if any(&self.weak) {
            RiskClass::Weak
        } else if any(&self.neutral) {
            RiskClass::Neutral
        } else if codes.iter().any(|code| code == "none_known") {
            RiskClass::None
        } else {
            RiskClass::Unknown
        }
    }
}
