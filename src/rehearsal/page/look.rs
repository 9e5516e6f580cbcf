//! One stream of events: what a page does not know yet, as it comes.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::Event;
use futures::stream::{self, Stream};
use habeas_core::domain::Language;
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::hall::{Hall, Scene, now_ms};
use crate::outside::{Clock, RealClock};
use crate::rehearsal::botapi::{ChatView, MessageView};

/// Messages of a chat that a page is told of, newest last.
const NEWEST: usize = 200;
/// What changes together is told together: so long is waited for more, in milliseconds.
const TOGETHER_MS: i64 = 25;
/// What no phone shows is looked for this often, in milliseconds.
const LOOK_EVERY_MS: i64 = 1000;

/// All events from now on, the whole state first.
pub(super) fn events(
    hall: Arc<Hall>,
    language: Language,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let reader = Reader::new(hall, language);
    stream::unfold(reader, async |mut reader| {
        let (name, data) = reader.next().await;
        Some((Ok(Event::default().event(name).data(data.to_string())), reader))
    })
}

/// What one page has been told.
struct Reader {
    hall: Arc<Hall>,
    scenes: watch::Receiver<Arc<Scene>>,
    scene: Arc<Scene>,
    language: Language,
    /// Nobody moves this clock.
    wall: RealClock,
    waiting: VecDeque<(&'static str, Value)>,
    begun: bool,
    chats: HashMap<i64, Told>,
    stage: Value,
    strip: Value,
}

/// What a page has been told of one chat.
#[derive(Default)]
struct Told {
    messages: HashMap<i64, MessageView>,
    toasts: usize,
    rest: Value,
}

impl Reader {
    fn new(hall: Arc<Hall>, language: Language) -> Self {
        let scenes = hall.watch();
        let scene = hall.scene();
        let (waiting, begun, wall) = (VecDeque::new(), false, RealClock::default());
        let (chats, stage, strip) = (HashMap::new(), Value::Null, Value::Null);
        Self { hall, scenes, scene, language, wall, waiting, begun, chats, stage, strip }
    }

    async fn next(&mut self) -> (&'static str, Value) {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return event;
            }
            if self.begun {
                self.something_changes().await;
            }
            self.look().await;
        }
    }

    /// Waits for a change, or for the moment to look anyway.
    async fn something_changes(&mut self) {
        let users: Vec<i64> = self.scene.cast().iter().map(|who| who.user()).collect();
        let mut chats = self.scene.stage.driver().watch(&users);
        let told = |user: &i64| {
            self.chats.get(user).map_or(0, |told| told.rest["seq"].as_u64().unwrap_or(0))
        };
        let behind: Vec<u64> = users.iter().map(told).collect();
        let changes = chats.iter_mut().zip(behind).map(|(chat, told)| {
            Box::pin(async move { chat.wait_for(|seq| *seq != told).await.is_ok() })
        });
        let mut scene = self.scene.changed.subscribe();
        let later = self.wall.sleep_until(self.wall.now().plus_ms(LOOK_EVERY_MS));
        tokio::select! {
            _ = futures::future::select_all(changes) => {}
            _ = scene.changed() => {}
            _ = self.scenes.changed() => {}
            () = later => {}
        }
        self.wall.sleep_until(self.wall.now().plus_ms(TOGETHER_MS)).await;
    }

    /// Notes what the page does not know yet.
    async fn look(&mut self) {
        let scene = self.hall.scene();
        if !self.begun || !Arc::ptr_eq(&scene, &self.scene) {
            self.begun = true;
            self.scene = scene;
            (self.stage, self.strip) = (Value::Null, Value::Null);
            self.chats.clear();
            self.waiting.push_back(("reset", json!({})));
        }
        let stage = self.scene.shown().await;
        let moment = stage_moment(&self.scene, &stage);
        if differs(&self.stage, &moment) {
            self.waiting.push_back(("stage", moment.clone()));
            self.stage = moment;
        }
        let driver = self.scene.stage.driver();
        for who in self.scene.cast() {
            let view = driver.chat(who.user(), None, 0).await;
            let first = !self.chats.contains_key(&who.user());
            let told = self.chats.entry(who.user()).or_default();
            self.waiting.extend(told.news(who.user(), &view, first).map(|news| ("chat", news)));
        }
        if let Some(strip) = self.scene.strip(self.language).await
            && strip != self.strip
        {
            self.strip = strip.clone();
            self.waiting.push_back(("strip", strip));
        }
    }
}

/// The event `stage` with its moment.
fn stage_moment(scene: &Scene, shown: &Value) -> Value {
    let mut shown = shown.clone();
    shown["now"] = now_ms(scene).into();
    shown["offset"] = scene.stage.clock().offset_ms().into();
    shown
}

