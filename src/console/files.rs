//! Files of a case: fetched from Telegram when somebody asks for one, handed out as they are sealed.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use habeas_core::review::Action;
use serde::Deserialize;
use serde_json::json;

use super::opened;
use super::reader::{self, Asks};
use super::request::{Done, Here, Refused, read};
use crate::cases::CaseError;
use crate::files::{self, FetchError};
use crate::outside::SourceError;
use crate::storage::Tx;

/// Which of the case's keys opens what is handed out.
const GENERATION: HeaderName = HeaderName::from_static("x-habeas-generation");
/// Longest id of Telegram's that is asked for, in bytes; they have about a hundred.
const LONGEST_ID: usize = 512;

impl From<FetchError> for Refused {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::NoEntry => {
                Self::Request("the case has no entry of this number with this file")
            }
            FetchError::TooMany => Self::Request("no entry has that many files"),
            FetchError::Source(SourceError::TooLarge) => Self::TooLarge,
            FetchError::Source(SourceError::Gone) => Self::Gone,
            FetchError::Source(SourceError::NoAnswer) => Self::Telegram,
            FetchError::Depot(error) => Self::Depot(error),
            FetchError::Seal(error) => Self::Store(CaseError::from(error).into()),
            FetchError::Store(error) => Self::Store(error),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The number of the entry that it belongs to.
    seq: i64,
    /// Telegram's id of it, which only whoever opens the entry knows.
    file_id: String,
}

/// Fetches a file, if it was not fetched before.
pub(super) async fn fetch(
    State(here): State<Here>,
    headers: HeaderMap,
    Path(code): Path<String>,
    body: Bytes,
) -> Done {
    let asked: Wanted = read(&headers, &body)?;
    let ids = 1..=LONGEST_ID;
    if !ids.contains(&asked.file_id.len()) {
        return Err(Refused::Request("an id of Telegram's is wanted"));
    }
    let case = case(&here, &headers, code).await?;
    let parts = Arc::clone(&here.parts);
    // What was begun is ended, also for a page that went away: it will ask again.
    let fetched =
        tokio::spawn(async move { files::fetch(&parts, &case, asked.seq, &asked.file_id).await });
    let kept = fetched.await.map_err(|_| Refused::Telegram)??;
    Ok(Json(json!({"file": kept.id, "type": kept.kind, "bytes": kept.bytes})).into_response())
}

/// Hands out a file that was fetched.
pub(super) async fn hand_out(
    State(here): State<Here>,
    headers: HeaderMap,
    Path((code, file)): Path<(String, String)>,
) -> Done {
    let case = case(&here, &headers, code).await?;
    let unit = Arc::clone(&here.parts);
    let find = async move |tx: &mut Tx| files::of_case(tx, &unit, &case, &file).await;
    let kept = here.parts.store.read("console-file", find).await?.ok_or(Refused::NoCase)?;
    let found = here.parts.files.depot.read(&kept.id).await?;
    let (length, sealed) = found.ok_or(Refused::Gone)?;
    let headers = [
        (header::CONTENT_TYPE, files::UNKNOWN.to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (GENERATION, kept.generation.to_string()),
    ];
    Ok((headers, Body::from_stream(sealed)).into_response())
}

/// The id of the case at which whoever asks may have files.
async fn case(here: &Here, headers: &HeaderMap, code: String) -> Result<Vec<u8>, Refused> {
    let cookie = here.cookie(headers).await?;
    let (unit, now) = (Arc::clone(&here.parts), here.parts.now());
    let run = async move |tx: &mut Tx| {
        let wants = (code.as_str(), Action::File);
        let reader = match reader::at(tx, &unit, (&cookie, Asks::Member), wants, now).await? {
            Ok(reader) => reader,
            Err(refused) => return Ok(Err(refused)),
        };
        // Whoever has the ids of files needs nothing else of the case.
        opened::record(tx, &unit, &reader, now).await?;
        Ok(Ok(reader.case.id))
    };
    here.parts.store.run("console-files", run).await?
}
