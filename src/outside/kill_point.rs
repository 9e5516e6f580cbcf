//! Places where the kill test kills the process: feature `kill-points`, absent from release builds.

#[cfg(all(feature = "kill-points", not(debug_assertions)))]
compile_error!("a release has no kill points: build it without the feature kill-points");

/// Marks a place at which a crash must lose nothing. Without the feature `kill-points` this is
/// nothing at all.
///
/// With it, each pass is counted; `HABEAS_KILL_AT=n` ends the process by SIGKILL at the n-th
/// pass, and `HABEAS_KILL_LIST=1` prints `kill-point N NAME` on stderr at each pass. With
/// `HABEAS_KILL_OF=…` only points whose name begins so are passed.
#[cfg(feature = "kill-points")]
pub fn kill_point(name: &'static str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static PASSED: AtomicU64 = AtomicU64::new(0);
    if std::env::var("HABEAS_KILL_OF").is_ok_and(|of| !name.starts_with(&of)) {
        return;
    }
    let n = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    if std::env::var_os("HABEAS_KILL_LIST").is_some() {
        eprintln!("kill-point {n} {name}");
    }
    let wanted = std::env::var("HABEAS_KILL_AT").ok().and_then(|v| v.parse().ok());
    if wanted == Some(n) {
        let _ =
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
}

/// Nothing: the feature `kill-points` is off.
#[cfg(not(feature = "kill-points"))]
#[inline(always)]
pub fn kill_point(_name: &'static str) {}
