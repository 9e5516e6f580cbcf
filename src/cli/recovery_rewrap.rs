//! Cases' keys: out of the server, opened and sealed anew where no network is, and back.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use habeas_core::codec::case_code::CaseCode;
use habeas_core::members::Key;
use serde::{Deserialize, Serialize};

use super::member_signed::{head_of, read_chain};
use super::{ConfigArgs, block_on, out, with_or_without_keyring};
use crate::audit::By;
use crate::cases::{self, KeptFrom, KeyOf, NewKey};
use crate::crypto::{self, Identity, Recipient, Rewrapped, SealedKey};
use crate::outside::{Clock, RealClock};
use crate::storage::Tx;

/// Whose keys.
#[derive(Debug, Args)]
pub(super) struct KeysArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Only this case, as in RD-742; can be given again
    #[arg(long = "case", value_name = "CODE")]
    cases: Vec<String>,
    /// The keys that `habeas recovery accept` replaced last, to be put back by it
    #[arg(long)]
    replaced: bool,
}

/// What opens the keys, and to whom they are sealed.
#[derive(Debug, Args)]
pub(super) struct RewrapArgs {
    /// A file with an age identity that opens the keys; with two recovery holders here, give both
    #[arg(long = "identity", value_name = "FILE", required = true)]
    identities: Vec<PathBuf>,
    /// Whoever is to open the cases: the age public key of a member; can be given again
    #[arg(long = "to", value_name = "age1…")]
    to: Vec<String>,
    /// All members that these statements name: what `habeas member statements` printed
    #[arg(long, value_name = "FILE", requires_all = ["root", "head"])]
    statements: Option<PathBuf>,
    /// The root's public key, from the operator's own computer
    #[arg(long, value_name = "HEX", requires = "statements")]
    root: Option<Key>,
    /// The head that `habeas member sign` noted last, beside the root's key: without what came since,
    /// somebody who was revoked would be sealed to
    #[arg(long, value_name = "HEX", requires = "statements", value_parser = head_of)]
    head: Option<[u8; 32]>,
    /// The recovery holder from now on; twice for two holders. Without it, two holders stay
    #[arg(long = "recovery", value_name = "age1…")]
    recovery: Vec<String>,
}

/// A key as it travels. What is sealed is in Base64.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    v: u32,
    code: String,
    /// 1 for the key that was made with the case.
    #[serde(default = "first")]
    generation: i64,
    recipient: String,
    case_key: Option<String>,
    recovery_key: Option<String>,
    /// Opened by the first of two holders, and still sealed to the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    half: Option<String>,
    /// A key that was sealed anew: what it takes the place of, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    /// To whom a key was sealed anew, beside the recovery holders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    readers: Option<Vec<String>>,
    /// Who is excluded from the case: no key of it is sealed to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kept_from: Vec<KeptFrom>,
}

/// What a line is about that says nothing of it.
const fn first() -> i64 {
    1
}

impl Line {
    fn of(key: &KeyOf, replaces: Option<[u8; 32]>, kept_from: Vec<KeptFrom>) -> Self {
        let base64 = |file: &Option<Vec<u8>>| file.as_ref().map(|file| BASE64.encode(file));
        Self {
            v: 1,
            code: key.code.clone(),
            generation: key.generation,
            recipient: key.key.recipient.clone(),
            case_key: base64(&key.key.case_key),
            recovery_key: base64(&key.key.recovery_key),
            half: base64(&key.key.half),
            replaces: replaces.map(|hash| HEXLOWER.encode(&hash)),
            readers: key.readers.clone().filter(|_| replaces.is_some()),
            kept_from,
        }
    }

