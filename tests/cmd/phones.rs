//! What is seen and pressed on phones, and whether a bot that was restored does its work.

use habeas::rehearsal::botapi::{BotApi, ChatView, Sender, Tap};
use serde_json::Value;

use crate::support::{Home, PATIENCE, heard, run};

/// Waits until something is found in a chat.
async fn until<T>(
    telegram: &BotApi,
    user: i64,
    what: &str,
    find: impl Fn(&ChatView) -> Option<T>,
) -> T {
    let people = telegram.driver();
    let mut view = people.chat(user, None, 0).await;
    loop {
        if let Some(found) = find(&view) {
            return found;
        }
        let next = tokio::time::timeout(PATIENCE, people.chat(user, Some(view.seq), 30));
        view = next.await.unwrap_or_else(|_| panic!("{user} waits in vain for {what:?}: {view:?}"));
    }
}

/// Waits until a message of the bot's holds this text; the whole of it.
pub async fn sees(telegram: &BotApi, user: i64, text: &str) -> String {
    let find = |view: &ChatView| {
        let mut shown = view.messages.iter().filter(|m| m.from == Sender::Bot && !m.deleted);
        shown.find(|m| m.text.contains(text)).map(|m| m.text.clone())
    };
    until(telegram, user, text, find).await
}

/// Presses a button as soon as it is there.
pub async fn taps(telegram: &BotApi, user: i64, label: &str) {
    let find = |view: &ChatView| {
        view.messages.iter().rev().filter(|m| !m.deleted).find_map(|message| {
            let button = message.buttons.iter().flatten().find(|b| b.label == label)?;
            Some((message.message_id, button.data.clone()?))
        })
    };
    let (message, data) = until(telegram, user, label, find).await;
    telegram.driver().tap(&Tap::data(user, message, data)).unwrap();
}

/// Who is there when a bot is started from a backup.
pub struct Night<'a> {
    /// Whoever reported before, and that case's code.
    pub before: (i64, &'a str),
    /// Whoever reports now.
    pub after: i64,
    /// Who pressed Start before the backup.
    pub lawyer: i64,
    /// What opens every case.
    pub recovery: &'a str,
}

/// How many entries a case has, and all codes.
async fn listed(home: &Home, code: &str) -> (u64, Vec<String>) {
    let out = home.run(&["case", "list"], &[]).await.done();
    let cases: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = |case: &Value| case["code"].as_str().unwrap().to_owned();
    let of = cases.iter().find(|case| text(case) == code).unwrap();
    (of["entries"].as_u64().unwrap(), cases.iter().map(text).collect())
}

/// What a case holds, for the recovery holder.
pub async fn opened(home: &Home, code: &str, recovery: &str) -> String {
    let out = tempfile::tempdir_in(home.folder.path()).unwrap();
    let folder = out.path().join("case");
    let folder = folder.to_str().unwrap();
    home.run(&["case", "export", code, "--out", folder], &[]).await.done();
    run(&["case", "open", folder, "--identity", recovery]).await.done()
}

/// A bot that was restored serves: whoever reported goes on, somebody else reports, and the lawyer who
/// pressed Start before is paged; all of it is sealed.
pub async fn lives_again(home: &Home, telegram: &BotApi, night: &Night<'_>) {
    let Night { before: (relative, code), after, lawyer, recovery } = *night;
    let (entries, codes) = listed(home, code).await;
    let bot = home.serve(&telegram.url()).await;
    heard(telegram, relative, "they moved him at noon").await;
    heard(telegram, after, "/start").await;
    for answer in ["Kazakhstan", "In court", "Yes: officers said so", "Russia"] {
        taps(telegram, after, answer).await;
    }
    taps(telegram, after, "Passports of both countries at war").await;
    sees(telegram, lawyer, "CRITICAL").await;
    taps(telegram, lawyer, "I take it").await;
    sees(telegram, after, "A lawyer on duty has it since").await;
    bot.end(rustix::process::Signal::TERM).await.done();

    let (more, all) = listed(home, code).await;
    assert!(more > entries, "what came is in the case: {entries}, {more}");
    assert!(opened(home, code, recovery).await.contains("they moved him at noon"));
    let new: Vec<&String> = all.iter().filter(|code| !codes.contains(code)).collect();
    let [new] = new[..] else { panic!("one case more: {all:?}") };
    assert!(opened(home, new, recovery).await.contains("said_by_officials"));
    home.run(&["audit", "verify"], &[]).await.done();
}
