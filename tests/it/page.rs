//! The rehearsal page over HTTP, as a browser speaks to it.

use std::net::SocketAddr;

use habeas::outside::{Clock, RealClock};
use habeas::rehearsal::Page;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::world::PATIENCE_MS;

const RELATIVE: i64 = 1001;
const LAWYER: i64 = 2001;
const SECOND: i64 = 2002;

/// A page that is served, and a browser's client.
struct Served {
    url: String,
    http: Client,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// A stream of events, read as it comes.
struct Events {
    answer: Response,
    text: String,
}

async fn serve() -> Served {
    let page = Page::open(([127, 0, 0, 1], 0).into()).await.unwrap();
    let url = page.url();
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        page.serve(async move { _ = stopped.await }).await.unwrap();
    });
    let http = Client::builder().no_proxy().build().unwrap();
    Served { url, http, stop, task }
}

impl Served {
    async fn asks(&self, path: &str) -> Response {
        self.http.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    /// Gives an order; the status and what came back.
    async fn orders(&self, path: &str, order: Value) -> (u16, Value) {
        let sent = self.http.post(format!("{}{path}", self.url)).json(&order).send().await.unwrap();
        (sent.status().as_u16(), sent.json().await.unwrap())
    }

    async fn done(&self, path: &str, order: Value) {
        let (status, answer) = self.orders(path, order).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }

    async fn says(&self, user: i64, text: &str) {
        self.done("driver/say", json!({"user": user, "text": text})).await;
    }

    async fn events(&self) -> Events {
        Events { answer: self.asks("events?language=en").await, text: String::new() }
    }

    /// Presses a button of the newest message that shows it, waited for on a stream of its own.
    async fn taps(&self, user: i64, label: &str) {
        let mut events = self.events().await;
        let holds = |message: &Value| {
            let rows = message["buttons"].as_array().unwrap().iter();
            let mut buttons = rows.flat_map(|row| row.as_array().unwrap());
            buttons.find(|button| button["label"] == label).cloned()
        };
        let (id, data) = loop {
            let (name, event) = events.next().await;
            if name != "chat" || event["user"] != user {
                continue;
            }
            let mut newest = event["messages"].as_array().unwrap().iter().rev();
            let found = newest.find_map(|m| Some((m["message_id"].clone(), holds(m)?)));
            if let Some((id, button)) = found {
                break (id, button["data"].clone());
            }
        };
        self.done("driver/tap", json!({"user": user, "message_id": id, "data": data})).await;
    }

    /// Waits until a message of the bot's holds a text.
    async fn sees(&self, user: i64, text: &str) {
        let mut events = self.events().await;
        events
            .until("chat", |event| event["user"] == user && event.to_string().contains(text))
            .await;
    }

    async fn ends(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }
}

impl Events {
    /// The next event: its name and its data.
    async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    event.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default().trim()
                };
                if !field("event:").is_empty() {
                    let data = serde_json::from_str(field("data:")).unwrap();
                    return (field("event:").to_owned(), data);
                }
                continue;
            }
            let more = self.answer.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&more).unwrap());
        }
    }

    /// The next event of this name for which something holds.
    async fn until(&mut self, name: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let wall = RealClock::default();
        let mut patience = wall.sleep_until(wall.now().plus_ms(3 * PATIENCE_MS));
        loop {
            let (given, event) = tokio::select! {
                event = self.next() => event,
                () = &mut patience => panic!("no such event \"{name}\" came"),
            };
            if given == name && holds(&event) {
                return event;
            }
        }
    }
}

