//! A file of a skill. It is whole, so it says itself that it is ours: its last line has the digest of what stands above.
//! Who has changed it keeps what they wrote.

use ring::digest::{SHA256, digest};

const MARK: &str = "<!-- Written by zcp init. SHA-256 of what stands above: ";
const END: &str = " -->";
const CHANGED: &str = "it was changed after zcp wrote it; delete it to have it anew";

/// The text of a file.
pub(super) fn alone(text: &str) -> String {
    let text = format!("{}\n\n", text.trim_end());
    format!("{text}{MARK}{}{END}\n", hex(&text))
}

/// The file with this text, where it is ours.
///
/// # Errors
/// When it is not, or not any more.
pub(super) fn put(before: &str, text: &str) -> Result<String, String> {
    let after = alone(text);
    // Git may have written other ends of lines.
    if unix(before) == after {
        return Ok(before.to_owned());
    }
    match is_ours(before) {
        Some(true) => Ok(after),
        Some(false) => Err(CHANGED.to_owned()),
        None => Err("zcp did not write it; with another name for yours, or without it, there is room".to_owned()),
    }
}

/// None where the file is ours; somebody else's stays.
///
/// # Errors
/// When it is ours no more.
pub(super) fn take(before: &str) -> Result<Option<String>, String> {
    match is_ours(before) {
        Some(true) => Ok(None),
        Some(false) => Err(CHANGED.to_owned()),
        None => Ok(Some(before.to_owned())),
    }
}

/// Whether a file with the mark is as it was written; none without the mark.
fn is_ours(text: &str) -> Option<bool> {
    let text = unix(text);
    let (above, rest) = text.rsplit_once(MARK)?;
    Some(rest.trim_end().strip_suffix(END) == Some(&hex(above)))
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn hex(text: &str) -> String {
    digest(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_ours_until_somebody_changes_it() {
        let (old, new) = (alone("---\nname: a\n---\n\nOld.\n"), alone("---\nname: a\n---\n\nNew.\n"));
        assert_eq!(put(&old, "---\nname: a\n---\n\nNew.").as_ref(), Ok(&new));
        assert_eq!(put(&new, "---\nname: a\n---\n\nNew.\n").as_ref(), Ok(&new));
        let crlf = new.replace('\n', "\r\n");
        assert_eq!(put(&crlf, "---\nname: a\n---\n\nNew.\n").as_ref(), Ok(&crlf));
        assert_eq!((take(&old), take(&crlf)), (Ok(None), Ok(None)));
        let changed = old.replace("Old", "Mine");
        assert!(put(&changed, "New.").is_err() && take(&changed).is_err());
        let other = "---\nname: a\n---\nMine.\n".to_owned();
        assert!(put(&other, "New.").is_err());
        assert_eq!(take(&other), Ok(Some(other.clone())));
    }
}
