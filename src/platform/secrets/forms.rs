//! The forms in which a value may be quoted.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Every form of a value but the value itself.
pub(super) fn of(value: &str) -> BTreeSet<String> {
    let json = escaped(value);
    let go = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let mut forms = BTreeSet::from([
        escaped(&json),
        ascii(&json),
        json,
        escaped(&go),
        go,
        value.replace('\'', "''"),
        html(value, "&#39;", "&#34;"),
        html(value, "&#39;", "&quot;"),
        html(value, "&#x27;", "&quot;"),
        html(value, "'", "&quot;"),
        percent(value, "%20", true),
        percent(value, "%20", true).to_ascii_lowercase(),
        percent(value, "+", true),
        percent(value, "%20", false),
    ]);
    forms.extend(base64(value.as_bytes()));
    forms.remove(value);
    forms
}

/// As a JSON string has it, without the quotes around it.
fn escaped(value: &str) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// The same with everything beyond ASCII escaped.
fn ascii(json: &str) -> String {
    let mut text = String::new();
    for c in json.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            text.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

fn html(value: &str, single: &str, double: &str) -> String {
    let text = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('\'', single).replace('"', double)
}

/// In a URL: everything but letters, digits and `-_.~`, or also what paths may have.
fn percent(value: &str, space: &str, strict: bool) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        let plain =
            byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || !strict && b"/:@!$&'()*+,;=".contains(&byte);
        match byte {
            b' ' => text.push_str(space),
            _ if plain => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
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

    #[test]
    fn quotes_of_other_languages() {
        let forms = of("a<b> \"c\" 'd' & ž/é\u{1f642}");
        for form in [
            r#"a<b> \"c\" 'd' & ž/é🙂"#,
            r#"a<b> \"c\" 'd' & \u017e/\u00e9\ud83d\ude42"#,
            r#"a\u003cb\u003e \"c\" 'd' \u0026 ž/é🙂"#,
            r#"a<b> "c" ''d'' & ž/é🙂"#,
            "a&lt;b&gt; &quot;c&quot; &#39;d&#39; &amp; ž/é🙂",
            "a%3Cb%3E+%22c%22+%27d%27+%26+%C5%BE%2F%C3%A9%F0%9F%99%82",
        ] {
            assert!(forms.contains(form), "{form}");
        }
    }
}
