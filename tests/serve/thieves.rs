//! A thief has the database, a member's cookie and the member's Telegram session, and asks for
//! everything: no case opens. And what is logged helps no thief.

use std::iter::once;

use age::secrecy::SecretString;
use data_encoding::{BASE64, HEXLOWER};
use habeas::crypto::SigningKey;
use reqwest::Client;
use rustix::process::Signal;
use serde_json::{Value, json};

use crate::attacks::Thief;
use crate::browser::{Browser, PASSPHRASE, Way, challenge, console};
use crate::canary::{Needles, files};
use crate::house::{House, LAWYER, RELATIVE, SECOND};
use crate::people::People;
use crate::{process, routes};

const BEGINS: &[u8] = b"age-encryption.org/v1\n";
const WORDS: &str = "the blue house by the mill";
const SENT: &str = "what stands on the paper that was sent";

/// What a thief carries off: a name, and bytes.
type Loot = Vec<(String, Vec<u8>)>;

/// All that every route of the console's router gives for a stolen cookie: what it hands out, and what it
/// answers to whole orders. `file` was fetched for the case.
async fn everything(thief: &Thief<'_, '_>, file: &str) -> Loot {
    let before = thief.standing().await;
    let mut loot = vec![];
    // Whoever signs out gets nothing more.
    for (method, path) in routes::all().into_iter().filter(|(_, path)| *path != "/api/sign-out") {
        let at = path.replace("{name}", "console.js").replace("{language}", "en");
        let at = at.replace("{code}", thief.code).replace("{file}", file);
        let (answer, (status, word)) = match method {
            "GET" => (thief.gets(&at).await, (200, "")),
            _ => {
                let (order, comes) = thief.order(path).await;
                (thief.way.posts(&at, &order, thief.cookie).await, comes)
            }
        };
        let is = answer.status().as_u16();
        // What never ends has said by its headers that it would speak.
        if answer.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream") {
            continue;
        }
        loot.push((format!("{at}, its headers"), format!("{:?}", answer.headers()).into_bytes()));
        let bytes = answer.bytes().await.unwrap().to_vec();
        let text = String::from_utf8_lossy(&bytes);
        // The page itself is there only where it was built in.
        if path.starts_with("/api/") {
            assert_eq!(is, status, "{method} {path}: {text}");
            assert!(
                text.contains(&format!("\"code\":\"{word}\"")) || word.is_empty(),
                "{path}: {text}"
            );
        }
        loot.push((at, bytes));
    }
    assert_eq!(thief.standing().await, before, "nobody opens more, and no key is another");
    loot
}

/// What is Base64 in JSON, decoded.
fn decoded(loot: &Loot) -> Loot {
    let mut more = vec![];
    for (name, bytes) in loot {
        let text = String::from_utf8_lossy(bytes);
        for text in text.split('"').filter(|text| text.len() >= 24) {
            more.extend(BASE64.decode(text.as_bytes()).ok().map(|found| (name.clone(), found)));
        }
    }
    more
}

/// Whether an age identity stands there whole: its beginning and 58 more signs.
fn has_identity(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let rests = text.split("AGE-SECRET-KEY-1").skip(1);
    let is_sign = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    rests.map(|rest| rest.bytes().take_while(is_sign).count()).any(|signs| signs >= 58)
}

/// Where age files begin.
fn age_files(loot: &Loot) -> Vec<(&str, &[u8])> {
    let starts = |(name, bytes)| -> Vec<(&str, &[u8])> {
        let (name, bytes): (&String, &Vec<u8>) = (name, bytes);
        let all = bytes.windows(BEGINS.len()).enumerate();
        let found = all.filter(|(_, window)| *window == BEGINS);
        found.map(|(at, _)| (name.as_str(), &bytes[at..])).collect()
    };
    loot.iter().map(|(name, bytes)| (name, bytes)).flat_map(starts).collect()
}

/// Whether a key unlocks the header of a file.
fn unlocks(file: &[u8], key: &dyn age::Identity) -> bool {
    age::Decryptor::new(file).is_ok_and(|file| file.decrypt(once(key)).is_ok())
}

