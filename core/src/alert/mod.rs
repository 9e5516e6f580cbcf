//! Whether an assessment calls for an alert. Pure.

use crate::domain::Level;

/// The level of the alert to open, if one is to be opened: each rise opens one, a lowering never
/// closes any.
pub fn decide(highest_alert: Option<Level>, assessed: Level) -> Option<Level> {
    let rises = highest_alert.is_none_or(|before| assessed > before);
    (assessed > Level::Routine && rises).then_some(assessed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rise_opens_one_alert_and_nothing_lowers() {
        assert_eq!(decide(None, Level::Routine), None);
        assert_eq!(decide(None, Level::Watch), Some(Level::Watch));
        assert_eq!(decide(Some(Level::Watch), Level::Critical), Some(Level::Critical));
        assert_eq!(decide(Some(Level::Critical), Level::Critical), None);
        assert_eq!(decide(Some(Level::Critical), Level::Routine), None);
    }
}
