//! Reading a log again, and whether it is as it was written.

use std::fmt;

use serde_json::Value;

use super::chain::{PREVIOUS, START, hashes};

/// What a whole log has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Its lines.
    pub lines: usize,
    /// The hash of the last one: who noted it earlier, or elsewhere, sees whether lines are missing at the end.
    pub last: String,
    /// Calls that began and of which nothing more is written: the process was killed, or lines are missing at the end.
    pub open: Vec<String>,
}

/// The first line that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its number in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for Broken {}

/// Follows the chain from the first line to the last.
///
/// # Errors
/// The first line that was altered, moved or cut, or before which one is missing.
pub fn verify(text: &str) -> Result<Verified, Broken> {
    let mut previous = START.to_owned();
    let mut open: Vec<String> = Vec::new();
    let mut lines = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let broken = |reason: &str| Broken { line: number, reason: reason.to_owned() };
        let line = line.strip_suffix('\n').ok_or_else(|| broken("it is cut"))?;
        let (said, is) = hashes(line).ok_or_else(|| broken("it is no line of an audit log"))?;
        if said != is {
            return Err(broken("it was altered"));
        }
        let record: Value = serde_json::from_str(line).map_err(|_| broken("it is no line of an audit log"))?;
        if record[PREVIOUS].as_str() != Some(&previous) {
            let written = record["number"].as_u64();
            let expected = u64::try_from(number).ok().map(|number| number - 1);
            return Err(broken(&match written {
                Some(written) if Some(written) != expected => {
                    format!("it was written as number {}: lines before it were removed, added or moved", written + 1)
                }
                _ => "the line before it is another than when it was written".to_owned(),
            }));
        }
        if let Some(call) = record["call"].as_str() {
            match record["event"].as_str() {
                Some("intent") => open.push(call.to_owned()),
                Some("asked" | "outcome") => open.retain(|known| known != call),
                _ => {}
            }
        }
        said.clone_into(&mut previous);
        lines = number;
    }
    Ok(Verified { lines, last: previous, open })
}

/// The records of a log, as they are.
pub fn entries(text: &str) -> impl Iterator<Item = Value> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::mcp::audit::{Audit, Entry};

    async fn log() -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let audit = Audit::open(folder.path(), Timestamp::UNIX_EPOCH).expect("it opens");
        for call in ["a", "b"] {
            for event in ["intent", "outcome"] {
                let entry = Entry::new(event).with("call", call).with("nothing", "");
                audit.write(entry, Timestamp::UNIX_EPOCH).await.expect("written");
            }
        }
        std::fs::read_to_string(audit.path()).expect("a file")
    }

    fn joined(lines: &[&str]) -> String {
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    #[tokio::test]
    async fn a_log_is_whole_until_a_line_is_removed_altered_or_moved() {
        let text = log().await;
        let lines: Vec<&str> = text.lines().collect();
        let whole = verify(&text).expect("it is whole");
        assert_eq!((whole.lines, whole.open.len()), (5, 0));
        assert!(text.ends_with(&format!("{}\"}}\n", whole.last)));
        assert!(!text.contains("nothing"));

        for at in 0..lines.len() - 1 {
            let mut less = lines.clone();
            less.remove(at);
            assert_eq!(verify(&joined(&less)).expect_err("one is missing").line, at + 1);
            let mut moved = lines.clone();
            moved.swap(at, at + 1);
            assert_eq!(verify(&joined(&moved)).expect_err("two changed places").line, at + 1);
            let mut more = lines.clone();
            more.insert(at, lines[at]);
            assert_eq!(verify(&joined(&more)).expect_err("one is there twice").line, at + 2);
        }
        for at in 0..lines.len() {
            let altered = lines[at].replace("1970", "1971");
            let mut other = lines.clone();
            other[at] = &altered;
            let broken = verify(&joined(&other)).expect_err("one says something else");
            assert_eq!(broken, Broken { line: at + 1, reason: "it was altered".to_owned() });
        }
        assert_eq!(verify(&text[..text.len() - 3]).expect_err("it is cut").line, 5);

        let short = verify(&joined(&lines[..4])).expect("a chain has no end of its own");
        assert_eq!(short.open, ["b"], "but what came of a call is missing");
        assert_ne!(short.last, whole.last);
        assert!(verify("no log\n").is_err());
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_full_disk_is_said_and_a_file_with_something_in_it_is_none() {
        let full = Audit::open(std::path::Path::new("/dev/full"), Timestamp::UNIX_EPOCH).expect("it opens");
        let error = full.write(Entry::new("intent"), Timestamp::UNIX_EPOCH).await.expect_err("it is full");
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "something").expect("written");
        assert!(Audit::open(file.path(), Timestamp::UNIX_EPOCH).is_err());
    }
}