#[tokio::test]
async fn a_stream_begins_with_all_that_is_there_and_goes_on_with_what_changes() {
    let page = serve().await;
    let mut events = page.events().await;
    assert_eq!(events.next().await, ("reset".to_owned(), json!({})));
    let (name, stage) = events.next().await;
    assert_eq!((name.as_str(), &stage["bot"]), ("stage", &"running".into()));
    let who: Vec<&str> =
        stage["phones"].as_array().unwrap().iter().map(|p| p["who"].as_str().unwrap()).collect();
    assert_eq!(who, ["relative", "lawyer-1", "coordinator"]);
    assert_eq!(stage["more"], json!(["lawyer-2", "relative-2"]));
    let keys: Vec<&Value> =
        stage["phones"].as_array().unwrap().iter().map(|phone| &phone["keys"]).collect();
    assert_eq!(keys, [&Value::Null, &"active".into(), &"active".into()], "signed from the start");
    let first = events.until("chat", |event| event["user"] == RELATIVE).await;
    assert_eq!((&first["first"], &first["opened"]), (&true.into(), &false.into()));

    page.says(RELATIVE, "/start").await;
    let asked = events
        .until("chat", |e| e["user"] == RELATIVE && e.to_string().contains("In which country"))
        .await;
    assert_eq!((&asked["first"], &asked["opened"]), (&false.into(), &true.into()));
    page.ends().await;
}

#[tokio::test]
async fn an_answer_raises_what_the_strip_shows_and_the_ladder_counts_down() {
    let page = serve().await;
    let mut events = page.events().await;
    page.says(RELATIVE, "/start").await;
    page.taps(RELATIVE, "SOS: help at once").await;
    page.sees(RELATIVE, "Two taps").await;
    page.taps(RELATIVE, "Kazakhstan").await;
    page.sees(RELATIVE, "Where is the person now?").await;
    page.taps(RELATIVE, "In court").await;
    let strip = events
        .until("strip", |strip| strip["cases"][0]["ladder"]["pages"][0]["name"] == "lawyer-1")
        .await;
    let case = &strip["cases"][0];
    assert_eq!((case["level"].as_str(), case["stage"].as_str()), (Some("critical"), Some("paged")));
    assert!(case["history"].as_array().unwrap().len() >= 2, "answer by answer: {case}");
    assert!(case["ladder"]["next_at"].as_i64().unwrap() > case["opened_at"].as_i64().unwrap());
    page.taps(LAWYER, "I take it").await;
    let strip = events.until("strip", |strip| strip["cases"][0]["stage"] == "taken").await;
    assert_eq!(strip["cases"][0]["owner"], "lawyer-1");
    assert!(strip["cases"][0]["promise"]["ask_at"].is_i64(), "{strip}");
    page.ends().await;
}

#[tokio::test]
async fn a_killed_bot_goes_on_where_it_was_once_it_is_started_again() {
    let page = serve().await;
    let mut events = page.events().await;
    page.says(RELATIVE, "/start").await;
    page.taps(RELATIVE, "Kazakhstan").await;
    page.sees(RELATIVE, "Where is the person now?").await;
    page.done("stage/kill", json!({})).await;
    events.until("stage", |stage| stage["bot"] == "dead").await;
    page.taps(RELATIVE, "In court").await;
    let (status, error) = page.orders("stage/phone", json!({"who": "lawyer-2"})).await;
    let refused = json!({"error": "the bot is dead: start it again first", "code": "dead"});
    assert_eq!((status, error), (409, refused));
    let strip = page.events().await.until("strip", |_| true).await;
    assert!(strip["cases"][0]["code"].is_string(), "seen before it died: {strip}");
    page.done("stage/start", json!({})).await;
    events.until("stage", |stage| stage["bot"] == "running").await;
    page.sees(RELATIVE, "Are there signs the person is being sent out").await;
    page.ends().await;
}

#[tokio::test]
async fn a_phone_that_is_added_is_on_call_and_is_added_once() {
    let page = serve().await;
    page.done("stage/phone", json!({"who": "lawyer-2"})).await;
    page.sees(SECOND, "You are on call here as a lawyer.").await;
    let (status, again) = page.orders("stage/phone", json!({"who": "lawyer-2"})).await;
    assert_eq!((status, again["error"].as_str().unwrap()), (409, "this phone is there already"));
    for nobody in ["stranger-1", "judge"] {
        assert_eq!(page.orders("stage/phone", json!({"who": nobody})).await.0, 400, "{nobody}");
    }
    page.ends().await;
}

