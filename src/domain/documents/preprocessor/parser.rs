//! Parses one expression, or one text between angle brackets.

use super::tree::{Argument, Expression, Literal, Name, Part, SyntaxFault};

/// What starts an expression.
pub(super) const START: &str = "<@";
/// Expressions may be nested this deeply.
const MAX_DEPTH: usize = 16;
/// Said of a text that goes on to the end of the document.
pub(super) const NEVER_CLOSED: &str = "this `<` is never closed";

/// Parses the expression that starts at an offset.
///
/// # Errors
/// The first thing that is wrong.
pub fn parse(text: &str, start: usize) -> Result<Expression, SyntaxFault> {
    Parser { text, at: start }.expression(0)
}

/// Parses the text between angle brackets that starts at an offset: `<text|modifiers>`.
pub(super) fn parse_text(text: &str, start: usize) -> Result<Literal, SyntaxFault> {
    Parser { text, at: start }.literal(0)
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
        self.close("expected `|` or `>` to end the expression")?;
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
        if depth >= MAX_DEPTH {
            return Err(self.fault("texts are nested too deep"));
        }
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
                None => return Err(SyntaxFault { message: NEVER_CLOSED, span: start..start + 1 }),
                Some('>' | '|') => break,
                Some('<') => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(Part::Literal(self.literal(depth + 1)?));
                }
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
        self.close("expected `>` to end the text")?;
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

    /// Reads the last bracket. Where it is missing, it belongs behind what stands before, not below the lines between.
    fn close(&mut self, message: &'static str) -> Result<(), SyntaxFault> {
        if self.eat(">") {
            return Ok(());
        }
        let end = self.text[..self.at].trim_end().len();
        if self.text[end..self.at].contains('\n') {
            self.at = end;
        }
        Err(self.fault(message))
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
    use super::parse;
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
    fn texts_are_nested() {
        let expression = parse("<@pickRandom(<Base and <Nested|upper> content>)>", 0).expect("parses");
        let Argument::Literal(literal) = &expression.arguments[0] else { panic!("a literal") };
        assert!(matches!(literal.parts.as_slice(), [Part::Text(_), Part::Literal(inner), Part::Text(_)]
            if inner.modifiers.len() == 1));
    }

    #[test]
    fn what_is_not_closed_is_told_where_it_ends() {
        let text = "<@f(<a>)\n  # b\n";
        assert_eq!(parse(text, 0).expect_err(text).span.start, 8);
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
        assert_eq!(fault(&"<@f(<<".repeat(40)), "expressions are nested too deep");
    }
}
