//! What was edited in a container since code was deployed to it: the container keeps the hashes of its files, and loses them
//! with itself, as it loses the edits.
//!
//! Deliberately absent: files that came about since. A program makes many, and no deploy knows them.

use std::path::PathBuf;
use std::time::Duration;

use super::ssh::{Destination, Limits, Ssh, SshError};

/// Notes the hashes; see there.
const NOTE: &str = include_str!("edits/note.sh");
/// Answers those that are others by now; see there.
const LOOK: &str = include_str!("edits/look.sh");
/// Where code is in a container.
const CODE: &str = "/var/www";
/// Where it keeps them: memory, gone with the container.
const KEPT: &str = "/tmp/zcp-deployed-files";
/// Of the answer, and how long is waited for it.
const LIMITS: Limits = Limits { bytes: 256 * 1024, time: Duration::from_secs(20) };
/// Digits of a hash.
const DIGITS: usize = 64;

/// A file that was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edited {
    /// From the folder of the code.
    pub(crate) path: PathBuf,
    /// The SHA-256 of what it has now.
    pub(crate) hash: String,
}

/// Notes what the files of a container are now.
///
/// # Errors
/// When it is not reached, or has no programs for it.
pub(crate) async fn note(ssh: Ssh<'_>, to: &Destination) -> Result<(), SshError> {
    ssh.run(to, &["sh", "-c", NOTE, "sh", CODE, KEPT], LIMITS).await.map(drop)
}

/// The files that are not what was noted; none where nothing was.
///
/// # Errors
/// When it is not reached, or has no programs for it.
pub(crate) async fn look(ssh: Ssh<'_>, to: &Destination) -> Result<Vec<Edited>, SshError> {
    let answer = ssh.run(to, &["sh", "-c", LOOK, "sh", CODE, KEPT], LIMITS).await?;
    Ok(String::from_utf8_lossy(&answer).lines().filter_map(read).collect())
}

/// A line of `sha256sum`. A name that it has to escape is left out.
fn read(line: &str) -> Option<Edited> {
    let (hash, path) = line.split_once("  ")?;
    let path = path.strip_prefix("./").unwrap_or(path);
    let good = hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| Edited { path: PathBuf::from(path), hash: hash.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_hashes_are_read() {
        let hash = "a".repeat(64);
        let read = |line: &str| read(line).map(|one| one.path.display().to_string());
        assert_eq!(read(&format!("{hash}  ./src/a  b.js")).as_deref(), Some("src/a  b.js"));
        for odd in ["", "abc  ./a", &format!("\\{hash}  ./a\\nb"), &hash] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
