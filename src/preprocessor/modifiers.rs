//! What each modifier makes of a value.

use std::fmt::Write as _;

use ring::digest::{SHA256, SHA512, digest};

use super::functions::ALPHABET;
use super::passwords;
use super::state::{Fault, State};

/// Applies a modifier. Derived: `toString` gives the characters of a random string alone, one for each byte;
/// guessed, which one. Guessed: a plain hash is written in hexadecimal digits.
pub(super) fn apply(state: &mut State<'_>, value: Vec<u8>, name: &str) -> Result<Vec<u8>, Fault> {
    match name {
        "sha256" => Ok(hex(digest(&SHA256, &value).as_ref())),
        "sha512" => Ok(hex(digest(&SHA512, &value).as_ref())),
        "toHex" => Ok(hex(&value)),
        "toString" => Ok(value.iter().map(|byte| printable(*byte)).collect()),
        "upper" => text(&value, str::to_uppercase),
        "lower" => text(&value, str::to_lowercase),
        "title" => text(&value, title),
        "noop" => Ok(value),
        "bcrypt" => state.slow().and_then(|random| passwords::bcrypt(random, &value)),
        "argon2id" => state.slow().and_then(|random| passwords::argon2id(random, &value)),
        _ => Err(Fault::new("the preprocessor has no modifier of this name")),
    }
}

/// A byte as one of the characters of a random string.
fn printable(byte: u8) -> u8 {
    if ALPHABET.contains(&byte) { byte } else { ALPHABET[usize::from(byte) % ALPHABET.len()] }
}

fn text(value: &[u8], change: impl Fn(&str) -> String) -> Result<Vec<u8>, Fault> {
    let text = std::str::from_utf8(value).map_err(|_| Fault::new("this modifier takes a text"))?;
    Ok(change(text).into_bytes())
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text.into_bytes()
}

/// The first letter of every word in upper case.
fn title(text: &str) -> String {
    let mut first = true;
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if first {
            out.extend(char.to_uppercase());
        } else {
            out.push(char);
        }
        first = char.is_whitespace();
    }
    out
}
