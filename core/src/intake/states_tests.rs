use super::*;
use crate::intake::interview::{ChoiceKind, Interview};

fn recognise(typed: &str) -> Option<&'static str> {
    States::builtin().recognise(typed)
}

#[test]
fn every_state_of_the_standard_and_kosovo_is_there() {
    assert_eq!(States::builtin().codes().count(), 249 + 1);
    assert!(States::builtin().contains("XK"));
}

#[test]
fn every_name_in_every_language_is_recognised_as_its_state() {
    let states = States::builtin();
    for (code, state) in &states.file.state {
        let shown = Language::ALL.iter().map(|language| state.name(*language));
        for name in shown.chain(state.also.iter().map(String::as_str)) {
            for typed in
                [name.to_owned(), name.to_lowercase(), format!(" {}! ", name.to_uppercase())]
            {
                assert_eq!(states.recognise(&typed), Some(code.as_str()), "{typed}");
            }
        }
    }
}

#[test]
fn no_typing_error_turns_one_state_into_another() {
    let states = States::builtin();
    let alphabet: Vec<char> = "aeinбл".chars().collect();
    // The short names are the ones that lie near each other.
    for (letters, code) in states.letters.iter().filter(|(letters, _)| letters.len() <= 7) {
        for place in 0..letters.len() {
            let mut fewer = letters.clone();
            fewer.remove(place);
            let mut tried = vec![fewer];
            for letter in &alphabet {
                let mut wrong = letters.clone();
                wrong[place] = *letter;
                tried.push(wrong);
            }
            for typed in tried {
                let found = states.by_typing_error(&typed.iter().collect::<String>());
                assert!(found.is_none() || found == code.as_deref(), "{typed:?} near {letters:?}");
            }
        }
    }
}

