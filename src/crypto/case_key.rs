//! The key of a case: an age identity made at the first answer, sealed, wiped.

use std::io::Write;

use age::secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::recipient::Recipient;

/// Why something was not sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// There is nobody to seal to.
    #[error("there is no recipient to seal to; set recovery.recipients")]
    Nobody,
    /// More than two recovery holders.
    #[error("recovery.recipients takes one or two recipients")]
    Holders,
    /// A stored recipient does not parse.
    #[error("the case's recipient does not parse")]
    Recipient,
    /// age failed.
    #[error("age could not seal")]
    Age,
}

/// What a new case keeps of its key.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// What its entries are sealed to.
    pub recipient: String,
    /// The identity, sealed to members who have a key, and to recovery if there is one holder.
    pub case_key: Option<Vec<u8>>,
    /// With two holders: the identity sealed to the second, that file sealed to the first; both
    /// are needed.
    pub recovery_key: Option<Vec<u8>>,
}

/// Makes a case's key. The identity leaves this function only sealed.
///
/// # Errors
/// [`SealError`] without any recovery holder, or with more than two.
pub fn new_case_key(members: &[Recipient], recovery: &[Recipient]) -> Result<NewCase, SealError> {
    let identity = age::x25519::Identity::generate();
    let recipient = identity.to_public().to_string();
    let secret = identity.to_string();
    let mut line = Zeroizing::new(Vec::with_capacity(128));
    line.extend_from_slice(secret.expose_secret().as_bytes());
    line.push(b'\n');
    let (to, recovery_key) = match recovery {
        [] => return Err(SealError::Nobody),
        [one] => ([members, std::slice::from_ref(one)].concat(), None),
        [first, second] => {
            let inner = seal_to(std::slice::from_ref(second), &line)?;
            (members.to_vec(), Some(seal_to(std::slice::from_ref(first), &inner)?))
        }
        _ => return Err(SealError::Holders),
    };
    let case_key = if to.is_empty() { None } else { Some(seal_to(&to, &line)?) };
    Ok(NewCase { recipient, case_key, recovery_key })
}

/// Seals bytes as a binary age file to one or more recipients.
///
/// # Errors
/// [`SealError`].
pub fn seal_to(recipients: &[Recipient], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    if recipients.is_empty() {
        return Err(SealError::Nobody);
    }
    let list = recipients.iter().map(|r| &r.0 as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(list).map_err(|_| SealError::Age)?;
    let mut sealed = Vec::with_capacity(plain.len() + 512);
    let mut writer = encryptor.wrap_output(&mut sealed).map_err(|_| SealError::Age)?;
    writer.write_all(plain).map_err(|_| SealError::Age)?;
    writer.finish().map_err(|_| SealError::Age)?;
    Ok(sealed)
}

/// A new recovery identity and its recipient: for an offline machine.
pub fn recovery_new() -> (Zeroizing<String>, String) {
    let identity = age::x25519::Identity::generate();
    let secret = Zeroizing::new(identity.to_string().expose_secret().to_owned());
    (secret, identity.to_public().to_string())
}