    fn read(text: &str) -> anyhow::Result<Came> {
        let line: Self = serde_json::from_str(text)?;
        if line.v != 1 {
            bail!("this version reads keys of version 1 only");
        }
        let base64 = |file: Option<String>| {
            file.map(|file| BASE64.decode(file.as_bytes())).transpose().context("a file is cut off")
        };
        let replaces = line.replaces.map(|hex| {
            let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
            bytes.and_then(|bytes| bytes.try_into().ok()).context("\"replaces\" is cut off")
        });
        let key = SealedKey {
            recipient: line.recipient,
            case_key: base64(line.case_key)?,
            recovery_key: base64(line.recovery_key)?,
            half: base64(line.half)?,
        };
        let Self { code, generation, readers, kept_from, .. } = line;
        let of = KeyOf { code, generation, key, readers };
        Ok(Came { of, replaces: replaces.transpose()?, kept_from })
    }
}

/// A key that came, what it takes the place of, and who is excluded from its case.
struct Came {
    of: KeyOf,
    replaces: Option<[u8; 32]>,
    kept_from: Vec<KeptFrom>,
}

/// The lines of stdin.
fn lines() -> anyhow::Result<Vec<Came>> {
    let lines = super::input()?;
    if lines.is_empty() {
        bail!("nothing came: give what the command before this one printed");
    }
    let read = |(at, line): (usize, &String)| {
        Line::read(line).with_context(|| format!("line {} is no case's key", at + 1))
    };
    lines.iter().enumerate().map(read).collect()
}

