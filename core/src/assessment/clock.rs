//! `hours_left`: an estimate of the time until the irreversible step.

use super::view::View;
use crate::domain::Level;

const ALREADY_THERE: &str = "receiving_state";

/// Hours held so far, when only the range is known: the middle of each.
pub(crate) fn middle_hours(detained_ago: &str) -> Option<f64> {
    Some(match detained_ago {
        "lt_1h" => 0.5,
        "1_6h" => 3.5,
        "6_24h" => 15.0,
        "1_3d" => 48.0,
        "gt_3d" => 96.0,
        _ => return None,
    })
}

/// The guide, step by step; the first that fits. `None`: routine, after departure, or no basis.
pub(crate) fn hours_left(view: &View, level: Level) -> Option<f64> {
    let ahead = |key: &str| view.hours_until(key).filter(|hours| *hours > 0.0);
    let past = |key: &str| view.hours_until(key).is_some_and(|hours| hours <= 0.0);
    let place = view.code("where_now");
    if level == Level::Routine
        || place == Some(ALREADY_THERE)
        || past("departed_at")
        || past("arrived_at")
    {
        return None;
    }
    if let Some(hours) = ahead("flight_at") {
        return Some(hours);
    }
    if matches!(place, Some("airport" | "border_crossing" | "aircraft"))
        || view.code("removal_sign") == Some("taken_to_airport_or_border")
    {
        return Some(2.0);
    }
    let decided =
        matches!(view.code("court_stage"), Some("expulsion_decided" | "removal_without_court"));
    if place == Some("vehicle_moving")
        || (decided && view.code("time_to_leave") == Some("none_immediate"))
    {
        return Some(6.0);
    }
    if let Some(hours) = ["hearing_at", "leave_by_at", "appeal_deadline_at"]
        .into_iter()
        .filter_map(ahead)
        .reduce(f64::min)
    {
        return Some(hours);
    }
    if matches!(place, Some("not_detained" | "released")) {
        return None;
    }
    let so_far = view
        .hours_until("detained_at")
        .filter(|hours| *hours <= 0.0)
        .map(|hours| -hours)
        .or_else(|| view.code("detained_ago").and_then(middle_hours))?;
    Some((24.0 - so_far).max(3.0))
}
