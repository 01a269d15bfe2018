//! Finds and parses expressions in a text.

use std::ops::Range;

use super::tree::{Argument, Expression, Literal, Name, Part, SyntaxFault};

/// What starts an expression.
const START: &str = "<@";
/// Expressions may be nested this deeply.
const MAX_DEPTH: usize = 16;
/// After so many faults the rest is not looked at.
const MAX_FAULTS: usize = 100;

/// The expressions of a text.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Those that parse, in order.
    pub expressions: Vec<Expression>,
    /// What is wrong with the others.
    pub faults: Vec<SyntaxFault>,
    /// Where all of them stand; those that do not parse end with their line at the latest.
    pub spans: Vec<Range<usize>>,
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

/// Finds the expressions of a document, except in lines that are comments.
#[must_use]
pub fn scan(text: &str) -> Scan {
    scan_lines(text, true)
}

/// Finds the expressions of a single value, which has no comments.
#[must_use]
pub fn scan_value(text: &str) -> Scan {
    scan_lines(text, false)
}

fn scan_lines(text: &str, has_comments: bool) -> Scan {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(start) = text[at..].find(START).map(|offset| at + offset) {
        let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
        if has_comments && line >= at && text[line..start].trim_start().starts_with('#') {
            at = line_end;
            continue;
        }
        if scan.faults.len() >= MAX_FAULTS {
            break;
        }
        let end = match parse(text, start) {
            Ok(expression) => {
                let end = expression.span.end;
                scan.expressions.push(expression);
                end
            }
            Err(fault) => {
                let end = fault.span.start.clamp(start + START.len(), line_end);
                scan.faults.push(fault);
                end
            }
        };
        scan.spans.push(start..end);
        at = end;
    }
    scan
}

