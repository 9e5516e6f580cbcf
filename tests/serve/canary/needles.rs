//! What is looked for, in every form in which it could hide.

use std::collections::{BTreeSet, HashMap};

use data_encoding::{BASE64, BASE64URL, HEXLOWER, HEXUPPER};

/// How many bytes of a needle are looked up at once.
const HEAD: usize = 4;

/// Texts and bytes to be found in one pass.
#[derive(Default)]
pub struct Needles {
    by_head: HashMap<[u8; HEAD], Vec<(Vec<u8>, String)>>,
    names: BTreeSet<String>,
}

impl Needles {
    /// Looks for a text: as it is, in base64 wherever it begins, hexadecimal, UTF-16, escaped as
    /// JSON and as an address.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes(), text);
        for form in [HEXLOWER.encode(text.as_bytes()), HEXUPPER.encode(text.as_bytes())] {
            self.bytes(form.as_bytes(), text);
        }
        for form in base64(text.as_bytes()) {
            self.bytes(form.as_bytes(), text);
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        self.bytes(&units.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<_>>(), text);
        self.bytes(&units.iter().flat_map(|u| u.to_be_bytes()).collect::<Vec<_>>(), text);
        let escaped = |c: char, f: fn(u16) -> String| match c {
            ' '..='~' => c.to_string(),
            c => c.encode_utf16(&mut [0; 2]).iter().map(|u| f(*u)).collect(),
        };
        let json: String = text.chars().map(|c| escaped(c, |u| format!("\\u{u:04x}"))).collect();
        let rust: String = text.chars().map(|c| escaped(c, |u| format!("\\u{{{u:x}}}"))).collect();
        let percent: String = text
            .bytes()
            .map(|b| match b {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => {
                    char::from(b).to_string()
                }
                b => format!("%{b:02X}"),
            })
            .collect();
        self.bytes(json.as_bytes(), text).bytes(rust.as_bytes(), text);
        self.bytes(percent.as_bytes(), text)
    }

    /// Looks for bytes.
    pub fn bytes(&mut self, bytes: &[u8], name: &str) -> &mut Self {
        let head = bytes[..HEAD].try_into().unwrap();
        self.by_head.entry(head).or_default().push((bytes.to_vec(), name.to_owned()));
        self.names.insert(name.to_owned());
        self
    }

    /// Looks for the others' too.
    pub fn join(&mut self, others: Self) -> &mut Self {
        for (bytes, name) in others.by_head.into_values().flatten() {
            self.bytes(&bytes, &name);
        }
        self
    }

    /// The names of those that are in there.
    pub fn found(&self, hay: &[u8]) -> Vec<String> {
        let mut found = BTreeSet::new();
        for (at, head) in hay.windows(HEAD).enumerate() {
            let head: [u8; HEAD] = head.try_into().unwrap();
            for (bytes, name) in self.by_head.get(&head).into_iter().flatten() {
                if hay[at..].starts_with(bytes) {
                    found.insert(name.clone());
                }
            }
        }
        found.into_iter().collect()
    }

    /// The names of those that are not in there.
    pub fn missing(&self, hay: &[u8]) -> Vec<String> {
        let found = self.found(hay);
        self.names.iter().filter(|name| !found.contains(name)).cloned().collect()
    }
}

/// What base64 of any text that holds these bytes must hold: one form for each place modulo three,
/// without the characters that neighbours change.
fn base64(bytes: &[u8]) -> Vec<String> {
    let mut forms = vec![];
    for before in 0..3 {
        let padded = [&vec![0; before], bytes].concat();
        let (from, to) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
        for encoding in [BASE64, BASE64URL] {
            forms.push(encoding.encode(&padded)[from..to].to_owned());
        }
    }
    forms
}

#[test]
fn a_needle_is_found_in_every_form_and_at_every_place() {
    let text = "qzxwordЩъ";
    let mut needles = Needles::default();
    needles.text(text);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut hays = vec![text.as_bytes().to_vec(), utf16, HEXLOWER.encode(text.as_bytes()).into()];
    for before in ["", "a", "ab", "abc"] {
        for after in ["", "z", "zy"] {
            let whole = format!("{before}{text}{after}");
            hays.push(BASE64.encode(whole.as_bytes()).into());
            hays.push(BASE64URL.encode(whole.as_bytes()).into());
        }
    }
    hays.push(b"qzxword\\u0429\\u044a".to_vec());
    hays.push(b"qzxword%D0%A9%D1%8A".to_vec());
    for hay in hays {
        let hay = [b"\0\x01rubbish".as_slice(), &hay, b"rubbish"].concat();
        assert_eq!(needles.found(&hay), [text], "{}", String::from_utf8_lossy(&hay));
    }
    assert_eq!(needles.found(b"qzxwor"), [""; 0]);
    assert_eq!(needles.missing(b"qzxwor"), [text]);
}
