//! `habeas case open`: reads an exported case, on the machine of somebody who holds a key.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::says;
use crate::crypto::{Identity, SEALED_BY, open_files, open_folder};
use crate::files;

/// Opens an exported case and prints its entries as JSON lines, in order.
#[derive(Args, Debug)]
pub struct CaseOpenArgs {
    /// The folder that `habeas case export` wrote
    folder: PathBuf,
    /// A file with your age identity; with two recovery holders, give both
    #[arg(long = "identity", value_name = "FILE", required = true)]
    identities: Vec<PathBuf>,
    /// Open its files too, into this folder
    #[arg(long, value_name = "FOLDER")]
    files: Option<PathBuf>,
}

/// Prints to `out` every entry that opens. Needs no configuration and no network. A folder that does not
/// say whose entries are is named on stderr, once.
///
/// # Errors
///
/// If the case does not open; or, after everything that does open was printed, the first entry that
/// does not.
pub fn run(args: &CaseOpenArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut identities = Vec::new();
    for file in &args.identities {
        identities.extend(Identity::read_file(file)?);
    }
    let (mut failed, mut first) = (0_usize, None);
    let opened = open_folder(&args.folder, &identities)?;
    if !opened.tells_whose() {
        says(format_args!(
            "{SEALED_BY} is missing or damaged in {}: whose each entry is cannot be told, whatever it says of \
             itself. Export the case again",
            args.folder.display()
        ));
    }
    for line in opened {
        match line {
            Ok(line) => writeln!(out, "{}", line.as_str())?,
            Err(error) => {
                failed += 1;
                first.get_or_insert(error);
            }
        }
    }
    out.flush()?;
    if let Some(to) = &args.files {
        let extension = |head: &[u8]| files::extension(files::kind(head));
        for error in open_files(&args.folder, &identities, to, extension)?.failed {
            failed += 1;
            first.get_or_insert(error);
        }
    }
    match first {
        None => Ok(()),
        Some(error) if failed == 1 => Err(error.into()),
        Some(error) => bail!("{failed} entries or files did not open; the first: {error}"),
    }
}
