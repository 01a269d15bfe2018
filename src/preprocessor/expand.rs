//! Walks the expressions of a text and puts their results in their places.

use std::borrow::Cow;

use jiff::Timestamp;

use super::modifiers;
use super::random::Random;
use super::state::{Fault, MAX_BYTES, State};
use crate::domain::documents::preprocessor::{MODIFIERS, Scan, is_switched_on, scan, scan_value};

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
        let value = walk(&mut state, text, &scan_value(text), &mut put);
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

/// A text without a function, `<some text | upper>`, with its modifiers applied. Derived: from the
/// manual. Anything between angle brackets that has no known modifier stays.
fn plain_texts<'t>(state: &mut State<'_>, text: &'t str, at: usize) -> Result<Cow<'t, str>, (usize, Fault)> {
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
        let value = value.map_err(|fault| (at + start, fault))?;
        out.push_str(&String::from_utf8_lossy(&value));
        done = start + 1 + end + 1;
    }
    if done == 0 {
        return Ok(Cow::Borrowed(text));
    }
    out.push_str(&text[done..]);
    Ok(Cow::Owned(out))
}
