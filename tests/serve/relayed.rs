//! What a lawyer writes in the console, with SIGKILL at every point of its way: it goes to the family
//! and into the case once, and stands nowhere else.

use data_encoding::{BASE64, HEXLOWER};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::os::unix::process::ExitStatusExt;
use tokio::process::Child;

use crate::browser::{Browser, Way, challenge};
use crate::canary::play::{REASONS, marker};
use crate::canary::{Needles, files, log_file, of_server};
use crate::house::{House, LAWYER, RELATIVE};
use crate::people::People;
use crate::postgres::Database;
use crate::process;

/// The first point at which a life ends, soon after its start; each life passes one more.
const FIRST: u64 = 12;
/// So many lives: more than a message passes points.
const LIVES: u64 = 26;

/// What the lawyer writes, each time something else.
fn asked(n: u64) -> String {
    format!("{}-{n}?", marker("console-asks"))
}

fn order(n: u64) -> Value {
    json!({"id": format!("{n:032x}"), "text": asked(n)})
}

/// Makes keys by a link, and comes in by another one: the cookie.
async fn comes_in(way: &Way<'_>, own: &Browser) -> String {
    let token = way.link().await;
    let redeemed = way.redeems(&token).await;
    let (recipient, key) = (own.identity.recipient().to_string(), own.signing.public());
    let bytes = challenge(&way.origin, &redeemed).enrol_bytes(&recipient, key);
    let enrolment = json!({"token": token, "recipient": recipient, "signing_key": key,
        "wrapped": BASE64.encode(&own.wrapped), "signature": HEXLOWER.encode(&own.signing.sign(&bytes))});
    assert_eq!(way.posts("/api/enrol", &enrolment, "").await.status().as_u16(), 200);
    let redeemed = way.redeems(&way.link().await).await;
    let bytes = challenge(&way.origin, &redeemed).sign_in_bytes();
    let signature = HEXLOWER.encode(&own.signing.sign(&bytes));
    let order = json!({"link": redeemed["link"], "signature": signature});
    let answer = way.posts("/api/sign-in", &order, "").await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// A relative reports, and the lawyer takes it; the case's code.
async fn taken(people: &People) -> String {
    people.says(RELATIVE, "/start");
    people.sees(RELATIVE, "In which country is this happening?").await;
    for answer in ["Kazakhstan", "In court", "Yes: officers said so", "Russia"] {
        people.taps(RELATIVE, answer).await;
    }
    people.ticks(RELATIVE, REASONS[0].1).await;
    let page = people.sees(LAWYER, "CRITICAL").await;
    people.taps(LAWYER, "I take it").await;
    people.sees(RELATIVE, "A lawyer on duty has it since").await;
    people.sees(LAWYER, "You have it since").await;
    let code = page.split_whitespace().find(|word| word.contains('-')).unwrap();
    code.trim_end_matches(|sign: char| !sign.is_alphanumeric()).to_owned()
}

/// What a browser is answered, if anybody answers.
async fn writes(way: &Way<'_>, path: &str, n: u64, cookie: &str) -> Option<Value> {
    let asked = way.http.post(format!("{}{path}", way.origin)).json(&order(n));
    let answer = asked.header("origin", &way.origin).header("cookie", cookie).send().await.ok()?;
    let status = answer.status().as_u16();
    let answer: Value = answer.json().await.ok()?;
    assert_eq!((status, &answer["done"]), (200, &json!(true)), "{answer}");
    Some(answer)
}

async fn killed(child: &mut Child) {
    process::signal(child, Signal::KILL);
    child.wait().await.unwrap();
}

async fn a_kill_in_mid_relay_loses_and_doubles_nothing(url: Option<String>) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (listen, origin) = (format!("127.0.0.1:{port}"), format!("http://localhost:{port}"));
    let more = [
        ("HABEAS_OBSERVE__LEVEL", "trace"),
        ("HABEAS_CONSOLE__LISTEN", listen.as_str()),
        ("HABEAS_CONSOLE__ORIGIN", origin.as_str()),
    ];
    let log_from = match &url {
        Some(url) => log_file(url).await,
        None => String::new(),
    };
    let house = House::build(url.clone(), "First", &more).await;
    let people = People::new(house.server.driver());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let (way, own) =
        (Way { people: &people, user: LAWYER, origin: origin.clone(), http }, Browser::new());
    let mut child = process::start(&house).await;
    people.says(LAWYER, "/start");
    people.sees(LAWYER, "You are on call here").await;
    let cookie = comes_in(&way, &own).await;
    let code = taken(&people).await;
    let path = format!("/api/cases/{code}/write");
    killed(&mut child).await;

    // What a browser does not know to be done it sends again, to the next life.
    let (mut next, mut again) = (0, 0);
    for life in 0..LIVES {
        let mut serve = process::serve(&house);
        serve.env("HABEAS_KILL_AT", (FIRST + life).to_string());
        let mut child = serve.spawn().unwrap();
        process::ready(&mut child).await;
        let status = loop {
            let answer = writes(&way, &path, next, &cookie).await;
            again += u64::from(answer.as_ref().is_some_and(|answer| answer["again"] == true));
            let text = asked(next);
            let shown = people.until(RELATIVE, &text, |view| {
                view.messages.iter().find(|m| m.text.contains(&text)).map(|_| ())
            });
            tokio::select! {
                biased;
                status = child.wait() => break status.unwrap(),
                () = shown => next += u64::from(answer.is_some()),
            }
        };
        assert_eq!(status.signal(), Some(Signal::KILL.as_raw()), "{}", process::logged(&house));
    }
    let mut child = process::start(&house).await;
    for n in 0..=next {
        assert!(writes(&way, &path, n, &cookie).await.is_some());
        people.sees(RELATIVE, &asked(n)).await;
    }
    assert!(next > 5 && again > 3, "{next} written, {again} known to the next life");
    eprintln!("{LIVES} ends: {next} messages, {again} of them kept by the life before");

    let answered = marker("console-answers");
    people.says(RELATIVE, &answered);
    people.sees(LAWYER, "There are new words from the family.").await;
    let store = house.parts().await;
    crate::rest::quiet(&house, &people, &store.store).await;
    let entries = house.entries(&store.store).await.remove(0);
    store.store.close().await;
    killed(&mut child).await;

    let view = people.driver.chat(RELATIVE, None, 0).await;
    for n in 0..=next {
        let text = asked(n);
        let kept = entries.iter().filter(|entry| entry["body"]["text"] == text.as_str()).count();
        assert_eq!(kept, 1, "{text} in {entries:?}");
        let shown: Vec<&str> = view.messages.iter().map(|m| m.text.as_str()).collect();
        let shown: Vec<&&str> = shown.iter().filter(|shown| shown.contains(&text)).collect();
        let repeats = shown.iter().filter(|shown| shown.contains("repeat")).count();
        let first = shown.len() - repeats;
        assert!(!shown.is_empty() && first <= 1, "whatever comes once more says so: {shown:?}");
    }
    assert!(entries.iter().any(|entry| entry["body"]["text"] == answered.as_str()), "{entries:?}");

    let mut words = Needles::default();
    words.text(&marker("console-asks")).text(&answered);
    let mut found = files(&house.path("habeas"));
    found.extend(files(&house.path("temp")));
    found.push((house.path("log"), process::logged(&house).into_bytes()));
    if let Some(url) = &url {
        found.extend(of_server(url, &log_from).await);
    }
    for (path, bytes) in &found {
        assert_eq!(words.found(bytes), [""; 0], "{path:?}");
    }
    let (_, calls) = people.driver.calls(0, 0).await;
    for call in calls.iter().filter(|call| call.chat == Some(LAWYER)) {
        assert_eq!(words.found(call.params.to_string().as_bytes()), [""; 0], "{}", call.params);
    }
    house.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_kill_in_mid_relay_loses_and_doubles_nothing() {
    a_kill_in_mid_relay_loses_and_doubles_nothing(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_kill_in_mid_relay_loses_and_doubles_nothing() {
    let database = Database::fresh().await;
    a_kill_in_mid_relay_loses_and_doubles_nothing(Some(database.url())).await;
}
