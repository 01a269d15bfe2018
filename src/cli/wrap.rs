//! Lines of a certain width, broken between words. Words that are wider stay whole: they are names
//! and commands to copy.

/// The columns that a text takes, whatever its colours.
pub(super) fn columns(text: &str) -> usize {
    anstream::adapter::strip_str(text).to_string().chars().count()
}

/// The lines of a text, none wider than it has to be.
pub(super) fn words(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        fold(&mut lines, line, width, "");
    }
    lines
}

/// A text for a terminal; what is broken goes on below where its line began. Commands are to be copied,
/// so they stay whole. Without a width all of it stays as it is.
pub(super) fn page(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if anstream::adapter::strip_str(line).to_string().trim_start().starts_with("zcp ") {
            lines.push(line.to_owned());
            continue;
        }
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        fold(&mut lines, line, width, indent);
    }
    lines.join("\n")
}

/// A text after a mark; what is broken goes on below where the text began. Its own lines stay.
pub(super) fn hanging(mark: &str, text: &str, width: Option<usize>) -> String {
    let room = columns(mark);
    let indent = " ".repeat(room);
    let mut lines = Vec::new();
    for line in text.split('\n') {
        match width {
            Some(width) => fold(&mut lines, line, width.saturating_sub(room).max(1), ""),
            None => lines.push(line.to_owned()),
        }
    }
    format!("{mark}{}", lines.join(&format!("\n{indent}")))
}

fn fold(lines: &mut Vec<String>, line: &str, width: usize, indent: &str) {
    if columns(line) <= width {
        lines.push(line.to_owned());
        return;
    }
    let mut current = indent.to_owned();
    let mut taken = indent.len();
    let mut is_empty = true;
    for word in line[indent.len()..].split(' ') {
        let more = columns(word);
        if !is_empty && taken + 1 + more > width {
            lines.push(std::mem::replace(&mut current, indent.to_owned()).trim_end().to_owned());
            taken = indent.len();
        } else if !is_empty {
            current.push(' ');
            taken += 1;
        }
        is_empty = false;
        current.push_str(word);
        taken += more;
    }
    lines.push(current);
}

#[cfg(test)]
mod tests {
    use super::{hanging, page, words};

    #[test]
    fn words_are_never_broken() {
        assert_eq!(words("one two three", 7), ["one two", "three"]);
        assert_eq!(words("a-word-that-is-long b", 5), ["a-word-that-is-long", "b"]);
        assert_eq!(words("a\n\nb", 5), ["a", "", "b"]);
        assert_eq!(words("", 5), [""]);
    }

    #[test]
    fn what_hangs_goes_on_below_where_it_began() {
        assert_eq!(hanging("1. ", "one two three", Some(10)), "1. one two\n   three");
        assert_eq!(hanging("\u{1b}[31m<\u{1b}[0m ", "a\nb", None), "\u{1b}[31m<\u{1b}[0m a\n  b");
    }

    #[test]
    fn a_page_keeps_its_indentation_and_takes_no_room_for_colours() {
        assert_eq!(page("head\n    one two three", Some(12)), "head\n    one two\n    three");
        assert_eq!(page("  \u{1b}[31mone two\u{1b}[0m three", Some(10)), "  \u{1b}[31mone two\u{1b}[0m\n  three");
        assert_eq!(page("  \u{1b}[31mzcp call it\u{1b}[0m", Some(6)), "  \u{1b}[31mzcp call it\u{1b}[0m");
        assert_eq!(page("one two three", None), "one two three");
    }
}