#[test]
fn people_type_states_in_many_ways() {
    for (typed, code) in [
        ("Киргизия", "KG"),
        ("киргизстан", "KG"),
        ("Белоруссия", "BY"),
        ("беларусъ", "BY"),
        ("Burma", "MM"),
        ("UAE", "AE"),
        ("оаэ", "AE"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("TÜRKİYE", "TR"),
        ("РФ", "RU"),
        ("Рoссия", "RU"),
        ("в Россию", "RU"),
        ("Росcии", "RU"),
        ("до Росії", "RU"),
        ("Ресейге", "RU"),
        ("Өзбекстанда", "UZ"),
        ("озбекстан", "UZ"),
        ("to the United States", "US"),
        ("the Netherlands", "NL"),
        ("Republic of Moldova", "MD"),
        ("Республика Беларусь", "BY"),
        ("Қазақстан Республикасы", "KZ"),
        ("Republic of China", "TW"),
        ("Republic of Korea", "KR"),
        ("Georgia", "GE"),
        ("Гвинея", "GN"),
        ("Гвинея-Бисау", "GW"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Kazahstan", "KZ"),
        ("Tajikstan", "TJ"),
        ("Узбекситан", "UZ"),
        ("Объединенные Арабские Эмираты", "AE"),
        ("KZ", "KZ"),
        ("kz.", "KZ"),
        ("US", "US"),
        ("🇹🇷", "TR"),
    ] {
        assert_eq!(recognise(typed), Some(code), "{typed}");
    }
}

#[test]
fn what_is_not_certain_is_not_recognised() {
    for typed in [
        "",
        " ",
        "?",
        "Congo",
        "Конго",
        "Республика Корея и Китай",
        "Korea",
        "в Корею",
        "Корею",
        "Тонго",
        "Guiana",
        "Nigera",
        "Нигери",
        "Slovekia",
        "Siberia",
        "Чита",
        "Chita",
        "Granada",
        "Крым",
        "Республика Крым",
        "Чечня",
        "Дагестан",
        "Татарстан",
        "Абхазия",
        "Северный Кипр",
        "Каракалпакстан",
        "Курдистан",
        "Тибет",
        "no",
        "NO",
        "No.",
        "me",
        "us",
        "it",
        "нет",
        "не знаю",
        "I don't know",
        "Білмеймін",
        "не в Россию",
        "not Russia",
        "Россия или Беларусь",
        "РК",
        "Москва",
        "Moscow",
        "дом",
        "+7 701 000 00 00",
        "🇰",
        "🇿🇿",
        "republic of",
        "Республика",
        "да",
        "ге",
        "в",
        "the",
        "Ирак Иран",
        "12345",
    ] {
        assert_eq!(recognise(typed), None, "{typed}");
    }
    assert_eq!(recognise(&"Россия".repeat(20_000)), None);
    assert_eq!(recognise(&format!("Россия{}", " ".repeat(LONGEST))), None);
}

#[test]
fn the_interview_s_labels_are_the_states_names() {
    for (typed, code) in [("Түркия", "TR"), ("Кыргызстан", "KG"), ("Вірменія", "AM")]
    {
        assert_eq!(recognise(typed), Some(code));
    }
    for question in ["host_state", "receiving_state", "citizenships"] {
        for choice in Interview::builtin().question(question).unwrap().options() {
            let code = choice.value().filter(|value| value.len() == 2);
            assert!(code.is_none_or(|code| States::builtin().contains(code)), "{choice:?}");
        }
    }
}

#[test]
fn every_order_offers_the_interview_s_seven_and_the_host_last() {
    let interview = Interview::builtin().question("receiving_state").unwrap();
    let plain = interview.options().iter().filter(|c| c.kind() == ChoiceKind::Plain);
    let mut seven: Vec<_> = plain.filter_map(|c| c.value()).filter(|v| v.len() == 2).collect();
    seven.sort_unstable();
    assert_eq!(seven.len(), 7);
    for host in States::builtin().codes().chain(["unknown"]) {
        let mut order = States::builtin().receiving_order(host);
        assert!(
            order.iter().position(|code| *code == host).is_none_or(|place| place == 6),
            "{host}"
        );
        order.sort_unstable();
        assert_eq!(order, seven, "{host}");
    }
    assert_eq!(States::builtin().receiving_order("KZ")[0], "RU");
    assert_eq!(States::builtin().receiving_order("TR")[0], "TM");
}

#[test]
fn every_zone_is_one_that_the_clock_knows() {
    for code in States::builtin().codes() {
        if let Some(zone) = States::builtin().zone(code) {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{code} {zone}");
        }
    }
    assert_eq!(States::builtin().zone("KZ"), Some("Asia/Almaty"));
    assert_eq!(States::builtin().zone("RU"), None);
}

#[test]
fn a_list_that_contradicts_itself_is_refused() {
    let small = |extra: &str| {
        format!(
            "version = 1\nnot_a_state = [\"Congo\"]\ncode_never = []\ncode_in_capitals_only = []\n\
             [receiving_order]\ndefault = [\"AA\"]\n[state]\n\
             AA = {{ en = \"Aland\", ru = \"А\", kk = \"А\", uk = \"А\" }}\n{extra}"
        )
    };
    let state = |code: &str, name: &str| {
        format!("{code} = {{ en = \"{name}\", ru = \"Б\", kk = \"Б\", uk = \"Б\" }}\n")
    };
    assert!(States::parse(&small(&state("BB", "Bland"))).is_ok());
    let refused = |extra: String| States::parse(&small(&extra)).err();
    assert!(matches!(refused(state("BB", "Åland")), Some(StatesError::Name(_))));
    assert!(matches!(refused(state("BB", "congo")), Some(StatesError::Name(_))));
    assert!(matches!(refused(state("Bb", "Bland")), Some(StatesError::Code(_))));
    let absent = small("").replace("[\"AA\"]", "[\"ZZ\"]");
    assert!(matches!(States::parse(&absent), Err(StatesError::Missing(_))));
}
