//! What the console hands out of cases: to whom, and of what a list says nothing.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use data_encoding::BASE64;
use habeas::cases;
use habeas::storage::Tx;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::{Browser, Desk, play};
use super::owner::id;
use crate::support::people::{COORDINATOR, FRIEND, LAWYER, RELATIVE, SECOND};

const WORDS: &str = "the blue house by the mill";

/// What somebody is answered who may ask.
async fn got(desk: &Desk<'_>, path: &str, cookie: &str) -> Value {
    let (status, answer) = desk.gets(path, cookie).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

fn texts(list: &Value, field: &str) -> Vec<String> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| one[field].as_str().unwrap_or("-").to_owned()).collect()
}

/// What stock `age -d -i FILE` makes of a file.
fn stock_age(identity: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("identity");
    std::fs::write(&file, identity).unwrap();
    let mut age = Command::new("age");
    age.args(["-d", "-i", file.to_str().unwrap()]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = age.stderr(Stdio::null()).spawn().expect("apt-get install -y age");
    // A refusing age closes its end early.
    let _ = child.stdin.take().unwrap().write_all(sealed);
    let done = child.wait_with_output().unwrap();
    done.status.success().then_some(done.stdout)
}

fn base64(value: &Value) -> Vec<u8> {
    BASE64.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

/// A critical case that the lawyer has; their browser and cookie.
async fn owned(desk: &Desk<'_>) -> (Browser, String, String) {
    let browser = desk.enrols(LAWYER).await;
    desk.world.reports_critical(RELATIVE).await;
    desk.world.taps(LAWYER, "I take it").await;
    desk.world.sees(LAWYER, "You have it since").await;
    let cookie = desk.comes_in(LAWYER, &browser).await;
    (browser, cookie, desk.world.code().await)
}

#[tokio::test]
async fn a_list_has_codes_levels_and_clocks_mine_first_and_no_content() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let second = desk.enters(SECOND).await;
        desk.world.says(FRIEND, "/start").await;
        desk.world.taps_all(FRIEND, &["Kazakhstan", "Police station"]).await;
        let watched = desk.world.code().await;
        desk.world.passes_s(1).await;
        let (_, own, code) = owned(desk).await;
        desk.world.says(COORDINATOR, &format!("/take {watched}")).await;
        desk.world.sees(COORDINATOR, "You have it since").await;
        desk.world.taps_all(RELATIVE, &["Something is new", "At the airport"]).await;
        desk.world.settle().await;

        let mine = got(desk, "cases", &own).await;
        assert_eq!(texts(&mine["cases"], "code"), [code.as_str()], "theirs alone");
        let fields: BTreeSet<&str> =
            mine["cases"][0].as_object().unwrap().keys().map(String::as_str).collect();
        let wanted =
            ["called", "code", "handed", "hours_left", "level", "mine", "reads", "since", "stage"];
        assert_eq!(fields, wanted.into());
        assert_eq!(mine["cases"][0]["level"], "critical");
        assert!(mine["cases"][0]["hours_left"].as_f64().unwrap() > 0.0, "{mine}");
        assert_eq!(got(desk, "cases", &second).await["cases"], json!([]));

        let all = got(desk, "cases", &boss).await;
        assert_eq!(
            texts(&all["cases"], "code"),
            [watched.clone(), code.clone()],
            "mine, then level"
        );
        for word in ["KZ", "RU", "court", "Mira", "Dana", "danger", "conflict"] {
            assert!(!all.to_string().contains(word), "{word}: {all}");
        }

        desk.world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        desk.world.sees(SECOND, "asks you to take this case over").await;
        let asked = got(desk, "cases", &second).await;
        assert_eq!(
            (&asked["cases"][0]["handed"], &asked["cases"][0]["mine"]),
            (&json!(true), &json!(false))
        );

        let sql = "-- tests::close
            UPDATE cases SET stage = 'closed' WHERE code = $1";
        assert_eq!(desk.world.execute(sql, vec![watched.into()]).await, 1);
        let left = got(desk, "cases", &boss).await;
        assert_eq!(texts(&left["cases"], "code"), [code], "what is closed is in no list");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_called_sees_for_which_case_and_takes_it_and_reads_nothing_before() {
    play(async |desk| {
        let [browser, other] = [desk.enrols(LAWYER).await, desk.enrols(SECOND).await];
        let first = desk.comes_in(LAWYER, &browser).await;
        let second = desk.comes_in(SECOND, &other).await;
        desk.world.reports_critical(RELATIVE).await;
        let code = desk.world.code().await;
        let called = got(desk, "cases", &first).await;
        let line = &called["cases"][0];
        assert_eq!(
            (&line["code"], &line["called"], &line["mine"], &line["level"]),
            (&json!(code), &json!(true), &json!(false), &json!("critical"))
        );
        for path in ["", "/entries", "/openings"] {
            let (status, _) = desk.gets(&format!("cases/{code}{path}"), &first).await;
            assert_eq!(status, 403, "{path}: it is shut until they have it");
        }
        assert_eq!(got(desk, "cases", &second).await["cases"], json!([]), "not called yet");
        let path = format!("cases/{code}/do");
        let takes = async |n: u64, cookie: &str, who: (i64, &Browser)| {
            desk.asks_in(cookie, &path, &desk.taking(who, &id(n)).await).await.0
        };
        assert_eq!(takes(1, &second, (SECOND, &other)).await, 404);
        let other_act = json!({"id": id(2), "did": "on-my-way"});
        assert_eq!(desk.asks_in(&first, &path, &other_act).await.0, 403);

        desk.world.taps(LAWYER, "I cannot").await;
        desk.world.sees(SECOND, "CRITICAL").await;
        assert_eq!(got(desk, "cases", &first).await["cases"], json!([]), "they said no");
        assert_eq!(takes(3, &first, (LAWYER, &browser)).await, 404);
        assert_eq!(takes(4, &second, (SECOND, &other)).await, 200);
        desk.world.sees(SECOND, "You have it since").await;
        let mine = got(desk, "cases", &second).await;
        assert_eq!(
            (&mine["cases"][0]["called"], &mine["cases"][0]["mine"]),
            (&json!(false), &json!(true))
        );

        // Called to help they are not called to take it.
        desk.world.taps(SECOND, "I need help").await;
        desk.world.settle().await;
        assert_eq!(got(desk, "cases", &first).await["cases"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_asked_to_take_a_case_that_does_not_open_is_told_so() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let first = desk.enters(LAWYER).await;
        desk.world.reports_critical(RELATIVE).await;
        assert_eq!(got(desk, "cases", &first).await["cases"][0]["unreadable"], Value::Null);
        desk.breaks_report().await;
        let line = got(desk, "cases", &first).await["cases"][0].clone();
        let asked = (&line["called"], &line["unreadable"], &line["level"]);
        assert_eq!(asked, (&json!(true), &json!(true), &json!("critical")));
        let chief = got(desk, "cases", &boss).await["cases"][0].clone();
        assert_eq!(chief["unreadable"], Value::Null, "nobody asks them: {chief}");
    })
    .await;
    play(async |desk| {
        let second = desk.enters(SECOND).await;
        let (_, own, _) = owned(desk).await;
        desk.world.taps_all(LAWYER, &["Hand over", "Timur"]).await;
        desk.world.sees(SECOND, "asks you to take this case over").await;
        desk.breaks_report().await;
        let line = got(desk, "cases", &second).await["cases"][0].clone();
        assert_eq!((&line["handed"], &line["unreadable"]), (&json!(true), &json!(true)));
        let mine = got(desk, "cases", &own).await["cases"][0].clone();
        assert_eq!((&mine["mine"], &mine["unreadable"]), (&json!(true), &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn an_entry_is_handed_out_sealed_and_stock_age_opens_it_with_the_members_key() {
    play(async |desk| {
        let (browser, own, code) = owned(desk).await;
        desk.world.says(RELATIVE, WORDS).await;
        desk.world.settle().await;
        let case = got(desk, &format!("cases/{code}"), &own).await;
        let all = got(desk, &format!("cases/{code}/entries"), &own).await;
        assert_eq!(case["entries"], json!(all["entries"].as_array().unwrap().len()));
        assert!(!format!("{case}{all}").contains("mill"), "nothing in the clear");

        let key = &case["keys"][0];
        let identity = browser.identity.to_line();
        let opened = stock_age(identity.as_bytes(), &base64(&key["case_key"])).unwrap();
        let other = habeas::crypto::Identity::generate();
        assert_eq!(stock_age(other.to_line().as_bytes(), &base64(&key["case_key"])), None);
        let mut kinds = vec![];
        let mut last = 0;
        for entry in all["entries"].as_array().unwrap() {
            assert_eq!(entry["generation"], key["generation"]);
            let sealed = base64(&entry["sealed"]);
            assert!(sealed.starts_with(b"age-encryption.org/v1\n"));
            let plain: Value =
                serde_json::from_slice(&stock_age(&opened, &sealed).unwrap()).unwrap();
            assert_eq!(plain["seq"], entry["seq"]);
            last += 1;
            assert_eq!(entry["seq"], json!(last), "in their order");
            kinds.push(plain.to_string());
        }
        assert!(kinds.iter().any(|entry| entry.contains(WORDS)), "{kinds:?}");

        let rest = got(desk, &format!("cases/{code}/entries?after={}", last - 1), &own).await;
        assert_eq!((rest["entries"].as_array().unwrap().len(), &rest["more"]), (1, &json!(false)));
    })
    .await;
}

#[tokio::test]
async fn many_entries_come_a_hundred_at_a_time() {
    play(async |desk| {
        let (_, own, code) = owned(desk).await;
        let before = got(desk, &format!("cases/{code}"), &own).await["entries"].as_i64().unwrap();
        let (parts, now) = (desk.world.parts(), desk.world.parts().now());
        let typed = code.parse().unwrap();
        let fill = async move |tx: &mut Tx| {
            let mut case = cases::by_code(tx, &parts, &typed).await?.unwrap();
            let mut entries = vec![];
            for n in before..205 {
                let body = json!({"n": n});
                entries.push(cases::seal(tx, &parts, &mut case, ("note", &body), now).await?);
            }
            cases::append(tx, entries).await?;
            cases::save(tx, &parts, &case, now).await
        };
        desk.world.parts().store.run("tests-fill", fill).await.unwrap();
        let (mut after, mut sizes) = (0, vec![]);
        loop {
            let page = got(desk, &format!("cases/{code}/entries?after={after}"), &own).await;
            let entries = page["entries"].as_array().unwrap();
            sizes.push(entries.len());
            after = entries.last().unwrap()["seq"].as_i64().unwrap();
            if page["more"] == json!(false) {
                break;
            }
        }
        assert_eq!((sizes, after), (vec![100, 100, 5], 205));
    })
    .await;
}

#[tokio::test]
async fn who_opened_a_case_is_recorded_once_in_a_quarter_of_an_hour_and_shown_on_request() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let (_, own, code) = owned(desk).await;
        let (case, openings) = (format!("cases/{code}"), format!("cases/{code}/openings"));
        got(desk, "cases", &own).await;
        assert_eq!(got(desk, &openings, &own).await["openings"], json!([]), "a list opens nothing");
        got(desk, &case, &own).await;
        let first = got(desk, &openings, &own).await;
        assert_eq!(texts(&first["openings"], "name"), ["Mira"]);
        assert_eq!(first["openings"][0]["at"], json!(first["openings"][0]["at"].as_i64().unwrap()));
        for path in [&case, &format!("cases/{code}/entries"), &case] {
            got(desk, path, &own).await;
        }
        got(desk, &format!("cases/{code}/entries"), &boss).await;
        let both = got(desk, &openings, &boss).await;
        assert_eq!(texts(&both["openings"], "name"), ["Dana", "Mira"], "the last one first");
        desk.world.passes_s(14 * 60).await;
        got(desk, &case, &own).await;
        desk.world.passes_s(60).await;
        got(desk, &case, &own).await;
        let again = got(desk, &openings, &own).await;
        assert_eq!(texts(&again["openings"], "name"), ["Mira", "Dana", "Mira"]);
    })
    .await;
}

#[tokio::test]
async fn an_exclusion_hides_a_case_at_once_and_its_owner_has_it_no_more() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        let (_, own, code) = owned(desk).await;
        for cookie in [&own, &boss] {
            assert_eq!(texts(&got(desk, "cases", cookie).await["cases"], "code"), [code.as_str()]);
        }
        desk.excludes(LAWYER).await;
        desk.excludes(COORDINATOR).await;
        for cookie in [&own, &boss] {
            assert_eq!(got(desk, "cases", cookie).await["cases"], json!([]));
            for path in ["", "/entries", "/openings"] {
                let (status, answer) = desk.gets(&format!("cases/{code}{path}"), cookie).await;
                assert_eq!((status, &answer["code"]), (404, &json!("no-case")), "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_that_asks_by_itself_keeps_nobody_signed_in() {
    play(async |desk| {
        let boss = desk.enters(COORDINATOR).await;
        desk.world.reports_critical(RELATIVE).await;
        let code = desk.world.code().await;
        for _ in 0..14 {
            desk.world.passes_s(60).await;
            for path in
                ["cases".to_owned(), format!("cases/{code}"), format!("cases/{code}/entries")]
            {
                got(desk, &format!("{path}?itself=true"), &boss).await;
            }
        }
        desk.world.passes_s(61).await;
        assert_eq!(desk.gets("cases?itself=true", &boss).await.0, 401);
    })
    .await;
}
