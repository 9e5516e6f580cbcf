//! A case's key, opened where its readers' identities are and sealed to others. The case's entries
//! stay as they are.

use super::case_key::{NewCase, SealError, seal_key, seal_to};
use super::identity::Identity;
use super::open_case::open_age;
use super::recipient::Recipient;
use super::wipe::on_wiped_stack;

/// A case's key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    /// The case's recipient, which the key has to belong to.
    pub recipient: String,
    /// The key, sealed to the members (and the one recovery holder).
    pub case_key: Option<Vec<u8>>,
    /// With two recovery holders: the key, sealed to the second, then to the first.
    pub recovery_key: Option<Vec<u8>>,
    /// What the first of two holders has opened of `recovery_key`: still sealed to the second.
    pub half: Option<Vec<u8>>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewrapped {
    /// Sealed anew.
    Whole {
        /// As [`SealedKey::case_key`].
        case_key: Option<Vec<u8>>,
        /// As [`SealedKey::recovery_key`].
        recovery_key: Option<Vec<u8>>,
    },
    /// Only the first of two holders is here: the other goes on with this.
    Half(Vec<u8>),
}

/// A key that was not sealed anew. Never quotes it.
#[derive(Debug, thiserror::Error)]
pub enum RewrapError {
    /// No identity opens it.
    #[error("none of the identities given opens this key")]
    NotForYou,
    /// A file that is cut off or changed, or another case's key.
    #[error("this key is damaged or belongs to another case: export the keys again")]
    Damaged,
    /// Nobody could open the case if all members were lost.
    #[error(
        "one recovery holder opens this case now, and --recovery names nobody who shall: give \
         their age1…, the present one or a new one"
    )]
    NoRecovery,
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Opens a case's key and seals it to `readers` and to `recovery`; with no `recovery`, two
/// holders keep the file they have.
///
/// **Formula**: as [`super::new_case_key`], with the case's identity in the place of a new one.
///
/// **Warning**: who could open the case before still can, with the file they have. It takes nobody's
/// access away.
///
/// # Errors
/// [`RewrapError`].
pub fn rewrap(
    key: &SealedKey,
    identities: &[Identity],
    readers: &[Recipient],
    recovery: &[Recipient],
) -> Result<Rewrapped, RewrapError> {
    on_wiped_stack(|| {
        let identity = match open(key, identities)? {
            Opened::Key(identity) => identity,
            Opened::Half(half) => return Ok(Rewrapped::Half(half)),
        };
        if !recovery.is_empty() {
            let NewCase { case_key, recovery_key, .. } = seal_key(&identity, readers, recovery)?;
            return Ok(Rewrapped::Whole { case_key, recovery_key });
        }
        if key.recovery_key.is_none() {
            return Err(RewrapError::NoRecovery);
        }
        let case_key = match readers {
            [] => key.case_key.clone(),
            some => Some(seal_to(some, identity.to_line().as_bytes())?),
        };
        Ok(Rewrapped::Whole { case_key, recovery_key: key.recovery_key.clone() })
    })
}

enum Opened {
    Key(Identity),
    Half(Vec<u8>),
}

/// Each file is tried: one that is damaged keeps nobody from the other.
fn open(key: &SealedKey, identities: &[Identity]) -> Result<Opened, RewrapError> {
    let mut trouble = RewrapError::NotForYou;
    for file in [&key.half, &key.case_key].into_iter().flatten() {
        match open_age(file, identities) {
            Ok(Some(line)) => match identity(&line, &key.recipient) {
                Ok(identity) => return Ok(Opened::Key(identity)),
                Err(error) => trouble = error,
            },
            Ok(None) => {}
            Err(_) => trouble = RewrapError::Damaged,
        }
    }
    let Some(file) = &key.recovery_key else { return Err(trouble) };
    let Some(inner) = open_age(file, identities).map_err(|_| RewrapError::Damaged)? else {
        return Err(trouble);
    };
    match open_age(&inner, identities).map_err(|_| RewrapError::Damaged)? {
        Some(line) => identity(&line, &key.recipient).map(Opened::Key),
        None => Ok(Opened::Half(inner.to_vec())),
    }
}

