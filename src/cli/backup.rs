//! `habeas backup` and `habeas restore`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;

use super::{ConfigArgs, block_on, load, out, without_files};
use crate::backup::{self, Restored};
use crate::crypto::{Identity, Recipient};
use crate::files::{self, Copied};
use crate::outside::{Clock, RealClock};
use crate::storage::{StorageUrl, Store};

/// Where the backup goes.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// A folder that is there, on another disk than the database
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Then remove the backups in it that are older than so many days
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=3650))]
    keep_days: Option<i64>,
}

/// Which backup, and where it goes.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The file that `habeas backup` wrote
    file: PathBuf,
    /// A file with a recovery identity; with two holders, give both
    #[arg(long = "identity", value_name = "FILE", required = true)]
    identities: Vec<PathBuf>,
    /// The configuration of an installation without a database: storage.url names the new one
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    config: Option<PathBuf>,
    /// Restore it into a scratch folder and throw that away; needs no configuration
    #[arg(long, conflicts_with = "config")]
    check: bool,
}

/// Makes a backup; prints its file. Where sealed files are missing the reports are backed up all the
/// same, and the exit code says that they are.
pub(super) fn backup(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    block_on(async {
        let config = load(&args.config.config)?;
        let recovery = config.recovery_recipients.iter().map(|text| text.parse());
        let recovery: Vec<Recipient> =
            recovery.collect::<Result<_, _>>().context("recovery.recipients")?;
        let url: StorageUrl = config.storage.url.parse()?;
        let store = Store::open(&url).await?;
        let now = RealClock::default().now();
        let sealed = &config.files.folder;
        let written = backup::write(&store, sealed, &recovery, &args.out, now).await;
        let listed = files::all(&store).await;
        store.close().await;
        let (written, listed) = (written?, listed?);
        out(format_args!("{} rows in {}", written.rows, written.path.display()))?;
        say_files(&written.files)?;
        if let Some(days) = args.keep_days {
            let shown = || args.out.display().to_string();
            for path in backup::expire(&args.out, days, now).with_context(shown)? {
                out(format_args!("expired: {}", path.display()))?;
            }
            let copies = args.out.join(backup::FILES);
            match files::expire(&listed, &copies, days, now).with_context(shown)? {
                0 => {}
                gone => out(format_args!("expired: {gone} sealed files"))?,
            }
        }
        if !written.files.missing.is_empty() {
            return Ok(without_files(format_args!(
                "the database is backed up, but not every file of a case: put the files named above \
                 into {}, from {} if it is whole there, or from an older copy. Where there is none, \
                 remove what is damaged and have a member open the file in the console: as long as \
                 Telegram has it, it is fetched anew",
                sealed.display(),
                args.out.join(backup::FILES).display()
            )));
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// How many sealed files there are, where there are any, and which are not.
pub(super) fn say_files(Copied { there, missing }: &Copied) -> anyhow::Result<()> {
    if *there > 0 || !missing.is_empty() {
        out(format_args!("sealed files: {there}"))?;
    }
    if !missing.is_empty() {
        out(format_args!("sealed files that are missing or damaged: {}", missing.len()))?;
    }
    for file in missing {
        out(format_args!("  {} of {}, entry {}", file.name(), file.code, file.seq))?;
    }
    Ok(())
}

/// Puts a backup in place, or sees whether it is whole.
pub(super) fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let mut identities = vec![];
    for file in &args.identities {
        identities.extend(Identity::read_file(file)?);
    }
    let Some(config) = &args.config else {
        let scratch = tempfile::Builder::new().prefix("habeas-restore-").tempdir()?;
        let url = format!("sqlite://{}", scratch.path().join("habeas.db").display());
        let restored = block_on(into(&url.parse()?, args, None, &identities))?;
        return checked(&restored);
    };
    let config = load(config)?;
    let folder = config.files.folder.as_path();
    let sealed = Some(folder);
    let restored = match config.storage.sqlite_file() {
        Some(path) => beside(&path, args, sealed, &identities)?,
        None => block_on(into(&config.storage.url.parse()?, args, sealed, &identities))
            .context("drop the new database, make it anew, and try again")?,
    };
    put_in_place(&restored, folder)
}

/// Into a file of another name, which gets its own once all of it is there: nothing opens a half.
fn beside(
    path: &Path,
    args: &RestoreArgs,
    sealed: Option<&Path>,
    identities: &[Identity],
) -> anyhow::Result<Put> {
    let shown = path.display();
    if path.exists() {
        bail!("{shown} is there already; name a new database in storage.url");
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let scratch = tempfile::Builder::new().prefix("habeas-restore-").tempdir_in(folder);
    let scratch = scratch.with_context(|| format!("{} cannot be written", folder.display()))?;
    let half = scratch.path().join("habeas.db");
    let url = format!("sqlite://{}", half.display());
    let restored = block_on(into(&url.parse()?, args, sealed, identities))?;
    // What SQLite has not yet moved out of its log goes first: with the file it is the database. A
    // link, unlike a renaming, overwrites nothing that came meanwhile.
    for end in ["-wal", ""] {
        let (from, to) = [half.as_path(), path].map(|file| named(file, end)).into();
        if from.exists() {
            std::fs::hard_link(from, to).with_context(|| format!("{shown} could not be made"))?;
        }
    }
    std::fs::File::open(folder).and_then(|folder| folder.sync_all())?;
    Ok(restored)
}

fn named(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// What was restored, and what became of the sealed files beside it.
type Put = (Restored, io::Result<Copied>);

/// A backup into a new database, and the sealed files beside it into their folder; without a folder it is
/// only seen whether they are whole. Files that cannot be written take no report with them.
async fn into(
    url: &StorageUrl,
    args: &RestoreArgs,
    sealed: Option<&Path>,
    identities: &[Identity],
) -> anyhow::Result<Put> {
    let store = Store::create(url).await?;
    let restored = backup::restore(&args.file, identities, &store).await;
    let listed = match &restored {
        Ok(_) => files::all(&store).await?,
        Err(_) => vec![],
    };
    store.close().await;
    let from = args.file.parent().unwrap_or(Path::new(".")).join(backup::FILES);
    let restored = restored?;
    Ok((restored, files::copy(&listed, &from, sealed)))
}

/// Says what a backup holds, and whether all of it is there.
fn checked((restored, copied): &Put) -> anyhow::Result<ExitCode> {
    let whole = matches!(copied, Ok(copied) if copied.missing.is_empty());
    say_rows(if whole { "whole" } else { "not whole" }, restored)?;
    say_files(copied.as_ref().map_err(|error| anyhow!("the sealed files: {error}"))?)?;
    if !whole {
        return Ok(without_files(format_args!(
            "the database in it is whole, but not the files of cases: copy the folder {} from where \
             the backup was made beside it, and check again",
            backup::FILES
        )));
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what was restored. The database stays where files are missing: the bot is to be up again before
/// anybody looks for a photo. But it is not done, and on that day somebody may still have the files.
fn put_in_place((restored, copied): &Put, folder: &Path) -> anyhow::Result<ExitCode> {
    say_rows("restored", restored)?;
    let how = || {
        format!(
            "the database is restored and can be used, but not every file of a case is there: go on, \
             and copy what is missing from another copy of the folder {} beside the backups into {}. \
             What Telegram still has is fetched anew when a member asks for it",
            backup::FILES,
            folder.display()
        )
    };
    let copied = match copied {
        Ok(copied) => copied,
        Err(error) => return Ok(without_files(format_args!("{}: {error}", how()))),
    };
    say_files(copied)?;
    if !copied.missing.is_empty() {
        return Ok(without_files(how()));
    }
    Ok(ExitCode::SUCCESS)
}

fn say_rows(how: &str, restored: &Restored) -> anyhow::Result<()> {
    let rows: u64 = restored.rows.values().sum();
    out(format_args!("{how}: {rows} rows of {}", restored.at))?;
    for (table, rows) in &restored.rows {
        out(format_args!("{rows:>9}  {table}"))?;
    }
    Ok(())
}
