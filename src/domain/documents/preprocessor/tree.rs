//! What an expression is made of.

use std::ops::Range;

/// `<@function(arguments)|modifiers>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The function.
    pub function: Name,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// What is done to the result, in order.
    pub modifiers: Vec<Name>,
    /// Where all of it stands, as byte offsets.
    pub span: Range<usize>,
}

/// A word and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A bare word: the name of a variable, whose value is the argument.
    Word(Name),
    /// `<text>`.
    Literal(Literal),
    /// An expression.
    Expression(Expression),
}

/// `<text|modifiers>`, where the text may have expressions in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Texts and expressions, in order.
    pub parts: Vec<Part>,
    /// What is done to the text, in order.
    pub modifiers: Vec<Name>,
    /// Where all of it stands.
    pub span: Range<usize>,
}

/// A part of a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text, unescaped.
    Text(String),
    /// An expression.
    Expression(Expression),
    /// A text inside of the text.
    Literal(Literal),
}

/// The first thing wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxFault {
    /// What is wrong, without a word of the expression.
    pub message: &'static str,
    /// Where.
    pub span: Range<usize>,
}

impl Argument {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Word(name) => name.span.clone(),
            Self::Literal(literal) => literal.span.clone(),
            Self::Expression(expression) => expression.span.clone(),
        }
    }

    /// The text, when it is known before anything is expanded. A word is the name of what is stored.
    #[must_use]
    pub fn constant(&self) -> Option<&str> {
        match self {
            Self::Literal(literal) if literal.modifiers.is_empty() => match literal.parts.as_slice() {
                [] => Some(""),
                [Part::Text(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }
}
