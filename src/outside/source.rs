//! Where what reporters sent is fetched from, as the rest of the house sees it. Telegram implements
//! it.

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::BoxStream;

/// Why a file does not come. Never says where it was asked for: the address holds the bot's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Longer than bots are given (Bot API, getFile).
    #[error("telegram gives bots no file of more than 20 MB")]
    TooLarge,
    /// Telegram does not have it, or not any more.
    #[error("telegram has this file no more")]
    Gone,
    /// No answer, none that could be read, or one that was cut off.
    #[error("telegram did not give the file")]
    NoAnswer,
}

/// A file as it comes, piece by piece. It is whole if the pieces end without an error.
pub type Coming = BoxStream<'static, Result<Bytes, SourceError>>;

/// Gives what reporters sent.
pub trait FileSource: Send + Sync {
    /// Begins to fetch a file by the id under which it was sent.
    fn open<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Coming, SourceError>>;
}
