//! The way to the store's thread.

use std::collections::VecDeque;
use std::rc::Rc;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{Mutex, mpsc};

use super::unit::{Turn, Unit};

/// How many units may wait before those who bring more wait themselves.
const DEPTH: usize = 1024;
/// One unit of so many is of those behind, should any wait: they are never starved.
const BEHIND: u32 = 4;

/// The sending end. `None` closes the queue behind what waits in it.
pub(super) type Entrance = mpsc::Sender<Option<Unit>>;

/// The receiving end. What somebody decides or is woken by goes ahead of what only follows.
pub(super) struct Queue {
    exit: mpsc::Receiver<Option<Unit>>,
    ahead: VecDeque<Unit>,
    behind: VecDeque<Unit>,
    given: u32,
}

/// A queue that several workers take from, in order.
pub(super) type Shared = Rc<Mutex<Queue>>;

pub(super) fn queue() -> (Entrance, Queue) {
    let (entrance, exit) = mpsc::channel(DEPTH);
    (entrance, Queue { exit, ahead: VecDeque::new(), behind: VecDeque::new(), given: 0 })
}

impl Queue {
    /// The next unit that somebody waits for; nothing once the queue is closed and empty.
    pub(super) async fn next(&mut self) -> Option<Unit> {
        loop {
            if let Some(unit) = self.next_now() {
                return Some(unit);
            }
            match self.exit.recv().await? {
                Some(unit) => self.line_up(unit),
                None => self.exit.close(),
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
        self.let_in();
        loop {
            let unit = self.take()?;
            if !unit.is_skipped() {
                return Some(unit);
            }
        }
    }

    fn let_in(&mut self) {
        while self.ahead.len() + self.behind.len() < DEPTH {
            match self.exit.try_recv() {
                Ok(Some(unit)) => self.line_up(unit),
                Ok(None) => self.exit.close(),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
    }

    fn line_up(&mut self, unit: Unit) {
        match unit.turn {
            Turn::Ahead => self.ahead.push_back(unit),
            Turn::Behind => self.behind.push_back(unit),
        }
    }

    fn take(&mut self) -> Option<Unit> {
        self.given = self.given.wrapping_add(1);
        match self.given % BEHIND {
            0 => self.behind.pop_front().or_else(|| self.ahead.pop_front()),
            _ => self.ahead.pop_front().or_else(|| self.behind.pop_front()),
        }
    }

    pub(super) fn share(self) -> Shared {
        Rc::new(Mutex::new(self))
    }
}
