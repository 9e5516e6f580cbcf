//! The judgement: the sum, the level, the reasons.

use serde::{Deserialize, Serialize};

use super::card::Card;
use super::clock::hours_left;
use super::test::{Answer, all, any};
use super::view::View;
use crate::domain::{FactValue, Level, Report, Superseded, Timestamp};

/// The reason given when no single trigger but the sum alone is critical.
pub(crate) const BY_SUM: &str = "why-sum-critical";

/// What a reason says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It holds and weighs.
    Yes,
    /// It is critical by itself.
    Trigger,
    /// A combination that lowers.
    Lowers,
    /// Not asked or not known; weighs nothing yet.
    Unknown,
}

/// One line of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The card's id of it.
    pub indicator: String,
    /// Its part of the sum.
    pub weight: i64,
    /// What it says.
    pub verdict: Verdict,
    /// The locale key of its sentence.
    pub sentence_id: String,
}

/// What a report comes to. The weights of all reasons add up to `score_low`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// How pressing it is.
    pub level: Level,
    /// The sum of what is known.
    pub score_low: i64,
    /// The sum if all that is not known spoke for danger.
    pub score_high: i64,
    /// Estimated hours until the irreversible step, to a tenth; never shown to relatives as a fact.
    pub hours_left: Option<f64>,
    /// The fact whose earlier value holds the level up.
    pub held_by: Option<String>,
    /// Triggers first, then what weighs, what lowers, what is not known.
    pub reasons: Vec<Reason>,
}

/// How much of a report is judged.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// The first so many facts.
    pub(crate) facts: usize,
    /// How many answers were given, those that were dropped included.
    pub(crate) answered: usize,
}

/// Judges a report at `now`.
///
/// Each superseded value is judged in its place as well; the highest level stands, with its
/// reasons, and `held_by` names the fact.
pub fn assess(card: &Card, report: &Report, now: Timestamp) -> Assessment {
    assess_extent(card, report, now, whole(report))
}

/// Level and `score_low` alone, as [`assess`] would give them.
pub fn level_on(card: &Card, report: &Report, now: Timestamp) -> (Level, i64) {
    let (_, level, low) = standing(card, report, now, whole(report));
    (level, low)
}

/// The least number of leading answers on which the report is critical, if any.
pub fn fired_at(card: &Card, report: &Report, now: Timestamp) -> Option<usize> {
    (1..=report.facts.len()).find(|&n| {
        let extent = Extent { facts: n, answered: n };
        level_within(card, report, now, extent) == Level::Critical
    })
}

pub(crate) fn level_within(card: &Card, report: &Report, now: Timestamp, extent: Extent) -> Level {
    standing(card, report, now, extent).1
}

fn whole(report: &Report) -> Extent {
    Extent { facts: report.facts.len(), answered: report.facts.len() }
}

pub(crate) fn assess_extent(
    card: &Card,
    report: &Report,
    now: Timestamp,
    extent: Extent,
) -> Assessment {
    let (earlier, level, score_low) = standing(card, report, now, extent);
    let view = View::new(card, report, now, extent.facts, earlier);
    let mut reasons = Reasons::default();
    let judged = judge(card, &view, extent.answered, &mut reasons);
    debug_assert_eq!((judged.level, judged.low), (level, score_low));
    Assessment {
        level,
        score_low,
        score_high: judged.high,
        hours_left: hours_left(&view, level).map(|hours| (hours * 10.0).round() / 10.0),
        held_by: earlier.map(|earlier| earlier.key.clone()),
        reasons: reasons.in_order(),
    }
}

/// The highest level over the present values and each earlier one; the present ones win a tie.
fn standing<'a>(
    card: &Card,
    report: &'a Report,
    now: Timestamp,
    extent: Extent,
) -> (Option<&'a Superseded>, Level, i64) {
    let quick = |earlier| {
        let view = View::new(card, report, now, extent.facts, earlier);
        judge(card, &view, extent.answered, &mut ())
    };
    let present = quick(None);
    let mut best = (None, present.level, present.low);
    let complete = extent.facts == report.facts.len();
    for earlier in &report.superseded {
        let given = report.facts.get_within(&earlier.key, extent.facts).is_some();
        let withdrawn = complete && report.facts.get(&earlier.key).is_none();
        if best.1 == Level::Critical || !(given || withdrawn) {
            continue;
        }
        let judged = quick(Some(earlier));
        if judged.level > best.1 {
            best = (Some(earlier), judged.level, judged.low);
        }
    }
    best
}

/// Where reasons go: collected, or dropped when only the level is wanted.
trait Sink {
    fn add(&mut self, id: &str, weight: i64, verdict: Verdict, sentence: &str);
}

