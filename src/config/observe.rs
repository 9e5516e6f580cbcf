//! `[observe]`: how much is logged, and where the figures are served.

use std::net::SocketAddr;

use tracing::level_filters::LevelFilter;

use super::error::ConfigError;
use super::values::{Values, refused};

/// The `[observe]` section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observe {
    /// The least that our own crates log.
    pub level: LevelFilter,
    /// Where `/metrics` and `/healthz` are served: on this machine only; `None`: nowhere.
    pub listen: Option<SocketAddr>,
}

impl Observe {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let level = match values.text("observe.level") {
            None => LevelFilter::INFO,
            Some(("error", _)) => LevelFilter::ERROR,
            Some(("warn", _)) => LevelFilter::WARN,
            Some(("info", _)) => LevelFilter::INFO,
            Some(("debug", _)) => LevelFilter::DEBUG,
            Some(("trace", _)) => LevelFilter::TRACE,
            Some((_, place)) => {
                let must = "must be error, warn, info, debug or trace";
                return Err(refused("observe.level", place, must));
            }
        };
        let listen = match values.text("observe.listen") {
            None => None,
            Some((text, place)) => match text.parse::<SocketAddr>() {
                Ok(address) if address.ip().is_loopback() => Some(address),
                Ok(_) => {
                    let must = "must be an address of this machine (127.0.0.1 or [::1]): put a proxy before it to serve it to others";
                    return Err(refused("observe.listen", place, must));
                }
                Err(_) => {
                    let must = "must be an address and a port, as 127.0.0.1:9464";
                    return Err(refused("observe.listen", place, must));
                }
            },
        };
        Ok(Self { level, listen })
    }
}
