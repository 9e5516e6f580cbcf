//! The phones: what is pressed, and waiting until something is seen.

use habeas::outside::{Clock, RealClock};
use habeas::rehearsal::botapi::{ChatView, Driver, MessageView, Say, Sender, Sending, Tap};
use serde_json::Value;

/// Longest wait for anything, in milliseconds of real time.
const PATIENCE_MS: i64 = 30_000;

/// Plays people; a wait that is in vain panics with the screen.
#[derive(Clone)]
pub struct People {
    pub driver: Driver,
}

impl People {
    pub fn new(driver: Driver) -> Self {
        Self { driver }
    }

    /// Types; the message's id.
    pub fn says(&self, user: i64, text: &str) -> i64 {
        self.driver.say(&Say::new(user, text)).unwrap().message_id
    }

    /// Types as a reply to the newest message of the bot's that holds `seen`.
    pub async fn replies(&self, user: i64, seen: &str, text: &str) -> i64 {
        let find = |view: &ChatView| {
            let shown = view.messages.iter().rev().filter(|m| !m.deleted);
            shown.filter(|m| m.text.contains(seen)).map(|m| m.message_id).next()
        };
        let to = self.until(user, seen, find).await;
        let say = Say { reply_to: Some(to), ..Say::new(user, text) };
        self.driver.say(&say).unwrap().message_id
    }

    /// Sends something that is not words.
    pub fn sends(&self, user: i64, kind: &str, details: Value) -> i64 {
        self.driver.send(&Sending::new(user, kind, details)).unwrap().message_id
    }

    /// Presses the newest button with this label as soon as it is there.
    pub async fn taps(&self, user: i64, label: &str) {
        let (message, data) = self.until(user, label, |view| button(view, label)).await;
        self.driver.tap(&Tap::data(user, message, data)).unwrap();
    }

    /// Ticks one of several answers and waits until the tick is seen.
    pub async fn ticks(&self, user: i64, label: &str) {
        self.taps(user, label).await;
        let ticked = format!("✓ {label}");
        self.until(user, &ticked, |view| button(view, &ticked)).await;
    }

    /// Waits until a message of the bot's holds this text; the whole of it.
    pub async fn sees(&self, user: i64, text: &str) -> String {
        let find = |view: &ChatView| {
            bots(view).find(|m| m.text.contains(text)).map(|message| message.text.clone())
        };
        self.until(user, text, find).await
    }

    /// Waits until a message of the bot's below this one holds the text.
    #[cfg(feature = "kill-points")]
    pub async fn sees_below(&self, user: i64, message: i64, text: &str) {
        let find = |view: &ChatView| {
            bots(view).find(|m| m.message_id > message && m.text.contains(text)).map(|_| ())
        };
        self.until(user, text, find).await;
    }

    /// Waits until a message is no longer in the chat.
    pub async fn gone(&self, user: i64, id: i64) {
        let find = |view: &ChatView| {
            view.messages.iter().find(|m| m.message_id == id && m.deleted).map(|_| ())
        };
        self.until(user, "a message's deletion", find).await;
    }

    /// Waits until something is found in a chat.
    pub async fn until<T>(
        &self,
        user: i64,
        what: &str,
        find: impl Fn(&ChatView) -> Option<T>,
    ) -> T {
        let clock = RealClock::default();
        let deadline = clock.now().plus_ms(PATIENCE_MS);
        let mut view = self.driver.chat(user, None, 0).await;
        loop {
            if let Some(found) = find(&view) {
                return found;
            }
            let left = deadline.since(clock.now());
            assert!(left > 0, "{user} waits in vain for {what:?}; there is:\n{}", screen(&view));
            view = self.driver.chat(user, Some(view.seq), left).await;
        }
    }
}

fn bots(view: &ChatView) -> impl DoubleEndedIterator<Item = &MessageView> {
    view.shown().filter(|m| m.from == Sender::Bot)
}

fn button(view: &ChatView, label: &str) -> Option<(i64, String)> {
    bots(view).rev().find_map(|message| {
        let found = message.buttons.iter().flatten().find(|b| b.label == label)?;
        Some((message.message_id, found.data.clone()?))
    })
}

fn screen(view: &ChatView) -> String {
    let mut text = String::new();
    for message in &view.messages {
        let labels = message.buttons.iter().flatten().map(|b| b.label.as_str());
        let labels: Vec<&str> = labels.collect();
        let (id, from, gone) = (message.message_id, message.from, message.deleted);
        let said: String = message.text.chars().take(300).collect();
        text += &format!("{id} {from:?} deleted={gone} {said:?} {labels:?}\n");
    }
    text
}
