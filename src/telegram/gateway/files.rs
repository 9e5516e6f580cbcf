//! What reporters sent, fetched by its id (Bot API, getFile). The address of a file holds the token: it
//! is in no error, in no log, and is kept nowhere.

use std::time::Duration;

use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt, stream};
use serde_json::{Value, json};

use super::{Failure, Gateway, GatewayError};
use crate::outside::{Coming, FileSource, SourceError, kill_point};

/// Bots are given no longer file, in bytes (Bot API, getFile: 20 MB).
const MOST_BYTES: u64 = 20 << 20;
/// Telegram may bring the file from elsewhere before it says where it is.
const FOUND_WITHIN: Duration = Duration::from_secs(60);
/// A file of which nothing comes for so long is given up.
const QUIET: Duration = Duration::from_secs(30);
/// The longest file on a slow line is here within so long.
const LONGEST: Duration = Duration::from_secs(600);

/// A client that keeps no connection open: its buffer would keep what was sent.
pub(super) fn new_client() -> Result<reqwest::Client, GatewayError> {
    let settings = teloxide::net::default_reqwest_settings().timeout(LONGEST);
    let settings = settings.read_timeout(QUIET).pool_max_idle_per_host(0);
    let settings = settings.redirect(reqwest::redirect::Policy::none());
    settings.build().map_err(|_| GatewayError::Client)
}

impl From<Failure> for SourceError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { code: 400, description, .. } if description.contains("too big") => {
                Self::TooLarge
            }
            Failure::Refused { code: 400, .. } => Self::Gone,
            Failure::Refused { .. } | Failure::Unclear => Self::NoAnswer,
        }
    }
}

impl FileSource for Gateway {
    fn open<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Coming, SourceError>> {
        async move {
            let asked = json!({"file_id": id});
            kill_point("file-ask");
            let found = self.call(&self.client, "getFile", &asked, FOUND_WITHIN).await?;
            kill_point("file-asked");
            let path = found.get("file_path").and_then(Value::as_str);
            let path = path.ok_or(SourceError::NoAnswer)?;
            let size = found.get("file_size").and_then(Value::as_u64);
            let mut url = self.files.clone();
            if let Ok(mut segments) = url.path_segments_mut() {
                // "." and ".." are left out by this.
                segments.extend(path.split('/'));
            }
            let response = self.downloads.get(url).send().await;
            let response = response.map_err(|_| SourceError::NoAnswer)?;
            match response.status().as_u16() {
                200 => {}
                404 | 410 => return Err(SourceError::Gone),
                _ => return Err(SourceError::NoAnswer),
            }
            if size.or(response.content_length()).is_some_and(|size| size > MOST_BYTES) {
                return Err(SourceError::TooLarge);
            }
            Ok(pieces(response, size))
        }
        .boxed()
    }
}

/// What comes, in order. Another length than was said is a file that was cut off.
fn pieces(response: reqwest::Response, size: Option<u64>) -> Coming {
    let next = move |(mut response, before): (reqwest::Response, u64)| async move {
        let piece = response.chunk().await.map_err(|_| SourceError::NoAnswer)?;
        let Some(piece) = piece else {
            let whole = size.is_none_or(|size| size == before);
            return if whole { Ok(None) } else { Err(SourceError::NoAnswer) };
        };
        let here = before + piece.len() as u64;
        if here > MOST_BYTES {
            return Err(SourceError::TooLarge);
        }
        Ok(Some((piece, (response, here))))
    };
    stream::try_unfold((response, 0), next).boxed()
}
