//! What a reader of an import document cannot know before the platform has expanded it.
//!
//! The preprocessor works on the text, before it is YAML: an expression can bring in lines, keys and
//! services that nobody sees in the document. What an import does to existing services is only knowable
//! while every expression stays inside of its own value, and every hostname beside `override` is literal.
//! The same goes for characters that only some readers of YAML take for line breaks.

use std::ops::Range;

use super::import_plan;
use crate::domain::documents::import_yaml;
use crate::domain::documents::preprocessor::{self, Argument, Expression, Literal, MODIFIERS, Part};
use crate::domain::yaml::{self, Data, Node};

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
/// Those of them whose results can have several lines: keys in PEM form.
const SEVERAL_LINES: [&str; 4] = ["generateED25519Key", "generateRSA2048Key", "generateRSA4096Key", "getVar"];

/// Why it cannot be known what a valid document does: the line, and what stands there.
pub(crate) fn reason(text: &str) -> Option<(usize, &'static str)> {
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    if let Some((at, _)) = text.char_indices().find(|(at, char)| breaks_lines(*char, *at)) {
        return Some((line(at), "has an invisible character that some readers take for a line break"));
    }
    if preprocessor::is_switched_on(text) {
        if let Some(at) = reaches_out(text) {
            return Some((line(at), "has an expression whose result can be more than one plain value"));
        }
    } else if preprocessor::may_be_switched_on(text)
        && let Some(at) = expressions(text).next().map(|found| found.start())
    {
        return Some((
            line(at),
            "has an expression, and it is not clear whether a comment switches the preprocessor on",
        ));
    }
    if preprocessor::may_be_switched_on(text)
        && let Some(at) = text.find('\\').filter(|_| turns_on_backslashes(text))
    {
        return Some((line(at), "has a backslash that the preprocessor may drop, and services depend on that"));
    }
    let document = import_yaml::parse(text)?;
    let services = document.services();
    if !services.iter().any(|service| import_plan::overrides(service)) {
        return None;
    }
    let odd = services.iter().find(|service| !service.name().is_some_and(is_literal))?;
    Some((line(odd.span.start.min(text.len())), "has a hostname that is known only when the document is expanded"))
}

/// Whether the services are others, or others are replaced, where a backslash is dropped before the text is YAML. That the
/// preprocessor drops those that escape nothing of its own is known of one version of it.
fn turns_on_backslashes(text: &str) -> bool {
    let escaped = |text: String, sign: char| text.replace(&format!("\\{sign}"), "__");
    let neutral = without_expressions(text);
    let kept = ['<', '>', '|'].into_iter().fold(neutral.clone(), escaped);
    let services = |text: &str| {
        let document = import_yaml::read(&yaml::parse(text).ok()?);
        let told = document.services().iter().map(|one| (one.name().map(str::to_owned), import_plan::overrides(one)));
        Some(told.collect::<Vec<_>>())
    };
    // What is no YAML is refused by whoever reads it so.
    services(&kept).zip(services(&preprocessor::resolved(&neutral))).is_some_and(|(kept, dropped)| kept != dropped)
}

/// The text with a plain word for each expression, which may be no YAML as it is written.
fn without_expressions(text: &str) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for found in expressions(text) {
        out.push_str(&text[at..found.start()]);
        out.push('x');
        at = found.end();
    }
    out + &text[at..]
}

fn breaks_lines(char: char, at: usize) -> bool {
    matches!(char, '\u{85}' | '\u{2028}' | '\u{2029}') || (char == '\u{feff}' && at > 0)
}

fn is_literal(hostname: &str) -> bool {
    !hostname.is_empty() && hostname.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// What the preprocessor may replace.
enum Found<'a> {
    /// `<@function(…)>`, or what begins like one.
    Expression(usize, Option<Expression>),
    /// `<text|modifier>`, which is expanded without a function too: its text, and where it ends.
    Modified(usize, &'a str, usize),
}

impl Found<'_> {
    fn start(&self) -> usize {
        match self {
            Self::Expression(start, _) | Self::Modified(start, ..) => *start,
        }
    }

    fn end(&self) -> usize {
        match self {
            Self::Expression(start, None) => start + 2,
            Self::Expression(_, Some(expression)) => expression.span.end,
            Self::Modified(_, _, end) => *end,
        }
    }
}

