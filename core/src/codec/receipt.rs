//! Receipts: eighty random bits as sixteen letters and digits in four groups.

/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The receipt of ten random bytes: `XXXX-XXXX-XXXX-XXXX`.
pub fn show(secret: [u8; 10]) -> String {
    let bits = secret.iter().fold(0u128, |all, byte| (all << 8) | u128::from(*byte));
    let mut shown = String::with_capacity(19);
    for place in (0..16).rev() {
        let index = ((bits >> (place * 5)) & 31) as usize;
        shown.push(char::from(ALPHABET[index]));
        if place % 4 == 0 && place > 0 {
            shown.push('-');
        }
    }
    shown
}

/// Reads a receipt as typed: any case, any separators, O as 0, I and L as 1. `None` if it is no
/// receipt.
pub fn read(typed: &str) -> Option<[u8; 10]> {
    let mut bits = 0u128;
    let mut count = 0;
    for c in typed.chars() {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c if c.is_ascii_alphanumeric() => c,
            c if c.is_whitespace() || c.is_ascii_punctuation() || "–—‑".contains(c) => {
                continue;
            }
            _ => return None,
        };
        let index = ALPHABET.iter().position(|a| char::from(*a) == c)?;
        bits = (bits << 5) | index as u128;
        count += 1;
        if count > 16 {
            return None;
        }
    }
    if count != 16 {
        return None;
    }
    let bytes = bits.to_be_bytes();
    bytes[6..].try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_back_however_it_is_typed() {
        let secret = [0xfe, 1, 2, 3, 4, 5, 6, 7, 8, 0x99];
        let shown = show(secret);
        assert_eq!(shown.len(), 19);
        assert_eq!(read(&shown), Some(secret));
        assert_eq!(read(&shown.to_lowercase().replace('-', " ")), Some(secret));
        assert_eq!(read(&shown.replace('0', "o").replace('1', "l")), Some(secret));
    }

    #[test]
    fn other_text_is_no_receipt() {
        assert_eq!(read(""), None);
        assert_eq!(read("hello"), None);
        assert_eq!(read(&"0".repeat(17)), None);
    }
}
