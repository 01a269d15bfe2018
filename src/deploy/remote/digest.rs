//! One hash of what would be deployed of a folder in a container: its files by their names and contents. What is no
//! file, and what cannot be read there, is left out.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::listing::{RemoteError, RemoteListing};
use crate::deploy::files::FilesError;
use crate::deploy::ssh::{Destination, Input, Kind, Ssh, SshError};

/// Makes the hash.
const SCRIPT: &str = include_str!("digest.sh");
/// Digits of a hash.
const DIGITS: usize = 64;

/// The hash of what was listed.
///
/// # Errors
/// When the container is not reached, has no program for it, or takes longer.
pub async fn digest(
    ssh: Ssh<'_>,
    to: &Destination,
    listing: &RemoteListing,
    within: Duration,
) -> Result<String, RemoteError> {
    let mut remote = ssh.start(to, &["sh", "-c", SCRIPT, "zcp", &listing.folder], Input::Piped)?;
    let (stdin, stdout) = (remote.stdin(), remote.stdout());
    let write = async {
        if let Some(mut stdin) = stdin {
            for path in &listing.paths {
                // The prefix keeps a name from being read as an option.
                if stdin.write_all(&[b"./", path.as_slice(), b"\0"].concat()).await.is_err() {
                    return;
                }
            }
        }
    };
    let read = async {
        let mut text = String::new();
        if let Some(stdout) = stdout {
            let most = u64::try_from(2 * DIGITS).unwrap_or(u64::MAX);
            let read = stdout.take(most).read_to_string(&mut text).await;
            read.map_err(|_| SshError::new(Kind::Lost, "the connection was lost"))?;
        }
        Ok::<String, SshError>(text)
    };
    let all = async {
        let ((), text) = tokio::join!(write, read);
        let text = text?;
        remote.end().await?;
        Ok::<String, SshError>(text)
    };
    let late = || SshError::new(Kind::Lost, format!("it took longer than {} s", within.as_secs()));
    let text = tokio::time::timeout(within, all).await.unwrap_or_else(|_| Err(late()))?;
    let hash = text.split(' ').next().unwrap_or_default();
    if hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(hash.to_owned());
    }
    Err(FilesError::new("The container answered what zcp cannot read.").into())
}
