//! What a reader of an import document cannot know before the platform has expanded it.
//!
//! The preprocessor works on the text, before it is YAML: an expression can bring in lines, keys and
//! services that nobody sees in the document. What an import does to existing services is only knowable
//! while every expression stays inside of its own value, and every hostname beside `override` is literal.
//! The same goes for characters that only some readers of YAML take for line breaks.

use super::plan;
use crate::domain::documents::import_yaml;
use crate::domain::documents::preprocessor::{self, Argument, Expression, Literal, Part};
use crate::domain::yaml::{self, Data, Node};

/// Stands for a result that nobody knows yet.
const NEUTRAL: &str = "zcpExpandedLater0";
/// Functions whose results are random, encoded, or were stored by others of this document.
const OPAQUE: [&str; 9] = [
    "generateRandomString",
    "generateRandomBytes",
    "generateRandomInt",
    "generateRandomStringVar",
    "generateJWT",
    "generateED25519Key",
    "generateRSA2048Key",
    "generateRSA4096Key",
    "getVar",
];

/// Why it cannot be known what a valid document does: the line, and what stands there.
pub(super) fn reason(text: &str) -> Option<(usize, &'static str)> {
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    if let Some((at, _)) = text.char_indices().find(|(at, char)| breaks_lines(*char, *at)) {
        return Some((line(at), "has an invisible character that some readers take for a line break"));
    }
    if may_be_switched_on(text)
        && let Some(at) = reaches_out(text)
    {
        return Some((line(at), "has an expression whose result can be more than one plain value"));
    }
    let document = import_yaml::parse(text)?;
    let services = document.services();
    if !services.iter().any(|service| plan::overrides(service)) {
        return None;
    }
    let odd = services.iter().find(|service| !service.name().is_some_and(is_literal))?;
    Some((line(odd.span.start.min(text.len())), "has a hostname that is known only when the document is expanded"))
}

fn breaks_lines(char: char, at: usize) -> bool {
    matches!(char, '\u{85}' | '\u{2028}' | '\u{2029}') || (char == '\u{feff}' && at > 0)
}

fn is_literal(hostname: &str) -> bool {
    !hostname.is_empty() && hostname.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Any comment that speaks of the preprocessor, wherever it stands: the platform may read it more leniently.
fn may_be_switched_on(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches('\u{feff}').trim_start();
        line.starts_with('#') && line.to_ascii_lowercase().contains("preprocessor")
    })
}

/// Where an expression stands whose result need not be one plain value, or that hides what the document is
/// made of. Those in comments count: it is not known whether the platform leaves them alone.
fn reaches_out(text: &str) -> Option<usize> {
    let mut neutral = String::with_capacity(text.len());
    let (mut at, mut first) = (0, None);
    while let Some(start) = text[at..].find('<').map(|offset| at + offset) {
        neutral.push_str(&text[at..start]);
        let end = if text[start..].starts_with("<@") {
            match preprocessor::parse(text, start) {
                Ok(expression) if is_contained(&expression) => expression.span.end.max(start + 2),
                _ => return Some(start),
            }
        } else {
            match modified_text(&text[start..]) {
                None => {
                    neutral.push('<');
                    at = start + 1;
                    continue;
                }
                Some((plain, length)) if is_plain_text(plain) => start + length,
                Some(_) => return Some(start),
            }
        };
        first = first.or(Some(start));
        neutral.push_str(NEUTRAL);
        at = end;
    }
    neutral.push_str(&text[at..]);
    // A key that nobody knows yet may be any key.
    if yaml::parse(&neutral).is_ok_and(|document| keys_are_known(&document)) { None } else { first }
}

/// `<text|modifier>`, which is expanded without a function too: its text and its length.
fn modified_text(from: &str) -> Option<(&str, usize)> {
    let inside = &from[1..];
    let end = inside.find(['<', '>', '\n']).filter(|end| inside[*end..].starts_with('>'))?;
    let (plain, _) = inside[..end].split_once('|')?;
    Some((plain.trim(), end + 2))
}

fn keys_are_known(node: &Node) -> bool {
    match &node.data {
        Data::Scalar { .. } => true,
        Data::Sequence(items) => items.iter().all(keys_are_known),
        Data::Mapping(entries) => entries
            .iter()
            .all(|(key, value)| key.text().is_some_and(|key| !key.contains(NEUTRAL)) && keys_are_known(value)),
    }
}

fn is_contained(expression: &Expression) -> bool {
    let opaque = OPAQUE.contains(&expression.function.text.as_str());
    expression.arguments.iter().all(|argument| match argument {
        Argument::Word(word) => is_plain_word(&word.text),
        Argument::Expression(expression) => is_contained(expression),
        Argument::Literal(literal) => is_plain(literal, opaque),
    })
}

