//! The door through which text of the platform enters.
//!
//! Every text of an answer passes it while the answer is read, whatever type it is read into: characters that nobody
//! sees are gone, secrets are hidden, and it is short. A new field of a new type needs nothing for that. What must stay
//! as it came says so with its type, see [`super::wire::marks`]. The door also counts, so that an answer of a million
//! small things is refused before they are made.

mod reader;

use serde::de::DeserializeOwned;

use super::secrets::{Kind, Secrets, is_name};
use super::token::Token;
use crate::domain::{terminal, unseen};
use reader::Gate;

/// Characters of a text at most.
const MOST: usize = 300;

/// What texts are cleaned of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door<'a> {
    pub(super) token: &'a Token,
    /// Another one, which gives access to what is read.
    pub(super) other: Option<&'a Token>,
    pub(super) secrets: &'a Secrets,
}

/// Why an answer could not be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It has more entries or values than any answer should have.
    TooMany,
    /// It is not JSON of the right shape.
    Json(serde_json::Error),
}

impl Door<'_> {
    /// Reads JSON; every text in it passes the door.
    pub(super) fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Unreadable> {
        let gate = Gate::new(self);
        let mut from = serde_json::Deserializer::from_slice(body);
        let value = T::deserialize(gate.pass(&mut from)).and_then(|value| from.end().map(|()| value));
        value.map_err(|error| if gate.is_shut() { Unreadable::TooMany } else { Unreadable::Json(error) })
    }

    /// Words for people: one line, without secrets and parts of them.
    pub(super) fn words(&self, text: &str) -> String {
        let clean = self.clean(text);
        let clean = self.secrets.hidden(&clean, Kind::Words).unwrap_or(clean);
        cut(&clean)
    }

    /// A name, a status, a type: what has the form of one is not taken for the value of a variable.
    pub(super) fn name(&self, text: &str) -> String {
        let clean = self.clean(text);
        let clean = if is_name(&clean) { clean } else { self.secrets.hidden(&clean, Kind::Name).unwrap_or(clean) };
        cut(&clean)
    }

    /// What a program wrote, whole: without secrets and parts of them.
    pub(super) fn text(&self, text: &str) -> String {
        let clean = self.without_tokens(text);
        self.secrets.hidden(&clean, Kind::Words).unwrap_or(clean)
    }

    fn clean(&self, text: &str) -> String {
        // Cut twice: long before the work, so that it is bounded, and after the secrets are out, so that no half of
        // one is left at the end.
        let clean: String = text.chars().filter_map(unseen::in_one_line).take(MOST * 16).collect();
        self.without_tokens(&clean)
    }

    /// A line that an application logged, without the tokens of zcp itself and what could hide one. Controls stay: who
    /// shows the line knows which of them belong to a sequence.
    pub(super) fn line(&self, text: &str) -> String {
        let text: String = text.chars().filter(|c| c.is_control() || !unseen::is_unseen(*c)).collect();
        let text = self.without_tokens(&text);
        // What is taken out to show it must not put a token together.
        let shown = terminal::clean_text(&text);
        let hidden = self.without_tokens(&shown);
        if hidden == shown { text } else { hidden }
    }

    fn without_tokens(&self, text: &str) -> String {
        let clean = self.token.redact(text);
        match self.other {
            Some(other) => other.redact(&clean),
            None => clean,
        }
    }
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
