//! What a regular expression of the spec must be: the same in the decoder and in the published
//! schema, whose `pattern` finds a part of the string unless it is anchored.

/// What is wrong with a pattern.
pub(super) fn fault(pattern: &str) -> Option<String> {
    if regex_lite::Regex::new(pattern).is_err() {
        return Some("this is no regular expression of crate regex-lite".to_owned());
    }
    let escaped = |at: usize| pattern[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let anchored = pattern.starts_with('^') && pattern.ends_with('$') && !escaped(pattern.len() - 1);
    if !anchored {
        return Some("write it between `^` and `$`".to_owned());
    }
    has_bare_choice(pattern).then(|| "`^` and `$` bind tighter than `|`: write `^(?:a|b)$`".to_owned())
}

/// Whether a `|` stands outside of every group.
fn has_bare_choice(pattern: &str) -> bool {
    let (mut depth, mut in_class, mut escape) = (0_usize, false, false);
    for c in pattern.chars() {
        match c {
            _ if escape => escape = false,
            '\\' => escape = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ if in_class => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}
