//! `[console]`: where members sign in with a browser.

use std::net::SocketAddr;

use super::error::ConfigError;
use super::values::{Values, refused};

/// The `[console]` section, if the console is to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// An address of this machine.
    pub listen: SocketAddr,
    /// Where browsers find it, without a path: `https://desk.example`.
    pub origin: String,
}

impl Console {
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        let listen = match values.text("console.listen") {
            None => return Ok(None),
            Some((text, place)) => match text.parse::<SocketAddr>() {
                Ok(address) if address.ip().is_loopback() => address,
                Ok(_) => {
                    let must = "must be an address of this machine (127.0.0.1 or [::1]): put a proxy with TLS before it";
                    return Err(refused("console.listen", place, must));
                }
                Err(_) => {
                    let must = "must be an address and a port, as 127.0.0.1:4350";
                    return Err(refused("console.listen", place, must));
                }
            },
        };
        let (origin, place) = values.text("console.origin").ok_or(ConfigError::Missing {
            key: "console.origin",
            mend: "name the address that members' browsers use, as https://desk.example",
        })?;
        match is_origin(origin) {
            true => Ok(Some(Self { listen, origin: origin.to_owned() })),
            false => {
                let must = "must be https:// and a name, without a path or a slash at the end (http:// for 127.0.0.1 and localhost alone)";
                Err(refused("console.origin", place, must))
            }
        }
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        if self.origin.starts_with("https://") { "https" } else { "http" }
    }

    /// The name, and the port if it is not the usual one.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }
}

/// A browser keeps keys only where it can trust the way: TLS, or the machine itself.
pub(crate) fn is_origin(text: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(text) else { return false };
    let own = matches!(url.host_str(), Some("127.0.0.1" | "localhost"));
    (url.scheme() == "https" || (url.scheme() == "http" && own))
        && url.origin().ascii_serialization() == text
}
