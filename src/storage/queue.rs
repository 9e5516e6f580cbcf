//! The way to the store's thread.

use std::rc::Rc;

use tokio::sync::{Mutex, mpsc};

use super::unit::Unit;

/// How many units may wait before those who bring more wait themselves.
const DEPTH: usize = 1024;

/// The sending end. `None` closes the queue behind what waits in it.
pub(super) type Entrance = mpsc::Sender<Option<Unit>>;

/// The receiving end.
pub(super) struct Queue(mpsc::Receiver<Option<Unit>>);

/// A queue that several workers take from, in order.
pub(super) type Shared = Rc<Mutex<Queue>>;

pub(super) fn queue() -> (Entrance, Queue) {
    let (entrance, exit) = mpsc::channel(DEPTH);
    (entrance, Queue(exit))
}

impl Queue {
    /// The next unit that somebody waits for; nothing once the queue is closed and empty.
    pub(super) async fn next(&mut self) -> Option<Unit> {
        loop {
            match self.0.recv().await? {
                Some(unit) if unit.is_skipped() => {}
                Some(unit) => return Some(unit),
                None => self.0.close(),
            }
        }
    }

    /// The next unit, with those that wait behind it, up to so many; nothing once the queue is
    /// closed and empty.
    pub(super) async fn next_group(&mut self, most: usize) -> Option<Vec<Unit>> {
        let mut group = vec![self.next().await?];
        while group.len() < most {
            let Some(unit) = self.next_now() else { break };
            group.push(unit);
        }
        Some(group)
    }

    /// A unit that waits already.
    fn next_now(&mut self) -> Option<Unit> {
        loop {
            match self.0.try_recv().ok()? {
                Some(unit) if unit.is_skipped() => {}
                Some(unit) => return Some(unit),
                None => self.0.close(),
            }
        }
    }

    pub(super) fn share(self) -> Shared {
        Rc::new(Mutex::new(self))
    }
}
