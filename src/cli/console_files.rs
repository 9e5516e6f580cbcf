//! `habeas console-files`: the console's pages for another host.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use anyhow::{Context, bail};
use clap::Args;

use super::out;
use crate::pages::{self, Published};

/// Where they go.
#[derive(Debug, Args)]
pub(super) struct FilesArgs {
    /// A folder that is new or empty
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// The files of the console, or why there are none.
pub(super) fn built_in() -> anyhow::Result<Vec<Published>> {
    let files = pages::published();
    if files.is_empty() {
        bail!("this program was built without its pages: build them first, with `make web`");
    }
    Ok(files)
}

/// Writes what a browser loads, the hashes, and the headers.
pub(super) fn run(args: &FilesArgs) -> anyhow::Result<ExitCode> {
    let files = built_in()?;
    let shown = args.out.display();
    if fs::read_dir(&args.out).is_ok_and(|mut files| files.next().is_some()) {
        bail!("{shown} is not empty; name a folder that is new or empty");
    }
    let write = |name: &str, bytes: &[u8]| {
        let path = args.out.join(name);
        public(&path, bytes).with_context(|| format!("{} could not be written", path.display()))
    };
    for file in &files {
        write(&file.name, &file.bytes)?;
    }
    write("SHA256SUMS", pages::sums(&files).as_bytes())?;
    write("headers.txt", pages::header_list(&files).as_bytes())?;
    out(format_args!("{} files in {shown}", files.len()))?;
    out("headers.txt says what each has to be sent with")?;
    out("then: habeas console-check https://…, from another computer")?;
    Ok(ExitCode::SUCCESS)
}

/// For everybody to read: there is no secret in it, and a web server runs as somebody else.
fn public(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    fs::write(path, bytes)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}
