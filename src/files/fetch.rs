//! One file: fetched, sealed on the way, kept, written down.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use futures::StreamExt as _;
use ring::digest::{Context, SHA256};
use zeroize::Zeroizing;

use super::depot::Putting;
use super::kind::{HEAD, UNKNOWN, kind};
use super::rows::{self, Kept, MOST_OF_ENTRY, Which};
use super::{Depot, DepotError};
use crate::cases;
use crate::crypto::{PieceSealer, SealError, random_bytes};
use crate::outside::{Coming, SourceError, kill_point};
use crate::parts::Parts;
use crate::storage::{StoreError, Tx};

/// So many sealed bytes are written at once.
const PART: usize = 1 << 20;
/// Room for what one piece of the network adds to a part.
const SLACK: usize = 256 * 1024;

/// Why a file was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The case has no such entry, or the entry no such file.
    #[error("the case has no entry of this number with this file")]
    NoEntry,
    /// More than an entry can hold.
    #[error("an entry has no more files than were fetched of it")]
    TooMany,
    /// Telegram.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The folder.
    #[error(transparent)]
    Depot(#[from] DepotError),
    /// The case's recipient.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The file that Telegram has under this id, of an entry of a case: fetched once, whoever asks and
/// however often.
///
/// Whether the id stands in that entry is known by a hash that was kept as the entry was sealed.
/// **Warning**: of an entry from before that was kept it is not known, and any id is fetched.
///
/// # Errors
/// [`FetchError`]; nothing half is kept.
pub async fn fetch(
    parts: &Arc<Parts>,
    case: &[u8],
    seq: i64,
    file_id: &str,
) -> Result<Kept, FetchError> {
    let which = Which::of(&parts.keyring, (case, seq), file_id);
    let _turn = parts.files.turn(&which.hash).await;
    let (unit, asked) = (Arc::clone(parts), which.clone());
    let look = async move |tx: &mut Tx| {
        Ok((rows::find(tx, &unit, &asked).await?, rows::entry(tx, &asked).await?))
    };
    let (found, entry) = parts.store.read("file-look", look).await?;
    let fetched = entry.ok_or(FetchError::NoEntry)?;
    if let Some(found) = &found
        && parts.files.depot.has(&found.id).await
    {
        return Ok(found.clone());
    }
    if found.is_none() && fetched >= MOST_OF_ENTRY {
        return Err(FetchError::TooMany);
    }
    let _slot = parts.files.slot().await;
    let source = parts.files.source.as_ref().ok_or(SourceError::NoAnswer)?;
    let coming = source.open(file_id).await?;
    let (recipient, generation) = recipient(parts, case).await?;
    let id = HEXLOWER.encode(&random_bytes::<16>());
    let depot = &parts.files.depot;
    let through = through(coming, PieceSealer::to(&recipient)?, depot.put(&id).await?).await?;
    kill_point("file-whole");
    let kept = Kept { id, generation, kind: through.kind.to_owned(), bytes: through.bytes };
    let kept = write_down(parts, which, found, kept, through.hash).await?;
    kill_point("file-kept");
    Ok(kept)
}

/// What the case's next entry would be sealed to.
async fn recipient(parts: &Arc<Parts>, case: &[u8]) -> Result<(String, i64), FetchError> {
    let (unit, case, now) = (Arc::clone(parts), case.to_vec(), parts.now());
    let ready = async move |tx: &mut Tx| {
        let Some(mut case) = cases::load(tx, &unit, &case).await? else { return Ok(None) };
        cases::renew_if_due(tx, &unit, &mut case, now).await?;
        Ok(Some((case.recipient, case.generation)))
    };
    parts.store.run("file-recipient", ready).await?.ok_or(FetchError::NoEntry)
}

/// Writes the row; of two that were fetched by two processes one stays.
async fn write_down(
    parts: &Arc<Parts>,
    which: Which,
    lost: Option<Kept>,
    kept: Kept,
    hash: Vec<u8>,
) -> Result<Kept, FetchError> {
    let (unit, now, mine) = (Arc::clone(parts), parts.now(), kept.id.clone());
    let keep = async move |tx: &mut Tx| {
        let lost = lost.as_ref().map(|lost| lost.id.as_str());
        rows::keep(tx, &unit, &which, (lost, &kept, &hash), now).await
    };
    let kept = parts.store.run("file-keep", keep).await?;
    if kept.id != mine {
        remove(&parts.files.depot, &mine).await;
    }
    Ok(kept)
}

async fn remove(depot: &Depot, id: &str) {
    if let Err(error) = depot.remove(id).await {
        tracing::warn!(%error, "a file that nobody needs stays until the next start");
    }
}

/// What went through.
struct Through {
    kind: &'static str,
    bytes: i64,
    hash: Vec<u8>,
}

/// Seals what comes and writes it, a part at a time; the file then has its name.
async fn through(
    mut coming: Coming,
    mut sealer: PieceSealer,
    mut putting: Putting,
) -> Result<Through, FetchError> {
    let room = || Vec::with_capacity(PART + SLACK);
    let (mut part, mut hash, mut bytes) = (room(), Context::new(&SHA256), 0);
    let mut head = Zeroizing::new(Vec::with_capacity(HEAD));
    while let Some(piece) = coming.next().await {
        let piece = piece?;
        let looked_at = piece.len().min(HEAD - head.len());
        head.extend_from_slice(&piece[..looked_at]);
        bytes += piece.len() as i64;
        sealer.push(&piece, &mut part)?;
        if part.len() >= PART {
            hash.update(&part);
            putting.write(std::mem::replace(&mut part, room())).await?;
            kill_point("file-part");
        }
    }
    sealer.finish(&mut part)?;
    hash.update(&part);
    putting.write(part).await?;
    kill_point("file-parts");
    putting.end().await?;
    let kind = if bytes == 0 { UNKNOWN } else { kind(&head) };
    Ok(Through { kind, bytes, hash: hash.finish().as_ref().to_vec() })
}
