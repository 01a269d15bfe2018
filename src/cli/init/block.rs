//! A block of lines of our own in a text of somebody else, between two marked lines.
//!
//! What is outside of the marks is never touched. What is between them is ours and is replaced. A line in a text of
//! TOML, or in the code or a comment of a Markdown file, is no mark: there somebody tells of one.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::text::{line_end_of, without_mark};
use super::toml_text;

/// The lines that fence a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    begin: &'static str,
    end: &'static str,
    language: Language,
}

/// What a file is written in.
#[derive(Clone, Copy, Debug)]
enum Language {
    Markdown,
    Toml,
    /// Lines that say the same wherever they stand.
    Lines,
}

/// The fence of a Markdown file.
pub(super) const MARKDOWN: Marks =
    Marks { begin: "<!-- ZCP:BEGIN -->", end: "<!-- ZCP:END -->", language: Language::Markdown };
/// The fence of a file of lines, whose comments begin with a hash.
pub(super) const HASH: Marks = Marks { begin: "# ZCP:BEGIN", end: "# ZCP:END", language: Language::Lines };
/// The fence of a TOML file.
pub(super) const TOML: Marks = Marks { language: Language::Toml, ..HASH };

impl Marks {
    /// The lines with the fence around them.
    pub(super) fn fence(self, lines: &str) -> String {
        format!("{}\n{}\n{}", self.begin, lines.trim_end(), self.end)
    }

    /// What stands between the marks.
    ///
    /// # Errors
    /// When the marks are no pair: then nobody knows what is ours.
    pub(super) fn find(self, text: &str) -> Result<Option<Range<usize>>, String> {
        let told = self.told(text)?;
        let is_told = |line: &str, end: usize| {
            let at = end - line.trim_start_matches('\u{feff}').trim_start().len();
            let before = told.partition_point(|range| range.start <= at);
            told[..before].last().is_some_and(|range| range.contains(&at))
        };
        let (mut begins, mut ends) = (Vec::new(), Vec::new());
        let mut at = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let content = line.trim_start_matches('\u{feff}').trim();
            let start = at + line.len() - line.trim_start_matches('\u{feff}').len();
            if ![self.begin, self.end].contains(&content) || is_told(line, at + line.len()) {
                // Somebody's own text.
            } else if content == self.begin {
                begins.push((number + 1, start));
            } else {
                ends.push((number + 1, at + line.trim_end().len()));
            }
            at += line.len();
        }
        match (begins.as_slice(), ends.as_slice()) {
            ([], []) => Ok(None),
            ([(first, start)], [(last, end)]) if first < last => Ok(Some(*start..*end)),
            _ => Err(self.no_pair(&begins, &ends)),
        }
    }

    /// Where nothing is a mark.
    fn told(self, text: &str) -> Result<Vec<Range<usize>>, String> {
        if !text.contains("ZCP:") {
            return Ok(Vec::new());
        }
        match self.language {
            Language::Lines => Ok(Vec::new()),
            Language::Toml => {
                let (mark, body) = without_mark(text);
                let texts = toml_text::values(&toml_text::parse(body)?);
                Ok(texts.into_iter().map(|range| range.start + mark.len()..range.end + mark.len()).collect())
            }
            Language::Markdown => {
                let parsed = Parser::new(text).into_offset_iter();
                Ok(parsed
                    .filter_map(|(event, range)| match event {
                        Event::Start(Tag::CodeBlock(_)) => Some(range),
                        // The first line of a comment is none of what it hides.
                        Event::Start(Tag::HtmlBlock) => {
                            let first = text[range.clone()].find('\n').map_or(range.end, |end| range.start + end + 1);
                            Some(first..range.end)
                        }
                        _ => None,
                    })
                    .collect())
            }
        }
    }

    fn no_pair(self, begins: &[(usize, usize)], ends: &[(usize, usize)]) -> String {
        let lines = |mark: &str, found: &[(usize, usize)]| match found {
            [] => format!("no `{mark}`"),
            some => {
                let numbers: Vec<String> = some.iter().map(|(number, _)| number.to_string()).collect();
                format!("`{mark}` in line {}", numbers.join(", "))
            }
        };
        format!("its marks are no pair: {}, {}", lines(self.begin, begins), lines(self.end, ends))
    }

    /// The text with these lines in the block; the block comes to the end where there was none.
    ///
    /// # Errors
    /// When the marks are no pair.
    pub(super) fn put(self, text: &str, lines: &str) -> Result<String, String> {
        let line_end = line_end_of(text);
        let block = self.fence(lines).replace('\n', line_end);
        if let Some(range) = self.find(text)? {
            return Ok(format!("{}{block}{}", &text[..range.start], &text[range.end..]));
        }
        let (mark, body) = without_mark(text);
        // The end of the file keeps its form, and says how to take the block out again.
        let after = match body {
            "" => format!("{mark}{block}"),
            ended if ended.ends_with('\n') => format!("{text}{line_end}{block}{line_end}"),
            open => format!("{mark}{open}{line_end}{line_end}{block}"),
        };
        // In a code block or a comment that does not end, nobody would take it for more than its words.
        if matches!(self.language, Language::Markdown) && !matches!(self.find(&after), Ok(Some(_))) {
            return Err("its last code block or comment does not end, so nothing can follow it".to_owned());
        }
        Ok(after)
    }

    /// The text of a file that has nothing but the block.
    pub(super) fn alone(self, lines: &str) -> String {
        self.fence(lines) + "\n"
    }

    /// The text without the block; none when the file came with it.
    ///
    /// # Errors
    /// When the marks are no pair.
    pub(super) fn take(self, text: &str) -> Result<Option<String>, String> {
        let Some(range) = self.find(text)? else { return Ok(Some(text.to_owned())) };
        let (before, after) = (&text[..range.start], &text[range.end..]);
        if before.is_empty() && matches!(after, "\n" | "\r\n") {
            return Ok(None);
        }
        let rest = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
        let before = match rest {
            // Without the empty line, what follows would be a part of what is before.
            Some(rest) if !rest.trim_start_matches('\r').starts_with('\n') && !rest.is_empty() => before,
            Some(_) => without_line_end(before),
            None => without_line_end(without_line_end(before)),
        };
        Ok(Some(format!("{before}{}", rest.unwrap_or(after))))
    }
}

