//! Stock `age`, folders, and this test binary as its own child.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use habeas::crypto::{Identity, Recipient};

/// Runs the stock `age` tool on `input`; `None` if it refused.
pub fn stock_age(args: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let child = Command::new("age")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.expect("the stock tool age is missing: apt-get install -y age");
    // A refusing age closes its end early.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    done.status.success().then_some(done.stdout)
}

/// A member or a holder: an identity with its file.
pub struct Person {
    pub identity: Identity,
    pub recipient: Recipient,
    pub file: PathBuf,
}

impl Person {
    pub fn new(folder: &Path, name: &str) -> Self {
        let identity = Identity::generate();
        let recipient = identity.recipient();
        let file = folder.join(name);
        fs::write(&file, identity.to_line().as_bytes()).unwrap();
        Self { identity, recipient, file }
    }

    /// What stock `age -d -i FILE` makes of `sealed`.
    pub fn opens(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        stock_age(&["-d", "-i", self.file.to_str().unwrap()], sealed)
    }
}

/// A copy of the vectors' keyring, with the permissions that a repository does not keep.
pub fn vector_keyring(folder: &Path) -> PathBuf {
    let path = folder.join("keyring.toml");
    fs::write(&path, include_str!("../vectors/crypto/keyring.toml")).unwrap();
    set_mode(&path, 0o600);
    path
}

pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Set in a child that [`as_child`] starts.
const CHILD: &str = "HABEAS_TEST_CHILD";

/// Whether this process is the child.
pub fn in_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// This test binary again, running only the test named, which sees [`in_child`].
pub fn as_child(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, "1");
    command
}
