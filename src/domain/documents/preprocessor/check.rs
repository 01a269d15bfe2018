//! What is wrong with expressions that parse. No message has a word of an expression in it: they
//! stand where secrets do.

use std::collections::HashSet;
use std::ops::Range;

use super::functions::{ArgumentKind, FUNCTIONS, Function, MODIFIERS};
use super::scan::Scan;
use super::tree::{Argument, Expression, Literal, Name, Part};
use crate::domain::documents::codes;
use crate::domain::documents::words::{is_field_like, list};
use crate::domain::nearest::nearest;

/// The longest random text.
const LONGEST: i64 = 1024;
/// So many faults are answered with the word that may be meant.
const MANY: usize = 200;
/// A shorter word is the beginning of too much.
const BEGUN: usize = 9;
/// The largest random number.
const LARGEST: i64 = 4_611_686_018_427_387_903;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) fix: Option<String>,
}

/// Everything that is wrong with what a text has for the preprocessor.
pub(crate) fn check(scan: &Scan) -> Vec<Fault> {
    check_each(&[scan]).into_iter().flatten().collect()
}

/// The same for several texts that are expanded one after another, text by text.
pub(crate) fn check_each(texts: &[&Scan]) -> Vec<Vec<Fault>> {
    let mut checker = Checker { stored: HashSet::new(), unknown_names: false, looked_up: 0, faults: Vec::new() };
    let of_text = |scan: &&Scan| {
        for expression in &scan.expressions {
            checker.expression(expression);
        }
        for text in &scan.texts {
            checker.modifiers(&text.modifiers);
        }
        std::mem::take(&mut checker.faults)
    };
    texts.iter().map(of_text).collect()
}

struct Checker {
    stored: HashSet<String>,
    /// Whether something is stored under a name that only expanding tells.
    unknown_names: bool,
    /// For how many faults the word that may be meant was looked for.
    looked_up: usize,
    faults: Vec<Fault>,
}

impl Checker {
    fn expression(&mut self, expression: &Expression) {
        for argument in &expression.arguments {
            match argument {
                Argument::Expression(inner) => self.expression(inner),
                Argument::Literal(literal) => self.literal(literal),
                Argument::Word(_) => {}
            }
        }
        self.modifiers(&expression.modifiers);
        let name = &expression.function;
        let Some(function) = FUNCTIONS.iter().find(|function| function.name == name.text) else {
            let names = || FUNCTIONS.iter().map(|function| function.name);
            let message = "the preprocessor has no function of this name";
            let fix = match self.similar(&name.text, &names().collect::<Vec<_>>()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("known: {}", list(names())),
            };
            self.fault(codes::PREPROCESSOR_UNKNOWN, &name.span, message, Some(fix));
            return;
        };
        self.arguments(function, expression);
        self.store(function, expression);
    }

    fn literal(&mut self, literal: &Literal) {
        for part in &literal.parts {
            match part {
                Part::Text(_) => {}
                Part::Expression(inner) => self.expression(inner),
                Part::Literal(inner) => self.literal(inner),
            }
        }
        self.modifiers(&literal.modifiers);
    }

