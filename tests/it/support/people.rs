//! The people of the tests, and what they do and see.

use habeas::rehearsal::botapi::{
    ChatView, Fault, FaultKind, MessageView, Press, Said, Say, Sender, Sending, Tap, Tapped,
};
use serde_json::Value;

use super::world::{PATIENCE_MS, World};

/// Reports.
pub const RELATIVE: i64 = 1001;
/// Reports too.
pub const FRIEND: i64 = 1002;
/// First on call.
pub const LAWYER: i64 = 2001;
/// Second on call.
pub const SECOND: i64 = 2002;
/// A lawyer who is added later.
pub const THIRD: i64 = 2003;
/// Keeps the rota.
pub const COORDINATOR: i64 = 3001;

/// The answers of the press report up to the reasons, the country first.
pub const PRESS_REPORT: [&str; 4] = ["Kazakhstan", "In court", "Yes: officers said so", "Russia"];

/// A message as text: its lines, then its buttons.
pub fn drawn(message: &MessageView) -> String {
    let labels = message.buttons.iter().flatten().map(|b| format!("[{}]", b.label));
    std::iter::once(message.text.clone()).chain(labels).collect::<Vec<_>>().join("\n")
}

/// What the bot shows in a chat now, oldest first.
pub fn shown(view: &ChatView) -> Vec<&MessageView> {
    view.shown().filter(|m| m.from == Sender::Bot).collect()
}

/// The newest message with a button of this label, with or without a tick, and its data.
fn button(view: &ChatView, label: &str) -> Option<(i64, String)> {
    view.shown().rev().find_map(|message| {
        let mut buttons = message.buttons.iter().flatten();
        let found = buttons.find(|b| b.label.trim_start_matches("✓ ") == label)?;
        Some((message.message_id, found.data.clone()?))
    })
}

impl World {
    /// Types something and waits until it is dealt with.
    pub async fn says(&self, user: i64, text: &str) -> Said {
        let said = self.driver.say(&Say::new(user, text)).expect("the user may write");
        self.settle().await;
        said
    }

    /// As `says`, on a phone set to a language.
    pub async fn says_in(&self, user: i64, language: &str, text: &str) -> Said {
        let language = Some(language.to_owned());
        let say = Say { language, ..Say::new(user, text) };
        let said = self.driver.say(&say).expect("the user may write");
        self.settle().await;
        said
    }

    /// Sends something other than words.
    pub async fn sends(&self, user: i64, kind: &str, details: Value) -> Said {
        let sent = self.driver.send(&Sending::new(user, kind, details)).expect("it can be sent");
        self.settle().await;
        sent
    }

    /// Presses the key that sends the user's number, and waits until it is dealt with.
    pub async fn shares(&self, user: i64, label: &str) -> Said {
        let is_there = |view: &ChatView| {
            view.keyboard.iter().flatten().any(|key| key.label == label).then_some(())
        };
        let found = self.until(user, is_there).await;
        assert!(found.is_some(), "no key \"{label}\" beside\n{}", self.screen(user).await);
        let said = self.driver.press(&Press::new(user, label)).expect("the key is there");
        self.settle().await;
        said
    }

    /// All is done, and a key of the bot's is there.
    pub async fn has_key(&self, user: i64, label: &str) {
        self.settle().await;
        let keys = self.driver.chat(user, None, 0).await.keyboard;
        assert!(keys.iter().flatten().any(|key| key.label == label), "{label}: {keys:?}");
    }

    /// All is done, and the user's keyboard is the phone's own.
    pub async fn has_no_key(&self, user: i64) {
        self.settle().await;
        let keys = self.driver.chat(user, None, 0).await.keyboard;
        assert!(keys.is_empty(), "{keys:?} beside\n{}", self.screen(user).await);
    }

    /// A button that the user sees, waited for.
    pub async fn button(&self, user: i64, label: &str) -> (i64, String) {
        let found = self.until(user, |view| button(view, label)).await;
        match found {
            Some(found) => found,
            None => panic!("no button \"{label}\" in\n{}", self.screen(user).await),
        }
    }

    /// Presses a button without waiting for what comes of it.
    pub async fn presses(&self, user: i64, label: &str) -> Tapped {
        let (message, data) = self.button(user, label).await;
        self.driver.tap(&Tap::data(user, message, data)).expect("the button is there")
    }

    /// Presses a button and waits until that is dealt with.
    pub async fn taps(&self, user: i64, label: &str) -> Tapped {
        let tapped = self.presses(user, label).await;
        self.settle().await;
        tapped
    }

    /// Presses several, one after the other.
    pub async fn taps_all(&self, user: i64, labels: &[&str]) {
        for label in labels {
            self.taps(user, label).await;
        }
    }

    /// Sends callback data as a modified client can, whatever is shown.
    pub async fn forges(&self, user: i64, message_id: i64, data: &str) -> Tapped {
        let forged = Tap { forged: true, ..Tap::data(user, message_id, data) };
        let tapped = self.driver.tap(&forged).expect("forged data is taken");
        self.settle().await;
        tapped
    }

