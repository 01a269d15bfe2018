//! Walks the expressions of a document and puts their results in their places.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{functions, modifiers};
use crate::domain::documents::preprocessor::{
    Argument, Expression, Literal, MODIFIERS, Name, Part, is_switched_on, scan,
};
use crate::sandbox::ids::IdSource;
use crate::sandbox::wire::error::ApiError;

/// How many functions a document may call. Guessed: the platform limits the time instead.
const MAX_CALLS: usize = 10_000;
/// How many of them may be slow by design: hashes of passwords and RSA keys. Guessed, likewise.
const MAX_SLOW_CALLS: usize = 20;
/// How many bytes a document may become.
const MAX_BYTES: usize = 256 * 1024;
/// How many bytes all results on the way to it may have together: they are stored, copied and hashed. Guessed, as above.
const MAX_MADE: usize = 16 * 1024 * 1024;

/// Why an expression has no result. It never quotes what stands in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Wrong(String),
    /// It takes too long.
    Duration,
}

impl Fault {
    /// An expression that cannot be expanded.
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self::Wrong(reason.into())
    }
}

/// What expressions of one document share. It holds secrets, so it cannot be printed.
pub(super) struct State<'a> {
    pub(super) ids: &'a mut IdSource,
    pub(super) now: Timestamp,
    pub(super) variables: BTreeMap<String, Vec<u8>>,
    calls: usize,
    slow_calls: usize,
    made: usize,
}

/// The document with its expressions expanded; as it is when its first line does not switch the
/// preprocessor on.
///
/// Derived: expressions are expanded in their order; what is no expression stays.
/// Guessed: the lines of a result after its first one are indented as the line it stands in, for
/// keys are meant to be used in a YAML block; deeper than that beside a key.
pub(crate) fn expand<'s>(source: &'s str, ids: &mut IdSource, now: Timestamp) -> Result<Cow<'s, str>, ApiError> {
    if !is_switched_on(source) {
        return Ok(Cow::Borrowed(source));
    }
    let found = scan(source);
    if let Some(fault) = found.faults.first() {
        return Err(refusal(source, fault.span.start, &Fault::new(fault.message)));
    }
    let mut state = State { ids, now, variables: BTreeMap::new(), calls: 0, slow_calls: 0, made: 0 };
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for expression in &found.expressions {
        let start = expression.span.start;
        out.push_str(&plain_texts(&mut state, source.get(at..start).unwrap_or_default(), source, at)?);
        let result = state.expression(expression).map_err(|fault| refusal(source, start, &fault))?;
        let line = source.get(..start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        let mut indent = line[..line.len() - line.trim_start().len()].to_owned();
        if !line.trim().is_empty() {
            // What follows a key on its line has to stand deeper than the key.
            indent.push_str("  ");
        }
        let result = String::from_utf8_lossy(&result);
        let result = result.trim_end_matches('\n');
        // Before it is made: every line gets the indentation.
        if out.len() + result.len() + result.matches('\n').count() * indent.len() > MAX_BYTES {
            return Err(refusal(source, start, &Fault::new("the document becomes too large")));
        }
        out.push_str(&result.replace('\n', &format!("\n{indent}")));
        at = expression.span.end;
    }
    out.push_str(&plain_texts(&mut state, source.get(at..).unwrap_or_default(), source, at)?);
    Ok(Cow::Owned(out))
}

