//! The bearer tokens that this server takes: lines of a file, which is read again when it changes, and one from
//! the environment.
//!
//! A line is a name, a token or `sha256:` and the hexadecimal digest of one, and perhaps `read-only` and
//! `groups=GROUP,GROUP`; `#` begins a comment. Only digests are kept. A file that cannot be read, or has a line that is
//! none, lets nobody in until it is right again: who took a token out must not wait for a second mistake.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::files;
use crate::mcp::caller::Caller;
use crate::mcp::offer::{Grant, Reach};

/// The fewest characters of a token: what has fewer may be guessed.
const LEAST: usize = 24;
/// The most bytes of the file.
const MOST_BYTES: u64 = 256 * 1024;
/// How long the file is taken for unchanged.
const FRESH: Duration = Duration::from_secs(1);
/// The name of who has the token of the environment.
const ENVIRONMENT: &str = "environment";

/// What is wrong with the tokens; it never quotes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokensError(String);

impl fmt::Display for TokensError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TokensError {}

#[derive(Clone)]
struct Entry {
    digest: [u8; SHA256_OUTPUT_LEN],
    caller: Caller,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({})", self.caller.name())
    }
}

/// The tokens of all callers.
#[derive(Debug)]
pub struct Tokens {
    file: Option<PathBuf>,
    /// The one of the environment.
    fixed: Vec<Entry>,
    groups: Vec<&'static str>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    read: Result<Arc<[Entry]>, TokensError>,
    bytes: Vec<u8>,
    at: Instant,
}

impl Tokens {
    /// Those of a file and one more. The groups are those that a line may name.
    ///
    /// # Errors
    /// When the file cannot be read, or has a line that is none, or a token is too short.
    pub fn open(
        file: Option<PathBuf>,
        environment: Option<&str>,
        groups: Vec<&'static str>,
    ) -> Result<Self, TokensError> {
        let fixed = environment.map(|token| {
            let digest =
                digest_of(token).map_err(|reason| TokensError(format!("the token of the environment {reason}")))?;
            Ok(Entry { digest, caller: Caller::new(ENVIRONMENT, Grant::default()) })
        });
        let fixed: Vec<Entry> = fixed.transpose()?.into_iter().collect();
        let bytes = file.as_deref().map(read).transpose()?.unwrap_or_default();
        let entries = entries(&bytes, &groups)?;
        if fixed.is_empty() && entries.is_empty() {
            return Err(TokensError("there is no token in the file".to_owned()));
        }
        let state = State { read: Ok(entries.into()), bytes, at: Instant::now() };
        Ok(Self { file, fixed, groups, state: Mutex::new(state) })
    }

    /// Who has this token; nobody when it is none of them.
    ///
    /// # Errors
    /// When the file is not as it must be.
    pub(super) async fn caller(&self, token: &str) -> Result<Option<Caller>, TokensError> {
        self.refresh().await;
        let entries = self.lock().read.clone()?;
        let presented = digest(&SHA256, token.as_bytes());
        let presented: [u8; SHA256_OUTPUT_LEN] = presented.as_ref().try_into().unwrap_or_default();
        // All are compared, so that the time says nothing of which one it was.
        let (mut found, mut index) = (Choice::from(0), 0_u64);
        for (at, entry) in (0_u64..).zip(self.fixed.iter().chain(entries.iter())) {
            let same = entry.digest.ct_eq(&presented);
            index.conditional_assign(&at, same);
            found |= same;
        }
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let entry = self.fixed.iter().chain(entries.iter()).nth(index);
        Ok(entry.filter(|_| bool::from(found)).map(|entry| entry.caller.clone()))
    }

    /// Whether the file is as it must be.
    pub(super) async fn are_readable(&self) -> bool {
        self.refresh().await;
        self.lock().read.is_ok()
    }