    /// Waits until the bot shows a text (or a button) that holds `text`.
    pub async fn sees(&self, user: i64, text: &str) -> MessageView {
        let find = |view: &ChatView| {
            shown(view).into_iter().rev().find(|m| drawn(m).contains(text)).cloned()
        };
        match self.until(user, find).await {
            Some(found) => found,
            None => panic!("\"{text}\" is not seen in\n{}", self.screen(user).await),
        }
    }

    /// Waits until the bot's answer to a tap holds `text`.
    pub async fn hears(&self, user: i64, text: &str) {
        let told = |view: &ChatView| {
            view.toasts.iter().any(|toast| toast.text.contains(text)).then_some(())
        };
        if self.until(user, told).await.is_none() {
            let heard = self.driver.chat(user, None, 0).await.toasts;
            panic!("\"{text}\" is not heard, but {heard:?}");
        }
    }

    /// The bot's answer to one tap; empty where it says nothing.
    pub async fn answer_to(&self, user: i64, tapped: &Tapped) -> String {
        let id = &tapped.callback_query_id;
        let answer = |view: &ChatView| {
            view.answered.contains(id).then(|| {
                let toast = view.toasts.iter().find(|toast| toast.query == *id);
                toast.map(|toast| toast.text.clone()).unwrap_or_default()
            })
        };
        let found = self.until(user, answer).await;
        found.expect("every tap is answered")
    }

    /// Presses a button; the answer to this very tap, when it is dealt with.
    pub async fn answered(&self, user: i64, label: &str) -> String {
        let tapped = self.taps(user, label).await;
        self.answer_to(user, &tapped).await
    }

    /// Presses a button whose answer holds `text`.
    pub async fn taps_and_hears(&self, user: i64, label: &str, text: &str) {
        let answer = self.answered(user, label).await;
        assert!(answer.contains(text), "{label}: \"{answer}\" and not \"{text}\"");
    }

    /// All is done, and nothing that is shown holds `text`.
    pub async fn sees_no(&self, user: i64, text: &str) {
        self.settle().await;
        let view = self.driver.chat(user, None, 0).await;
        let seen = shown(&view).into_iter().any(|m| drawn(m).contains(text));
        assert!(!seen, "\"{text}\" is seen in\n{}", self.screen(user).await);
    }

    /// How many messages of the bot's ever held `text`, deleted ones too.
    pub async fn times_sent(&self, user: i64, text: &str) -> usize {
        let view = self.driver.chat(user, None, 0).await;
        let bot = view.messages.iter().filter(|m| m.from == Sender::Bot);
        bot.filter(|m| m.text.contains(text) || m.earlier.iter().any(|t| t.contains(text))).count()
    }

    /// How many messages with sound ever held `text`.
    pub async fn rings(&self, user: i64, text: &str) -> usize {
        let view = self.driver.chat(user, None, 0).await;
        let loud = view.messages.iter().filter(|m| m.from == Sender::Bot && !m.silent);
        loud.filter(|m| m.text.contains(text) || m.earlier.iter().any(|t| t.contains(text))).count()
    }

    /// Whether a message is gone from a chat.
    pub async fn is_deleted(&self, user: i64, message: i64) -> bool {
        let view = self.driver.chat(user, None, 0).await;
        let found = view.messages.iter().find(|m| m.message_id == message);
        found.expect("the message was there").deleted
    }

    /// What a user sees, drawn.
    pub async fn screen(&self, user: i64) -> String {
        let view = self.driver.chat(user, None, 0).await;
        shown(&view).into_iter().map(drawn).collect::<Vec<_>>().join("\n---\n")
    }

    /// Orders a fault.
    pub fn fault(&self, kind: FaultKind, method: &str, chat: Option<i64>, times: u32) {
        let method = Some(method.to_owned());
        self.driver.fault(Fault { method, chat, times, ..Fault::new(kind) });
    }

    /// Waits until something is found in a chat.
    async fn until<T>(&self, user: i64, find: impl Fn(&ChatView) -> Option<T>) -> Option<T> {
        let deadline = self.wall_ms() + PATIENCE_MS;
        let mut view = self.driver.chat(user, None, 0).await;
        loop {
            if let Some(found) = find(&view) {
                return Some(found);
            }
            let left = deadline - self.wall_ms();
            if left <= 0 {
                return None;
            }
            view = self.driver.chat(user, Some(view.seq), left).await;
        }
    }

    /// Says that the case on the newest card looks false, and that this was meant; the answer.
    pub async fn looks_false(&self, user: i64) -> String {
        self.taps(user, "Looks false").await;
        self.answered(user, "Yes, it looks false").await
    }

    /// Taps the press report up to its page: the country, three answers, one reason.
    pub async fn reports_critical(&self, user: i64) {
        self.says(user, "/start").await;
        self.taps_all(user, &PRESS_REPORT).await;
        self.taps(user, "Passports of both countries at war").await;
        self.sees(user, "Your code for this report").await;
    }
}