fn passphrase(text: &str) -> age::scrypt::Identity {
    let mut key = age::scrypt::Identity::new(SecretString::from(text.to_owned()));
    key.set_max_work_factor(10);
    key
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stolen_database_cookie_and_telegram_session_open_no_case_and_no_log_helps() {
    let (listen, origin) = console();
    let root = SigningKey::generate();
    let public = root.public().to_string();
    let more = [
        ("HABEAS_MEMBERS__ROOT", public.as_str()),
        ("HABEAS_OBSERVE__LEVEL", "trace"),
        ("HABEAS_CONSOLE__LISTEN", listen.as_str()),
        ("HABEAS_CONSOLE__ORIGIN", origin.as_str()),
    ];
    let house = House::build(None, "First", &more).await;
    let people = People::new(house.server.driver());
    let mut child = process::start(&house).await;
    let http = Client::builder().no_proxy().build().unwrap();
    let way = Way { people: &people, user: LAWYER, origin: origin.clone(), http };

    // The member makes keys and comes in; a relative says something; the case is theirs.
    let own = Browser::new();
    for lawyer in [LAWYER, SECOND] {
        people.says(lawyer, "/start");
        people.sees(lawyer, "You are on call here").await;
    }
    let first = way.link().await;
    let redeemed = way.redeems(&first).await;
    let (recipient, key) = (own.identity.recipient().to_string(), own.signing.public());
    let signed = own.signing.sign(&challenge(&origin, &redeemed).enrol_bytes(&recipient, key));
    let enrolment = json!({"token": first, "recipient": recipient, "signing_key": key,
        "wrapped": BASE64.encode(&own.wrapped), "signature": HEXLOWER.encode(&signed)});
    assert_eq!(way.posts("/api/enrol", &enrolment, "").await.status().as_u16(), 200);
    house.signs(&root).await;
    let second = way.link().await;
    let redeemed = way.redeems(&second).await;
    let signature =
        HEXLOWER.encode(&own.signing.sign(&challenge(&origin, &redeemed).sign_in_bytes()));
    let order = json!({"link": redeemed["link"], "signature": signature});
    let answer = way.posts("/api/sign-in", &order, "").await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    people.says(RELATIVE, "/start");
    people.sees(RELATIVE, "In which country is this happening?").await;
    people.says(RELATIVE, WORDS);
    people.sees(RELATIVE, "I sealed and deleted your words.").await;
    for label in ["Kazakhstan", "In court", "Yes: officers said so", "Russia"] {
        people.taps(RELATIVE, label).await;
    }
    people.taps(RELATIVE, "Passports of both countries at war").await;
    people.taps(LAWYER, "I take it").await;
    let page = people.sees(LAWYER, "You have it since").await;
    let code = page.split_once("case ").unwrap().1.split_once(' ').unwrap().0.to_owned();

    // A paper is sent, and the owner's browser has it fetched.
    people.sends(RELATIVE, "document", json!({"content": SENT}));
    let after = people.says(RELATIVE, "this is the paper");
    people.gone(RELATIVE, after).await;
    let parts = house.parts().await;
    let entries = house.entries(&parts.store).await.remove(0);
    parts.store.close().await;
    let entry = entries.iter().find(|entry| entry["kind"] == "document").unwrap();
    let wanted = json!({"seq": entry["seq"], "file_id": entry["body"]["sent"]["file_id"]});
    let fetched = way.posts(&format!("/api/cases/{code}/files"), &wanted, &cookie).await;
    let fetched: Value = fetched.json().await.unwrap();
    let file = fetched["file"].as_str().unwrap_or_else(|| panic!("{fetched}"));

    // The thief has the cookie and the chat, then the machine without its keyring.
    let thief = Thief::comes(&way, &cookie, &code).await;
    let mut loot = everything(&thief, file).await;
    let entries = format!("/api/cases/{code}/entries");
    let handed = |(name, bytes): &(String, Vec<u8>)| {
        *name == entries && String::from_utf8_lossy(bytes).contains("\"sealed\":\"")
    };
    assert!(loot.iter().any(handed), "the case is the member's, and so are its sealed entries");
    let me = loot.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&recipient));
    assert!(me, "the stolen cookie is good");
    let third = way.link().await;
    let stolen = way.redeems(&third).await;
    loot.push(("redeemed".to_owned(), stolen.to_string().into_bytes()));
    let forged = SigningKey::generate().sign(&challenge(&origin, &stolen).sign_in_bytes());
    let order = json!({"link": stolen["link"], "signature": HEXLOWER.encode(&forged)});
    assert_eq!(way.posts("/api/sign-in", &order, "").await.status().as_u16(), 403);
    let view = people.driver.chat(LAWYER, None, 0).await;
    let shown = view.messages.iter().filter(|message| !message.deleted);
    loot.extend(shown.map(|message| ("chat".to_owned(), message.text.clone().into_bytes())));
    process::signal(&child, Signal::KILL);
    child.wait().await.unwrap();
    let database = files(&house.path("habeas"));
    loot.extend(database.into_iter().map(|(path, bytes)| (path.display().to_string(), bytes)));
    loot.extend(decoded(&loot));

    let mut secrets = Needles::default();
    let (identity, seed) = (own.identity.to_line(), own.signing.to_line());
    assert!(has_identity(identity.as_bytes()));
    secrets.text(identity.trim_end()).text(&seed).text(PASSPHRASE).text(WORDS).text(SENT);
    for (name, bytes) in &loot {
        assert_eq!(secrets.found(bytes), [""; 0], "{name}");
        assert!(!has_identity(bytes), "{name} has an identity in the clear");
    }
    let all = age_files(&loot);
    let (wrapped, sealed): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, file)| file[BEGINS.len()..].starts_with(b"-> scrypt "));
    assert!(!wrapped.is_empty() && sealed.len() >= 2, "{} and {}", wrapped.len(), sealed.len());
    let value = cookie.split_once('=').unwrap().1;
    let known = [&first, &second, &third, value, &signature, &recipient, &key.to_string(), ""];
    let member: age::x25519::Identity = identity.trim_end().parse().unwrap();
    for (name, file) in &wrapped {
        for guess in known {
            assert!(!unlocks(file, &passphrase(guess)), "{name}");
        }
        assert!(!unlocks(file, &member), "{name}");
        assert!(unlocks(file, &passphrase(PASSPHRASE)), "{name}: these are the member's keys");
    }
    let opens = sealed.iter().filter(|(_, file)| unlocks(file, &member)).count();
    assert!(opens > 0, "with the member's own identity the case would open");

    secrets.text(value).text(&first).text(&second).text(&third).text(&signature);
    secrets.text(&HEXLOWER.encode(&signed)).text(&HEXLOWER.encode(&forged));
    secrets.bytes(&own.wrapped, "wrapped").text(&BASE64.encode(&own.wrapped));
    let log = std::fs::read(house.path("log")).unwrap();
    assert!(log.len() > 500, "trace says something");
    assert_eq!(secrets.found(&log), [""; 0], "the log");
    // What is kept of links, cookies and wrapped keys is hashed, or sealed under the keyring.
    for (path, bytes) in files(&house.path("habeas")) {
        assert_eq!(secrets.found(&bytes), [""; 0], "{path:?}");
    }
}
