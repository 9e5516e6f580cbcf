//! A card names only what exists, and its weights have the right signs.

use super::card::{Card, CardError};
use super::test::Test;
use super::view::GATES;
use crate::domain::vocabulary::{self, Kind};
use crate::domain::{FactValue, Level};

/// Checks a card whose conditions are resolved.
pub(crate) fn check(card: &Card) -> Result<(), CardError> {
    let levels = &card.levels;
    if !(0 < levels.watch && levels.watch < levels.urgent && levels.urgent < levels.critical) {
        return Err(CardError::Shape("the levels do not rise from above 0".to_owned()));
    }
    check_tests(&levels.critical_needs, "levels")?;
    check_risk(card)?;
    let mut ids: Vec<&str> = vec!["similar-cases"];
    for scale in &card.scales {
        ids.push(&scale.id);
        for (value, step) in &scale.values {
            check_value(&scale.key, value, &scale.id)?;
            sign(step.weight >= 0, &scale.id)?;
        }
    }
    for indicator in card.weighing() {
        ids.push(&indicator.id);
        check_tests(&indicator.when, &indicator.id)?;
        sign(indicator.weight >= 0, &indicator.id)?;
    }
    for trigger in &card.triggers {
        ids.push(&trigger.id);
        check_tests(&trigger.when, &trigger.id)?;
        check_tests(&trigger.unless, &trigger.id)?;
    }
    for lowering in &card.lowerings {
        ids.push(&lowering.id);
        check_tests(&lowering.when, &lowering.id)?;
        check_tests(&lowering.unless, &lowering.id)?;
        if lowering.when.iter().any(rests_on_silence) {
            return Err(CardError::Shape(format!("{} lowers on a missing answer", lowering.id)));
        }
        sign(lowering.weight <= 0 && lowering.at_most < Level::Critical, &lowering.id)?;
    }
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(CardError::Shape(format!("{} stands twice", pair[0]))),
        None => Ok(()),
    }
}

/// Whether a test may hold because something was not answered.
fn rests_on_silence(test: &Test) -> bool {
    match test {
        Test::NotSaid(_) => true,
        Test::Is(facts) => facts.values().flatten().any(|value| value == vocabulary::UNKNOWN),
        Test::All(inner) | Test::Any(inner) => inner.iter().any(rests_on_silence),
        _ => false,
    }
}

fn sign(right: bool, place: &str) -> Result<(), CardError> {
    if right { Ok(()) } else { Err(CardError::Sign(place.to_owned())) }
}

fn no_such(place: &str, what: &str) -> CardError {
    CardError::NoSuch { place: place.to_owned(), what: what.to_owned() }
}

/// Every code of `risk_profile` belongs to exactly one class.
fn check_risk(card: &Card) -> Result<(), CardError> {
    let table = &card.risk_profile;
    let classed: Vec<&String> =
        table.strong.iter().chain(&table.weak).chain(&table.neutral).collect();
    let Some(Kind::Words(words)) = vocabulary::kind(vocabulary::RISK_PROFILE) else {
        return Err(no_such("risk_profile", vocabulary::RISK_PROFILE));
    };
    for code in &classed {
        if !words.contains(&code.as_str()) {
            return Err(no_such("risk_profile", code));
        }
    }
    for word in words.iter().filter(|w| ![vocabulary::UNKNOWN, vocabulary::NONE_KNOWN].contains(w))
    {
        if classed.iter().filter(|code| code.as_str() == *word).count() != 1 {
            return Err(CardError::Shape(format!("{word} is not in exactly one risk class")));
        }
    }
    Ok(())
}

fn check_tests(tests: &[Test], place: &str) -> Result<(), CardError> {
    tests.iter().try_for_each(|test| check_test(test, place))
}

fn check_test(test: &Test, place: &str) -> Result<(), CardError> {
    match test {
        Test::Is(facts) | Test::NotSaid(facts) => facts.iter().try_for_each(|(key, values)| {
            values.iter().try_for_each(|value| check_value(key, value, place))
        }),
        Test::AtLeast(numbers) => numbers.keys().try_for_each(|key| {
            matches!(vocabulary::kind(key), Some(Kind::Count))
                .then_some(())
                .ok_or_else(|| no_such(place, key))
        }),
        Test::StateNamed(key) => matches!(vocabulary::kind(key), Some(Kind::State { .. }))
            .then_some(())
            .ok_or_else(|| no_such(place, key)),
        Test::Ahead(moment) | Test::Past(moment) => check_time(&moment.time, place),
        Test::Within { from, to, .. } => {
            check_time(from, place)?;
            check_time(to, place)
        }
        Test::All(inner) | Test::Any(inner) => check_tests(inner, place),
        Test::Named(name) => Err(no_such(place, name)),
        Test::OwnCitizenOnly => Ok(()),
    }
}

fn check_time(key: &str, place: &str) -> Result<(), CardError> {
    let there = GATES.iter().any(|(time, _)| *time == key);
    if there { Ok(()) } else { Err(no_such(place, key)) }
}

/// `risk_profile` is judged by its class, so a card may name classes only.
fn check_value(key: &str, value: &str, place: &str) -> Result<(), CardError> {
    let as_fact = if vocabulary::is_array(key) && key != vocabulary::RISK_PROFILE {
        FactValue::many(&[value])
    } else {
        FactValue::one(value)
    };
    vocabulary::check(key, &as_fact).map_err(|_| no_such(place, &format!("{key} = {value}")))
}
