//! One line of input: a report, read strictly; what is not part of it is skipped unread.

use habeas_core::domain::{Precision, Report, Superseded, TimeError, Timestamp, vocabulary};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A report to judge.
pub(super) struct Line {
    pub(super) id: Value,
    pub(super) now: Timestamp,
    pub(super) report: Report,
}

/// Which field is wrong, and why; never its value.
pub(super) struct BadLine {
    pub(super) field: String,
    pub(super) why: String,
}

#[derive(Deserialize)]
struct Raw {
    id: Option<Value>,
    now: Option<Value>,
    host_state: Option<Value>,
    facts: Option<Value>,
    timeline: Option<Value>,
    superseded: Option<Value>,
}

fn bad(field: impl Into<String>, why: impl ToString) -> BadLine {
    BadLine { field: field.into(), why: why.to_string() }
}

impl Line {
    /// Reads a line.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, BadLine> {
        let raw: Raw = serde_json::from_slice(bytes)
            .map_err(|_| bad("line", "not a JSON object of a report"))?;
        let id = raw.id.ok_or_else(|| bad("id", "missing"))?;
        if !(id.is_string() || id.is_number()) {
            return Err(bad("id", "not a string"));
        }
        let now = time(raw.now.as_ref().ok_or_else(|| bad("now", "missing"))?, "now")?;
        let mut report = Report::default();
        if let Some(host) = raw.host_state {
            let code = host.as_str().filter(|code| Report::is_host_state(code));
            report.host_state =
                code.ok_or_else(|| bad("host_state", "neither a state's code nor unknown"))?.into();
        }
        let facts = raw.facts.ok_or_else(|| bad("facts", "missing"))?;
        for (key, value) in object(&facts, "facts")? {
            let field = || format!("facts.{}", name(key));
            let value = vocabulary::read(key, value).map_err(|why| bad(field(), why))?;
            report.facts.set(key, value).map_err(|why| bad(field(), why))?;
        }
        if let Some(timeline) = &raw.timeline {
            read_timeline(object(timeline, "timeline")?, &mut report)?;
        }
        if let Some(superseded) = &raw.superseded {
            let list = superseded.as_array().ok_or_else(|| bad("superseded", "not a list"))?;
            for (index, item) in list.iter().enumerate() {
                report.superseded.push(read_superseded(item, index)?);
            }
        }
        Ok(Self { id, now, report })
    }
}

fn read_timeline(times: &Map<String, Value>, report: &mut Report) -> Result<(), BadLine> {
    for (key, value) in times {
        let field = format!("timeline.{}", name(key));
        if key == "detained_at_precision" {
            let precision = Option::<Precision>::deserialize(value)
                .map_err(|_| bad(field, "not exact, about or date_only"))?;
            report.timeline.set_precision(precision);
            continue;
        }
        let at = if value.is_null() { None } else { Some(time(value, &field)?) };
        report.timeline.set(key, at).map_err(|why| bad(field, why))?;
    }
    Ok(())
}

fn read_superseded(item: &Value, index: usize) -> Result<Superseded, BadLine> {
    let place = |part: &str| format!("superseded[{index}].{part}");
    let missing = |part: &str| bad(place(part), "missing");
    let key = item.get("key").and_then(Value::as_str).ok_or_else(|| missing("key"))?;
    let value = item.get("value").ok_or_else(|| missing("value"))?;
    let at = time(item.get("at").ok_or_else(|| missing("at"))?, &place("at"))?;
    if vocabulary::fact_key(key).is_none() {
        return Err(bad(place("key"), "no such fact in the vocabulary"));
    }
    let value = vocabulary::read(key, value).map_err(|why| bad(place("value"), why))?;
    Ok(Superseded { key: key.to_owned(), value, at })
}

fn object<'a>(value: &'a Value, field: &str) -> Result<&'a Map<String, Value>, BadLine> {
    value.as_object().ok_or_else(|| bad(field, "not an object"))
}

fn time(value: &Value, field: &str) -> Result<Timestamp, BadLine> {
    value.as_str().ok_or(TimeError::Unreadable).and_then(str::parse).map_err(|why| bad(field, why))
}

/// A key as it is shown: what cannot be one of ours is cut short.
fn name(key: &str) -> String {
    key.chars().filter(|c| !c.is_control()).take(40).collect()
}
