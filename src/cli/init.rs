//! `habeas init`: a configuration, a database and a keyring, or nothing at all.

mod made;
mod place;
mod recovery;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::block_on;
use crate::app;
use crate::config::{self, Config};
use crate::crypto::{Keyring, KeyringError, Purpose};
use crate::outside::{Clock, RealClock};
use crate::storage::{StorageUrl, Store, StoreError};

use made::Made;

/// The variable that replaces SQLite.
const STORAGE_URL: &str = "HABEAS_STORAGE__URL";

/// Where to, and who can open every case.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// A folder that is new or empty
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The server's keys: a new file outside DIR, best on another file system
    #[arg(long, value_name = "PATH")]
    keyring: PathBuf,
    /// Who can open every case, from `habeas recovery new`; given twice, both holders are needed.
    /// Without it, on a terminal, one is made and shown once
    #[arg(long = "recovery-recipient", value_name = "age1…")]
    recovery_recipients: Vec<String>,
}

/// Makes everything, or removes again what was made so far.
pub(super) fn run(args: &InitArgs) -> anyhow::Result<ExitCode> {
    let dir = place::real(&args.dir).context("--dir cannot be used")?;
    let keyring = place::real(&args.keyring).context("--keyring cannot be used")?;
    place::check(&dir, &keyring)?;
    let recipients = recovery::recipients(&args.recovery_recipients)?;
    // Refused before anybody is asked to write a secret down.
    let url = std::env::var(STORAGE_URL).ok();
    configured(&recipients, &keyring, url.as_deref(), &dir)?;
    let recipients = if recipients.is_empty() { vec![on_terminal()?] } else { recipients };

    let text = config::rendered(&recipients, &keyring, url.as_deref());
    let config = configured(&recipients, &keyring, url.as_deref(), &dir)?;
    let mut made = Made::default();
    made.folder(&dir)?;
    made.folder(&dir.join("data"))?;
    let file = dir.join("habeas.toml");
    made.file(&file, text.as_bytes())?;
    if let Some(folder) = keyring.parent() {
        made.folder(folder)?;
    }
    let ring = Keyring::generate(Purpose::Serve);
    let written = ring.write_new(&keyring, RealClock::default().now());
    // Whatever is there now is ours, unless somebody was faster.
    if !matches!(written, Err(KeyringError::Exists(_))) {
        made.note(&keyring);
    }
    written?;
    app::check_before_serving(&config, &keyring)?;
    let database = create_database(&config, &ring, &mut made)?;
    made.keep();
    report(&dir, &keyring, &database, &recipients, url.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

/// The configuration as `serve` will read it.
fn configured(
    recipients: &[String],
    keyring: &Path,
    url: Option<&str>,
    dir: &Path,
) -> anyhow::Result<Config> {
    let text = config::rendered(recipients, keyring, url);
    let env = url.map(|url| (STORAGE_URL.to_owned(), url.to_owned()));
    Ok(Config::from_text(&text, dir, env.into_iter())?)
}

/// A recovery recipient made in front of a person; refused where nobody is there to write it down.
fn on_terminal() -> anyhow::Result<String> {
    let (stdin, stdout) = (io::stdin(), io::stdout());
    if !stdin.is_terminal() || !stdout.is_terminal() {
        bail!(
            "--recovery-recipient is missing: run `habeas recovery new` on an offline machine and give its public key (age1…) here"
        );
    }
    recovery::make_and_confirm(&mut stdin.lock(), &mut stdout.lock())
}

/// The database, made last: nothing after it can fail, so that nothing of it is ever taken back
/// from a server. Returns how it is called.
fn create_database(config: &Config, ring: &Keyring, made: &mut Made) -> anyhow::Result<String> {
    let url: StorageUrl = config.storage.url.parse()?;
    let created = block_on(async {
        let created = Store::create(&url).await;
        if let Ok(store) = &created {
            let bound = app::bind_keyring(store, ring).await;
            store.close().await;
            // Should this fail, `serve` does it.
            bound.ok();
        }
        Ok(created.map(|_| ()))
    })?;
    let there_before = matches!(created, Err(StoreError::AlreadyThere));
    if let Some(file) = url.file().filter(|_| !there_before) {
        // SQLite's companions go with their file.
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            made.note(Path::new(&name));
        }
    }
    created.with_context(|| format!("the database {url} could not be made"))?;
    Ok(url.file().map_or_else(|| url.to_string(), |file| file.display().to_string()))
}

/// What was made and what comes next.
fn report(
    dir: &Path,
    keyring: &Path,
    database: &str,
    recipients: &[String],
    url: Option<&str>,
) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let file = dir.join("habeas.toml");
    let file = file.display();
    writeln!(out, "made:")?;
    writeln!(out, "  {file}: the configuration, every key with its comment")?;
    writeln!(out, "  {database}: the database")?;
    writeln!(out, "  {}: the folder of sealed files", dir.join("data").display())?;
    writeln!(out, "  {}: the keyring; keep a copy apart from the data", keyring.display())?;
    match recipients {
        [one] => writeln!(out, "the holder of {one} can open every case")?,
        all => {
            writeln!(out, "two holders, only together, can open every case: {}", all.join(" and "))?
        }
    }
    writeln!(out, "next:")?;
    if url.is_some() {
        writeln!(out, "  keep {STORAGE_URL} set for every command")?;
    }
    writeln!(
        out,
        "  get a token from @BotFather; name its file in telegram.token_file, or set HABEAS_TELEGRAM__TOKEN"
    )?;
    writeln!(
        out,
        "  habeas member add --config {file} --role lawyer --name NAME --language en --telegram-id N"
    )?;
    writeln!(out, "  habeas doctor --config {file}")?;
    writeln!(out, "  habeas serve --config {file}")?;
    Ok(())
}
