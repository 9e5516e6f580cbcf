//! How much a test does: enough in `make test`, all of it in `make proof`.

/// `usual`, or `whole` where `make proof` runs (`HABEAS_PROOF=1`).
pub fn amount(usual: i64, whole: i64) -> i64 {
    if std::env::var_os("HABEAS_PROOF").is_some_and(|set| set == "1") { whole } else { usual }
}
