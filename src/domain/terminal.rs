//! What a program wrote, made harmless to show: one line, nothing that moves a cursor, hides text or
//! turns its direction, and not endless.

use super::unseen::is_unseen;

/// The most characters of a message.
const MOST: usize = 1000;
/// Stands for the end of a line within a message.
const LINE_END: &str = " ⏎ ";

/// The message in one line, without terminal sequences, control and invisible characters. What is
/// too long is cut, and the cut said.
#[must_use]
pub fn clean(message: &str) -> String {
    cleaned(message, LINE_END, MOST)
}

/// The same of a text that keeps its lines and is not cut.
#[must_use]
pub fn clean_text(text: &str) -> String {
    cleaned(text, "\n", usize::MAX)
}

fn cleaned(message: &str, line_end: &str, most: usize) -> String {
    let mut out = String::with_capacity(message.len().min(most.saturating_mul(2)));
    let mut kept = 0;
    let mut chars = message.trim_end().chars().peekable();
    let mut over = 0_usize;
    while let Some(c) = chars.next() {
        let shown = match c {
            '\u{1b}' => {
                skip_escape(&mut chars);
                continue;
            }
            '\u{9b}' => {
                skip_until_final(&mut chars);
                continue;
            }
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\n' => Some('\n'),
            '\t' | '\r' => Some(' '),
            c if is_unseen(c) => None,
            c => Some(c),
        };
        match shown {
            None => {}
            Some(_) if kept >= most => over += 1,
            Some('\n') => {
                out.push_str(line_end);
                kept += 1;
            }
            Some(c) => {
                out.push(c);
                kept += 1;
            }
        }
    }
    if over > 0 {
        out.push_str(&format!("…(+{over} characters)"));
    }
    out
}

/// A sequence for a terminal, behind its escape character.
fn skip_escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match chars.next() {
        Some('[') => skip_until_final(chars),
        // Titles, links and the like: up to a bell or to escape and backslash.
        Some(']' | 'P' | '^' | '_' | 'X') => {
            while let Some(c) = chars.next() {
                if c == '\u{7}' || c == '\u{9c}' {
                    return;
                }
                if c == '\u{1b}' {
                    chars.next_if_eq(&'\\');
                    return;
                }
            }
        }
        Some('(' | ')' | '#' | '%') => {
            chars.next();
        }
        _ => {}
    }
}

fn skip_until_final(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while let Some(c) = chars.next_if(|c| ('\u{20}'..='\u{7e}').contains(c)) {
        if ('\u{40}'..='\u{7e}').contains(&c) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_gone() {
        for (written, shown) in [
            ("plain žluť 日本 🙂", "plain žluť 日本 🙂"),
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("\u{1b}]0;title\u{7}a\u{1b}]8;;http://x\u{1b}\\link", "alink"),
            ("\u{9b}2Ja\u{1b}(Bb\u{1b}c", "ab"),
            ("a\u{0}\u{8}\u{7f}\u{85}b", "ab"),
            ("a\r\nb\nc\rd\te\n\n", "a ⏎ b ⏎ c d e"),
            ("a\u{202e}\u{200b}\u{feff}\u{e0041}b", "ab"),
            ("\u{1b}]never ends", ""),
            ("\u{1b}[31", ""),
            ("\u{1b}", ""),
        ] {
            assert_eq!(clean(written), shown, "{written:?}");
        }
    }

    #[test]
    fn a_long_message_is_cut_and_says_so() {
        let cut = clean(&"é".repeat(MOST + 7));
        assert!(cut.ends_with("é…(+7 characters)") && cut.chars().count() < MOST + 30, "{cut}");
        assert_eq!(clean(&"é".repeat(MOST)).chars().count(), MOST);
    }
}
