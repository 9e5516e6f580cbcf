//! What is too long for memory, sealed to a case as it comes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::case_key::SealError;
use super::stream::SealingWriter;
use super::wipe::on_wiped_stack;

/// Seals a file to its case, piece by piece. It holds one age chunk of plaintext at most, 64 KiB.
///
/// **Formula**: `age[recipient](file)`, without padding.
///
/// **Standard**: age v1, binary, by the `age` crate.
///
/// **Warning**: the length of the file is visible. Nothing is whole before [`PieceSealer::finish`].
pub struct PieceSealer {
    writer: SealingWriter<Out>,
    out: Out,
}

impl std::fmt::Debug for PieceSealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PieceSealer(<sealed>)")
    }
}

/// What was sealed and not yet taken.
#[derive(Clone, Default)]
struct Out(Arc<Mutex<Vec<u8>>>);

impl Out {
    fn held(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl PieceSealer {
    /// Begins a file for this recipient.
    ///
    /// # Errors
    /// If the recipient cannot be sealed to.
    pub fn to(recipient: &str) -> Result<Self, SealError> {
        let out = Out::default();
        let writer = SealingWriter::to(&[recipient.parse()?], out.clone())?;
        Ok(Self { writer, out })
    }

    /// Takes the next piece; what is sealed by now goes to the end of `sealed`.
    ///
    /// # Errors
    /// If age refuses.
    pub fn push(&mut self, plain: &[u8], sealed: &mut Vec<u8>) -> Result<(), SealError> {
        on_wiped_stack(|| self.writer.write_all(plain)).map_err(age::EncryptError::Io)?;
        sealed.append(&mut self.out.held());
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If age refuses.
    pub fn finish(self, sealed: &mut Vec<u8>) -> Result<(), SealError> {
        on_wiped_stack(|| self.writer.finish()).map_err(age::EncryptError::Io)?;
        sealed.append(&mut self.out.held());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Identity;

    #[test]
    fn pieces_of_any_length_are_one_age_file_and_little_is_held() {
        let identity = Identity::generate();
        for lengths in [vec![], vec![0], vec![1], vec![65_536], vec![70_000, 1, 0, 200_000]] {
            let mut sealer = PieceSealer::to(&identity.recipient().to_string()).unwrap();
            let (mut sealed, mut plain) = (vec![], vec![]);
            for length in lengths {
                let piece: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
                sealer.push(&piece, &mut sealed).unwrap();
                plain.extend(piece);
                assert!(sealed.len() + 65_536 >= plain.len(), "more than a chunk is held back");
            }
            sealer.finish(&mut sealed).unwrap();
            assert_eq!(age::decrypt(&identity.0, &sealed).unwrap(), plain);
        }
        assert!(PieceSealer::to("age1none").is_err());
    }
}
