//! What was measured, as lines of a table.

use std::io::Write as _;

use habeas::outside::{Clock, RealClock};

use super::clock;

/// How often a block is appended and made durable.
const APPENDS: usize = 400;

/// How many answer at once, and for how long they are watched.
#[derive(Clone, Copy)]
pub struct Run {
    /// People who tap again and again.
    pub answering: usize,
    /// How long each looks at the changed card before the next tap, in milliseconds.
    pub pause_ms: i64,
    /// Milliseconds.
    pub ms: i64,
}

impl Run {
    /// Waits so that one after the other begins within the pause.
    pub async fn begin(self, n: i64) {
        let people = self.answering as i64;
        self.wait(self.pause_ms * (n % people) / people).await;
    }

    /// Looks at the card.
    pub async fn look(self) {
        self.wait(self.pause_ms).await;
    }

    async fn wait(self, ms: i64) {
        if ms > 0 {
            let wall = RealClock::default();
            wall.sleep_until(wall.now().plus_ms(ms)).await;
        }
    }
}

/// Durations in microseconds.
#[derive(Default)]
pub struct Samples(pub Vec<u64>);

impl Samples {
    /// The duration that so many per cent stayed within, as text.
    fn within(&mut self, per_cent: usize) -> String {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        match self.0.get((self.0.len() * per_cent / 100).min(last)) {
            #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
            Some(us) => format!("{:.1} ms", *us as f64 / 1000.0),
            None => "-".to_owned(),
        }
    }
}

/// What one run gave.
#[derive(Default)]
pub struct Figures {
    /// From a deciding tap to its page.
    pub pages: Samples,
    /// From a tap to the card that it changed.
    pub taps: Samples,
    /// How long the taps were counted, in milliseconds.
    pub counted_ms: u64,
}

impl Figures {
    /// The names of the columns.
    pub fn head() -> String {
        let columns = ["page p50", "page p99", "rounds", "tap p50", "tap p99", "taps/s"];
        let columns: String = columns.iter().map(|c| format!("{c:>11}")).collect();
        format!("{:<20}{:>10}{:>8}{columns}", "", "answering", "pause")
    }

    /// What the columns mean.
    pub fn legend() -> &'static str {
        "page: from a deciding tap until the server accepted the page; tap: from a tap until it\n\
         accepted the changed card; of the echo bot: from a message until it accepted the echo.\n\
         Each person looks at the changed card for the pause, and taps again."
    }

    /// One line.
    pub fn line(mut self, name: &str, run: Run) -> String {
        let taps = self.taps.0.len() as u64;
        let rate = (taps * 1000).checked_div(self.counted_ms).unwrap_or(0);
        let columns = [
            self.pages.within(50),
            self.pages.within(99),
            self.pages.0.len().to_string(),
            self.taps.within(50),
            self.taps.within(99),
            rate.to_string(),
        ];
        let columns: String = columns.iter().map(|c| format!("{c:>11}")).collect();
        let pause = format!("{} s", run.pause_ms / 1000);
        format!("{name:<20}{:>10}{pause:>8}{columns}", run.answering)
    }
}

/// Appends of 4 KiB, each made durable, where SQLite's file is too.
pub fn fsync() -> String {
    let folder = tempfile::TempDir::new().unwrap();
    let mut file = std::fs::File::create(folder.path().join("floor")).unwrap();
    let mut samples = Samples::default();
    for _ in 0..APPENDS {
        let then = clock::now();
        file.write_all(&[7; 4096]).unwrap();
        file.sync_all().unwrap();
        samples.0.push(clock::us_since(then));
    }
    let (p50, p99) = (samples.within(50), samples.within(99));
    format!("fsync after an append of 4 KiB: p50 {p50}, p99 {p99}, {APPENDS} times")
}
