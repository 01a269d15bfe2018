//! Which commit the program was built from; `src/codegen/commit.rs` finds it. This is a module of the
//! program and not of the library, so that a commit does not compile the library again.

include!(concat!(env!("OUT_DIR"), "/commit.rs"));

/// How many digits of a hash are shown.
const DIGITS: usize = 10;
const HASH: Option<[u8; DIGITS]> = match LOG {
    Some(log) => last(log),
    None => None,
};

/// The commit as `--version` shows it: its hash, and its date where that is known.
pub(crate) fn commit() -> Option<String> {
    let known = KNOWN.and_then(|(hash, date)| Some((hash.get(..DIGITS)?, date)));
    let Some(hash) = &HASH else {
        return known.map(|(hash, date)| date.map_or_else(|| hash.to_owned(), |date| format!("{hash} {date}")));
    };
    let hash = std::str::from_utf8(hash).ok()?;
    match known {
        Some((same, Some(date))) if same == hash => Some(format!("{hash} {date}")),
        _ => Some(hash.to_owned()),
    }
}

/// The beginning of the hash that the last line of git's log leads to: its second word.
const fn last(log: &[u8]) -> Option<[u8; DIGITS]> {
    let mut at = log.len();
    while at > 0 && log[at - 1] == b'\n' {
        at -= 1;
    }
    let end = at;
    while at > 0 && log[at - 1] != b'\n' {
        at -= 1;
    }
    while at < end && log[at] != b' ' {
        at += 1;
    }
    at += 1;
    let mut hash = [0; DIGITS];
    let mut digit = 0;
    while digit < DIGITS {
        if at + digit >= end || !log[at + digit].is_ascii_hexdigit() {
            return None;
        }
        hash[digit] = log[at + digit];
        digit += 1;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_the_log_says_where_head_is() {
        let line = |hash: &str| format!("{} {hash} A Name <a@example.com> 1 +0000\tcommit: x y\n", "0".repeat(40));
        let log = line(&"a".repeat(40)) + &line("0123456789abcdef0123456789abcdef01234567");
        assert_eq!(last(log.as_bytes()).as_ref().map(<[u8; 10]>::as_slice), Some(&b"0123456789"[..]));
        for text in ["", "\n", "0123", "0123 456", "0 0123456789xyz"] {
            assert_eq!(last(text.as_bytes()).is_some(), text.starts_with("0 "), "{text}");
        }
    }
}