/// A text without the end of its last line, where that is empty or follows one.
fn without_line_end(text: &str) -> &str {
    text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken_to_the_byte() {
        for text in ["", "\n", "a", "a\n", "a\n\n", "a\r\nb", "a\r\nb\r\n", "\u{feff}", "\u{feff}a\n", "\u{feff}a"] {
            let put = MARKDOWN.put(text, "ours\ntoo\n").expect("no marks");
            assert_eq!(MARKDOWN.put(&put, "ours\ntoo\n").as_ref(), Ok(&put), "{put:?}");
            assert_eq!(put.contains("\r\n"), text.contains('\r'), "{put:?}");
            assert_eq!(MARKDOWN.take(&put), Ok(Some(text.to_owned())), "{put:?}");
        }
        assert_eq!(MARKDOWN.take(&MARKDOWN.alone("ours")), Ok(None));
    }

    #[test]
    fn marks_that_are_no_pair_are_named_with_their_lines() {
        let (begin, end) = (MARKDOWN.begin, MARKDOWN.end);
        for text in [
            format!("{begin}\n{begin}\n{end}\n"),
            format!("{end}\n{begin}\n"),
            format!("{begin}\n"),
            format!("{begin}\n{end}\n\n{begin}\n{end}"),
        ] {
            let error = MARKDOWN.put(&text, "ours").expect_err("no pair");
            assert!(error.contains("line 1") || error.contains("line 2"), "{error}");
            assert!(MARKDOWN.take(&text).is_err());
        }
        assert_eq!(MARKDOWN.find(&format!("It writes `{begin}`.")), Ok(None));
    }

    #[test]
    fn marks_that_somebody_tells_of_are_not_ours() {
        let pair = format!("{}\nmine\n{}", MARKDOWN.begin, MARKDOWN.end);
        let indented = pair.replace('\n', "\n    ");
        for text in [
            format!("# How\n\n```markdown\n{pair}\n```\n"),
            format!("~~~\n{pair}\n~~~\n"),
            format!("Text.\n\n    {indented}\n"),
            format!("- one:\n\n  ```\n  {}\n  ```\n", pair.replace('\n', "\n  ")),
            format!("<pre>\n{pair}\n</pre>\n"),
        ] {
            assert_eq!(MARKDOWN.find(&text), Ok(None), "{text}");
            let put = MARKDOWN.put(&text, "ours").expect(&text);
            assert!(put.starts_with(&text), "{put}");
            assert_eq!(MARKDOWN.put(&put, "ours").as_ref(), Ok(&put));
            assert_eq!(MARKDOWN.take(&put), Ok(Some(text)));
        }
        for open in ["```\ncode\n", "<!-- a comment\n", "~~~"] {
            let error = MARKDOWN.put(open, "ours").expect_err("nothing can follow it");
            assert!(error.contains("does not end"), "{error}");
        }
    }
}
