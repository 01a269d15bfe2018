//! The door for texts: a secret does not come out, however its characters are escaped.

use crate::platform::secrets::{Kind, Secrets};

/// Bytes of a text that are used.
const MOST: usize = 4 * 1024;

/// The secret, behind its length, then a byte for each of its characters that says how it is escaped, then what stands
/// before it and behind it.
///
/// # Panics
/// Where a promise is broken.
pub fn texts(bytes: &[u8]) {
    let Some((length, rest)) = bytes.split_first() else { return };
    let Some((secret, rest)) = rest.split_at_checked(usize::from(*length % 64)) else { return };
    let Ok(secret) = std::str::from_utf8(secret) else { return };
    if !is_secret(secret) {
        return;
    }
    let secrets = Secrets::default();
    secrets.learn([secret]);
    let count = secret.chars().count();
    let (ways, around) = rest.split_at(count.min(rest.len()));
    let way = |at: usize| ways.get(at).copied().unwrap_or_default();
    let quoted: String = secret.chars().enumerate().map(|(at, c)| escaped(c, way(at))).collect();
    let around = String::from_utf8_lossy(&around[..around.len().min(MOST)]);
    let half = around.floor_char_boundary(around.len() / 2);
    let (before, after) = around.split_at(half);
    let text = format!("{before}{quoted}{after}");
    let shown = secrets.hidden(&text, Kind::Words).expect("the secret is found");
    let left = shown.matches(&quoted).count();
    assert_eq!(left, 0, "{quoted} is left in {shown}");
    if around.is_empty() {
        assert_eq!(shown, "[hidden]", "all of {quoted} is found");
    }
}

/// Whether a value is one that is promised to be found anywhere: it is no name, and its characters can be seen.
fn is_secret(secret: &str) -> bool {
    let seen = |c: char| !c.is_whitespace() && !crate::domain::unseen::is_unseen(c);
    secret.chars().count() >= 8
        && secret.chars().all(seen)
        && secret.trim_matches(['"', '\'', ',']) == secret
        && !secret.contains("${")
        && !crate::platform::secrets::is_name(secret)
        && !"[hidden]".contains(secret)
}

/// A character in one of the ways in which texts quote others; the high bits escape it again.
pub(super) fn escaped(c: char, way: u8) -> String {
    let units = |prefix: &str| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{prefix}u{unit:04x}")).collect();
    let bytes = |sign: char| c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("{sign}{byte:02X}")).collect();
    let once: String = match way & 0b1111 {
        1 => units("\\"),
        2 => bytes('%'),
        3 => format!("&#{};", u32::from(c)),
        4 => format!("&#x{:x};", u32::from(c)),
        5 => format!("\\u{{{:x}}}", u32::from(c)),
        6 => bytes('='),
        7 => units("%"),
        8 => format!("\\U{:08x}", u32::from(c)),
        9 if c.is_ascii() => format!("\\x{:02x}", u32::from(c)),
        10 if c.is_ascii() => format!("\\{:03o}", u32::from(c)),
        11 if c.is_ascii_punctuation() => format!("\\{c}"),
        12 => match c {
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '&' => "&amp;".to_owned(),
            '"' => "&quot;".to_owned(),
            '\'' => "''".to_owned(),
            '$' => "&dollar;".to_owned(),
            c => c.to_string(),
        },
        _ => c.to_string(),
    };
    let json = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    match way >> 4 {
        1 => json(&once),
        2 => once.replace('%', "%25").replace('&', "%26"),
        3 => once.replace('&', "&amp;"),
        4 => json(&json(&once)),
        5 => once
            .bytes()
            .map(|byte| if byte.is_ascii() { format!("%{byte:02x}") } else { format!("%{byte:02X}") })
            .collect(),
        _ => once,
    }
}
