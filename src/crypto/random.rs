//! The one source of everything that must not be guessed.

use ring::rand::{SecureRandom as _, SystemRandom};

/// `N` bytes from the system's random number generator, by ring.
///
/// For keys, nonces, receipts, invitations and tokens. There is no seeded version of it.
///
/// # Panics
///
/// If the system has no randomness to give: nothing may be sealed then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system's random number generator answers");
    bytes
}
