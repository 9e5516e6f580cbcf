//! What a file is, by its first bytes; never by its name, nor by what was said of it.

/// What is not known, or nothing that a member is shown (RFC 2046).
pub const UNKNOWN: &str = "application/octet-stream";
/// So many first bytes are looked at.
pub(super) const HEAD: usize = 8 * 1024;

/// What a browser may show or a member may want to open, with the end of a name for each. Whatever can
/// hold a script is not among them (SVG, HTML).
const KNOWN: [(&str, &str); 20] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/heif", "heic"),
    ("image/avif", "avif"),
    ("image/bmp", "bmp"),
    ("image/tiff", "tiff"),
    ("application/pdf", "pdf"),
    ("audio/ogg", "ogg"),
    ("audio/opus", "opus"),
    ("audio/mpeg", "mp3"),
    ("audio/m4a", "m4a"),
    ("audio/x-wav", "wav"),
    ("audio/aac", "aac"),
    ("video/mp4", "mp4"),
    ("video/webm", "webm"),
    ("video/quicktime", "mov"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
];

/// What begins so is (IANA media type).
pub fn kind(head: &[u8]) -> &'static str {
    let found = infer::get(head).map(|found| found.mime_type());
    KNOWN.iter().find(|(kind, _)| found == Some(*kind)).map_or(UNKNOWN, |(kind, _)| kind)
}

/// How the name of a file of this kind ends.
pub fn extension(kind: &str) -> &'static str {
    KNOWN.iter().find(|(known, _)| *known == kind).map_or("bin", |(_, end)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with_and_what_could_hold_a_script_is_nothing_known() {
        for (head, is) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            (b"GIF89a", "image/gif"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"OggS\0\x02\0\0\0\0\0\0\0\0", "audio/ogg"),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video/mp4"),
            (b"<!DOCTYPE html><script>", UNKNOWN),
            (b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">", UNKNOWN),
            (b"<svg onload=\"x\">", UNKNOWN),
            (b"\x7fELF\x02\x01\x01\0", UNKNOWN),
            (b"#!/bin/sh\n", UNKNOWN),
            (b"words", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            assert_eq!(kind(head), is, "{}", String::from_utf8_lossy(head));
        }
        assert_eq!((extension("image/jpeg"), extension(UNKNOWN)), ("jpg", "bin"));
    }
}
