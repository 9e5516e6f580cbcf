//! Wakes: a commit tells the loops that wait for work, after it is durable.

use tokio::sync::watch;

/// Who is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wake {
    /// Cards and notices wait to be sent.
    Sender,
    /// An alert was opened, taken or moved.
    Ladder,
    /// Something was put on the deletion schedule.
    Schedule,
    /// Who is a member, or can be reached, has changed.
    Profile,
}

/// The wakes that one unit asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WakeSet(u8);

impl WakeSet {
    pub(super) fn add(&mut self, wake: Wake) {
        self.0 |= 1 << wake as u8;
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn holds(self, wake: Wake) -> bool {
        self.0 & (1 << wake as u8) != 0
    }
}

/// The sending end: one channel for each [`Wake`].
#[derive(Debug, Default)]
pub(super) struct Bell {
    sender: watch::Sender<()>,
    ladder: watch::Sender<()>,
    schedule: watch::Sender<()>,
    profile: watch::Sender<()>,
}

impl Bell {
    fn channel(&self, wake: Wake) -> &watch::Sender<()> {
        match wake {
            Wake::Sender => &self.sender,
            Wake::Ladder => &self.ladder,
            Wake::Schedule => &self.schedule,
            Wake::Profile => &self.profile,
        }
    }

    /// Wakes all of `wakes`.
    pub(super) fn ring(&self, wakes: WakeSet) {
        for wake in [Wake::Sender, Wake::Ladder, Wake::Schedule, Wake::Profile] {
            if wakes.holds(wake) {
                self.channel(wake).send_replace(());
            }
        }
    }

    pub(super) fn listen(&self, wake: Wake) -> Woken {
        Woken { channel: self.channel(wake).subscribe() }
    }
}

/// The waiting end of one [`Wake`]. Each has its own memory of what it has seen.
#[derive(Debug)]
pub struct Woken {
    channel: watch::Receiver<()>,
}

impl Woken {
    /// Resolves once a wake came after the last one seen; several at once count as one. Once the
    /// store is gone it waits for ever.
    ///
    /// It hears the commits of this process only: a loop also sweeps by the clock.
    pub async fn next(&mut self) {
        if self.channel.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
