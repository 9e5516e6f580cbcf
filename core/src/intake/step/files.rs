//! What was sent beside words: kept, and an answer where the card asks for just that.

use serde_json::{Value, json};

use super::{Effect, Step};
use crate::intake::conversation::{ForLawyer, Screen};

impl Step<'_> {
    pub(super) fn file(&mut self, kind: &'static str, body: Value) {
        let answer = match (&self.conversation.screen, kind) {
            (Screen::ForLawyer { what: what @ ForLawyer::Place }, "location") => {
                place(&body).map(|text| (*what, text))
            }
            (Screen::ForLawyer { what: what @ ForLawyer::Number }, "contact") => {
                number(&body).map(|text| (*what, text))
            }
            _ => None,
        };
        let moves = body.pointer("/sent/live_period").is_some_and(|period| !period.is_null());
        self.record(kind, body);
        let Some((what, text)) = answer else {
            self.notice(if kind == "location" { "kept-location" } else { "kept-file" });
            self.out.effects.push(Effect::CardBelow);
            return;
        };
        self.record("for-lawyer", json!({ "what": what.as_str(), "text": text }));
        if moves {
            // Deleted, a live location would move no more.
            self.out.effects.push(Effect::CardBelow);
        } else {
            self.take_typed_away();
        }
        self.for_lawyer_done(what);
    }
}

/// A location as words: name and address of a venue, then the coordinates.
fn place(body: &Value) -> Option<String> {
    let sent = body.get("sent")?;
    let at = sent.get("location").unwrap_or(sent);
    let coordinate = |name: &str| at.get(name).filter(|n| n.is_number()).map(Value::to_string);
    let text = |name: &str| sent.get(name).and_then(Value::as_str).map(str::to_owned);
    let coordinates = format!("{}, {}", coordinate("latitude")?, coordinate("longitude")?);
    let words = ["title", "address"].into_iter().filter_map(text).filter(|t| !t.is_empty());
    Some(words.chain([coordinates]).collect::<Vec<_>>().join(", "))
}

/// The number of a contact, whoever's it is: whoever has the case gets no name with it.
fn number(body: &Value) -> Option<String> {
    let number = body.pointer("/sent/phone_number")?.as_str()?.trim();
    (!number.is_empty()).then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_a_location_and_from_a_venue() {
        let at = json!({ "latitude": 43.25, "longitude": 76.5 });
        assert_eq!(place(&json!({ "sent": at })).as_deref(), Some("43.25, 76.5"));
        let venue = json!({ "location": at, "title": "Court", "address": "Abay 1" });
        assert_eq!(place(&json!({ "sent": venue })).as_deref(), Some("Court, Abay 1, 43.25, 76.5"));
        for wrong in [json!({}), json!({ "latitude": "x", "longitude": 1 }), json!("here")] {
            assert_eq!(place(&json!({ "sent": wrong })), None);
        }
    }

    #[test]
    fn a_contact_without_a_number_is_no_answer() {
        let contact = |number: Value| json!({ "sent": { "phone_number": number } });
        assert_eq!(number(&contact(json!("+0 00"))).as_deref(), Some("+0 00"));
        for wrong in [json!(""), json!(" "), json!(7), json!(null)] {
            assert_eq!(number(&contact(wrong)), None);
        }
    }
}
