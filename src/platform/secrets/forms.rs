//! The forms of a value in which no character of it can be seen. How characters may be escaped is in [`super::escapes`].

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Every form of a value but the value itself.
pub(super) fn of(value: &str) -> BTreeSet<String> {
    let hex = value.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let mut forms = BTreeSet::from([hex.to_ascii_uppercase(), hex]);
    forms.extend(base64(value.as_bytes()));
    forms.remove(value);
    forms
}

/// What of the base64 of a longer text depends on the value alone, wherever it begins in it.
fn base64(value: &[u8]) -> Vec<String> {
    let mut forms = Vec::new();
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(value);
        // Characters that also depend on what comes before and after are left out.
        let first = (before * 8).div_ceil(6);
        let last = bytes.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            forms.extend(encoded.get(first..last).map(str::to_owned));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_known_wherever_it_begins() {
        let forms = base64(b"s3cr3t-value");
        for before in ["", "a", "ab", "abc"] {
            let whole = STANDARD_NO_PAD.encode(format!("{before}s3cr3t-value!x"));
            assert!(forms.iter().any(|form| whole.contains(form.as_str())), "{before}: {whole}");
        }
    }
}