/// All of them in their order, those in comments too: it is not known whether the platform leaves them alone.
fn expressions(text: &str) -> impl Iterator<Item = Found<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(start) = text[at..].find('<').map(|offset| at + offset) {
            let found = if text[start..].starts_with("<@") {
                Some(Found::Expression(start, preprocessor::parse(text, start).ok()))
            } else {
                modified_text(&text[start..]).map(|(plain, length)| Found::Modified(start, plain, start + length))
            };
            at = found.as_ref().map_or(start + 1, Found::end);
            if found.is_some() {
                return found;
            }
        }
        None
    })
}

/// Where an expression stands whose result need not be one plain value, or that is no part of a value: then
/// the document that the platform reads may be another one than ours.
///
/// Each is replaced by a word of its own. The result has to be the document that we read, word for value,
/// and every word has to be in one of its values, or else in a line that is nothing but a comment.
fn reaches_out(text: &str) -> Option<usize> {
    let mut word = "zcpExpandedLater".to_owned();
    while text.contains(&word) {
        word.push('Z');
    }
    let (mut neutral, mut at) = (String::with_capacity(text.len()), 0);
    let mut replaced = Vec::new();
    for found in expressions(text) {
        let (start, end) = (found.start(), found.end());
        let one_line = match &found {
            Found::Expression(_, Some(expression)) if is_contained(expression) => is_one_line(expression),
            // What the platform keeps of the blanks at its ends must not begin a comment or a key.
            Found::Modified(_, plain, _)
                if is_plain_text(plain.trim_end()) && (plain.trim_end() == *plain || ends_a_value(&text[end..])) =>
            {
                true
            }
            _ => return Some(start),
        };
        neutral.push_str(&text[at..start]);
        neutral.push_str(&format!("{word}{}x", replaced.len()));
        replaced.push(Replaced { span: start..end, one_line, in_a_value: false });
        at = end;
    }
    neutral.push_str(&text[at..]);
    let first = replaced.first()?.span.start;
    let (Some(ours), Ok(expanded)) = (import_yaml::tree(text), yaml::parse(&preprocessor::resolved(&neutral))) else {
        return Some(first);
    };
    let mut words = Words { text, word: &word, replaced };
    if !words.agree(&ours, &expanded) {
        return Some(first);
    }
    let is_lost = |one: &&Replaced| !(one.in_a_value || one.one_line && is_comment_line(text, one.span.start));
    words.replaced.iter().find(is_lost).map(|one| one.span.start)
}

/// An expression with a word in its place.
struct Replaced {
    span: Range<usize>,
    /// Whether its result is one line for certain.
    one_line: bool,
    in_a_value: bool,
}

/// The words that stand for the expressions of a text.
struct Words<'a> {
    text: &'a str,
    /// What all of them begin with; a number and an `x` follow.
    word: &'a str,
    replaced: Vec<Replaced>,
}

impl Words<'_> {
    /// Whether the tree that we read is the one with words in it, and no key has any.
    fn agree(&mut self, ours: &Node, expanded: &Node) -> bool {
        match (&ours.data, &expanded.data) {
            (Data::Scalar { text: ours, .. }, Data::Scalar { text: expanded, .. }) => {
                self.restored(expanded).is_some_and(|expanded| expanded == *ours)
            }
            (Data::Sequence(ours), Data::Sequence(expanded)) => {
                ours.len() == expanded.len()
                    && ours.iter().zip(expanded).all(|(ours, expanded)| self.agree(ours, expanded))
            }
            (Data::Mapping(ours), Data::Mapping(expanded)) => {
                ours.len() == expanded.len()
                    && ours.iter().zip(expanded).all(|((our_key, ours), (key, expanded))| {
                        // A key that nobody knows yet may be any key.
                        key.text().is_some_and(|key| !key.contains(self.word) && our_key.text() == Some(key))
                            && self.agree(ours, expanded)
                    })
            }
            _ => false,
        }
    }

    /// A value with the expressions put back; they are in a value then.
    fn restored(&mut self, value: &str) -> Option<String> {
        let mut parts = value.split(self.word);
        let mut out = parts.next()?.to_owned();
        for part in parts {
            let (number, rest) = part.split_once('x')?;
            let one = self.replaced.get_mut(number.parse::<usize>().ok()?)?;
            one.in_a_value = true;
            out.push_str(&self.text[one.span.clone()]);
            out.push_str(rest);
        }
        Some(out)
    }
}

