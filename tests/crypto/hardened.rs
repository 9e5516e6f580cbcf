//! What the process asks of the system.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use rustix::process::{DumpableBehavior, dumpable_behavior};

use crate::support::{as_child, in_child};

#[test]
fn a_hardened_process_dumps_no_core_and_writes_for_its_owner_alone() {
    if !in_child() {
        // In a process of its own: what is asked for cannot be taken back.
        let test = "hardened::a_hardened_process_dumps_no_core_and_writes_for_its_owner_alone";
        let done = as_child(test).output().unwrap();
        let told = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success() && told.contains("1 passed"), "{told}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::Dumpable);

    habeas::crypto::harden_process().unwrap();

    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"]);
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}
