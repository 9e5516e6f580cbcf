//! The command line: one file per subcommand. Results on stdout, logs on stderr.
//!
//! Exit codes: 0 done; 1 refused or failed, with one sentence on stderr; 2 wrong usage; 3 the database
//! is backed up, restored or whole, or a case exported, and files of cases are missing, with a sentence on
//! stderr too.

pub mod assess;
mod audit;
mod audit_show;
mod backup;
mod bot_api;
mod case;
mod case_access;
mod case_decide;
pub mod case_open;
mod console_check;
mod console_files;
mod doctor;
mod init;
mod member;
mod member_invite;
mod member_sign;
mod member_signed;
mod parked;
mod recovery;
mod recovery_rewrap;
mod rehearse;
mod serve;

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, CommandFactory, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app;
use crate::config::Config;
use crate::crypto::Keyring;
use crate::outside::RealClock;
use crate::parts::Parts;
use crate::storage::{StorageUrl, Store};

/// Longest input of a command that reads lines, in bytes: a hundred thousand keys.
const MOST_INPUT_BYTES: u64 = 256 * 1024 * 1024;

/// Report a detention step by step; page a lawyer on call until somebody has it.
#[derive(Debug, Parser)]
#[command(name = "habeas", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Recovery identities, for an offline machine
    Recovery(recovery::RecoveryArgs),
    /// Write a configuration, a database and a keyring
    Init(init::InitArgs),
    /// Run the bot
    Serve(ConfigArgs),
    /// Lawyers and coordinators on call
    #[command(subcommand)]
    Member(member::MemberCommand),
    /// List, export and open cases
    #[command(subcommand)]
    Case(case::CaseCommand),
    /// Play a script against the real bot on this machine
    Rehearse(rehearse::RehearseArgs),
    /// Run the built-in Bot API server alone
    BotApi(bot_api::BotApiArgs),
    /// Updates that failed three times
    #[command(subcommand)]
    Parked(parked::ParkedCommand),
    /// Check the records of who did what
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Write everything in the database into one file, sealed to the recovery holders
    ///
    /// Sealed files are copied beside it, into files/. Exit code 3: the database is backed up, but a file
    /// is missing or damaged; go on, and put back those that are named. Works beside a running `serve`.
    /// Keyring and token are not in it: keep them apart, on paper.
    Backup(backup::BackupArgs),
    /// Put a backup into a new database, or see whether it is whole
    ///
    /// The sealed files come from the folder files/ beside it. Exit code 3: the database is restored, or
    /// whole, but a file is missing or damaged; go on, and bring those that are named later.
    Restore(backup::RestoreArgs),
    /// Write the console's pages into a folder, to be served from another host
    ///
    /// With their hashes, and the headers that each has to be sent with.
    ConsoleFiles(console_files::FilesArgs),
    /// Whether an address serves the console of this very program, byte for byte
    ///
    /// From a computer of your own: a server can show you one thing and a member's browser another.
    ConsoleCheck(console_check::CheckArgs),
    /// Check this installation
    Doctor(doctor::DoctorArgs),
    /// Judge coded reports: JSON lines in, JSON lines out
    Assess(assess::AssessArgs),
}

/// Where the configuration is.
#[derive(Debug, Clone, Args)]
pub struct ConfigArgs {
    /// The configuration that `habeas init` wrote
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

/// All commands with their options, for whoever holds what is written about them against them.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Reads the arguments and runs the command.
pub fn main() -> ExitCode {
    if let Err(error) = crate::crypto::harden_process() {
        return failed(&anyhow::Error::new(error));
    }
    crate::observe::hide_panic_payloads();
    let done = match Cli::parse().command {
        Command::Recovery(args) => recovery::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Member(command) => member::run(&command),
        Command::Case(command) => case::run(&command),
        Command::Rehearse(args) => rehearse::run(&args),
        Command::BotApi(args) => block_on(bot_api::run(args)).map(|()| ExitCode::SUCCESS),
        Command::Parked(command) => parked::run(&command),
        Command::Audit(command) => audit::run(&command),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::ConsoleFiles(args) => console_files::run(&args),
        Command::ConsoleCheck(args) => console_check::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Assess(args) => judge(&args),
    };
    done.unwrap_or_else(|error| match error.downcast_ref::<std::io::Error>() {
        // Whoever read the results has read enough, as `head` does.
        Some(e) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => failed(&error),
    })
}

/// Writes one line of results to stdout, at once.
fn out(line: impl std::fmt::Display) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    Ok(stdout.flush()?)
}

/// The lines of stdin that say something.
fn input() -> anyhow::Result<Vec<String>> {
    let bounded = std::io::Read::take(std::io::stdin().lock(), MOST_INPUT_BYTES);
    let lines = std::io::BufReader::new(bounded).lines().collect::<Result<Vec<_>, _>>();
    let lines = lines.context("what came is no text")?;
    Ok(lines.into_iter().filter(|line| !line.trim().is_empty()).collect())
}

/// Exit code: done as far as the database goes, and files of cases are missing.
const WITHOUT_FILES: u8 = 3;

/// One sentence on stderr, exit code 1.
fn failed(error: &anyhow::Error) -> ExitCode {
    says(format_args!("{error:#}"));
    ExitCode::from(1)
}

/// One sentence on stderr, exit code 3.
fn without_files(sentence: impl std::fmt::Display) -> ExitCode {
    says(sentence);
    ExitCode::from(WITHOUT_FILES)
}

#[expect(clippy::print_stderr, reason = "the sentence that says how to mend it")]
fn says(sentence: impl std::fmt::Display) {
    eprintln!("habeas: {sentence}");
}

/// Judges what comes on stdin.
fn judge(args: &assess::AssessArgs) -> anyhow::Result<ExitCode> {
    let (input, out, err) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    let out = std::io::BufWriter::new(out.lock());
    Ok(ExitCode::from(assess::run(args, input.lock(), out, err.lock())?))
}

/// Reads the configuration with the environment over it.
fn load(path: &Path) -> anyhow::Result<Config> {
    let env = std::env::vars_os()
        .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    Ok(Config::load(path, env)?)
}

/// The parts of a configuration, for a command that works beside a running `serve`.
async fn parts(path: &Path) -> anyhow::Result<(Config, Arc<Parts>)> {
    let config = load(path)?;
    let parts = app::assemble(&config, Arc::new(RealClock::default())).await?;
    Ok((config, Arc::new(parts)))
}

/// The database alone, for what needs no keyring: it may be lost.
async fn store(path: &Path) -> anyhow::Result<Store> {
    let url: StorageUrl = load(path)?.storage.url.parse()?;
    Ok(Store::open(&url).await?)
}

/// The database, and its keyring or why there is none.
async fn with_or_without_keyring(path: &Path) -> anyhow::Result<(Store, anyhow::Result<Keyring>)> {
    match parts(path).await {
        Ok((_, parts)) => Ok((parts.store.clone(), Ok(parts.keyring.clone()))),
        Err(error) => Ok((store(path).await?, Err(error))),
    }
}

/// Runs a command's future to its end.
fn block_on<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime could not be started")?
        .block_on(future)
}

/// Turns true at the first SIGTERM or SIGINT.
fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let mut term = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
    let mut int = signal(SignalKind::interrupt()).context("SIGINT cannot be heard")?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        stop.send_replace(true);
        stop.closed().await;
    });
    Ok(stopped)
}
