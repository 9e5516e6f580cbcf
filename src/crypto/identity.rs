//! Who can open something: an age identity. Only on a member's or holder's machine.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::recipient::Recipient;

/// Longest identity file that is read.
const MOST_BYTES: u64 = 1024 * 1024;

/// An age identity of the X25519 kind. `Debug` shows nothing.
#[derive(Clone)]
pub struct Identity(pub(super) age::x25519::Identity);

/// An identity file that could not be used. Never quotes the file.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The file could not be read.
    #[error("cannot read the identity file {path}: {source}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The identity is itself sealed with a passphrase.
    #[error(
        "the identity file {path} is locked by a passphrase: unlock it with age -d {path} into a \
         file in memory, and give that one", path = .0.display()
    )]
    Locked(PathBuf),
    /// There is no identity in it.
    #[error(
        "there is no AGE-SECRET-KEY-1… line in {path}: give the file that age-keygen or habeas \
         recovery new printed", path = .0.display()
    )]
    Empty(PathBuf),
    /// A line is neither a comment nor an identity.
    #[error("line {line} of {path} is not a whole AGE-SECRET-KEY-1… identity: copy it again",
        path = .path.display())]
    BadLine {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
    },
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(<sealed>)")
    }
}

impl Identity {
    /// A new identity from the system's randomness (age: 32 bytes, X25519, RFC 7748).
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Whom to seal to, so that this identity opens it.
    pub fn recipient(&self) -> Recipient {
        Recipient::of(&self.0)
    }

    /// The line of an identity file, with its end: `AGE-SECRET-KEY-1…\n`.
    pub fn to_line(&self) -> Zeroizing<String> {
        let secret = self.0.to_string();
        let mut line = Zeroizing::new(String::with_capacity(secret.expose_secret().len() + 1));
        line.push_str(secret.expose_secret());
        line.push('\n');
        line
    }

    /// The identities in the text of an identity file: one a line, `#` begins a comment.
    ///
    /// # Errors
    ///
    /// The number of the first line, from 1, that is neither.
    pub fn parse_lines(text: &str) -> Result<Vec<Self>, usize> {
        let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        lines.map(|(number, line)| line.parse().map(Self).map_err(|_| number)).collect()
    }

    /// The identities of an identity file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is locked by a passphrase, or holds none.
    pub fn read_file(path: &Path) -> Result<Vec<Self>, IdentityError> {
        let bytes = read_bounded(path)
            .map_err(|source| IdentityError::Unreadable { path: path.to_owned(), source })?;
        if bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(b"-----BEGIN AGE") {
            return Err(IdentityError::Locked(path.to_owned()));
        }
        let text = str::from_utf8(&bytes).map_err(|_| IdentityError::Empty(path.to_owned()))?;
        let found = Self::parse_lines(text)
            .map_err(|line| IdentityError::BadLine { path: path.to_owned(), line })?;
        if found.is_empty() {
            return Err(IdentityError::Empty(path.to_owned()));
        }
        Ok(found)
    }

    pub(super) fn as_age(&self) -> &dyn age::Identity {
        &self.0
    }
}

/// Also reads what has no length beforehand, such as a pipe: `--identity <(…)`.
pub(super) fn read_bounded(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    use std::io::Read as _;
    let mut bytes = Zeroizing::new(Vec::new());
    std::fs::File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A new recovery identity: the secret `AGE-SECRET-KEY-1…` and its recipient `age1…`.
///
/// **Warning**: with one holder it opens every case. It belongs on an offline machine and paper.
pub fn recovery_new() -> (Zeroizing<String>, String) {
    let identity = Identity::generate();
    let mut secret = identity.to_line();
    secret.pop();
    (secret, identity.recipient().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_file_reads_back_with_its_comments() {
        let identity = Identity::generate();
        let text = format!("# a comment\n\n{}", identity.to_line().as_str());
        let read = Identity::parse_lines(&text).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].recipient(), identity.recipient());
    }

    #[test]
    fn a_bad_line_is_named_by_number_only() {
        assert_eq!(Identity::parse_lines("# x\nAGE-SECRET-KEY-1QQ\n").err(), Some(2));
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?}", Identity::generate()), "Identity(<sealed>)");
    }

    #[test]
    fn a_new_recovery_identity_belongs_to_its_recipient() {
        let (secret, recipient) = recovery_new();
        let read = Identity::parse_lines(&secret).unwrap();
        assert_eq!(read[0].recipient().to_string(), recipient);
    }
}
