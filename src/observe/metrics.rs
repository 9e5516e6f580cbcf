//! Figures for a monitoring system: a closed list, without labels, so that none can hold a name.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

/// What only rises. Each name ends in `_total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Updates from Telegram whose effects were committed.
    Updates,
    /// Updates put aside after three failures.
    UpdatesParked,
    /// Requests that Telegram carried out.
    Sent,
    /// Requests whose outcome is unknown, sent again.
    SendsRepeated,
    /// Requests that Telegram refused for good.
    SendsFailed,
    /// Pages that reached a member's chat.
    Pages,
}

/// What rises and falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gauge {
    /// Critical cases that nobody has taken.
    CriticalUntaken,
    /// Cards and notices that wait to be sent.
    SendsWaiting,
    /// Seconds that the last batch of updates took to commit.
    LastBatchSeconds,
}

impl Counter {
    /// All, in the order of `/metrics`' documentation.
    pub const ALL: [Self; 6] = [
        Self::Updates,
        Self::UpdatesParked,
        Self::Sent,
        Self::SendsRepeated,
        Self::SendsFailed,
        Self::Pages,
    ];

    /// The name in `/metrics`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Updates => "habeas_updates_total",
            Self::UpdatesParked => "habeas_updates_parked_total",
            Self::Sent => "habeas_sent_total",
            Self::SendsRepeated => "habeas_sends_repeated_total",
            Self::SendsFailed => "habeas_sends_failed_total",
            Self::Pages => "habeas_pages_total",
        }
    }

    /// Counts one.
    pub fn count(self) {
        self.count_many(1);
    }

    /// Counts `n`.
    pub fn count_many(self, n: u64) {
        metrics::counter!(self.name()).increment(n);
    }
}

impl Gauge {
    /// All, in the order of `/metrics`' documentation.
    pub const ALL: [Self; 3] = [Self::CriticalUntaken, Self::SendsWaiting, Self::LastBatchSeconds];

    /// The name in `/metrics`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CriticalUntaken => "habeas_critical_untaken",
            Self::SendsWaiting => "habeas_sends_waiting",
            Self::LastBatchSeconds => "habeas_last_batch_seconds",
        }
    }

    /// The present value.
    pub fn set(self, value: f64) {
        metrics::gauge!(self.name()).set(value);
    }
}

/// Another recorder of metrics is in place.
#[derive(Debug, thiserror::Error)]
#[error("metrics are recorded elsewhere in this process already")]
pub struct MetricsError;

/// What was recorded, to be served.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts recording for the whole process, every figure at zero.
    ///
    /// # Errors
    /// [`MetricsError`] at a second call.
    pub fn install() -> Result<Self, MetricsError> {
        let (recorder, metrics) = Self::recorder();
        metrics::set_global_recorder(recorder).map_err(|_| MetricsError)?;
        Ok(metrics)
    }

    /// A recorder with every figure at zero, and what reads it.
    pub(super) fn recorder() -> (PrometheusRecorder, Self) {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            for counter in Counter::ALL {
                counter.count_many(0);
            }
            for gauge in Gauge::ALL {
                gauge.set(0.0);
            }
        });
        (recorder, Self(handle))
    }

    /// The figures in Prometheus' text form.
    pub fn render(&self) -> String {
        self.0.render()
    }
}
