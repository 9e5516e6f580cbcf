//! A report full of unmistakable words, then none of them where it must not be.

mod needles;
pub mod play;
mod views;

use habeas_core::intake::interview::Interview;
use rustix::process::Signal;

use crate::browser::{Browser, Way, console};
use crate::house::{COORDINATOR, House, LAWYER, RELATIVE, SECOND};
use crate::people::People;
use crate::postgres::Database;
use crate::process;
pub use needles::Needles;
use play::marker;
pub use views::{files, log_file, of_server};

/// Everything that the relative gives is an entry of one of the two cases.
pub fn of_entries() -> Needles {
    let mut needles = Needles::default();
    for name in play::IN_ENTRIES {
        needles.text(&marker(name));
    }
    needles.text(play::LATITUDE).text(play::LONGITUDE).text(play::PHONE);
    needles
}

/// The categories of danger that were ticked: their codes and what stands on their buttons.
fn of_danger() -> Needles {
    let mut needles = Needles::default();
    for (code, label) in play::REASONS {
        needles.text(code).text(label);
    }
    needles
}

/// Telegram's ids: as digits, and as SQLite, PostgreSQL and this program write numbers.
fn of_accounts() -> Needles {
    let mut needles = Needles::default();
    for id in [RELATIVE, LAWYER, SECOND, COORDINATOR] {
        needles.text(&id.to_string());
        // Without leading zeros: five bytes, however long the number is stored.
        needles
            .bytes(&id.to_be_bytes()[3..], "an account")
            .bytes(&id.to_le_bytes()[..5], "an account");
    }
    needles
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_nothing_of_a_report_is_where_it_must_not_be() {
    nothing_is_where_it_must_not_be(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_nothing_of_a_report_is_where_it_must_not_be() {
    let database = Database::fresh().await;
    nothing_is_where_it_must_not_be(Some(database.url())).await;
}

async fn nothing_is_where_it_must_not_be(url: Option<String>) {
    let observe = format!("127.0.0.1:{}", free_port());
    let contacts = marker("fallback");
    let (listen, origin) = console();
    let more = [
        ("HABEAS_OBSERVE__LEVEL", "trace"),
        ("HABEAS_OBSERVE__LISTEN", observe.as_str()),
        ("HABEAS_FALLBACK__CONTACTS_EN", contacts.as_str()),
        ("HABEAS_CONSOLE__LISTEN", listen.as_str()),
        ("HABEAS_CONSOLE__ORIGIN", origin.as_str()),
    ];
    let log_from = match &url {
        Some(url) => views::log_file(url).await,
        None => String::new(),
    };
    let house = House::build(url.clone(), &marker("member"), &more).await;
    let people = People::new(house.server.driver());
    let mut child = process::start(&house).await;
    let receipt = play::play(&people).await;
    settled(&house, &people).await;
    let mut opened = views::opened(&house).await;
    play::another_report(&people).await;
    settled(&house, &people).await;
    let file_ids = fetch_files(&house, &people, origin).await;
    opened.extend(views::opened(&house).await);
    let parts = house.parts().await;
    let cases = habeas::cases::list(&parts.store).await.unwrap();
    let (code, taken) = (cases[0].code.clone(), cases[1].code.clone());
    parts.store.close().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let figures = client.get(format!("http://{observe}/metrics")).send().await.unwrap();
    let figures = figures.bytes().await.unwrap();
    assert!(figures.windows(19).any(|w| w == b"habeas_pages_total "), "no figures");
    // As a seizure finds it: the process is gone, its write-ahead log is not.
    process::signal(&child, Signal::KILL);
    child.wait().await.unwrap();

    let mut all = of_entries();
    all.text(&receipt).text(&marker("member")).text(&marker(play::INVITED)).text(&contacts);
    for name in play::NOT_KEPT {
        all.text(&marker(name));
    }
    for id in &file_ids {
        all.text(id);
    }
    // The address of a file holds the token.
    all.text(&marker("content")).text("4242:serve-test");
    all.join(of_danger()).join(of_accounts());
    let mut files = views::files(&house.path("habeas"));
    match &url {
        Some(url) => files.extend(views::of_server(url, &log_from).await),
        None => assert!(house.path("habeas/habeas.db-wal").is_file(), "the log is looked at too"),
    }
    assert!(files.len() >= 3, "database, log and shared memory: {files:?}");
    let kept = files.iter().filter(|(path, bytes)| {
        path.starts_with(house.path("habeas/data/files")) && bytes.starts_with(b"age-encryption")
    });
    assert_eq!(kept.count(), file_ids.len(), "the folder of sealed files is looked at too");
    // What stands there in clear is found: this look sees what is there.
    let mut clear = Needles::default();
    let seen = clear.text(&code);
    let seen = files.iter().filter(|(_, bytes)| !seen.found(bytes).is_empty()).count();
    let least = if url.is_some() { 2 } else { 1 };
    assert!(seen >= least, "the case's code is in the table and in the log: {seen}");
    for (path, bytes) in files.iter().chain(&views::files(&house.path("temp"))) {
        assert_eq!(all.found(bytes), [""; 0], "{path:?}");
    }
    assert_eq!(all.found(&figures), [""; 0], "/metrics");
    let log = std::fs::read(house.path("log")).unwrap();
    assert!(log.len() > 500, "trace says something: {}", String::from_utf8_lossy(&log));
    assert_eq!(all.found(&log), [""; 0], "{}", String::from_utf8_lossy(&log));

    // The same with the keyring, at two moments: facts and routes are open then, entries and
    // danger are not.
    let mut sealed = of_entries();
    sealed.join(of_danger()).text(&receipt);
    let columns: std::collections::BTreeSet<_> = opened.iter().map(|(c, _)| c).collect();
    assert!(columns.len() >= 8, "most sealed columns hold something: {columns:?}");
    let audited = opened.iter().filter(|(column, _)| column == "audit.sealed_payload");
    let mut audited = audited.map(|(_, plain)| String::from_utf8_lossy(plain));
    assert!(audited.any(|plain| plain.contains(&taken)), "who looked and who took is recorded");
    let invited = opened.iter().any(|(column, _)| column == "invitations.sealed_person");
    assert!(invited, "{columns:?}");
    for (column, plain) in &opened {
        assert_eq!(sealed.found(plain), [""; 0], "{column}: {}", String::from_utf8_lossy(plain));
    }
    assert!(opened.iter().any(|(_, plain)| !of_accounts().found(plain).is_empty()), "routes open");

    first_lines(&people, &all).await;
    members_see_no_category(&people).await;
    // All of it was really given, and is in the cases for those who hold the key.
    let parts = house.parts().await;
    let entries: String =
        house.entries(&parts.store).await.iter().flatten().map(ToString::to_string).collect();
    parts.store.close().await;
    let missing = of_entries().missing(entries.as_bytes());
    assert_eq!(missing, [""; 0], "never arrived, so nothing was shown by this test: {entries}");
    assert!(entries.contains(play::REASONS[0].0));
    house.server.stop().await;
}

/// A coordinator has the photo and the paper of the first report fetched; Telegram's ids of them.
async fn fetch_files(house: &House, people: &People, origin: String) -> Vec<String> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let way = Way { people, user: COORDINATOR, origin, http };
    let cookie = way.comes_in(&Browser::new()).await;
    let parts = house.parts().await;
    let code = habeas::cases::list(&parts.store).await.unwrap()[1].code.clone();
    let entries = house.entries(&parts.store).await.remove(1);
    parts.store.close().await;
    let mut ids = vec![];
    for (kind, place) in [("photo", "/body/sent/1/file_id"), ("document", "/body/sent/file_id")] {
        let entry = entries.iter().find(|entry| entry["kind"] == kind).unwrap();
        let id = entry.pointer(place).unwrap().as_str().unwrap();
        let order = serde_json::json!({"seq": entry["seq"], "file_id": id});
        let answer = way.posts(&format!("/api/cases/{code}/files"), &order, &cookie).await;
        assert_eq!(answer.status().as_u16(), 200, "{kind}");
        ids.push(id.to_owned());
    }
    ids
}

/// Waits until nothing is under way.
async fn settled(house: &House, people: &People) {
    let parts = house.parts().await;
    crate::rest::quiet(house, people, &parts.store).await;
    parts.store.close().await;
}

/// A first line is what a locked screen shows.
async fn first_lines(people: &People, needles: &Needles) {
    let (_, calls) = people.driver.calls(0, 0).await;
    let mut seen = 0;
    for call in calls.iter().filter(|call| call.params.get("text").is_some()) {
        let first = call.params["text"].as_str().unwrap().lines().next().unwrap();
        seen += 1;
        assert_eq!(needles.found(first.as_bytes()), [""; 0], "{first}");
    }
    assert!(seen > 30, "{seen} messages");
}

/// Danger is "indicated" to members, never a category; and they read nothing that was written, but
/// what whoever has the case has asked for.
async fn members_see_no_category(people: &People) {
    let mut never = Needles::default();
    for name in play::IN_ENTRIES.iter().filter(|name| !play::RELAYED.contains(name)) {
        never.text(&marker(name));
    }
    never.text(play::LATITUDE).text(play::LONGITUDE).text(play::PHONE);
    never.join(of_danger());
    for question in Interview::builtin().question("risk_profile").unwrap().options() {
        if question.id().contains('_') && !question.is_unknown() && question.id() != "none_known" {
            never.text(question.id());
        }
    }
    let (_, calls) = people.driver.calls(0, 0).await;
    let to_members =
        calls.iter().filter(|c| [LAWYER, SECOND, COORDINATOR].map(Some).contains(&c.chat));
    let mut seen = 0;
    for call in to_members {
        let mut relayed = Needles::default();
        for name in play::RELAYED {
            relayed.text(&marker(name));
        }
        let text = call.params["text"].as_str().unwrap_or_default();
        let first = text.lines().next().unwrap_or_default();
        assert_eq!(relayed.found(first.as_bytes()), [""; 0], "a lock screen shows it: {text}");
        if call.chat != Some(LAWYER) {
            assert_eq!(relayed.found(text.as_bytes()), [""; 0], "not the owner: {text}");
        }
        seen += 1;
        assert_eq!(never.found(call.params.to_string().as_bytes()), [""; 0], "{}", call.params);
    }
    assert!(seen > 5, "{seen} calls");
}
