//! Log lines on stderr: one readable sentence each.
//!
//! Whatever level is set, other crates never say more than a warning, and statements of the
//! database nothing: their debug lines hold requests, answers and values. Records of the `log`
//! crate (teloxide's among them, which hold whole updates) have no way here: nothing collects them.

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Starts logging to stderr at `level` for our own crates. A second call changes nothing.
pub fn init_logging(level: LevelFilter) {
    let already = subscriber(level, std::io::stderr).try_init().is_err();
    if already {
        tracing::debug!("logging was set up before; its level stays");
    }
}

/// The subscriber behind [`init_logging`], writing to `out`.
fn subscriber<W>(level: LevelFilter, out: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = fmt::layer().with_writer(out).with_target(true);
    Registry::default().with(lines.with_filter(wanted(level)))
}

/// Ours at `level`, others at most at warnings, the database's statements never.
fn wanted(level: LevelFilter) -> Targets {
    Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("habeas", level)
        .with_target("habeas_core", level)
        .with_target("sqlx::query", LevelFilter::OFF)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no test panics while writing").extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn logged(level: LevelFilter, events: impl FnOnce()) -> String {
        let lines = Lines::default();
        let out = lines.clone();
        tracing::subscriber::with_default(subscriber(level, move || out.clone()), events);
        let bytes = lines.0.lock().expect("no test panics while writing").clone();
        String::from_utf8(bytes).expect("log lines are UTF-8")
    }

    #[test]
    fn other_crates_say_no_more_than_warnings_even_at_trace() {
        let text = logged(LevelFilter::TRACE, || {
            tracing::trace!(target: "habeas::intake", "ours at trace");
            tracing::info!(target: "hyper::client", "foreign at info");
            tracing::warn!(target: "hyper::client", "foreign at warn");
            tracing::error!(target: "sqlx::query", "a statement with values");
        });
        assert!(text.contains("ours at trace") && text.contains("foreign at warn"), "{text}");
        assert!(!text.contains("foreign at info") && !text.contains("a statement"), "{text}");
    }

    #[test]
    fn a_lower_level_holds_for_ours_and_for_others() {
        let text = logged(LevelFilter::ERROR, || {
            tracing::warn!(target: "habeas::intake", "ours at warn");
            tracing::warn!(target: "hyper::client", "foreign at warn");
            tracing::error!(target: "habeas_core::codec", "ours at error");
        });
        assert!(text.contains("ours at error"), "{text}");
        assert!(!text.contains("at warn"), "{text}");
    }

    #[test]
    fn a_field_stays_on_its_line() {
        let text = logged(LevelFilter::INFO, || {
            tracing::info!(batch.updates = 3, "a batch was committed");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains("a batch was committed batch.updates=3"), "{text}");
    }
}
