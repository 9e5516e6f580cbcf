//! A reporter's phone: reads the card as it comes, taps, waits for what the tap changes.

use std::time::{Duration, Instant};

use habeas::rehearsal::botapi::{Driver, Say, Tap};
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;

use super::clock;
use super::ears::{Ears, Heard};

/// Whoever hears nothing for so long has found a fault.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pressed in this order where they are shown: an interview that never pages.
const ANSWERS: [&str; 5] = ["Kazakhstan", "Done", "I don't know", "Skip", "Yes"];
/// Buttons that answer nothing.
const BELOW: [&str; 3] = ["Back", "Change an answer", "Write"];

/// A phone.
pub struct Phone {
    user: i64,
    driver: Driver,
    ears: UnboundedReceiver<Heard>,
    message: i64,
    /// Label and data.
    buttons: Vec<(String, String)>,
}

impl Phone {
    /// The phone of this user, with the first screen open.
    pub async fn start(user: i64, driver: Driver, ears: &Ears) -> Self {
        let ears = ears.of(user);
        let mut phone = Self { user, driver, ears, message: 0, buttons: vec![] };
        phone.say("/start");
        phone.card().await;
        phone
    }

    fn say(&self, text: &str) {
        self.driver.say(&Say::new(self.user, text)).unwrap();
    }

    /// Presses the button with this label and waits until the card has changed.
    pub async fn answer(&mut self, label: &str) {
        self.press(label);
        self.card().await;
    }

    /// Presses a button.
    pub fn press(&self, label: &str) {
        let found = self.buttons.iter().find(|(l, _)| l == label);
        let (_, data) = found.unwrap_or_else(|| panic!("no {label} in {:?}", self.buttons));
        self.driver.tap(&Tap::data(self.user, self.message, data.as_str())).unwrap();
    }

    /// Answers one question, or begins anew after the last. Returns when that was.
    pub fn go_on(&self) -> Instant {
        let shown = |label: &str| self.buttons.iter().any(|(l, _)| l == label);
        let ticked = self.buttons.iter().any(|(l, _)| l.starts_with('✓'));
        let ready = |label: &&&str| shown(label) && (ticked || **label != "Done");
        let at = clock::now();
        let other = |(l, _): &&(String, String)| !BELOW.iter().any(|b| l.starts_with(b));
        match ANSWERS.iter().find(ready) {
            Some(label) => self.press(label),
            None => match self.buttons.iter().find(other) {
                Some((label, _)) => self.press(label),
                None => self.say("/new"),
            },
        }
        at
    }

    /// Waits for the card and reads it. Returns when it came.
    pub async fn card(&mut self) -> Instant {
        loop {
            let heard = tokio::time::timeout(PATIENCE, self.ears.recv()).await;
            let Ok(Some(heard)) = heard else {
                panic!("user {} hears nothing; buttons {:?}", self.user, self.buttons)
            };
            if self.read(&heard.call.params).await {
                return heard.at;
            }
        }
    }

    /// Reads a card; `false` for what is none.
    async fn read(&mut self, params: &Value) -> bool {
        let markup = match &params["reply_markup"] {
            Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
            markup => markup.clone(),
        };
        let rows = markup["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let text =
            |button: &Value, name: &str| button[name].as_str().unwrap_or_default().to_owned();
        let buttons: Vec<(String, String)> = rows
            .iter()
            .flat_map(|row| row.as_array().into_iter().flatten())
            .map(|b| (text(b, "text"), text(b, "callback_data")))
            .collect();
        // A notice has no buttons, a receipt one.
        if buttons.len() < 2 {
            return false;
        }
        let new = match params["message_id"].as_i64() {
            Some(edited) => Some(edited),
            None => {
                let data = &buttons[0].1;
                let view = self.driver.chat(self.user, None, 0).await;
                let holds = |b: &habeas::rehearsal::botapi::Button| b.data.as_ref() == Some(data);
                let mut shown = view.messages.iter().rev();
                let found = shown.find(|m| m.buttons.iter().flatten().any(holds));
                found.map(|message| message.message_id)
            }
        };
        // The card was edited again meanwhile: that edit follows.
        let Some(message) = new else { return false };
        (self.message, self.buttons) = (message, buttons);
        true
    }
}