/// A text without a function, `<some text | upper>`, with its modifiers applied. Derived: from the
/// manual. Anything between angle brackets that has no known modifier stays.
fn plain_texts<'t>(state: &mut State<'_>, text: &'t str, source: &str, at: usize) -> Result<Cow<'t, str>, ApiError> {
    let mut out = String::new();
    let mut done = 0;
    while let Some(start) = text[done..].find('<').map(|offset| done + offset) {
        let inside = &text[start + 1..];
        let end = inside.find(['<', '>', '\n']).filter(|end| inside[*end..].starts_with('>'));
        let parts: Vec<&str> = end.map(|end| inside[..end].split('|').collect()).unwrap_or_default();
        let modifiers: Vec<&str> = parts.iter().skip(1).map(|name| name.trim()).collect();
        let known = !modifiers.is_empty() && modifiers.iter().all(|name| MODIFIERS.contains(name));
        out.push_str(&text[done..start]);
        let (Some(end), true) = (end, known) else {
            out.push('<');
            done = start + 1;
            continue;
        };
        let value =
            modifiers.iter().try_fold(parts[0].as_bytes().to_vec(), |value, name| modifiers::apply(state, value, name));
        let value = value.map_err(|fault| refusal(source, at + start, &fault))?;
        out.push_str(&String::from_utf8_lossy(&value));
        done = start + 1 + end + 1;
    }
    if done == 0 {
        return Ok(Cow::Borrowed(text));
    }
    out.push_str(&text[done..]);
    Ok(Cow::Owned(out))
}

impl State<'_> {
    /// Counts a call that is slow by design; it needs randomness.
    pub(super) fn slow(&mut self) -> Result<&mut IdSource, Fault> {
        self.slow_calls += 1;
        if self.slow_calls > MAX_SLOW_CALLS { Err(Fault::Duration) } else { Ok(self.ids) }
    }

    /// Counts bytes that are made.
    fn count(&mut self, bytes: usize) -> Result<(), Fault> {
        self.made += bytes;
        if self.made > MAX_MADE { Err(Fault::Duration) } else { Ok(()) }
    }

    fn expression(&mut self, expression: &Expression) -> Result<Vec<u8>, Fault> {
        self.calls += 1;
        if self.calls > MAX_CALLS {
            return Err(Fault::Duration);
        }
        let arguments: Vec<Vec<u8>> =
            expression.arguments.iter().map(|argument| self.argument(argument)).collect::<Result<_, _>>()?;
        let result = functions::call(self, &expression.function.text, &arguments)?;
        self.count(arguments.iter().map(Vec::len).sum::<usize>() + result.len() * (1 + expression.modifiers.len()))?;
        modified(self, result, &expression.modifiers)
    }

    fn argument(&mut self, argument: &Argument) -> Result<Vec<u8>, Fault> {
        match argument {
            Argument::Word(name) => Ok(name.text.clone().into_bytes()),
            Argument::Literal(literal) => self.literal(literal),
            Argument::Expression(expression) => self.expression(expression),
        }
    }

    /// Derived: escapes are resolved twice, so that one backslash is written as four.
    fn literal(&mut self, literal: &Literal) -> Result<Vec<u8>, Fault> {
        let mut text = Vec::new();
        for part in &literal.parts {
            match part {
                Part::Text(part) => text.extend(part.replace("\\\\", "\\").into_bytes()),
                Part::Expression(expression) => text.extend(self.expression(expression)?),
            }
            if text.len() > MAX_BYTES {
                return Err(Fault::new("a text becomes too large"));
            }
        }
        self.count(text.len() * (1 + literal.modifiers.len()))?;
        modified(self, text, &literal.modifiers)
    }
}

fn modified(state: &mut State<'_>, value: Vec<u8>, names: &[Name]) -> Result<Vec<u8>, Fault> {
    names.iter().try_fold(value, |value, name| modifiers::apply(state, value, &name.text))
}

/// Derived: the codes. Guessed: the messages and the reasons.
fn refusal(source: &str, at: usize, fault: &Fault) -> ApiError {
    let line = source.get(..at).unwrap_or(source).matches('\n').count() + 1;
    match fault {
        Fault::Wrong(reason) => ApiError::new("yamlPreprocessingError", "YAML preprocessing error.")
            .reason("reason", format!("line {line}: {reason}")),
        Fault::Duration => ApiError::new("yamlPreprocessingMaxDurationExceeded", "YAML preprocessing takes too long."),
    }
}
