//! The one clock: `now()` and `sleep_until()`, shared by the bot, the Bot API server and the tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures::future::BoxFuture;
use habeas_core::domain::Timestamp;
use tokio::sync::watch;

/// Where time comes from. Everything that waits, waits on this.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment.
    fn now(&self) -> Timestamp;
    /// Resolves once `now()` has reached `at`, also when the clock is moved by hand.
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'static, ()>;
}

/// The system's clock plus an offset that only grows: zero in `serve`, moved by rehearsals and
/// tests so that an hour passes at once.
#[derive(Debug, Clone)]
pub struct RealClock {
    offset_ms: Arc<AtomicI64>,
    moved: watch::Sender<()>,
}

impl Default for RealClock {
    fn default() -> Self {
        Self { offset_ms: Arc::new(AtomicI64::new(0)), moved: watch::Sender::new(()) }
    }
}

impl RealClock {
    /// Moves this clock, and all that share it, `ms` milliseconds ahead and wakes who waits.
    pub fn advance_ms(&self, ms: i64) {
        self.offset_ms.fetch_add(ms, Ordering::SeqCst);
        self.moved.send_replace(());
    }

    /// How far it was moved, in milliseconds.
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::SeqCst)
    }
}

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "the one real clock")]
    fn now(&self) -> Timestamp {
        let system = jiff::Timestamp::now().as_millisecond();
        Timestamp::from_millis(system + self.offset_ms.load(Ordering::SeqCst))
    }

    #[expect(clippy::disallowed_methods, reason = "the one real clock")]
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        Box::pin(async move {
            let mut moved = clock.moved.subscribe();
            loop {
                let left = at.since(clock.now());
                let Ok(left) = u64::try_from(left) else { return };
                if left == 0 {
                    return;
                }
                let nap = tokio::time::sleep(std::time::Duration::from_millis(left));
                tokio::select! {
                    () = nap => {}
                    _ = moved.changed() => {}
                }
            }
        })
    }
}