impl Sink for () {
    fn add(&mut self, _: &str, _: i64, _: Verdict, _: &str) {}
}

#[derive(Default)]
struct Reasons(Vec<Reason>);

impl Sink for Reasons {
    fn add(&mut self, id: &str, weight: i64, verdict: Verdict, sentence: &str) {
        self.0.push(Reason {
            indicator: id.to_owned(),
            weight,
            verdict,
            sentence_id: sentence.to_owned(),
        });
    }
}

impl Reasons {
    fn in_order(mut self) -> Vec<Reason> {
        self.0.sort_by_key(|reason| {
            let rank = match reason.verdict {
                Verdict::Trigger => 0,
                Verdict::Yes => 1,
                Verdict::Lowers => 2,
                Verdict::Unknown => 3,
            };
            (rank, -reason.weight.abs())
        });
        self.0
    }
}

struct Judged {
    level: Level,
    low: i64,
    high: i64,
}

fn judge(card: &Card, view: &View, answered: usize, sink: &mut impl Sink) -> Judged {
    let (mut low, mut high) = weigh(card, view, sink);
    let mut at_most = Level::Critical;
    for lowering in &card.lowerings {
        let blocked = any(&lowering.unless, view);
        if all(&lowering.when, view) != Answer::Yes || blocked == Answer::Yes {
            continue;
        }
        sink.add(&lowering.id, lowering.weight, Verdict::Lowers, &lowering.sentence);
        low += lowering.weight;
        at_most = at_most.min(lowering.at_most);
        if blocked == Answer::No {
            high += lowering.weight;
        }
    }
    // Consent never changes the level, so it is no answer here.
    let answered = answered.saturating_sub(usize::from(view.fact("consent").is_some()));
    let by_sum = level_of_sum(card, view, answered, low);
    let mut level = by_sum.min(at_most);
    if at_most == Level::Critical {
        let enough = answered >= card.levels.first_page_at;
        let mut fired = false;
        for trigger in card.triggers.iter().filter(|trigger| trigger.at_once || enough) {
            if all(&trigger.when, view) == Answer::Yes && any(&trigger.unless, view) != Answer::Yes
            {
                sink.add(&trigger.id, 0, Verdict::Trigger, &trigger.sentence);
                fired = true;
            }
        }
        if by_sum == Level::Critical && !fired {
            sink.add("sum", 0, Verdict::Trigger, BY_SUM);
        }
        if fired {
            level = Level::Critical;
        }
    }
    Judged { level, low, high }
}

fn level_of_sum(card: &Card, view: &View, answered: usize, low: i64) -> Level {
    let levels = &card.levels;
    if low >= levels.critical
        && answered >= levels.first_page_at
        && all(&levels.critical_needs, view) == Answer::Yes
    {
        Level::Critical
    } else if low >= levels.urgent {
        Level::Urgent
    } else if low >= levels.watch {
        Level::Watch
    } else {
        Level::Routine
    }
}

/// What speaks for danger: as far as known, and as far as possible.
fn weigh(card: &Card, view: &View, sink: &mut impl Sink) -> (i64, i64) {
    let (mut low, mut high) = (0, 0);
    for scale in &card.scales {
        let known = if scale.key == "risk_profile" {
            view.risk().map(|class| class.as_str())
        } else {
            view.code(&scale.key)
        };
        if known.is_none_or(|value| value == "unknown") {
            high += scale.values.values().map(|step| step.weight).max().unwrap_or(0);
            sink.add(&scale.id, 0, Verdict::Unknown, &scale.unknown);
        } else if let Some(step) = known.and_then(|value| scale.values.get(value)) {
            low += step.weight;
            high += step.weight;
            sink.add(&scale.id, step.weight, Verdict::Yes, &step.sentence);
        }
    }
    for indicator in card.weighing() {
        match all(&indicator.when, view) {
            Answer::Yes => {
                low += indicator.weight;
                high += indicator.weight;
                sink.add(&indicator.id, indicator.weight, Verdict::Yes, &indicator.sentence);
            }
            Answer::Unknown => {
                high += indicator.weight;
                sink.add(&indicator.id, 0, Verdict::Unknown, &indicator.unknown);
            }
            Answer::No => {}
        }
    }
    let steps = |n: u32| card.similar.from.iter().map(|from| i64::from(n >= *from)).sum::<i64>();
    match view.fact("similar_cases_90d") {
        Some(FactValue::Count(n)) => {
            let weight = steps(*n);
            low += weight;
            high += weight;
            if weight > 0 {
                sink.add("similar-cases", weight, Verdict::Yes, &card.similar.sentence);
            }
        }
        _ => {
            high += steps(u32::MAX);
            sink.add("similar-cases", 0, Verdict::Unknown, &card.similar.unknown);
        }
    }
    (low, high)
}
