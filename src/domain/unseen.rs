//! Characters that nobody sees or that a terminal obeys: the one list of them.
//!
//! Text that comes from elsewhere loses them wherever it enters. That costs something: joiners and variation selectors
//! are among them, so an emoji made of several falls apart into its parts, and some scripts lose hints for their
//! shapes. Both stay readable, while what is kept could carry instructions that no human reviewer sees.

/// Whether a character is a control character (C0, C1), takes no room, changes the direction of writing, or carries
/// text that nobody sees. Line feeds and tabs are among them; who wants lines asks for those first.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{13440}' | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// What stands for a character in one line of text: white space is a space, what is unseen is nothing.
#[must_use]
pub fn in_one_line(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if is_unseen(c) => None,
        c => Some(c),
    }
}

/// What stands for a character in text of several lines.
#[must_use]
pub fn in_lines(c: char) -> Option<char> {
    if matches!(c, '\n' | '\t') { Some(c) } else { Some(c).filter(|c| !is_unseen(*c)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_known_and_what_people_read_stays() {
        for c in "\0\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{200b}\u{200d}\u{202e}\u{2028}\u{2066}\u{3164}\u{fe0f}\u{feff}\u{e0041}\u{e0100}\u{1d173}".chars() {
            assert!(is_unseen(c) && in_lines(c).is_none(), "{c:?}");
        }
        let read = "plain žluť Ω 日本 한국 עברית हिन्दी 🙂 … – “x” ⏎ \u{301}";
        assert!(!read.chars().any(is_unseen));
        assert_eq!("a\r\n\tb\u{200b}c".chars().filter_map(in_one_line).collect::<String>(), "a   bc");
        assert_eq!("a\r\n\tb\u{200b}c".chars().filter_map(in_lines).collect::<String>(), "a\n\tbc");
    }
}
