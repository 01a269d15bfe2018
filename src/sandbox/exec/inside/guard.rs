//! The last to go: ends what a sandbox left behind, and takes its folder away.
//!
//! Standard input says `+NUMBER` for a group of processes that is to end with the sandbox and
//! `-NUMBER` for one that is over. When it ends, so does every group that is left.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::programs::{Limits, Needs, capture, command};
use crate::sandbox::folder::remove;
use tokio::io::{AsyncBufReadExt, BufReader};

/// How often the folder is taken away while somebody may still write to it, and the pause between.
const ATTEMPTS: usize = 50;
const PAUSE: Duration = Duration::from_millis(200);
/// How long a shell may take to send a signal.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for the end of standard input and cleans up.
///
/// # Errors
/// Standard input cannot be read.
pub async fn guard(folder: &Path) -> io::Result<()> {
    let mut groups = BTreeSet::new();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let (sign, number) = line.split_at_checked(1).unwrap_or_default();
        match (sign, number.parse::<u32>()) {
            ("+", Ok(number)) => drop(groups.insert(number)),
            ("-", Ok(number)) => drop(groups.remove(&number)),
            _ => {}
        }
    }
    for group in groups {
        signal(group, "KILL").await;
    }
    for _ in 0..ATTEMPTS {
        match remove(folder) {
            Err(_) => tokio::time::sleep(PAUSE).await,
            // Somebody may be in the middle of making it again.
            _ => tokio::time::sleep(PAUSE / 4).await,
        }
        if !folder.exists() {
            break;
        }
    }
    Ok(())
}

/// Sends a signal to every process of a group.
pub(crate) async fn signal(group: u32, name: &str) {
    let mut command = command("sh", Needs::Nothing);
    command.args(["-c", r#"kill -"$1" -"$2""#, "sh", name, &group.to_string()]);
    capture(command, Limits { bytes: 1024, time: PATIENCE }).await.ok();
}
