//! What an operator may see: log lines, figures, a health answer. None of it holds what people said.

mod http;
mod log_safe;
mod logging;
mod metrics;
mod panics;

pub use http::{Observed, serve_observe};
pub use log_safe::{LogSafe, safe};
pub use logging::init_logging;
pub use metrics::{Counter, Gauge, Metrics, MetricsError};
pub use panics::hide_panic_payloads;
