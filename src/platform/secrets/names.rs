//! What a value looks like: something that is worth hiding, or a name that texts are made of.

/// Words that say how something is switched. They are values of many variables and secrets of none.
const SWITCHES: &[&str] = &["true", "false", "null", "none", "info", "warn", "debug", "error", "REDACTED"];

/// Whether it makes sense to look for a value.
pub(super) fn is_worth_hiding(value: &str) -> bool {
    const LEAST: usize = 6;
    const LEAST_ODD: usize = 4;
    let is_word = value.bytes().all(|byte| byte.is_ascii_alphabetic()) || value.bytes().all(|b| b.is_ascii_digit());
    let length = value.chars().count();
    let is_reference = value.starts_with("${") && value.ends_with('}') && !value[2..].contains(['$', ' ']);
    let is_switch = SWITCHES.iter().any(|switch| switch.eq_ignore_ascii_case(value));
    (length >= LEAST || length >= LEAST_ODD && !is_word) && !is_reference && !is_switch
}

/// Whether a text has the form of what the platform calls things: hostnames, ids, types, statuses, codes, domains,
/// numbers and times.
pub(crate) fn is_name(text: &str) -> bool {
    const HOSTNAME: usize = 20;
    const WORD: usize = 40;
    const DOMAIN: usize = 100;
    const ID: usize = 22;
    let all = |fits: fn(u8) -> bool| text.bytes().all(fits);
    let length = text.len();
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let hostname = length <= HOSTNAME && text.bytes().all(lower);
    let word = length <= WORD && all(|b| b.is_ascii_alphabetic() || b"._-".contains(&b));
    let key =
        length <= WORD && text.contains('_') && all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let id = length == ID && all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let kind = length <= WORD
        && text.split_once('@').is_some_and(|(name, version)| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b"-:+".contains(&b))
                && version.bytes().all(|b| lower(b) || b"-._:+".contains(&b))
        });
    let domain = length <= DOMAIN
        && text.contains('.')
        && all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b));
    let number = length <= WORD && all(|b| b.is_ascii_digit() || b".:+-TZ/ ".contains(&b));
    hostname || word || key || id || kind || domain || number
}
