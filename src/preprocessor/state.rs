//! What the expressions of one document, or of one list, share, and what they may cost together.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::random::Random;
use super::{functions, modifiers};
use crate::domain::documents::preprocessor::{Argument, Expression, Literal, Name, Part};

/// How many functions may be called. Guessed: the platform limits the time instead.
const MAX_CALLS: usize = 10_000;
/// How many of them may be slow by design: hashes of passwords and RSA keys. Guessed, likewise.
const MAX_SLOW_CALLS: usize = 20;
/// How many bytes a text may become.
pub(super) const MAX_BYTES: usize = 256 * 1024;
/// How many bytes all results on the way to it may have together: they are stored, copied and hashed. Guessed, as above.
const MAX_MADE: usize = 16 * 1024 * 1024;

/// Why an expression has no result. It never quotes what stands in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
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

/// What expressions share. It holds secrets, so it cannot be printed.
pub(super) struct State<'a> {
    pub(super) random: &'a mut dyn Random,
    pub(super) now: Timestamp,
    pub(super) variables: BTreeMap<String, Vec<u8>>,
    /// Whether somebody still waits for the result; asked before what is slow.
    wanted: &'a dyn Fn() -> bool,
    calls: usize,
    slow_calls: usize,
    made: usize,
}

impl<'a> State<'a> {
    pub(super) fn new(random: &'a mut dyn Random, now: Timestamp, wanted: &'a dyn Fn() -> bool) -> Self {
        Self { random, now, variables: BTreeMap::new(), wanted, calls: 0, slow_calls: 0, made: 0 }
    }

    /// Counts a call that is slow by design; it needs randomness.
    pub(super) fn slow(&mut self) -> Result<&mut dyn Random, Fault> {
        self.slow_calls += 1;
        if self.slow_calls > MAX_SLOW_CALLS || !(self.wanted)() { Err(Fault::Duration) } else { Ok(self.random) }
    }

    /// Counts bytes that are made.
    fn count(&mut self, bytes: usize) -> Result<(), Fault> {
        self.made += bytes;
        if self.made > MAX_MADE { Err(Fault::Duration) } else { Ok(()) }
    }

    pub(super) fn expression(&mut self, expression: &Expression) -> Result<Vec<u8>, Fault> {
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
            Argument::Word(name) => {
                let stored = self.variables.get(&name.text).cloned();
                stored.ok_or_else(|| Fault::new("no variable of this name is stored before this"))
            }
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
                Part::Literal(inner) => text.extend(self.literal(inner)?),
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
