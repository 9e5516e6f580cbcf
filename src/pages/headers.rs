//! What each file of the pages is sent with.

use axum::http::{HeaderName, header};

/// A header and its value.
pub(super) type Header = (HeaderName, &'static str);

/// The pages that show what somebody sent, in a frame of the console: all that they may do is in their
/// own policy. Where a browser asks for them.
const VIEWER_PAGES: [&str; 2] = ["/viewer.html", "/viewer-pdf.html"];

/// What those pages load. The frame has an origin that no server has, so it asks as a foreign website
/// would; the files are the same for everybody.
const VIEWER_FILES: [&str; 3] = ["/viewer.js", "/viewer-pdf.js", "/viewer.css"];

/// What every answer has.
pub(super) const COMMON: [Header; 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What a browser may do with whatever comes from here: nothing from elsewhere, nothing inline, and in
/// a frame nothing but the viewer.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What the viewer may do: run its own script on what it was handed, in an origin of its own, without
/// any network, window, form or download.
const VIEWER_POLICY: &str = "sandbox allow-scripts; default-src 'none'; script-src 'self'; \
    style-src 'self'; img-src blob:; media-src blob:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What differs: who may frame it, who may load it, and what it may do.
const fn special(policy: &'static str, framed: &'static str, loaded: &'static str) -> [Header; 3] {
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, framed),
        (HeaderName::from_static("cross-origin-resource-policy"), loaded),
    ]
}

/// The headers of what is at this path that not every answer has.
pub(super) fn own(path: &str) -> [Header; 3] {
    if VIEWER_PAGES.contains(&path) {
        special(VIEWER_POLICY, "SAMEORIGIN", "same-origin")
    } else if is_for_everybody(path) {
        special(POLICY, "DENY", "cross-origin")
    } else {
        special(POLICY, "DENY", "same-origin")
    }
}

/// All headers of what is at this path.
pub(super) fn all(path: &str) -> impl Iterator<Item = Header> {
    own(path).into_iter().chain(COMMON)
}

/// Whether what is there may be given to any page of any origin.
pub(super) fn is_for_everybody(path: &str) -> bool {
    VIEWER_FILES.contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(path: &str, name: &str) -> &'static str {
        all(path).find(|(header, _)| header == name).map(|(_, value)| value).unwrap()
    }

    #[test]
    fn only_the_viewer_is_framed_and_only_what_it_loads_is_for_everybody() {
        for path in ["/", "/console.js", "/api/me", "/viewer", "/viewer.html/", "/words/viewer.js"]
        {
            assert!(value(path, "content-security-policy").contains("frame-ancestors 'none'"));
            assert_eq!(value(path, "x-frame-options"), "DENY");
            assert_eq!(value(path, "cross-origin-resource-policy"), "same-origin");
        }
        for path in VIEWER_PAGES {
            let policy = value(path, "content-security-policy");
            assert!(policy.starts_with("sandbox allow-scripts; default-src 'none';"), "{policy}");
            assert!(policy.contains("frame-ancestors 'self';"), "{policy}");
            assert_eq!(value(path, "x-frame-options"), "SAMEORIGIN");
            assert_eq!(value(path, "cross-origin-resource-policy"), "same-origin");
        }
        for path in VIEWER_FILES {
            assert_eq!(value(path, "x-frame-options"), "DENY");
            assert_eq!(value(path, "cross-origin-resource-policy"), "cross-origin");
        }
    }

    #[test]
    fn no_policy_lets_anything_in_that_is_unsafe_or_from_elsewhere() {
        for policy in [POLICY, VIEWER_POLICY] {
            for word in
                ["unsafe", "*", "http", "data:", "allow-same-origin", "allow-top", "allow-popups"]
            {
                assert!(!policy.contains(word), "{word}: {policy}");
            }
        }
        assert!(!VIEWER_POLICY.contains("connect-src") && !VIEWER_POLICY.contains("frame-src"));
        assert!(!POLICY.contains("blob:"), "what somebody sent is decoded in the frame alone");
    }
}