fn is_plain(literal: &Literal, opaque: bool) -> bool {
    // Nothing at all would let what stands behind it begin the value.
    let is_empty = |part: &Part| matches!(part, Part::Text(text) if text.trim().is_empty());
    (opaque || !literal.parts.iter().all(is_empty))
        && literal.parts.iter().all(|part| match part {
            Part::Text(text) => opaque || text.is_empty() || is_plain_text(text),
            Part::Expression(expression) => is_contained(expression),
        })
}

/// A word is a name, or a value that begins and ends nothing.
fn is_plain_word(word: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_.-".contains(char);
    word.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_') && word.chars().all(plain)
}

/// Whether a text stays one value wherever it is put: nothing in it starts, ends or separates anything.
fn is_plain_text(text: &str) -> bool {
    let plain = |char: char| char.is_alphanumeric() || " _.-/@+=%~$();?:^".contains(char);
    text.trim() == text
        && !text.is_empty()
        && !text.starts_with(['-', ':', '?', '%', '@', '='])
        && !text.ends_with(':')
        && !text.contains(": ")
        && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::reason;

    fn of(services: &str) -> Option<usize> {
        reason(&format!("#yamlPreprocessor=on\nservices:\n{services}")).map(|(line, _)| line)
    }

    #[test]
    fn what_expands_to_more_than_a_value_is_not_known() {
        for services in [
            "  - hostname: <@pickRandom(<api>)>\n    type: nodejs@22\n    override: true\n",
            "  - hostname: a<@pickRandom(<pi>)>\n    type: nodejs@22\n    override: <@pickRandom(<true>)>\n",
            "  - hostname: new\n    type: nodejs@22\n    override: true\n  - {hostname: <@getVar(h)>, type: static}\n",
            "  - hostname: api\n    type: <@pickRandom(<nodejs@22\n    override: true>)>\n",
            "  - hostname: new\n    type: <@setVar(x, <nodejs@22, override: true>)>\n",
            "  - hostname: new\n    type: <@getDateTime(<x\n    override: true>)>\n",
            "  - {hostname: new, type: nodejs@22, envSecrets: {A: '<@pickRandom(<x', override: y>)>'}}\n",
            "  - hostname: new\n    type: nodejs@22\n    # <@pickRandom(<x\n    override: true>)>\n",
            "  - hostname: new\n    type: nodejs@22\n    envSecrets: {A: <@pickRandom(<a<@setVar(v, <*b>)>>)>}\n",
            "  - {hostname: new, type: static, envSecrets: {A: <|lower>'x, B: '}}, {hostname: api, override: true, envSecrets: {Z: ', C: y'}}\n",
            "  - {hostname: new, type: static, envSecrets: {A: <@pickRandom(<>)>'x, B: '}}, {hostname: api, override: true, envSecrets: {Z: ', C: y'}}\n",
            "  - {hostname: new, type: static, envSecrets: {A: <@pickRandom(<|lower>)>'x, B: 'y'}}\n",
            "  - hostname: new\n    type: static\n    envSecrets:\n      A: <@pickRandom(-)> x\n",
            "  - hostname: new\n    type: static\n    envSecrets:\n      A: <@pickRandom(---)>\n",
            "  - hostname: new\n    type: static\n    envSecrets:\n      A: <'|upper>\n",
            "  - hostname: new\n    type: static\n    envSecrets:\n      <@pickRandom(<A>)>: x\n",
            "  - hostname: new\n    type: nodejs@22 # x\u{2028}    override: true\n",
            "  - hostname: new\n    type: nodejs@22 # x\u{85}    override: true\n",
        ] {
            assert!(of(services).is_some(), "{services}");
        }
    }

    #[test]
    fn what_stays_in_its_place_is_known() {
        for services in [
            "  - {hostname: api, type: nodejs@22, override: true, envSecrets: {A: <@generateRandomString(<32>)>}}\n",
            "  - hostname: api\n    type: nodejs@22\n    envSecrets:\n      A: <@generateJWT(<a b: c>, <{\"x\": 1}>)>\n",
            "  - hostname: new\n    type: nodejs@<@pickRandom(<22>, <24>)>\n    override: true\n",
            "  - hostname: new\n    type: nodejs@22\n    envSecrets: {U: <@pickRandom(<https://a.example/x>)>}\n",
            "  - hostname: a<@generateRandomInt(<1>, <9>)>\n    type: nodejs@22\n",
            "  - hostname: new\n    type: nodejs@22\n    envSecrets: {A: <some text|upper>, B: a < b}\n",
            "  - hostname: new\n    type: nodejs@22\n    envSecrets: {D: '<@getDateTime(<YYYY-MM-DD HH:mm:ss>)>'}\n",
        ] {
            assert_eq!(of(services), None, "{services}");
        }
        assert_eq!(reason("services: [{hostname: api, type: nodejs@22, envSecrets: {A: '<@x'}}]\n"), None);
    }
}
