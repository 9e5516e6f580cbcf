//! A key of its own for each case, sealed to those who may open it.

use std::io::Write as _;
use std::slice;

use zeroize::Zeroizing;

use super::identity::Identity;
use super::recipient::{Recipient, RecipientError};
use super::wipe::on_wiped_stack;

/// What a new case keeps of its key. The identity itself is gone when this is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// The case's recipient, `age1…`: entries are sealed to it.
    pub recipient: String,
    /// The case's identity, sealed to the members (and the one recovery holder). Absent with two
    /// holders while no member has a key.
    pub case_key: Option<Vec<u8>>,
    /// With two recovery holders: the case's identity, sealed to the second, then to the first.
    pub recovery_key: Option<Vec<u8>>,
}

/// Something that could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Nobody could ever open the case without members' keys.
    #[error("no recovery recipient is set: put one or two age1… into recovery.recipients")]
    NoRecovery,
    /// More holders than the form has.
    #[error("{0} recovery recipients are set, and one or two are possible: remove some")]
    TooManyHolders(usize),
    /// One person would hold both halves.
    #[error("both recovery recipients are the same: two holders need an identity each")]
    SameHolder,
    /// The stored recipient cannot be sealed to.
    #[error("the case's recipient cannot be sealed to: {0}")]
    Recipient(#[from] RecipientError),
    /// age refused.
    #[error("age could not seal: {0}")]
    Age(#[from] age::EncryptError),
    /// The body has no JSON form.
    #[error("an entry's body could not be written as JSON")]
    Json,
}

/// Makes a case key and seals it to `members` and to the recovery holders.
///
/// **Formula**: `identity = X25519 identity of the case`, `line = "AGE-SECRET-KEY-1…\n"`.
/// One holder: `case_key = age[members…, holder](line)`. Two holders: `case_key = age[members…](line)`
/// if a member has a key, and `recovery_key = age[first](age[second](line))`: the first opens the
/// outer file, the second the inner one, and neither alone gets anything.
///
/// **Standard**: age v1 (age-encryption.org/v1), binary, by the `age` crate.
///
/// **Warning**: the identity is in this process's memory while this runs; docs/KEYS.md says what
/// wiping it reaches. age proves nothing about who sealed a file.
///
/// # Errors
///
/// If there are not one or two different recovery holders, or age refuses.
pub fn new_case_key(members: &[Recipient], recovery: &[Recipient]) -> Result<NewCase, SealError> {
    on_wiped_stack(|| {
        let identity = Identity::generate();
        seal_key(&identity, members, recovery)
    })
}

/// The files of a case's identity, as [`new_case_key`] says.
pub(super) fn seal_key(
    identity: &Identity,
    members: &[Recipient],
    recovery: &[Recipient],
) -> Result<NewCase, SealError> {
    let (line, recipient) = (identity.to_line(), identity.recipient().to_string());
    match recovery {
        [] => Err(SealError::NoRecovery),
        [first, second] if first == second => Err(SealError::SameHolder),
        [_] => {
            let everybody = [members, recovery].concat();
            let case_key = Some(seal_to(&everybody, line.as_bytes())?);
            Ok(NewCase { recipient, case_key, recovery_key: None })
        }
        [first, second] => {
            let case_key = match members {
                [] => None,
                some => Some(seal_to(some, line.as_bytes())?),
            };
            let inner = Zeroizing::new(seal_to(slice::from_ref(second), line.as_bytes())?);
            let recovery_key = Some(seal_to(slice::from_ref(first), &inner)?);
            Ok(NewCase { recipient, case_key, recovery_key })
        }
        more => Err(SealError::TooManyHolders(more.len())),
    }
}

/// An age file of `plain` for the keys of a desk and the recovery holders: each key of the desk
/// and a sole holder open it. Two holders are no part of it while the desk has a key; else it is
/// `age[first](age[second](plain))`, and neither opens it alone.
///
/// # Errors
///
/// If there is nobody to seal to, or age refuses.
pub fn seal_to_desk(
    desk: &[Recipient],
    recovery: &[Recipient],
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    match (desk, recovery) {
        ([], [first, second]) => {
            let inner = seal_to(slice::from_ref(second), plain)?;
            seal_to(slice::from_ref(first), &inner)
        }
        (desk, [_, _]) => seal_to(desk, plain),
        (desk, holder) => seal_to(&[desk, holder].concat(), plain),
    }
}

/// A binary age file of `plain` that each of `recipients` opens.
///
/// # Errors
///
/// If there is no recipient, or age refuses.
pub fn seal_to(recipients: &[Recipient], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let encryptor = age::Encryptor::with_recipients(recipients.iter().map(Recipient::as_age))?;
    written(encryptor, plain)
}

/// A binary age file of `plain` under a passphrase.
///
/// **Formula**: age's passphrase wrap, scrypt with `N = 2^work`.
///
/// **Warning**: what guards it is the passphrase. Whoever has the file tries as many as they like.
///
/// # Errors
///
/// If age refuses.
pub fn seal_under_words(words: &str, work: u8, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut recipient = age::scrypt::Recipient::new(words.to_owned().into());
    recipient.set_work_factor(work);
    let recipient = std::iter::once(&recipient as &dyn age::Recipient);
    written(age::Encryptor::with_recipients(recipient)?, plain)
}

fn written(encryptor: age::Encryptor, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut file = Vec::with_capacity(plain.len() + 512);
    let mut writer = encryptor.wrap_output(&mut file).map_err(age::EncryptError::Io)?;
    writer.write_all(plain).map_err(age::EncryptError::Io)?;
    writer.finish().map_err(age::EncryptError::Io)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(identity: &Identity, file: &[u8]) -> Result<Vec<u8>, age::DecryptError> {
        age::decrypt(&identity.0, file)
    }

    fn recipients<const N: usize>() -> [Recipient; N] {
        std::array::from_fn(|_| Identity::generate().recipient())
    }

    #[test]
    fn one_holder_gets_no_second_file() {
        let case = new_case_key(&recipients::<2>(), &recipients::<1>()).unwrap();
        assert!(case.case_key.is_some() && case.recovery_key.is_none());
    }

    #[test]
    fn two_holders_without_members_leave_the_recovery_file_alone() {
        let case = new_case_key(&[], &recipients::<2>()).unwrap();
        assert!(case.case_key.is_none() && case.recovery_key.is_some());
    }

    #[test]
    fn a_wrong_number_of_holders_is_refused() {
        let [one, two, three] = recipients();
        assert!(matches!(new_case_key(slice::from_ref(&one), &[]), Err(SealError::NoRecovery)));
        let same = [one.clone(), one.clone()];
        assert!(matches!(new_case_key(&[], &same), Err(SealError::SameHolder)));
        let many = [one, two, three];
        assert!(matches!(new_case_key(&[], &many), Err(SealError::TooManyHolders(3))));
    }

    #[test]
    fn each_case_has_a_key_of_its_own() {
        let holder = recipients::<1>();
        let [a, b] = [(); 2].map(|()| new_case_key(&[], &holder).unwrap());
        assert_ne!(a.recipient, b.recipient);
    }

    #[test]
    fn two_holders_without_a_desk_need_each_other() {
        let (first, second) = (Identity::generate(), Identity::generate());
        let recovery = [first.recipient(), second.recipient()];
        let sealed = seal_to_desk(&[], &recovery, b"words").unwrap();
        assert!(open(&second, &sealed).is_err());
        let inner = open(&first, &sealed).unwrap();
        assert!(inner.starts_with(b"age-encryption.org/v1"), "one more lock");
        assert_eq!(open(&second, &inner).unwrap(), b"words");
        let desk = Identity::generate();
        let sealed = seal_to_desk(&[desk.recipient()], &recovery, b"words").unwrap();
        assert!(open(&first, &sealed).is_err() && open(&second, &sealed).is_err());
        assert_eq!(open(&desk, &sealed).unwrap(), b"words");
        let sealed = seal_to_desk(&[desk.recipient()], &recovery[..1], b"words").unwrap();
        assert_eq!(open(&first, &sealed).unwrap(), b"words");
    }
}
