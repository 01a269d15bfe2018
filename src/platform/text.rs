//! Text from outside on its way into a message: short, one line, without the token.

use std::time::Duration;

use super::token::Token;

/// Characters of an excerpt at most.
const EXCERPT: usize = 300;

/// The text without control and invisible formatting characters, without the token, and cut.
pub(super) fn excerpt(text: &str, token: Option<&Token>) -> String {
    // Cut twice: long before the work, so that it is bounded, and after the token is out, so that no
    // half of one is left at the end.
    let clean: String = text.chars().filter_map(visible).take(EXCERPT * 16).collect();
    let clean = token.map_or(clean.clone(), |token| token.redact(&clean));
    let clean = clean.trim();
    match clean.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean.to_owned(),
    }
}

fn visible(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => Some(' '),
        // Zero-width characters and those that change the direction of writing.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// A duration for people: whole seconds, or milliseconds below one.
pub(super) fn duration(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        // Rounded up: who waits as long as was said has waited long enough.
        format!("{} s", duration.as_secs() + u64::from(duration.subsec_nanos() > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_clean_and_without_the_token() {
        let token = Token::new("abc123");
        assert_eq!(excerpt("a\n\u{1b}[31mb\u{202e} abc123", token.as_ref()), "a [31mb [token]");
        assert_eq!(excerpt("abc\u{0}123", token.as_ref()), "[token]");
        assert_eq!(excerpt(&"é".repeat(1000), None).chars().count(), EXCERPT + 1);
        let at_the_cut = format!("{} abc123", "x".repeat(EXCERPT - 3));
        assert!(!excerpt(&at_the_cut, token.as_ref()).contains("abc"));
    }

    #[test]
    fn durations_are_rounded_up() {
        assert_eq!(duration(Duration::from_millis(250)), "250 ms");
        assert_eq!(duration(Duration::from_millis(1001)), "2 s");
        assert_eq!(duration(Duration::from_secs(30)), "30 s");
    }
}