/// Parses the expression that starts at an offset.
///
/// # Errors
/// The first thing that is wrong.
pub fn parse(text: &str, start: usize) -> Result<Expression, SyntaxFault> {
    Parser { text, at: start }.expression(0)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn expression(&mut self, depth: usize) -> Result<Expression, SyntaxFault> {
        let start = self.at;
        if depth >= MAX_DEPTH {
            return Err(self.fault("expressions are nested too deep"));
        }
        self.expect(START, "expected `<@`")?;
        let function = self.name("expected the name of a function")?;
        self.expect("(", "expected `(` after the name of the function")?;
        let mut arguments = Vec::new();
        self.skip_space();
        if !self.eat(")") {
            loop {
                arguments.push(self.argument(depth)?);
                self.skip_space();
                if self.eat(")") {
                    break;
                }
                self.expect(",", "expected `,` or `)` after an argument")?;
            }
        }
        let modifiers = self.modifiers()?;
        self.expect(">", "expected `|` or `>` to end the expression")?;
        Ok(Expression { function, arguments, modifiers, span: start..self.at })
    }

    fn argument(&mut self, depth: usize) -> Result<Argument, SyntaxFault> {
        self.skip_space();
        if self.rest().starts_with(START) {
            return self.expression(depth + 1).map(Argument::Expression);
        }
        if self.rest().starts_with('<') {
            return self.literal(depth).map(Argument::Literal);
        }
        self.name("expected an argument: `<text>`, an expression or a name").map(Argument::Word)
    }

    fn literal(&mut self, depth: usize) -> Result<Literal, SyntaxFault> {
        let start = self.at;
        self.at += 1;
        let mut parts = Vec::new();
        let mut text = String::new();
        loop {
            if self.rest().starts_with(START) {
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(Part::Expression(self.expression(depth + 1)?));
                continue;
            }
            match self.rest().chars().next() {
                None => return Err(SyntaxFault { message: "this `<` is never closed", span: start..start + 1 }),
                Some('>' | '|') => break,
                Some('<') => return Err(self.fault("a `<` inside a text is written `\\<`")),
                Some('\\') => {
                    self.at += 1;
                    if let Some(escaped) = self.rest().chars().next() {
                        self.push(&mut text, escaped);
                    }
                }
                Some(c) => self.push(&mut text, c),
            }
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        let modifiers = self.modifiers()?;
        self.expect(">", "expected `>` to end the text")?;
        Ok(Literal { parts, modifiers, span: start..self.at })
    }

    fn modifiers(&mut self) -> Result<Vec<Name>, SyntaxFault> {
        let mut modifiers = Vec::new();
        self.skip_space();
        while self.eat("|") {
            self.skip_space();
            modifiers.push(self.name("expected the name of a modifier")?);
            self.skip_space();
        }
        Ok(modifiers)
    }

    fn name(&mut self, message: &'static str) -> Result<Name, SyntaxFault> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let length = self.rest().find(|c| !is_part(c)).unwrap_or(self.rest().len());
        if length == 0 {
            return Err(self.fault(message));
        }
        let span = self.at..self.at + length;
        self.at = span.end;
        Ok(Name { text: self.text[span.clone()].to_owned(), span })
    }

    fn push(&mut self, text: &mut String, c: char) {
        text.push(c);
        self.at += c.len_utf8();
    }

    fn expect(&mut self, token: &str, message: &'static str) -> Result<(), SyntaxFault> {
        if self.eat(token) { Ok(()) } else { Err(self.fault(message)) }
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn fault(&self, message: &'static str) -> SyntaxFault {
        SyntaxFault { message, span: self.at..self.at }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_switched_on, parse, scan};
    use crate::domain::documents::preprocessor::{Argument, Part};

    #[test]
    fn expressions_have_arguments_modifiers_and_nests() {
        let text = r"<@generateJWT(<@getVar(key)>, <{a\>b <@getVar(x)|upper>}|lower>) | sha256|toHex>";
        let expression = parse(text, 0).expect("parses");
        assert_eq!(expression.span, 0..text.len());
        assert_eq!(expression.function.text, "generateJWT");
        let names: Vec<_> = expression.modifiers.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["sha256", "toHex"]);
        assert!(matches!(&expression.arguments[0], Argument::Expression(inner) if inner.function.text == "getVar"));
        let Argument::Literal(literal) = &expression.arguments[1] else { panic!("a literal") };
        assert_eq!(literal.parts[0], Part::Text("{a>b ".into()));
        assert!(matches!(&literal.parts[1], Part::Expression(inner) if inner.modifiers.len() == 1));
        assert_eq!(literal.modifiers.len(), 1);
    }

    #[test]
    fn faults_say_what_was_expected() {
        let fault = |text: &str| parse(text, 0).expect_err(text).message;
        assert_eq!(fault("<@>"), "expected the name of a function");
        assert_eq!(fault("<@f>"), "expected `(` after the name of the function");
        assert_eq!(fault("<@f(<a)>"), "expected `,` or `)` after an argument");
        assert_eq!(fault("<@f(<a"), "this `<` is never closed");
        assert_eq!(fault("<@f(<a>) x>"), "expected `|` or `>` to end the expression");
        assert_eq!(fault("<@f(<a>)|>"), "expected the name of a modifier");
        assert_eq!(fault(&"<@f(".repeat(40)), "expressions are nested too deep");
        assert_eq!(fault("<@f(<a<b>)>"), "a `<` inside a text is written `\\<`");
    }

    #[test]
    fn a_scan_goes_on_after_a_fault_and_leaves_comments() {
        let found = scan("# <@x\na: <@f(\nb: <@f(<1>)> <@g()>\n");
        assert_eq!((found.expressions.len(), found.faults.len(), found.spans.len()), (2, 1, 3));
        assert!(scan(&"<@f(<".repeat(10_000)).faults.len() <= 100);
    }

    #[test]
    fn every_spelling_in_use_switches_it_on() {
        assert!(is_switched_on("#yamlPreprocessor=on\n") && is_switched_on("# zeropsPreprocessor=on"));
        assert!(!is_switched_on("\n#yamlPreprocessor=on") && !is_switched_on("#yamlPreprocessor=off"));
        assert!(is_switched_on("# zeropsPreprocessor=true"));
    }
}
