//! A panic's place may be shown; its message may not: it can hold what somebody wrote.

use std::panic::{self, PanicHookInfo};

/// From now on a panic is reported by its place in our source alone.
pub fn hide_panic_payloads() {
    panic::set_hook(Box::new(|panic| {
        let place = place(panic);
        if tracing::dispatcher::has_been_set() {
            tracing::error!(panic.place = %place, "a panic; its message is withheld");
        } else {
            eprintln!("a panic at {place}; its message is withheld");
        }
    }));
}

fn place(panic: &PanicHookInfo<'_>) -> String {
    panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    const CHILD: &str = "HABEAS_TEST_PANIC_CHILD";

    #[test]
    fn a_panic_is_reported_by_its_place_and_not_by_its_message() {
        if std::env::var_os(CHILD).is_some() {
            hide_panic_payloads();
            panic!("the word that somebody wrote");
        }
        let this =
            "observe::panics::tests::a_panic_is_reported_by_its_place_and_not_by_its_message";
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", this, "--nocapture"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&[child.stdout, child.stderr].concat()).into_owned();
        assert!(!child.status.success(), "the child panics: {text}");
        assert!(text.contains("src/observe/panics.rs:"), "{text}");
        assert!(!text.contains("the word that"), "{text}");
    }
}
