//! `habeas case list|export|open|exclude|awaiting|decide`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use habeas_core::codec::case_code::CaseCode;

use super::{
    ConfigArgs, backup, block_on, case_access, case_decide, case_open, load, out, store,
    with_or_without_keyring, without_files,
};
use crate::cases;
use crate::files;
use crate::outside::{Clock, RealClock};

/// What to do with cases.
#[derive(Debug, Subcommand)]
pub(super) enum CaseCommand {
    /// Codes, levels, stages and times; no content
    List(ConfigArgs),
    /// Write a case's sealed files into a folder
    ///
    /// Exit code 3: its entries are written, but a file that somebody sent is missing or damaged.
    Export(ExportArgs),
    /// Open an exported case with an age identity; needs no configuration
    Open(case_open::CaseOpenArgs),
    /// Keep a member from reading a case and from being called for it
    ///
    /// If they have it, it is called anew. What comes from then on is sealed to a new key.
    Exclude(case_access::ExcludeArgs),
    /// Whose keys wait to be sealed to others; a member's browser does it, once they are signed in
    Awaiting(ConfigArgs),
    /// Agree as the second person, where only one coordinator is there
    ///
    /// Without --agree it shows what a coordinator proposes. Speak with them first.
    Decide(case_decide::DecideArgs),
}

/// Which case, and where to.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The code, as in RD-742
    code: String,
    #[command(flatten)]
    config: ConfigArgs,
    /// A folder that is new or empty
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Runs one of them.
pub(super) fn run(command: &CaseCommand) -> anyhow::Result<ExitCode> {
    match command {
        CaseCommand::List(args) => block_on(async {
            for line in cases::list(&store(&args.config).await?).await? {
                out(serde_json::to_string(&line)?)?;
            }
            Ok(ExitCode::SUCCESS)
        }),
        CaseCommand::Export(args) => block_on(async {
            let code: CaseCode = args.code.parse()?;
            // Old cases are exported without their keyring, if that is lost.
            let (store, keyring) = with_or_without_keyring(&args.config.config).await?;
            let now = RealClock::default().now();
            let count = cases::export(&store, keyring.ok(), &code, &args.out, now).await?;
            out(format_args!("{count} entries in {}", args.out.display()))?;
            let sealed = load(&args.config.config)?.files.folder;
            let copied = files::export(&store, &sealed, code.as_str(), &args.out).await?;
            backup::say_files(&copied)?;
            match copied.missing.is_empty() {
                true => Ok(ExitCode::SUCCESS),
                false => Ok(without_files(format_args!(
                    "the case is written, but not every file of it: bring those that are named above \
                     from a backup into {}, and export it again",
                    sealed.display()
                ))),
            }
        }),
        CaseCommand::Exclude(args) => case_access::exclude(args),
        CaseCommand::Awaiting(args) => case_access::awaiting(args),
        CaseCommand::Decide(args) => case_decide::run(args),
        CaseCommand::Open(args) => {
            let mut stdout = std::io::stdout().lock();
            case_open::run(args, &mut stdout).map(|()| ExitCode::SUCCESS)
        }
    }
}
