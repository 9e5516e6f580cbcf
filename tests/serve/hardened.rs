//! No core dumps, and no other process of the same user reads the memory: both hold for every
//! command, from its first line on.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Somebody who is not root.
const NOBODY: u32 = 12_345;

/// A child that is ended with its test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a command, as somebody else if this is root, and waits for its first line.
fn started(mut command: Command) -> (Ended, u32) {
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    child.stdin.as_mut().unwrap().write_all(b"a line\n").unwrap();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.is_empty());
    let id = child.id();
    (Ended(child), id)
}

/// Who may read the memory: root alone, if the process is not dumpable.
fn owner(id: u32) -> u32 {
    fs::metadata(format!("/proc/{id}/mem")).unwrap().uid()
}

fn core_limit(id: u32) -> String {
    let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    line.split_whitespace().skip(4).take(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn core_dumps_are_off_and_the_memory_is_for_nobody_else() {
    // Where another user may start it, too.
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("habeas");
    fs::copy(env!("CARGO_BIN_EXE_habeas"), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();

    let (_plain, plain) = started(Command::new("cat"));
    assert_ne!(owner(plain), 0, "an ordinary process's memory belongs to its user");

    let mut habeas = Command::new(&program);
    habeas.args(["bot-api", "--listen", "127.0.0.1:0"]);
    let (_hardened, hardened) = started(habeas);
    assert_eq!(core_limit(hardened), "0 0");
    assert_eq!(owner(hardened), 0, "it is dumpable");
}
