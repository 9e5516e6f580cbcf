//! `habeas console-check`: whether what somebody serves is the console of this program.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};

use super::console_files::built_in;
use super::{block_on, out};
use crate::config;
use crate::pages::{self, Published};

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest file that is read, in bytes.
const LONGEST: usize = 16 * 1024 * 1024;

type Answer = (StatusCode, HeaderMap, Vec<u8>);

/// Whose.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The address that members' browsers use, as https://desk.example
    #[arg(value_name = "URL", required_unless_present = "list")]
    url: Option<String>,
    /// Print the hashes that are built in, as `sha256sum` does; asks no network
    #[arg(long, conflicts_with = "url")]
    list: bool,
}

/// Prints one line for each file, and for each other address that has one; exit 0 if all are those of this program.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let files = built_in()?;
    let Some(url) = &args.url else {
        out(pages::sums(&files).trim_end())?;
        return Ok(ExitCode::SUCCESS);
    };
    let origin = url.strip_suffix('/').unwrap_or(url);
    // What was typed is not repeated: a member's link has a secret behind it.
    if !config::is_origin(origin) {
        bail!(
            "give the address alone, as https://desk.example: no path, nothing behind # (http:// \
             for 127.0.0.1 and localhost alone)"
        );
    }
    let origin: Url = origin.parse().context("the address")?;
    match block_on(differences(&origin, &files))? {
        0 => Ok(ExitCode::SUCCESS),
        _ => bail!(
            "{origin} does not serve the console of this program (version {}). Is that the version \
             that runs there? If so, somebody changed it: let nobody type their words there, and \
             look at what serves it",
            env!("CARGO_PKG_VERSION")
        ),
    }
}

/// How many files are not what they should be, or are not at another address of theirs.
async fn differences(origin: &Url, files: &[Published]) -> anyhow::Result<usize> {
    let client = Client::builder().redirect(Policy::none()).timeout(PATIENCE).build()?;
    let mut count = 0;
    for file in files {
        let own = origin.join(&file.path)?;
        let answer = fetched(&client, own.clone()).await;
        count += told(&file.path, file, &answer)?;
        if let Ok((_, _, body)) = &answer
            && file.kind.starts_with("text/html")
        {
            for link in pages::strangers(body, origin, files) {
                count += 1;
                let path = &file.path;
                out(format_args!("DIFFERS {path} links to what is not on the list: {link}"))?;
            }
        }
        if let Some(path) = file.other() {
            let other = origin.join(path)?;
            let answer = fetched(&client, other.clone()).await;
            let is_none =
                |(status, headers, _): &Answer| pages::is_none(&own, &other, *status, headers);
            if !answer.as_ref().is_ok_and(is_none) {
                count += told(path, file, &answer)?;
            }
        }
    }
    Ok(count)
}

/// Prints whether what is at this path is the file; 1 if it is not.
fn told(path: &str, file: &Published, answer: &anyhow::Result<Answer>) -> anyhow::Result<usize> {
    let faults = match answer {
        Ok((status, headers, body)) => pages::faults(file, *status, headers, body),
        Err(error) => vec![format!("cannot be fetched: {error:#}")],
    };
    if faults.is_empty() {
        out(format_args!("ok {path} {}", file.sha256()))?;
        return Ok(0);
    }
    out(format_args!("DIFFERS {path} {}", faults.join("; ")))?;
    Ok(1)
}

async fn fetched(client: &Client, url: Url) -> anyhow::Result<Answer> {
    let sent = client.get(url).send().await;
    let mut answer = sent.map_err(reqwest::Error::without_url)?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut body = vec![];
    while let Some(piece) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
        body.extend_from_slice(&piece);
        if body.len() > LONGEST {
            bail!("it does not end");
        }
    }
    Ok((status, headers, body))
}