/// The case's identity, if it is this case's.
fn identity(line: &[u8], recipient: &str) -> Result<Identity, RewrapError> {
    let text = str::from_utf8(line).map_err(|_| RewrapError::Damaged)?;
    match Identity::parse_lines(text).ok().as_deref() {
        Some([one]) if one.recipient().to_string() == recipient => Ok(one.clone()),
        _ => Err(RewrapError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::super::new_case_key;
    use super::*;

    fn people<const N: usize>() -> [Identity; N] {
        std::array::from_fn(|_| Identity::generate())
    }

    fn stored(members: &[Recipient], recovery: &[Recipient]) -> SealedKey {
        let new = new_case_key(members, recovery).unwrap();
        let (recipient, case_key, recovery_key) = (new.recipient, new.case_key, new.recovery_key);
        SealedKey { recipient, case_key, recovery_key, half: None }
    }

    fn whole(key: &SealedKey, rewrapped: Rewrapped) -> SealedKey {
        let Rewrapped::Whole { case_key, recovery_key } = rewrapped else { panic!("a half") };
        SealedKey { recipient: key.recipient.clone(), case_key, recovery_key, half: None }
    }

    /// Whether these open it, and it is the case's.
    fn opens(key: &SealedKey, identities: &[Identity]) -> bool {
        matches!(open(key, identities), Ok(Opened::Key(_)))
    }

    #[test]
    fn one_holder_seals_a_case_to_a_new_member_and_to_a_new_holder() {
        let [member, new, holder, next] = people();
        let key = stored(&[member.recipient()], &[holder.recipient()]);
        let readers = [member.recipient(), new.recipient()];
        let missing = rewrap(&key, slice::from_ref(&holder), &readers, &[]);
        assert!(matches!(missing, Err(RewrapError::NoRecovery)), "{missing:?}");
        let done = rewrap(&key, slice::from_ref(&holder), &readers, &[next.recipient()]).unwrap();
        let done = whole(&key, done);
        for one in [&member, &new, &next] {
            assert!(opens(&done, slice::from_ref(one)));
        }
        assert!(!opens(&done, slice::from_ref(&holder)), "the old holder has the old file only");
    }

    #[test]
    fn two_holders_together_or_one_after_the_other_seal_a_case_to_a_new_member() {
        let [new, a, b, stranger] = people();
        let key = stored(&[], &[a.recipient(), b.recipient()]);
        let readers = [new.recipient()];
        for order in [[a.clone(), b.clone()], [b.clone(), a.clone()]] {
            let done = whole(&key, rewrap(&key, &order, &readers, &[]).unwrap());
            assert!(opens(&done, slice::from_ref(&new)));
            assert_eq!(done.recovery_key, key.recovery_key, "theirs is as before");
        }
        let half = match rewrap(&key, slice::from_ref(&a), &readers, &[]).unwrap() {
            Rewrapped::Half(half) => SealedKey { half: Some(half), ..key.clone() },
            whole => panic!("{whole:?}"),
        };
        assert!(!opens(&half, slice::from_ref(&new)) && !opens(&half, slice::from_ref(&stranger)));
        let done = whole(&half, rewrap(&half, slice::from_ref(&b), &readers, &[]).unwrap());
        assert!(opens(&done, slice::from_ref(&new)));
        for alone in [&b, &stranger] {
            let refused = rewrap(&key, slice::from_ref(alone), &readers, &[]);
            assert!(matches!(refused, Err(RewrapError::NotForYou)), "{refused:?}");
        }
        let [c, d] = people();
        let both = [c.recipient(), d.recipient()];
        let done = whole(&key, rewrap(&key, &[a.clone(), b.clone()], &[], &both).unwrap());
        assert!(opens(&done, &[c, d]) && !opens(&done, &[a, b]), "replaced");
    }

    #[test]
    fn another_cases_key_a_cut_one_and_no_key_at_all_are_refused() {
        let [member, holder] = people();
        let recovery = [holder.recipient()];
        let (key, other) = (stored(&[], &recovery), stored(&[], &recovery));
        let identities = slice::from_ref(&holder);
        let readers = [member.recipient()];
        let swapped = SealedKey { case_key: other.case_key, ..key.clone() };
        let cut = key.case_key.as_ref().map(|file| file[..file.len() - 1].to_vec());
        let none = SealedKey { case_key: None, ..key.clone() };
        // With two holders, a broken case_key keeps nobody from the recovery file.
        let both = [holder.recipient(), member.recipient()];
        let two = stored(&readers, &both);
        let half_broken = SealedKey { case_key: swapped.case_key.clone(), ..two.clone() };
        let pair = [holder.clone(), member.clone()];
        assert!(rewrap(&half_broken, &pair, &readers, &[]).is_ok());
        for (broken, says) in [
            (swapped, "damaged or belongs to another case"),
            (SealedKey { case_key: cut, ..key.clone() }, "damaged"),
            (none, "none of the identities"),
        ] {
            let refused = rewrap(&broken, identities, &readers, &recovery).unwrap_err();
            assert!(refused.to_string().contains(says), "{refused}");
        }
    }
}
