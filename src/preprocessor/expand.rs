//! Walks the expressions of a text and puts their results in their places.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;

use super::modifiers;
use super::random::Random;
use super::state::{Fault, MAX_BYTES, State};
use crate::domain::documents::preprocessor::{MODIFIERS, Name, Scan, is_switched_on, resolved, scan, scan_all};

/// Why a text was not expanded, and where its first fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The line of a document, from 1; the place in a list, from 0.
    pub(crate) at: usize,
    /// What is wrong.
    pub(crate) fault: Fault,
}

/// The document with its expressions expanded; as it is when its first line does not switch the
/// preprocessor on.
///
/// Derived: expressions are expanded in their order; what is no expression stays.
/// Guessed: the lines of a result after its first one are indented as the line it stands in, for
/// keys are meant to be used in a YAML block; deeper than that beside a key.
pub(crate) fn document<'s>(source: &'s str, random: &mut dyn Random, now: Timestamp) -> Result<Cow<'s, str>, Refusal> {
    if !is_switched_on(source) {
        return Ok(Cow::Borrowed(source));
    }
    let mut state = State::new(random, now, &|| true);
    let mut put = |out: &mut String, start: usize, result: Vec<u8>| {
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
            return Err(Fault::new("the document becomes too large"));
        }
        out.push_str(&result.replace('\n', &format!("\n{indent}")));
        Ok(())
    };
    let expanded = walk(&mut state, source, &scan(source), &mut put);
    expanded.map(Cow::Owned).map_err(|(at, fault)| {
        let line = source.get(..at).unwrap_or(source).matches('\n').count() + 1;
        Refusal { at: line, fault }
    })
}

/// What each text of a list becomes as the value of a key of one document, in their order: a variable that one
/// stores is known to those after it. Lines of a result are not indented.
///
/// `wanted` is asked before everything slow; nothing goes on that nobody waits for.
pub(crate) fn values(
    texts: &[String],
    random: &mut dyn Random,
    now: Timestamp,
    wanted: &dyn Fn() -> bool,
) -> Result<Vec<String>, Refusal> {
    let mut state = State::new(random, now, wanted);
    let mut left = MAX_BYTES;
    let mut put = |out: &mut String, _: usize, result: Vec<u8>| {
        let result = String::from_utf8(result);
        let result =
            result.map_err(|_| Fault::new("the result is bytes that are no text; add `|toHex` or `|toString`"))?;
        out.push_str(result.trim_end_matches('\n'));
        left = left.checked_sub(result.len()).ok_or_else(|| Fault::new("the values become too large"))?;
        Ok(())
    };
    let value = |(at, text): (usize, &String)| {
        let value = walk(&mut state, text, &scan_all(text), &mut put);
        value.map_err(|(_, fault)| Refusal { at, fault })
    };
    texts.iter().enumerate().map(value).collect()
}

/// Puts a result behind what there is of a text; it stood at this offset.
type Put<'a> = dyn FnMut(&mut String, usize, Vec<u8>) -> Result<(), Fault> + 'a;

/// A text with its expressions expanded, each put where it stood; or the offset of the first fault.
fn walk(state: &mut State<'_>, source: &str, found: &Scan, put: &mut Put<'_>) -> Result<String, (usize, Fault)> {
    if let Some(fault) = found.faults.first() {
        return Err((fault.span.start, Fault::new(fault.message)));
    }
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for expression in &found.expressions {
        let start = expression.span.start;
        out.push_str(&plain_texts(state, source.get(at..start).unwrap_or_default(), at)?);
        let result = state.expression(expression).map_err(|fault| (start, fault))?;
        put(&mut out, start, result).map_err(|fault| (start, fault))?;
        at = expression.span.end;
    }
    out.push_str(&plain_texts(state, source.get(at..).unwrap_or_default(), at)?);
    Ok(out)
}

/// A text without a function: `<some text | upper>` with its modifiers applied, brackets without modifiers and escapes
/// taken away. Derived: from the manual. What has an unknown modifier stays.
fn plain_texts(state: &mut State<'_>, text: &str, at: usize) -> Result<String, (usize, Fault)> {
    let mut modified = scan_all(text).texts;
    let known = |name: &Name| MODIFIERS.contains(&name.text.as_str());
    modified.retain(|found| !found.modifiers.is_empty() && found.modifiers.iter().all(known));
    // The outer one before those inside of it.
    modified.sort_by_key(|found| found.span.start);
    let mut out = String::new();
    let mut done = 0;
    for found in &modified {
        let Range { start, end } = found.span;
        let Some(bar) = text[..found.modifiers[0].span.start].rfind('|').filter(|_| start >= done) else { continue };
        out.push_str(&resolved(&text[done..start]));
        let value = plain_texts(state, &text[start + 1..bar], at + start + 1)?.into_bytes();
        let value = found.modifiers.iter().try_fold(value, |value, name| modifiers::apply(state, value, &name.text));
        out.push_str(&String::from_utf8_lossy(&value.map_err(|fault| (at + start, fault))?));
        done = end;
    }
    out.push_str(&resolved(&text[done..]));
    Ok(out)
}
