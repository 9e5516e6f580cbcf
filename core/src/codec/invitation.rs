//! Invitation codes: sixty random bits as twelve letters and digits in three groups, written as a
//! receipt is, but shorter: neither is taken for the other.

use super::receipt;

/// Bits that a code has.
const BITS: u64 = (1 << 60) - 1;
/// A receipt of which only the last sixty bits are used begins so.
const EMPTY: &str = "0000-";

/// The code of eight random bytes: `XXXX-XXXX-XXXX`.
pub fn show(secret: [u8; 8]) -> String {
    let mut bits = [0; 10];
    bits[2..].copy_from_slice(&(u64::from_be_bytes(secret) & BITS).to_be_bytes());
    receipt::show(bits).chars().skip(EMPTY.len()).collect()
}

/// Reads a code as typed: any case, any separators, O as 0, I and L as 1. `None` if it is none.
pub fn read(typed: &str) -> Option<[u8; 8]> {
    let bits = receipt::read(&format!("{EMPTY}{typed}"))?;
    bits[2..].try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let secret = [0x0f, 1, 2, 3, 4, 5, 6, 0x99];
        let shown = show(secret);
        assert_eq!(shown.len(), 14);
        assert_eq!(read(&shown), Some(secret));
        assert_eq!(read(&shown.to_lowercase().replace('-', " ")), Some(secret));
        assert_eq!(read(&show([0xff; 8])), Some([0x0f, 255, 255, 255, 255, 255, 255, 255]));
        assert_eq!(read(&show([0; 8])), Some([0; 8]));
    }

    #[test]
    fn a_receipt_and_other_text_are_no_code() {
        assert_eq!(read(&receipt::show([7; 10])), None);
        assert_eq!(read(""), None);
        assert_eq!(read("they-took-him"), None);
    }
}