/// Whether anything but the passing of time has changed.
fn differs(told: &Value, now: &Value) -> bool {
    let timeless = |value: &Value| {
        let mut value = value.clone();
        if let Some(object) = value.as_object_mut() {
            object.remove("now");
        }
        value
    };
    timeless(told) != timeless(now)
}

impl Told {
    /// What is new in a chat, as an event; nothing if nothing is.
    fn news(&mut self, user: i64, view: &ChatView, first: bool) -> Option<Value> {
        let old = view.messages.len().saturating_sub(NEWEST);
        let mut messages = vec![];
        for message in &view.messages[old..] {
            let known = self.messages.get(&message.message_id);
            let is_news = known.map_or(!message.deleted, |known| known != message);
            if is_news {
                messages.push(shown(message));
                self.messages.insert(message.message_id, message.clone());
            }
        }
        if let Some(oldest) = view.messages.get(old) {
            self.messages.retain(|id, _| *id >= oldest.message_id);
        }
        let from = if first { view.toasts.len() } else { self.toasts.min(view.toasts.len()) };
        let toasts = &view.toasts[from..];
        self.toasts = view.toasts.len();
        let rest = json!({
            "seq": view.seq, "opened": view.opened, "blocked": view.blocked, "typing": view.typing,
            "keyboard": view.keyboard, "commands": view.commands,
        });
        let rest_is_news = without(&self.rest, "seq") != without(&rest, "seq");
        let is_news = first || rest_is_news || !messages.is_empty() || !toasts.is_empty();
        let mut news =
            json!({"user": user, "first": first, "messages": messages, "toasts": toasts});
        if let (Some(news), Some(rest)) = (news.as_object_mut(), rest.as_object()) {
            news.extend(rest.clone());
        }
        self.rest = rest;
        is_news.then_some(news)
    }
}

fn without(value: &Value, field: &str) -> Option<Map<String, Value>> {
    let mut object = value.as_object().cloned()?;
    object.remove(field);
    Some(object)
}

/// A message without what a phone does not show: its earlier texts.
fn shown(message: &MessageView) -> Value {
    let mut shown = json!(message);
    if let Some(shown) = shown.as_object_mut() {
        shown.remove("earlier");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::botapi::{Sender, Toast};

    fn message(id: i64, text: &str) -> MessageView {
        MessageView {
            message_id: id,
            from: Sender::Bot,
            at: 0,
            kind: "text".to_owned(),
            text: text.to_owned(),
            buttons: vec![],
            edits: 0,
            earlier: vec!["before".to_owned()],
            deleted: false,
            silent: false,
            protected: false,
            previews: false,
            reply_to: None,
        }
    }

    fn chat(messages: Vec<MessageView>, toasts: Vec<Toast>) -> ChatView {
        ChatView {
            seq: messages.len() as u64,
            messages,
            toasts,
            answered: vec![],
            keyboard: vec![],
            opened: true,
            blocked: false,
            typing: false,
            language: None,
            commands: vec![],
        }
    }

    fn toast(text: &str) -> Toast {
        Toast { text: text.to_owned(), alert: false, query: String::new() }
    }

    #[test]
    fn only_what_is_new_is_told_and_an_old_toast_never() {
        let mut told = Told::default();
        let view = chat(vec![message(1, "a")], vec![toast("old")]);
        let news = told.news(7, &view, true).unwrap();
        assert_eq!(
            (&news["first"], news["messages"][0]["text"].as_str()),
            (&true.into(), Some("a"))
        );
        assert_eq!(news["messages"][0].get("earlier"), None);
        assert_eq!(news["toasts"], json!([]));
        assert_eq!(told.news(7, &view, false), None);

        let view = chat(vec![message(1, "b"), message(2, "c")], vec![toast("old"), toast("new")]);
        let news = told.news(7, &view, false).unwrap();
        assert_eq!(news["messages"].as_array().unwrap().len(), 2);
        assert_eq!(news["toasts"][0]["text"], "new");

        let mut gone = message(1, "b");
        gone.deleted = true;
        let view = chat(vec![gone, message(2, "c")], view.toasts);
        let news = told.news(7, &view, false).unwrap();
        assert_eq!(news["messages"].as_array().unwrap().len(), 1);
        assert_eq!(news["messages"][0]["deleted"], true);
    }

    #[test]
    fn of_a_long_chat_the_newest_are_told_and_remembered() {
        let mut told = Told::default();
        let many = (1..=500).map(|id| message(id, "x")).collect();
        let news = told.news(7, &chat(many, vec![]), true).unwrap();
        assert_eq!(news["messages"].as_array().unwrap().len(), NEWEST);
        assert_eq!(news["messages"][0]["message_id"], 301);
        let more = (1..=600).map(|id| message(id, "x")).collect();
        told.news(7, &chat(more, vec![]), false).unwrap();
        assert_eq!(told.messages.len(), NEWEST);
    }
}