#[tokio::test]
async fn a_members_phone_that_changes_its_language_is_written_to_in_it() {
    let page = serve().await;
    page.sees(LAWYER, "You are on call here as a lawyer.").await;
    page.done("stage/language", json!({"who": "lawyer-1", "language": "uk"})).await;
    page.says(LAWYER, "/who").await;
    page.sees(LAWYER, "Черг").await;
    let (status, _) =
        page.orders("stage/language", json!({"who": "lawyer-1", "language": "xx"})).await;
    assert_eq!(status, 400);
    page.ends().await;
}

#[tokio::test]
async fn the_console_keeps_its_address_and_does_not_answer_while_the_bot_is_dead() {
    let page = serve().await;
    let mut events = page.events().await;
    let stage = events.until("stage", |_| true).await;
    let console = stage["console"].as_str().unwrap();
    assert!(console.starts_with("http://localhost:"), "{console}");
    let me = async || {
        let asked = page.http.get(format!("{console}/api/me")).send().await.unwrap();
        asked.status().as_u16()
    };
    assert_eq!(me().await, 401, "nobody is signed in");
    page.done("stage/kill", json!({})).await;
    assert_eq!(me().await, 503);
    page.done("stage/start", json!({})).await;
    assert_eq!(me().await, 401);
    let elsewhere = page.http.get(format!("{console}/api/me")).header("origin", "http://x.example");
    assert_eq!(elsewhere.send().await.unwrap().status().as_u16(), 403);
    page.ends().await;
}

#[tokio::test]
async fn a_members_paper_has_seven_words_and_the_operator_signs_only_for_what_waits() {
    let page = serve().await;
    let words = async |path: &str| -> Value {
        page.asks(path).await.json::<Value>().await.unwrap()["words"].clone()
    };
    let count = |words: &Value| words.as_str().unwrap().split(' ').count();
    let paper = words("stage/paper?who=lawyer-1").await;
    assert_eq!(count(&paper), 7);
    assert_ne!(paper, words("stage/paper?who=coordinator").await, "each has their own");
    assert_eq!(words("stage/paper?who=relative").await, Value::Null, "no member");
    assert_eq!(count(&words("stage/voice?who=lawyer-1").await), 8);
    page.done("stage/enrol", json!({"who": "lawyer-1"})).await;
    page.sees(LAWYER, "Make your keys on the computer you trust most.").await;
    page.sees(LAWYER, "http://localhost:").await;
    for (order, who, status) in [
        ("stage/sign", "lawyer-1", 409),
        ("stage/sign", "relative", 409),
        ("stage/enrol", "relative", 400),
        ("stage/enrol", "judge", 400),
    ] {
        let (answered, why) = page.orders(order, json!({"who": who})).await;
        assert_eq!(answered, status, "{order} {who}: {why}");
    }
    page.done("stage/kill", json!({})).await;
    let (status, why) = page.orders("stage/enrol", json!({"who": "lawyer-1"})).await;
    assert_eq!((status, &why["code"]), (409, &"dead".into()));
    page.ends().await;
}

#[tokio::test]
async fn started_afresh_nothing_of_before_is_there() {
    let page = serve().await;
    let mut events = page.events().await;
    page.says(RELATIVE, "/start").await;
    page.taps(RELATIVE, "Kazakhstan").await;
    events.until("strip", |strip| strip["cases"][0]["code"].is_string()).await;
    page.done("stage/afresh", json!({})).await;
    events.until("reset", |_| true).await;
    let chat = events.until("chat", |event| event["user"] == RELATIVE).await;
    assert_eq!((&chat["opened"], &chat["messages"]), (&false.into(), &json!([])));
    let strip = events.until("strip", |_| true).await;
    assert_eq!(strip["cases"], json!([]));
    page.ends().await;
}