/// Prints the sealed keys.
pub(super) fn keys(args: &KeysArgs) -> anyhow::Result<ExitCode> {
    let codes = args.cases.iter().map(|code| Ok(code.parse::<CaseCode>()?.as_str().to_owned()));
    let codes: Vec<String> = codes.collect::<anyhow::Result<_>>()?;
    block_on(async {
        // Old cases' keys are taken out without the keyring, if that is lost.
        let (store, keyring) = with_or_without_keyring(&args.config.config).await?;
        let (keyring, now) = (keyring.ok(), RealClock::default().now());
        let replaced = args.replaced;
        let take = async move |tx: &mut Tx| {
            let keys = cases::take_keys_out(tx, keyring.as_ref(), &codes, now).await?;
            let kept_from = cases::all_kept_from(tx).await?;
            let keys = match replaced {
                true => cases::replaced_keys(tx, &keys).await?,
                false => keys.into_iter().map(|key| (key, None)).collect(),
            };
            Ok((keys, kept_from))
        };
        let (keys, kept_from) = store.run("recovery-keys", take).await?;
        for (key, replaces) in keys {
            let kept_from = kept_from.get(&key.code).cloned().unwrap_or_default();
            out(serde_json::to_string(&Line::of(&key, replaces, kept_from))?)?;
        }
        store.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Opens and seals what comes. What cannot be is named, and the rest is done.
pub(super) fn rewrap(args: &RewrapArgs) -> anyhow::Result<ExitCode> {
    let mut identities = vec![];
    for file in &args.identities {
        identities.extend(Identity::read_file(file)?);
    }
    let recovery = parsed(&args.recovery).context("--recovery")?;
    let keys = lines()?;
    let readers = readers(args)?;
    let (mut halves, mut failed) = (0, vec![]);
    for Came { of, kept_from, .. } in keys {
        let replaces = of.state();
        let KeyOf { code, generation, .. } = of.clone();
        let readers = without(&readers, &kept_from, &code);
        if readers.is_empty() && recovery.is_empty() {
            failed.push(format!("{code}: everybody who is named is excluded from it"));
            continue;
        }
        let (key, replaces) = match crypto::rewrap(&of.key, &identities, &readers, &recovery) {
            Ok(Rewrapped::Whole { case_key, recovery_key }) => {
                let recipient = of.key.recipient.clone();
                let key = SealedKey { recipient, case_key, recovery_key, half: None };
                (key, Some(replaces))
            }
            Ok(Rewrapped::Half(half)) => {
                halves += 1;
                (SealedKey { half: Some(half), ..of.key.clone() }, None)
            }
            Err(error) => {
                failed.push(format!("{code}: {error}"));
                continue;
            }
        };
        let names = Some(readers.iter().map(ToString::to_string).collect());
        let of = KeyOf { code, generation, key, readers: names };
        out(serde_json::to_string(&Line::of(&of, replaces, kept_from))?)?;
    }
    if halves > 0 {
        say(format_args!(
            "{halves} keys are half open: give this to the other recovery holder, who runs habeas \
             recovery rewrap on it with their identity"
        ));
    }
    if failed.is_empty() { Ok(ExitCode::SUCCESS) } else { bail!("{}", failed.join("; ")) }
}

/// What is to be known, beside the result.
#[expect(clippy::print_stderr, reason = "for whoever asked for this; the result is on stdout")]
fn say(what: impl std::fmt::Display) {
    eprintln!("habeas: {what}");
}

/// Somebody to whom keys are sealed: by the statements also which member it is.
struct Reader {
    member: Option<String>,
    key: Recipient,
}

/// Those of them who are not excluded from a case; the others are named.
fn without(readers: &[Reader], kept_from: &[KeptFrom], code: &str) -> Vec<Recipient> {
    let mut left = vec![];
    for Reader { member, key } in readers {
        let is = |who: &&KeptFrom| {
            Some(&who.member) == member.as_ref() || who.recipients.contains(&key.to_string())
        };
        match kept_from.iter().find(is) {
            Some(who) => say(format_args!("{code}: not sealed to {}, who is excluded", who.member)),
            None => left.push(key.clone()),
        }
    }
    left
}

/// To whom: those who are named, and the members of the statements.
fn readers(args: &RewrapArgs) -> anyhow::Result<Vec<Reader>> {
    let mut readers = vec![];
    if let (Some(file), Some(root)) = (&args.statements, args.root) {
        let roster = read_chain(file, root, args.head)?;
        for (id, standing) in roster.members().filter(|(_, standing)| standing.revoked.is_none()) {
            say(format_args!("sealed to {id}, {}: {}", standing.role, standing.recipient));
            let key = standing.recipient.parse().context("a statement")?;
            readers.push(Reader { member: Some(id.to_owned()), key });
        }
    }
    let named = parsed(&args.to).context("--to")?;
    readers.extend(named.into_iter().map(|key| Reader { member: None, key }));
    let mut once = std::collections::HashSet::new();
    readers.retain(|reader| once.insert(reader.key.clone()));
    if readers.is_empty() && args.recovery.is_empty() {
        bail!("nobody to seal to: name members with --to age1… or --statements FILE --root HEX");
    }
    Ok(readers)
}

fn parsed(given: &[String]) -> anyhow::Result<Vec<Recipient>> {
    Ok(given.iter().map(|text| text.parse()).collect::<Result<_, _>>()?)
}

/// Takes what was sealed anew.
pub(super) fn accept(args: &ConfigArgs) -> anyhow::Result<ExitCode> {
    let mut keys = vec![];
    for Came { of, replaces, .. } in lines()? {
        let Some(replaces) = replaces else {
            bail!(
                "{}: this key was not sealed anew: give what `habeas recovery rewrap` printed",
                of.code
            )
        };
        keys.push(NewKey { of, replaces });
    }
    block_on(async {
        let (store, keyring) = with_or_without_keyring(&args.config).await?;
        let (keyring, now, count) = (keyring.ok(), RealClock::default().now(), keys.len());
        let put = async move |tx: &mut Tx| {
            cases::put_keys_back(tx, keyring.as_ref(), &keys, By::Operator, now).await
        };
        let left = store.run("recovery-accept", put).await?;
        store.close().await;
        if count > left.len() {
            out(format_args!("{} keys were put in place", count - left.len()))?;
        }
        if left.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let left: Vec<String> = left.iter().map(ToString::to_string).collect();
        bail!("{}", left.join("; "))
    })
}