    /// Reads the file again, unless that was done a moment ago.
    async fn refresh(&self) {
        let Some(file) = &self.file else { return };
        {
            let mut state = self.lock();
            if state.at.elapsed() < FRESH {
                return;
            }
            state.at = Instant::now();
        }
        let path = file.clone();
        let bytes = match files::apart(move || read(&path)).await {
            Ok(bytes) => bytes,
            Err(error) => Err(TokensError(format!("the file of tokens {error}"))),
        };
        let mut state = self.lock();
        match bytes {
            Ok(bytes) if state.read.is_ok() && bytes == state.bytes => {}
            Ok(bytes) => {
                state.read = entries(&bytes, &self.groups).map(Into::into);
                state.bytes = bytes;
                match &state.read {
                    Ok(entries) => tracing::warn!(tokens = entries.len(), "the file of tokens was read again"),
                    Err(error) => tracing::error!(%error, "nobody is let in until the file of tokens is right"),
                }
            }
            Err(error) => {
                if state.read.is_ok() {
                    tracing::error!(%error, "nobody is let in until the file of tokens can be read");
                }
                state.read = Err(error);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TokensError> {
    let read = files::open_named(path).and_then(|file| files::bounded(file, MOST_BYTES));
    read.map_err(|error| TokensError(format!("the file of tokens {error}")))
}

fn entries(bytes: &[u8], groups: &[&str]) -> Result<Vec<Entry>, TokensError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TokensError("the file of tokens is not UTF-8".to_owned()))?;
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default();
        if !line.trim().is_empty() {
            let entry = entry(line, groups);
            entries.push(entry.map_err(|reason| TokensError(format!("line {number} of the file of tokens {reason}")))?);
        }
    }
    Ok(entries)
}

/// One line, or what is wrong with it.
fn entry(line: &str, groups: &[&str]) -> Result<Entry, String> {
    let mut words = line.split_whitespace();
    let (Some(name), Some(token)) = (words.next(), words.next()) else {
        return Err("needs a name and a token".to_owned());
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
    if name.len() > 64 || !name.chars().all(is_plain) {
        return Err(
            "begins with a name that has other characters than letters, digits, - _ . @, or more than 64".to_owned()
        );
    }
    let digest = match token.strip_prefix("sha256:") {
        None => digest_of(token)?,
        Some(hex) => from_hex(hex).ok_or("has a digest that is not 64 hexadecimal digits")?,
    };
    let (mut reach, mut read_only) = (Reach::All, false);
    for word in words {
        match word.strip_prefix("groups=") {
            None if word == "read-only" => read_only = true,
            Some(named) => {
                let named: Vec<String> = named.split(',').map(str::to_owned).collect();
                if named.iter().any(|group| !groups.contains(&group.as_str())) {
                    return Err(format!("names a group that does not exist. Valid: {}", groups.join(", ")));
                }
                reach = Reach::Groups(named);
            }
            None => return Err("has a word that is neither `read-only` nor `groups=…`".to_owned()),
        }
    }
    let writes = if read_only { Reach::nothing() } else { reach.clone() };
    Ok(Entry { digest, caller: Caller::new(name, Grant { reads: reach, writes }) })
}

/// The digest of a token, or what is wrong with it.
fn digest_of(token: &str) -> Result<[u8; SHA256_OUTPUT_LEN], String> {
    if token.len() < LEAST {
        return Err(format!("has a token of fewer than {LEAST} characters"));
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("has a token that no header can carry".to_owned());
    }
    Ok(digest(&SHA256, token.as_bytes()).as_ref().try_into().unwrap_or_default())
}

fn from_hex(hex: &str) -> Option<[u8; SHA256_OUTPUT_LEN]> {
    let mut bytes = [0; SHA256_OUTPUT_LEN];
    if hex.len() != 2 * bytes.len() || !hex.is_ascii() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const ALICE: &str = "alice-0123456789-0123456789";
    const BOB: &str = "bob-0123456789-0123456789-x";
    const GROUPS: [&str; 2] = ["services", "logs"];

    fn written(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        file
    }

    async fn name(tokens: &Tokens, token: &str) -> Option<String> {
        tokens.caller(token).await.expect("the file is right").map(|caller| caller.name().to_owned())
    }

    #[tokio::test]
    async fn a_token_is_its_callers_whether_it_or_its_digest_is_written() {
        let hex: String = digest(&SHA256, BOB.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let file = written(&format!("# who\nalice {ALICE} read-only groups=logs\n\nbob sha256:{hex} # from ci\n"));
        let environment = "environment-0123456789-0123456789";
        let tokens = Tokens::open(Some(file.path().to_owned()), Some(environment), GROUPS.to_vec()).expect("right");
        assert_eq!(name(&tokens, ALICE).await.as_deref(), Some("alice"));
        assert_eq!(name(&tokens, BOB).await.as_deref(), Some("bob"));
        assert_eq!(name(&tokens, environment).await.as_deref(), Some(ENVIRONMENT));
        for stranger in ["", &hex, &format!("sha256:{hex}"), &ALICE[1..]] {
            assert_eq!(name(&tokens, stranger).await, None, "{stranger}");
        }
        let alice = tokens.caller(ALICE).await.expect("right").expect("known");
        let logs = Reach::Groups(vec!["logs".to_owned()]);
        assert_eq!(*alice.grant(), Grant { reads: logs, writes: Reach::nothing() });
        assert!(!format!("{tokens:?}").contains(ALICE), "tokens are not kept");
    }

    #[tokio::test]
    async fn the_file_is_read_again_and_a_faulty_one_lets_nobody_in() {
        let mut file = written(&format!("alice {ALICE}\n"));
        let tokens = Tokens::open(Some(file.path().to_owned()), None, GROUPS.to_vec()).expect("right");
        let late = || tokens.lock().at -= FRESH;
        assert_eq!(name(&tokens, BOB).await, None);
        file.write_all(format!("bob {BOB}\n").as_bytes()).expect("written");
        late();
        assert_eq!(name(&tokens, BOB).await.as_deref(), Some("bob"));
        file.write_all(b"eve\n").expect("written");
        late();
        let error = tokens.caller(ALICE).await.expect_err("a line is none");
        assert!(error.to_string().contains("line 3"), "{error}");
        assert!(!tokens.are_readable().await);
        std::fs::write(file.path(), format!("bob {BOB}\n")).expect("written");
        late();
        assert_eq!(name(&tokens, ALICE).await, None, "it was taken out");
        std::fs::remove_file(file.path()).expect("removed");
        late();
        assert!(tokens.caller(BOB).await.is_err());
    }

    #[test]
    fn what_is_no_line_is_said_without_the_token() {
        for (line, reason) in [
            ("alice", "needs a name and a token"),
            ("alice short", "fewer than 24"),
            ("al/ice alice-0123456789-0123456789", "other characters"),
            ("alice sha256:abc", "64 hexadecimal"),
            ("alice alice-0123456789-0123456789 readonly", "neither"),
            ("alice alice-0123456789-0123456789 groups=logs,servces", "Valid: services, logs"),
        ] {
            let error = entries(line.as_bytes(), &GROUPS).expect_err(line).to_string();
            assert!(error.contains(reason) && !error.contains("0123456789"), "{line}: {error}");
        }
        assert!(Tokens::open(Some(written("# nobody\n").path().to_owned()), None, Vec::new()).is_err());
        assert!(Tokens::open(None, Some("short"), Vec::new()).is_err());
    }
}