#[tokio::test]
async fn a_scenario_plays_to_its_end_and_one_that_is_stopped_is_gone() {
    let page = serve().await;
    let mut events = page.events().await;
    page.done("stage/scenario", json!({"name": "press-report", "quick": true})).await;
    let stage = events.until("stage", |stage| stage["scenario"]["state"] != "playing").await;
    assert_eq!(stage["scenario"], Value::Null, "the scene before it");
    let over =
        |stage: &Value| stage["scenario"].is_object() && stage["scenario"]["state"] != "playing";
    let stage = events.until("stage", over).await;
    assert_eq!(stage["scenario"], json!({"name": "press-report", "state": "done", "line": ""}));
    page.done("stage/scenario", json!({"name": "nobody-answers"})).await;
    events.until("stage", |stage| stage["scenario"]["state"] == "playing").await;
    page.done("stage/scenario", json!({"name": null})).await;
    events.until("stage", |stage| stage["scenario"].is_null()).await;
    let (status, none) = page.orders("stage/scenario", json!({"name": "another"})).await;
    assert_eq!(
        (status, none["error"].as_str().unwrap()),
        (400, "there is no scenario of that name")
    );
    page.ends().await;
}

#[tokio::test]
async fn who_seizes_the_server_reads_no_answer_and_no_account() {
    let page = serve().await;
    page.says(RELATIVE, "/start").await;
    page.taps(RELATIVE, "Kazakhstan").await;
    page.sees(RELATIVE, "Where is the person now?").await;
    page.says(RELATIVE, "the blue house by the mill").await;
    page.sees(RELATIVE, "I sealed and deleted your words.").await;
    page.done("stage/kill", json!({})).await;
    let seized: Value = page.asks("stage/seize").await.json().await.unwrap();
    let table = |name: &str| {
        let mut tables = seized["tables"].as_array().unwrap().iter();
        tables.find(|table| table["name"] == name).unwrap_or_else(|| panic!("no {name}"))
    };
    let kept = |table: &Value, column: &str| {
        let mut columns = table["columns"].as_array().unwrap().iter();
        columns.find(|c| c["name"] == column).unwrap()["kept"].clone()
    };
    assert_eq!(kept(table("entries"), "sealed"), "age");
    assert_eq!(kept(table("cases"), "case_key"), "age");
    assert_eq!(kept(table("cases"), "sealed_report"), "keyring");
    assert_eq!(kept(table("conversations"), "chat_hash"), "hash");
    assert_eq!(table("entries")["count"], 2);
    let text = seized.to_string();
    for told in ["blue house", "Kazakhstan", "\"KZ\"", "AGE-SECRET-KEY"] {
        assert!(!text.contains(told), "{told} is there to be read");
    }
    // As a number of its own: the end of a moment in milliseconds is no account.
    let mut numbers = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    assert!(!numbers.any(|number| number == RELATIVE.to_string()), "the account is there");
    page.ends().await;
}

#[tokio::test]
async fn another_page_gets_nothing_and_every_answer_says_what_a_browser_may_do() {
    let page = serve().await;
    let paper = "stage/paper?who=lawyer-1";
    for path in ["", "words/en", "events", "stage/seize", "stage/identities", "driver/clock", paper]
    {
        let asked =
            page.http.get(format!("{}{path}", page.url)).header("sec-fetch-site", "cross-site");
        assert_eq!(asked.send().await.unwrap().status().as_u16(), 403, "{path}");
    }
    for path in ["driver/say", "stage/kill", "stage/afresh", "stage/scenario", "stage/sign"] {
        let asked =
            page.http.post(format!("{}{path}", page.url)).header("origin", "http://x.example");
        let answer = asked.body("{}").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 403, "{path}");
        let allowed = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(allowed.starts_with("default-src 'none';"), "{allowed}");
        assert!(allowed.contains("require-trusted-types-for 'script'"), "{allowed}");
        assert!(!allowed.contains("unsafe"), "{allowed}");
    }
    page.ends().await;
}

#[tokio::test]
async fn only_this_machine_can_be_listened_on() {
    let everywhere: SocketAddr = ([0, 0, 0, 0], 0).into();
    let refused = Page::open(everywhere).await.unwrap_err().to_string();
    assert!(refused.contains("of this machine only"), "{refused}");
}
