//! `spec/failures.yaml` after loading, and the plain texts of its patterns.

use super::diagnostics::At;
use super::model::CallDef;

/// What logs of failures can prove.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    /// Kinds of failures with a doc each.
    pub(crate) categories: Vec<(At<String>, String)>,
    /// Patterns of lines that prove nothing.
    pub(crate) ignored: Vec<At<String>>,
    /// Patterns of lines after which what came before had not been fatal.
    pub(crate) recovered: Vec<At<String>>,
    /// The causes.
    pub(crate) causes: Vec<CauseDef>,
}

/// One cause.
#[derive(Debug)]
pub(crate) struct CauseDef {
    /// Its name.
    pub(crate) name: At<String>,
    /// One of the categories.
    pub(crate) category: At<String>,
    /// What is wrong.
    pub(crate) cause: String,
    /// What to do.
    pub(crate) advice: At<String>,
    /// What to do in a build, if that is something else.
    pub(crate) building: Option<At<String>>,
    /// The variant of `Rank`.
    pub(crate) rank: &'static str,
    /// Variants of `Phase`.
    pub(crate) phases: Vec<&'static str>,
    /// The call to suggest.
    pub(crate) next: Option<CallDef>,
    /// Patterns of lines that prove it.
    pub(crate) evidence: Vec<At<String>>,
}

/// The fewest characters of a text that is worth looking for.
const LEAST: usize = 4;

/// For each choice of a pattern the longest plain text that is in all it matches, in small letters;
/// nothing where a choice has none of some length.
pub(crate) fn literals(pattern: &str) -> Option<Vec<String>> {
    let pattern = pattern.strip_prefix("(?i)").unwrap_or(pattern);
    choices(pattern).into_iter().map(|choice| longest_literal(choice).filter(|text| text.len() >= LEAST)).collect()
}

/// The parts between bars that stand outside of groups and classes.
fn choices(pattern: &str) -> Vec<&str> {
    let (mut parts, mut start, mut walk) = (Vec::new(), 0, Walk::default());
    for (at, c) in pattern.char_indices() {
        if walk.step(c) == Some('|') {
            parts.push(&pattern[start..at]);
            start = at + 1;
        }
    }
    parts.push(&pattern[start..]);
    parts
}

/// Where one is in a pattern.
#[derive(Default)]
struct Walk {
    depth: usize,
    in_class: bool,
    escaped: bool,
}

impl Walk {
    /// Takes a character; answers it where it stands outside of groups, classes and escapes.
    fn step(&mut self, c: char) -> Option<char> {
        if self.escaped {
            self.escaped = false;
            return None;
        }
        match c {
            '\\' => self.escaped = true,
            ']' if self.in_class => self.in_class = false,
            _ if self.in_class => {}
            '[' => self.in_class = true,
            '(' => self.depth += 1,
            ')' => self.depth = self.depth.saturating_sub(1),
            _ if self.depth == 0 => return Some(c),
            _ => {}
        }
        None
    }
}

fn longest_literal(choice: &str) -> Option<String> {
    let mut walk = Walk::default();
    let mut runs = vec![String::new()];
    let mut after_escape = false;
    let mut in_braces = false;
    for c in choice.chars() {
        let escaped = std::mem::take(&mut after_escape);
        let plain = walk.step(c);
        after_escape = walk.escaped;
        let outside = walk.depth == 0 && !walk.in_class;
        let literal = match plain {
            Some('}') => {
                in_braces = false;
                None
            }
            _ if in_braces => None,
            Some('?' | '*' | '{') => {
                in_braces = c == '{';
                // What stands before it may be absent.
                if let Some(run) = runs.last_mut() {
                    run.pop();
                }
                None
            }
            Some('+' | '.' | '^' | '$') => None,
            Some(c) => Some(c),
            // An escaped letter or digit is a class or a border, anything else is itself.
            None if escaped && outside && !c.is_ascii_alphanumeric() => Some(c),
            None => None,
        };
        match (literal, runs.last_mut()) {
            (Some(c), Some(run)) => run.push(c.to_ascii_lowercase()),
            _ if after_escape => {}
            _ => runs.push(String::new()),
        }
    }
    runs.into_iter().max_by_key(String::len)
}
