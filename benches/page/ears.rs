//! One listener to the server's list of calls tells each phone what came.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use habeas::rehearsal::botapi::{Call, Driver};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::clock;

/// A message or an edit that the server accepted, and when that was seen.
pub struct Heard {
    /// When.
    pub at: Instant,
    /// The call.
    pub call: Arc<Call>,
}

type Phones = Arc<Mutex<HashMap<i64, UnboundedSender<Heard>>>>;

/// The listener.
#[derive(Clone)]
pub struct Ears(Phones);

impl Ears {
    /// Listens from now on, for as long as the runtime lives.
    pub async fn open(driver: Driver) -> Self {
        let phones = Phones::default();
        let (mut last, _) = driver.calls(u64::MAX - 1, 0).await;
        let tell = Arc::clone(&phones);
        tokio::spawn(async move {
            loop {
                let (called, calls) = driver.calls(last, 1000).await;
                let at = clock::now();
                last = called;
                let phones = tell.lock().unwrap_or_else(PoisonError::into_inner);
                for call in calls {
                    let shows = matches!(call.method.as_str(), "sendMessage" | "editMessageText");
                    if let Some(phone) = call.chat.filter(|_| shows).and_then(|c| phones.get(&c)) {
                        // A phone that was put away hears nothing.
                        let _ = phone.send(Heard { at, call });
                    }
                }
            }
        });
        Self(phones)
    }

    /// What comes for this chat from now on.
    pub fn of(&self, chat: i64) -> UnboundedReceiver<Heard> {
        let (tell, hear) = unbounded_channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(chat, tell);
        hear
    }
}