    fn modifiers(&mut self, modifiers: &[Name]) {
        for modifier in modifiers.iter().filter(|modifier| !MODIFIERS.contains(&modifier.text.as_str())) {
            let message = "the preprocessor has no modifier of this name";
            let fix = match self.similar(&modifier.text, MODIFIERS) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("known: {}", list(MODIFIERS.iter().copied())),
            };
            self.fault(codes::PREPROCESSOR_UNKNOWN, &modifier.span, message, Some(fix));
        }
    }

    fn arguments(&mut self, function: &Function, expression: &Expression) {
        let given = expression.arguments.len();
        let optional = function.arguments.iter().filter(|kind| **kind == ArgumentKind::Zone).count();
        let most = function.arguments.len();
        if given < most - optional || (given > most && !function.repeats) {
            let expected = if function.repeats {
                format!("at least {most}")
            } else if optional > 0 {
                format!("{} or {most}", most - optional)
            } else {
                most.to_string()
            };
            let plural = if most == 1 && optional == 0 { "" } else { "s" };
            let message = format!("`{}` takes {expected} argument{plural}, not {given}", function.name);
            self.fault(codes::PREPROCESSOR_ARGUMENT, &expression.span, message, None);
            return;
        }
        // What may be repeated is of the last kind.
        let kinds = function.arguments.iter().chain(function.arguments.last().into_iter().cycle());
        for (kind, argument) in kinds.zip(&expression.arguments) {
            match argument {
                Argument::Word(word) => self.word(*kind, word),
                Argument::Literal(literal) if *kind == ArgumentKind::StoredName => self.literal_name(literal),
                _ => {
                    if let Some(text) = argument.constant() {
                        self.argument(*kind, text, &argument.span());
                    }
                }
            }
        }
        let numbers: Vec<Option<i64>> = expression
            .arguments
            .iter()
            .map(|argument| argument.constant().and_then(|text| text.parse().ok()))
            .collect();
        if let (ArgumentKind::Integer, [Some(first), Some(last)]) = (function.arguments[0], numbers.as_slice())
            && first > last
        {
            let message = "the smallest number is above the largest";
            self.fault(codes::PREPROCESSOR_ARGUMENT, &expression.span, message, Some("swap the two".to_owned()));
        }
    }

    fn argument(&mut self, kind: ArgumentKind, text: &str, span: &Range<usize>) {
        let number = text.trim().parse::<i64>().ok();
        let wrong = match kind {
            ArgumentKind::Length if !number.is_some_and(|length| (1..=LONGEST).contains(&length)) => {
                format!("a length is a number from 1 to {LONGEST}")
            }
            ArgumentKind::Integer if !number.is_some_and(|number| (-LARGEST..=LARGEST).contains(&number)) => {
                format!("a number is whole and within ±{LARGEST}")
            }
            ArgumentKind::Json if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() => {
                "the payload is no JSON".to_owned()
            }
            ArgumentKind::NewName if text.is_empty() => "the name of a variable is empty".to_owned(),
            _ => return,
        };
        self.fault(codes::PREPROCESSOR_ARGUMENT, span, wrong, None);
    }

    /// A bare word is the name of what is stored, whatever the function.
    fn word(&mut self, kind: ArgumentKind, word: &Name) {
        if self.unknown_names || self.stored.contains(&word.text) {
            return;
        }
        let is_short_number = word.text.len() <= 4 && word.text.bytes().all(|byte| byte.is_ascii_digit());
        let (message, fix) = match kind {
            ArgumentKind::StoredName => {
                ("no variable of this name is stored before this", "store it further up with `setVar`".to_owned())
            }
            _ if is_short_number => ("a bare word is the name of a variable", format!("write `<{}>`", word.text)),
            _ => {
                let message = "a bare word is the name of a variable, and none of this name is stored before this";
                (message, "write a text between `<` and `>`".to_owned())
            }
        };
        self.fault(codes::PREPROCESSOR_ARGUMENT, &word.span, message, Some(fix));
    }

    /// A text where the name of a variable belongs is taken for the value itself.
    fn literal_name(&mut self, literal: &Literal) {
        let message = "a text between `<` and `>` is no name of a variable: the result is that very text";
        let name = match literal.parts.as_slice() {
            [Part::Text(text)] if self.stored.contains(text) && is_field_like(text) => text.as_str(),
            _ => "NAME",
        };
        let fix = format!("write `getVar({name})`");
        self.fault(codes::PREPROCESSOR_ARGUMENT, &literal.span, message, Some(fix));
    }

    fn store(&mut self, function: &Function, expression: &Expression) {
        let Some(name) = expression.arguments.first().filter(|_| !function.stores.is_empty()) else { return };
        let constant = match name {
            // What is wrong with a bare one has been said; it is meant to be the name.
            Argument::Word(word) => Some(word.text.as_str()),
            name => name.constant(),
        };
        match constant {
            Some(name) => self.stored.extend(function.stores.iter().map(|suffix| format!("{name}{suffix}"))),
            None => self.unknown_names = true,
        }
    }

    /// The word that may be meant; after many faults nobody reads on, and looking costs.
    fn similar(&mut self, word: &str, known: &[&'static str]) -> Option<&'static str> {
        self.looked_up += 1;
        // What goes on where the word ends is nearer than what is spelt like it.
        let begun = || {
            known
                .iter()
                .copied()
                .filter(|name| word.len() >= BEGUN && name.starts_with(word))
                .min_by_key(|name| name.len())
        };
        if self.looked_up <= MANY { begun().or_else(|| nearest(word, known.iter().copied())) } else { None }
    }

    fn fault(&mut self, code: &'static str, span: &Range<usize>, message: impl Into<String>, fix: Option<String>) {
        self.faults.push(Fault { code, span: span.clone(), message: message.into(), fix });
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan_all;
    use super::check;

    fn messages(text: &str) -> Vec<String> {
        let found = scan_all(text);
        assert!(found.faults.is_empty(), "{text}: {:?}", found.faults);
        check(&found).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn what_the_manual_shows_is_fine() {
        for text in [
            "<@generateRandomString(<32>)>",
            "<@generateRandomBytes(<32>)|toHex>",
            "<@generateRandomInt(<-5>, <5>)>",
            "<@pickRandom(<a>, <b>, <c>)>",
            "<@setVar(<a>, <b>)> <@getVar(a)> <@pickRandom(<x>, a)>",
            "<@setVar(<length>, <32>)> <@generateRandomString(length)>",
            "<Base and <Nested|upper> content>",
            "<@generateRandomStringVar(<pw>, <20>)> <@getVar(pw)|bcrypt>",
            "<@generateED25519Key(<k>)> <@getVar(kPublicSsh)> <@getVar(kPrivateSsh)>",
            "<@setVar(<<@pickRandom(<a>)>>, <b>)> <@getVar(whatever)>",
            "<@generateJWT(<secret>, <{\"role\": \"anon\"}>)>",
            "<@getDateTime(<YYYY-MM-DD>)> <@getDateTime(<YYYY>, <Europe/Prague>)>",
        ] {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_name_that_breaks_off_is_completed() {
        let found = scan_all("<@generateRSA(<k>)>");
        let fixes: Vec<_> = check(&found).into_iter().map(|fault| fault.fix).collect();
        assert_eq!(fixes, [Some("did you mean `generateRSA2048Key`?".to_owned())]);
    }

    #[test]
    fn faults_are_named() {
        for (text, message) in [
            ("<@generateRandomSting(<1>)>", "the preprocessor has no function of this name"),
            ("<@pickRandom(<a>)|sha265>", "the preprocessor has no modifier of this name"),
            ("<@pickRandom(<a|uper>)>", "the preprocessor has no modifier of this name"),
            ("<@generateRandomString()>", "`generateRandomString` takes 1 argument, not 0"),
            ("<@getDateTime()>", "`getDateTime` takes 1 or 2 arguments, not 0"),
            ("<@pickRandom()>", "`pickRandom` takes at least 1 argument, not 0"),
            ("<@generateRandomString(<2000>)>", "a length is a number from 1 to 1024"),
            ("<@generateRandomInt(<9>, <1>)>", "the smallest number is above the largest"),
            ("<@generateRandomInt(<x>, <1>)>", "a number is whole and within ±4611686018427387903"),
            ("<@generateJWT(<s>, <{>)>", "the payload is no JSON"),
            ("<@getVar(a)> <@setVar(<a>, <b>)>", "no variable of this name is stored before this"),
            ("<@generateRandomString(32)>", "a bare word is the name of a variable"),
            ("<text|uper>", "the preprocessor has no modifier of this name"),
        ] {
            assert_eq!(messages(text), [message]);
        }
    }

    #[test]
    fn names_and_texts_are_not_the_same() {
        let fixes = |text: &str| check(&scan_all(text)).into_iter().filter_map(|fault| fault.fix).collect::<Vec<_>>();
        assert_eq!(fixes("<@generateRandomString(32)>"), ["write `<32>`"]);
        assert_eq!(fixes("<@setVar(name, <x>)>"), ["write a text between `<` and `>`"]);
        assert_eq!(fixes("<@pickRandom(<a>, <b>, c)>"), ["write a text between `<` and `>`"]);
        assert_eq!(fixes("<@setVar(<pw>, <x>)><@getVar(<pw>)>"), ["write `getVar(pw)`"]);
        // What may be a secret is not repeated.
        assert_eq!(fixes("<@getVar(<hush>)>"), ["write `getVar(NAME)`"]);
    }
}
