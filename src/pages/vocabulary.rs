//! What sealed answers say, whose entries hold codes: questions, options, states, times and news in a
//! reader's language. The same for everybody.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use habeas_core::domain::{Language, Phrase};
use habeas_core::intake::conversation::ForLawyer;
use habeas_core::intake::interview::{Choice, ChoiceKind, Interview, Question};
use habeas_core::intake::news::News;
use habeas_core::intake::states::States;
use habeas_core::intake::view::times_asked;
use serde_json::{Map, Value, json};

use super::words::KIND;
use crate::texts::Texts;

/// The vocabulary in a language, for a browser that shows entries.
pub fn vocabulary(language: &str) -> Response {
    match language.parse::<Language>() {
        Ok(language) => ([(header::CONTENT_TYPE, KIND)], json(language)).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The same bytes each time.
pub(super) fn json(language: Language) -> Vec<u8> {
    let say = |phrase: &Phrase| Texts::builtin().get(language, &phrase.key, &[]);
    let states = States::builtin();
    let named = |code: &str| Some((code.to_owned(), states.name(code, language)?.into()));
    let asks = |what: ForLawyer| {
        let asked = Phrase::new(format!("for-lawyer-{}", what.as_str()));
        (what.as_str().to_owned(), say(&asked).into())
    };
    let news = |news: News| {
        let told = Phrase::new(format!("news-{}", news.as_str()));
        (news.as_str().to_owned(), say(&told).into())
    };
    let questions = Interview::builtin().questions().iter();
    json!({
        "questions": questions.map(|of| question(of, say)).collect::<Vec<_>>(),
        "states": states.codes().filter_map(named).collect::<Map<String, Value>>(),
        "times": times_asked().map(|(key, asked)| (key.to_owned(), say(&asked).into())).collect::<Map<String, Value>>(),
        "asked": ForLawyer::ALL.map(asks).into_iter().collect::<Map<String, Value>>(),
        "news": News::ALL.map(news).into_iter().collect::<Map<String, Value>>(),
        "mandate": say(&Phrase::new("button-mandate")),
        "unknown": say(&Phrase::new("button-dont-know")),
    })
    .to_string()
    .into_bytes()
}

fn question(of: &Question, say: impl Fn(&Phrase) -> String) -> Value {
    let name = of.name();
    let option = |choice: &Choice| {
        let also: Map<String, Value> = choice
            .set()
            .iter()
            .skip(1)
            .map(|(fact, code)| (fact.clone(), code.as_str().into()))
            .collect();
        let says = say(&Phrase::new(format!("q-{name}--{}", choice.id())));
        json!({"id": choice.id(), "code": choice.value(), "also": also, "says": says})
    };
    let typed = of.options().iter().any(|choice| choice.kind() == ChoiceKind::OtherState);
    json!({
        "name": name, "fact": of.fact(), "typed": typed,
        "label": say(&Phrase::new(format!("q-{name}"))),
        "options": of.options().iter().map(option).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_an_answer_can_have_is_there_in_every_language() {
        for language in Language::ALL {
            let all: Value = serde_json::from_slice(&json(*language)).unwrap();
            let questions = all["questions"].as_array().unwrap();
            assert_eq!(questions.len(), Interview::builtin().questions().len());
            for (told, question) in questions.iter().zip(Interview::builtin().questions()) {
                assert_eq!(told["fact"], question.fact());
                assert_eq!(told["options"].as_array().unwrap().len(), question.options().len());
            }
            let texts = Texts::builtin();
            assert_eq!(all["states"]["KZ"], States::builtin().name("KZ", *language).unwrap());
            assert_eq!(all["news"]["in-court"], texts.get(*language, "news-in-court", &[]));
            assert_eq!(all["times"]["leave_by_at"], texts.get(*language, "when-leave-by", &[]));
        }
    }
}