/// Whether the line that a place stands in is a comment from its beginning.
fn is_comment_line(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit(['\n', '\r']).next().unwrap_or_default();
    line.trim_start_matches([' ', '\t']).starts_with('#')
}

/// A text with modifiers, and its length. Whether the names are known is left open: another reader may know more.
fn modified_text(from: &str) -> Option<(&str, usize)> {
    let inside = &from[1..];
    let end = inside.find(['<', '>', '\n']).filter(|end| inside[*end..].starts_with('>'))?;
    let (plain, modifiers) = inside[..end].split_once('|')?;
    let is_name = |name: &str| {
        MODIFIERS.contains(&name) || (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    modifiers.split('|').all(|name| is_name(name.trim())).then_some((plain, end + 2))
}

fn ends_a_value(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['\n', '\r', '"', '\'', ',', '}', ']'])
}

fn is_one_line(expression: &Expression) -> bool {
    !SEVERAL_LINES.contains(&expression.function.text.as_str())
        && expression.arguments.iter().all(|argument| match argument {
            Argument::Word(_) => true,
            Argument::Expression(expression) => is_one_line(expression),
            Argument::Literal(literal) => has_one_line(literal),
        })
}

fn has_one_line(literal: &Literal) -> bool {
    literal.parts.iter().all(|part| match part {
        Part::Text(_) => true,
        Part::Expression(expression) => is_one_line(expression),
        Part::Literal(inner) => has_one_line(inner),
    })
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
            Part::Literal(inner) => is_plain(inner, opaque),
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
            "  - {hostname: new, type: static, envSecrets: {A: b<c |lower>#, B: '\n   }}, {hostname: api, override: true}] # '}}\n",
            "  - hostname: new\n    type: &<@pickRandom(<b>)> static\n    description: *<@pickRandom(<c>)>\n",
            "  - hostname: new\n    type: !<@pickRandom(<b>)> static\n",
            "  - {hostname: new, type: static, envSecrets: {A: [., # <@getVar(kPrivate)>\n  ]}}\n",
            "  # <@getVar(kPrivate)>\n  - hostname: new\n    type: static\n",
            "  # a\r  - hostname: &<@getVar(k)> new\n    type: static\n",
            "  - hostname: new # <@pickRandom(<x>)>\n    type: static\n",
            "  - hostname: zcpExpandedLater0x\n    type: &<@pickRandom(<b>)> static\n",
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
            "  # - <@generateRandomString(<32>)>\n  - hostname: new\n    type: static\n    envSecrets:\n      A: <some text | upper>\n",
            "  - hostname: new\n    type: static\n    envSecrets:\n      K: |\n        # <@getVar(kPrivate)>\n",
            "  - hostname: new\n    type: static\n    envSecrets: {J: '<@generateJWT(<s>,\n  <{\"a\": 1}>)>'}\n",
            "  - hostname: new\n    type: nodejs@22\n    envSecrets: {D: '<@getDateTime(<YYYY-MM-DD HH:mm:ss>)>'}\n",
        ] {
            assert_eq!(of(services), None, "{services}");
        }
        for switch in ["#yaml Preprocessor = ON", "# the PreProcessor", "#yamlPreprocessor=on\rx"] {
            let text = format!("{switch}\nservices: [{{hostname: api, type: nodejs@22, envSecrets: {{A: '<@x'}}}}]\n");
            assert!(reason(&text).is_some(), "{switch}");
        }
        assert_eq!(reason("# no preprocessor here\nservices: [{hostname: api, type: nodejs@22}]\n"), None);
        assert_eq!(reason("services: [{hostname: api, type: nodejs@22, envSecrets: {A: '<@x'}}]\n"), None);
    }
}
