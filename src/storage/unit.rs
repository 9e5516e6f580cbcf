//! A unit of work on its way to the store's thread.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use tokio::sync::oneshot;

use super::error::{Failure, FailureKind, Result, StoreError};
use super::tx::Tx;
use super::wake::WakeSet;

/// Whether a unit may change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    Read,
}

/// Whose turn it is first where units wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// What somebody decides, and what wakes somebody.
    Ahead,
    /// What only follows.
    Behind,
}

/// A closure and the caller who waits for what it gives, without their types.
trait Work: Send {
    fn call<'a>(&'a mut self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Result<()>>;
    fn finish(self: Box<Self>, outcome: Result<()>);
    fn is_abandoned(&self) -> bool;
}

struct Typed<T, F> {
    body: F,
    value: Option<T>,
    caller: oneshot::Sender<Result<T>>,
}

impl<T, F> Work for Typed<T, F>
where
    T: Send,
    F: AsyncFn(&mut Tx) -> Result<T> + Send,
{
    fn call<'a>(&'a mut self, tx: &'a mut Tx) -> LocalBoxFuture<'a, Result<()>> {
        let Self { body, value, .. } = self;
        Box::pin(async move {
            *value = None;
            *value = Some(body(tx).await?);
            Ok(())
        })
    }

    fn finish(self: Box<Self>, outcome: Result<()>) {
        let Self { value, caller, .. } = *self;
        let answer = outcome.map(|()| value.expect("a unit that succeeded has left its value"));
        // A caller who has gone away needs no answer.
        let _ = caller.send(answer);
    }

    fn is_abandoned(&self) -> bool {
        self.caller.is_closed()
    }
}

/// Whether the trouble was another's, and nothing of this run is left.
fn may_run_again(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::Conflict | FailureKind::Lost)
}

/// A unit in the queue.
pub(super) struct Unit {
    pub(super) name: &'static str,
    pub(super) mode: Mode,
    pub(super) turn: Turn,
    work: Box<dyn Work>,
    begun: bool,
}

/// How one run of a unit ended, before anything was committed.
pub(super) enum Ran {
    /// It may be kept.
    Kept(WakeSet),
    /// It is undone; the caller gets this.
    Undone(StoreError),
    /// It is undone and may be run again, because of this.
    Again(Failure),
}

impl Unit {
    pub(super) fn new<T, F>(
        name: &'static str,
        (mode, turn): (Mode, Turn),
        body: F,
    ) -> (Self, oneshot::Receiver<Result<T>>)
    where
        T: Send + 'static,
        F: AsyncFn(&mut Tx) -> Result<T> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let work = Box::new(Typed { body, value: None, caller });
        (Self { name, mode, turn, work, begun: false }, answer)
    }

    /// Whether nobody waits any more and nothing has begun: then it is dropped.
    pub(super) fn is_skipped(&self) -> bool {
        !self.begun && self.work.is_abandoned()
    }

    /// Runs the closure once. A panic, an error, and a failure that the closure swallowed all
    /// mean that nothing is kept.
    pub(super) async fn run(&mut self, tx: &mut Tx) -> Ran {
        self.begun = true;
        tx.start_unit();
        let outcome = AssertUnwindSafe(self.work.call(tx)).catch_unwind().await;
        let (wakes, failure) = tx.end_unit();
        match (outcome, failure) {
            (Err(_), _) => Ran::Undone(StoreError::Panicked { unit: self.name }),
            (Ok(_), Some(failure)) if may_run_again(&failure) => Ran::Again(failure),
            (Ok(Err(error)), _) => Ran::Undone(error),
            (Ok(Ok(())), Some(failure)) => Ran::Undone(failure.into()),
            (Ok(Ok(())), None) => Ran::Kept(wakes),
        }
    }

    /// Tells the caller.
    pub(super) fn finish(self, outcome: Result<()>) {
        self.work.finish(outcome);
    }
}
