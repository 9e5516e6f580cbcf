//! What is too long for memory, sealed to the recovery holders: a backup.

use std::io::{self, BufReader, Read, Write};

use age::stream::StreamWriter;

use super::case_key::SealError;
use super::identity::Identity;
use super::recipient::Recipient;

/// Seals what is written into it. Nothing is whole before [`SealingWriter::finish`].
///
/// **Formula**: `age[holder](…)`, and with two holders `age[first](age[second](…))`.
///
/// **Standard**: age v1, binary, by the `age` crate.
pub struct SealingWriter<W: Write>(Sealing<W>);

enum Sealing<W: Write> {
    One(StreamWriter<W>),
    Two(Box<StreamWriter<StreamWriter<W>>>),
}

/// A sealed stream that no identity opens.
#[derive(Debug, thiserror::Error)]
pub enum OpenStreamError {
    /// It is no age file.
    #[error("this is no sealed file, or its beginning is damaged")]
    NotSealed,
    /// It is sealed to others.
    #[error("none of the identities given opens this file: give that of a recovery holder")]
    NotForYou,
    /// Only one of two holders is there.
    #[error("this file needs the identities of both recovery holders: give --identity twice")]
    BothHolders,
}

impl<W: Write> std::fmt::Debug for SealingWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingWriter(<sealed>)")
    }
}

fn wrapped<W: Write>(to: &Recipient, out: W) -> Result<StreamWriter<W>, SealError> {
    let encryptor = age::Encryptor::with_recipients(std::iter::once(to.as_age()))?;
    Ok(encryptor.wrap_output(out).map_err(age::EncryptError::Io)?)
}

impl<W: Write> SealingWriter<W> {
    /// Seals to the recovery holders: one, or two of whom both are needed.
    ///
    /// # Errors
    /// [`SealError`] if there are not one or two.
    pub fn to(recovery: &[Recipient], out: W) -> Result<Self, SealError> {
        match recovery {
            [] => Err(SealError::NoRecovery),
            [one] => Ok(Self(Sealing::One(wrapped(one, out)?))),
            [first, second] if first == second => Err(SealError::SameHolder),
            [first, second] => {
                let inner = wrapped(second, wrapped(first, out)?)?;
                Ok(Self(Sealing::Two(Box::new(inner))))
            }
            more => Err(SealError::TooManyHolders(more.len())),
        }
    }

    /// Writes the end, and gives back what was written to.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Sealing::One(writer) => writer.finish(),
            Sealing::Two(writer) => writer.finish()?.finish(),
        }
    }
}

impl<W: Write> Write for SealingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Sealing::One(writer) => writer.write(bytes),
            Sealing::Two(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Sealing::One(writer) => writer.flush(),
            Sealing::Two(writer) => writer.flush(),
        }
    }
}

/// What [`SealingWriter`] sealed, read as it is opened: a part that was changed or cut off is an
/// error where it is reached.
///
/// # Errors
/// [`OpenStreamError`].
pub fn open_stream(
    sealed: impl Read + 'static,
    identities: &[Identity],
) -> Result<Box<dyn Read>, OpenStreamError> {
    let opened = opened(sealed, identities).map_err(|none| match none {
        None => OpenStreamError::NotSealed,
        Some(age::DecryptError::NoMatchingKeys) => OpenStreamError::NotForYou,
        Some(_) => OpenStreamError::NotSealed,
    })?;
    // Two holders: what was opened is itself a sealed file. JSON never begins like one.
    let mut opened = BufReader::new(opened);
    let begins = io::BufRead::fill_buf(&mut opened).map_err(|_| OpenStreamError::NotSealed)?;
    if !begins.starts_with(b"age-encryption.org/") {
        return Ok(Box::new(opened));
    }
    self::opened(opened, identities).map_err(|none| match none {
        Some(age::DecryptError::NoMatchingKeys) => OpenStreamError::BothHolders,
        _ => OpenStreamError::NotSealed,
    })
}

fn opened(
    sealed: impl Read + 'static,
    identities: &[Identity],
) -> Result<Box<dyn Read>, Option<age::DecryptError>> {
    let decryptor = age::Decryptor::new(sealed).map_err(|_| None)?;
    let reader = decryptor.decrypt(identities.iter().map(Identity::as_age)).map_err(Some)?;
    Ok(Box::new(reader))
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    fn sealed(recovery: &[Recipient], plain: &[u8]) -> Vec<u8> {
        let mut writer = SealingWriter::to(recovery, vec![]).unwrap();
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    fn read(sealed: Vec<u8>, identities: &[Identity]) -> Result<Vec<u8>, String> {
        let mut plain = vec![];
        let mut stream =
            open_stream(io::Cursor::new(sealed), identities).map_err(|error| error.to_string())?;
        stream.read_to_end(&mut plain).map_err(|error| error.to_string())?;
        Ok(plain)
    }

    #[test]
    fn one_holder_or_two_together_open_it_and_a_cut_end_is_found() {
        let [a, b] = [(); 2].map(|()| Identity::generate());
        let plain: Vec<u8> = b"{}\n".repeat(100_000);
        let one = sealed(&[a.recipient()], &plain);
        assert_eq!(read(one.clone(), slice::from_ref(&a)).unwrap(), plain);
        assert!(read(one.clone(), slice::from_ref(&b)).unwrap_err().contains("none of"));
        assert!(read(one[..one.len() - 1].to_vec(), slice::from_ref(&a)).is_err());
        let two = sealed(&[a.recipient(), b.recipient()], &plain);
        for order in [[a.clone(), b.clone()], [b.clone(), a.clone()]] {
            assert_eq!(read(two.clone(), &order).unwrap(), plain);
        }
        assert!(read(two.clone(), slice::from_ref(&a)).unwrap_err().contains("both"));
        assert!(read(two.clone(), slice::from_ref(&b)).unwrap_err().contains("none of"));
        assert!(read(two[..two.len() - 1].to_vec(), &[a, b]).is_err());
        assert!(read(b"no age file".to_vec(), &[]).unwrap_err().contains("no sealed file"));
    }
}
