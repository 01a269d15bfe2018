//! Finds what the preprocessor works on in a text: expressions, texts between angle brackets and backslashes.

use std::ops::Range;

use super::parser::{NEVER_CLOSED, START, parse, parse_text};
use super::tree::{Expression, Literal, Name, Part, SyntaxFault};

/// After so many faults the rest is not looked at.
const MAX_FAULTS: usize = 100;
/// What is wrong with a `<` that opens nothing.
const LONE: &str = "the preprocessor takes all that follows this `<` for one text, in comments too; a `<` that is meant is written `\\<`";

/// What the preprocessor works on in a text.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The expressions that parse, in order, those inside of texts too.
    pub expressions: Vec<Expression>,
    /// What is wrong with the others.
    pub faults: Vec<SyntaxFault>,
    /// Where all expressions stand; those that do not parse end with their line at the latest.
    pub spans: Vec<Range<usize>>,
    /// Texts between angle brackets outside of expressions; an inner one comes before its outer one.
    pub texts: Vec<Text>,
    /// Backslashes outside of expressions. Each goes away, and what follows it stays as it is.
    pub escapes: Vec<usize>,
}

/// `<text|modifiers>` outside of expressions: without modifiers the text without its brackets is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where all of it stands.
    pub span: Range<usize>,
    /// What is done to the text, in order.
    pub modifiers: Vec<Name>,
}

/// Whether a value is known only when the preprocessor has run.
#[must_use]
pub fn is_dynamic(text: &str) -> bool {
    text.contains(START)
}

/// Whether the first line of a document switches the preprocessor on. All four spellings are in use; that
/// `true` works like `on` is a guess.
#[must_use]
pub fn is_switched_on(document: &str) -> bool {
    let line = document.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let value = line.strip_prefix("#yamlPreprocessor=").or_else(|| line.strip_prefix("#zeropsPreprocessor="));
    matches!(value, Some("on" | "true"))
}

/// Whether a reader more lenient than [`is_switched_on`] might find the preprocessor switched on: any comment
/// speaks of it, wherever it stands and however it is spelled.
#[must_use]
pub fn may_be_switched_on(document: &str) -> bool {
    document.lines().any(|line| {
        let line: String = line.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect();
        line.starts_with('#') && line.to_ascii_lowercase().contains("preprocessor")
    })
}

/// Finds the expressions of a document whose preprocessor is off, except in lines that are comments.
#[must_use]
pub fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(start) = text[at..].find(START).map(|offset| at + offset) {
        let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        if line >= at && text[line..start].trim_start().starts_with('#') {
            at = line_end(text, start);
        } else if scan.faults.len() < MAX_FAULTS {
            at = scan.expression(text, start);
        } else {
            break;
        }
    }
    scan
}

/// Finds everything that the preprocessor works on. To it a comment is text like any other.
#[must_use]
pub fn scan_all(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(start) = text[at..].find(['<', '\\']).map(|offset| at + offset) {
        if scan.faults.len() >= MAX_FAULTS {
            break;
        }
        let rest = &text[start..];
        at = if let Some(behind) = rest.strip_prefix('\\') {
            scan.escapes.push(start);
            start + 1 + behind.chars().next().map_or(0, char::len_utf8)
        } else if rest.starts_with(START) {
            scan.expression(text, start)
        } else if rest.starts_with("<>") {
            start + 2
        } else {
            scan.text(text, start)
        };
    }
    scan
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |offset| from + offset)
}

impl Scan {
    /// The expression that starts at an offset; answers where to go on.
    fn expression(&mut self, text: &str, start: usize) -> usize {
        let end = match parse(text, start) {
            Ok(expression) => {
                let end = expression.span.end;
                self.expressions.push(expression);
                end
            }
            Err(fault) => {
                let end = fault.span.start.clamp(start + START.len(), line_end(text, start));
                self.faults.push(fault);
                end
            }
        };
        self.spans.push(start..end);
        end
    }

    /// The text that starts at an offset, likewise.
    fn text(&mut self, text: &str, start: usize) -> usize {
        match parse_text(text, start) {
            Ok(literal) => {
                self.flatten(&literal);
                literal.span.end
            }
            Err(fault) => {
                let reaches_on = fault.message == NEVER_CLOSED || line_end(text, start) < fault.span.start;
                let lone = SyntaxFault { message: LONE, span: start..start + 1 };
                self.faults.push(if reaches_on { lone } else { fault });
                start + 1
            }
        }
    }

    fn flatten(&mut self, literal: &Literal) {
        for part in &literal.parts {
            match part {
                Part::Text(_) => {}
                Part::Expression(expression) => {
                    self.spans.push(expression.span.clone());
                    self.expressions.push(expression.clone());
                }
                Part::Literal(inner) => self.flatten(inner),
            }
        }
        self.texts.push(Text { span: literal.span.clone(), modifiers: literal.modifiers.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::{is_switched_on, scan, scan_all};

    #[test]
    fn a_scan_goes_on_after_a_fault_and_leaves_comments() {
        let found = scan("# <@x\na: <@f(\nb: <@f(<1>)> <@g()>\n");
        assert_eq!((found.expressions.len(), found.faults.len(), found.spans.len()), (2, 1, 3));
        assert!(scan(&"<@f(<".repeat(10_000)).faults.len() <= 100);
    }

    #[test]
    fn a_comment_is_text_like_any_other() {
        let found = scan_all("# <@f(<1>)> <b|upper> <<@g()> c>\na: \\<@h()\\>\n");
        assert_eq!((found.expressions.len(), found.texts.len(), found.escapes.len()), (2, 2, 2));
        assert!(found.faults.is_empty());
    }

    #[test]
    fn a_lone_bracket_is_named_where_it_stands() {
        let starts = |text: &str| scan_all(text).faults.iter().map(|fault| fault.span.start).collect::<Vec<_>>();
        assert_eq!(starts("# a < b\nc: <@f()>\n"), [4]);
        assert_eq!(starts("# a < b\nc: |\n  d\n"), [4]);
        assert_eq!(starts("a: b <c | d e> f"), [12]);
        assert_eq!(starts("a: b < c > d <> e > f"), [0; 0]);
        assert!(scan_all(&"a < ".repeat(10_000)).faults.len() <= 100);
    }

    #[test]
    fn every_spelling_in_use_switches_it_on() {
        assert!(is_switched_on("#yamlPreprocessor=on\n") && is_switched_on("# zeropsPreprocessor=on"));
        assert!(!is_switched_on("\n#yamlPreprocessor=on") && !is_switched_on("#yamlPreprocessor=off"));
        assert!(is_switched_on("# zeropsPreprocessor=true"));
    }
}
