//! Cases as reporters make them: the interview's own steps, each entry sealed, all taken by one lawyer.

use std::path::Path;
use std::sync::Arc;

use habeas::app;
use habeas::cases;
use habeas::config::Config;
use habeas::intake::{self, Stored};
use habeas::oncall::{self, Taken, members};
use habeas::outside::RealClock;
use habeas::parts::Parts;
use habeas::storage::{Backend, Result, StoreError, Tx};
use habeas_core::domain::{Language, Timestamp};
use habeas_core::intake::Input;
use habeas_core::intake::view::view;
use serde_json::{Value, json};

/// Cases that the lawyer has.
pub const CASES: i64 = 200;
/// Entries of each.
const ENTRIES: i64 = 50;
/// Reporters' chats are numbered from here.
const FIRST_REPORTER: i64 = 100_000;

/// The answers of the press report, as their buttons are named.
const ANSWERS: [&str; 7] = [
    "q-host_state--kz",
    "q-where_now--court",
    "q-removal_sign--said_by_officials",
    "q-receiving_state--ru",
    "q-risk_profile--conflict_dual_citizen",
    "q-risk_profile--it_relocator",
    "button-done",
];
/// Every so many entries of what comes after them is a photo.
const PHOTO_EVERY: i64 = 8;
/// What a reporter sends together.
const TOGETHER: usize = 3;

/// Between two cases, and between what comes of one, in milliseconds.
const HOUR_MS: i64 = 3_600_000;
const PAUSE_MS: i64 = 5 * 60_000;

/// Invented sentences, of which words are put together.
const SENTENCES: [&str; 8] = [
    "Его увезли утром, позвонил один раз и сказал, что везут в суд.",
    "Сейчас телефон выключен, у входа дежурит машина без номеров.",
    "Дежурный говорит, что такого человека у них нет, но куртка лежит на стуле.",
    "Бумагу не дали, только показали и попросили подписать на незнакомом языке.",
    "Переводчика не было, адвоката внутрь не пустили, сказали ждать до вечера.",
    "Сосед видел, как его сажали в автобус вместе с другими, окна были заклеены.",
    "Паспорт остался дома, копии всех страниц у нас есть, можем прислать.",
    "Он просил убежище ещё зимой, талон лежит в папке вместе с квитанциями.",
];

/// Makes them in the installation of this configuration, for the lawyer with this Telegram id.
pub async fn seed(config: &Path, lawyer: i64) {
    let env = std::env::vars_os()
        .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    let config = Config::load(config, env).unwrap();
    let parts = app::assemble(&config, Arc::new(RealClock::default())).await.unwrap();
    let parts = Arc::new(parts);
    for n in 0..CASES {
        let unit = Arc::clone(&parts);
        let make = async move |tx: &mut Tx| one(tx, &unit, n, lawyer).await;
        parts.store.run("bench-seed", make).await.unwrap();
    }
    parts.store.run("bench-analyze", analyze).await.unwrap();
    parts.store.close().await;
}

/// PostgreSQL counts what came in at once only when autovacuum passes by, up to a minute later; until
/// then its plans are made for empty tables.
async fn analyze(tx: &mut Tx) -> Result<()> {
    match tx.backend() {
        Backend::Postgres => tx.execute("-- bench::analyze\nANALYZE", &[]).await.map(drop),
        Backend::Sqlite => Ok(()),
    }
}

/// One case, from the first answer to "I take it".
async fn one(tx: &mut Tx, parts: &Parts, n: i64, lawyer: i64) -> Result<()> {
    let (chat, now) = (FIRST_REPORTER + n, parts.now());
    let mut at = now.plus_ms(-HOUR_MS * (n + 1) - PAUSE_MS * ENTRIES);
    let stored = intake::by_chat(tx, parts, chat).await?;
    let mut stored = stored.unwrap_or_else(|| Stored::new(Language::Ru));
    for label in ANSWERS {
        tap(tx, parts, (chat, &mut stored), label, at).await?;
        at = at.plus_ms(PAUSE_MS);
    }
    // The last is that it was taken.
    let mut next = load(tx, parts, &stored).await?.next_seq;
    while next < ENTRIES {
        let together = (ENTRIES - next).min(TOGETHER as i64);
        let inputs = (next..next + together).map(|seq| input(n, seq)).collect();
        intake::hear_all(tx, parts, chat, &mut stored, inputs, 0, at).await?;
        at = at.plus_ms(PAUSE_MS);
        next = load(tx, parts, &stored).await?.next_seq;
    }
    let member = members::by_telegram(tx, parts, lawyer).await?.expect("the lawyer is there");
    let mut case = load(tx, parts, &stored).await?;
    let taken = oncall::take(tx, parts, &mut case, &member, now).await?;
    assert_eq!(taken, Taken::Yours);
    cases::save(tx, parts, &case, now).await?;
    assert_eq!(cases::count_entries(tx, &case.id).await?, ENTRIES);
    Ok(())
}

/// Presses the button that is named so.
async fn tap(
    tx: &mut Tx,
    parts: &Parts,
    (chat, stored): (i64, &mut Stored),
    label: &str,
    at: Timestamp,
) -> Result<()> {
    let report = match &stored.case {
        Some(_) => load(tx, parts, stored).await?.report.report,
        None => Default::default(),
    };
    let shown = view(&parts.guide(), &stored.state, &report);
    let mut buttons = shown.buttons.iter().flatten();
    let button = buttons.find(|button| button.label.key == label);
    let button = button.unwrap_or_else(|| panic!("no {label} in {:?}", shown.buttons));
    let input = Input::Tap { action: button.action, generation: stored.state.generation };
    intake::hear(tx, parts, chat, stored, input, 0, at).await?;
    Ok(())
}

async fn load(tx: &mut Tx, parts: &Parts, stored: &Stored) -> Result<cases::Case> {
    let id = stored.case.as_deref().expect("an answer opened it");
    cases::load(tx, parts, id).await?.ok_or_else(|| StoreError::unit(std::fmt::Error))
}

/// A photo now and then, else words of one to five sentences.
fn input(n: i64, seq: i64) -> Input {
    if seq % PHOTO_EVERY == 0 {
        return Input::File { kind: "photo", body: photo(n, seq) };
    }
    let (first, count) = (n * 3 + seq, 1 + (n + seq) % 5);
    let sentence = |i: i64| SENTENCES[usize::try_from(i).unwrap() % SENTENCES.len()];
    Input::Text((first..first + count).map(sentence).collect::<Vec<_>>().join(" "))
}

/// What Telegram tells of a photo, which has a line below it.
fn photo(n: i64, seq: i64) -> Value {
    let size = |width: i64, height: i64| {
        json!({
            "file_id": format!("AgACAgIAAxkBAAIB{n:04}{seq:04}{width:06}rAAB7ywbAAHhUQABHQQ"),
            "file_unique_id": format!("AQAD{n:04}{seq:04}{width:04}"),
            "width": width, "height": height, "file_size": width * height / 8,
        })
    };
    json!({
        "sent": [size(90, 67), size(320, 240), size(800, 600), size(1280, 960)],
        "caption": "Так выглядит бумага, которую показали.",
    })
}
