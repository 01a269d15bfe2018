//! What is put into a file, whatever its form.

use std::collections::BTreeSet;

use super::block::{HASH, MARKDOWN, TOML};
use super::form::Form;
use super::jsonc::edit;
use super::server::Start;
use super::variables::TOKENS;
use super::word::Word;
use super::{server, settings, skill_file, toml};
use crate::generated::workflows::WORKFLOWS;

const INSTRUCTIONS: &str = include_str!("../../../templates/init/instructions.md");

/// What is put into a file. It may hold a token, so it cannot be shown.
pub(super) enum Content {
    /// What an agent has to know, in Markdown.
    Instructions,
    /// The server, in JSON.
    Json(Form, Start),
    /// The server, in TOML.
    Toml(Start),
    /// What is allowed.
    Settings(Word),
    /// Files that git leaves out.
    Ignored(BTreeSet<String>),
    /// How the services are reached over SSH.
    Ssh(String),
    /// A file of a skill.
    Skill(&'static str),
    /// Nothing, because it could not be found out.
    Unknown(String),
}

/// What an agent has to know: what the tool for guidance says, by name.
pub(super) fn instructions() -> String {
    let line = |workflow: &crate::domain::workflow::Workflow| format!("- `{}`: {}", workflow.name, workflow.summary);
    let workflows: Vec<String> = WORKFLOWS.iter().map(line).collect();
    INSTRUCTIONS.replace("{workflows}", &workflows.join("\n"))
}

impl Content {
    /// The text with the content.
    ///
    /// # Errors
    /// Why the file has to be left alone.
    pub(super) fn put(&self, before: Option<&str>) -> Result<String, String> {
        let Some(text) = before else { return self.alone() };
        match self {
            Self::Instructions => MARKDOWN.put(text, &instructions()),
            Self::Json(form, start) => server::put(text, *form, start),
            Self::Toml(start) => toml::put(text, start),
            Self::Settings(word) => settings::put(text, word),
            Self::Ignored(lines) => HASH.put(text, &joined(&ignored(text)?.union(lines).cloned().collect())),
            Self::Ssh(lines) => HASH.put(text, lines),
            Self::Skill(own) => skill_file::put(text, own),
            Self::Unknown(why) => Err(why.clone()),
        }
    }

    /// The text of a file that has nothing but the content.
    ///
    /// # Errors
    /// As those of [`Content::put`].
    pub(super) fn alone(&self) -> Result<String, String> {
        Ok(match self {
            Self::Instructions => MARKDOWN.alone(&instructions()),
            Self::Json(form, start) => edit::document(&server::alone(*form, start)) + "\n",
            Self::Toml(start) => TOML.alone(&toml::table(start, None)),
            Self::Settings(_) => edit::document(&settings::alone()) + "\n",
            Self::Ignored(lines) => HASH.alone(&joined(lines)),
            Self::Ssh(lines) => HASH.alone(lines),
            Self::Skill(own) => skill_file::alone(own),
            Self::Unknown(why) => return Err(why.clone()),
        })
    }

    /// The text without the content; none when the file came with it.
    ///
    /// # Errors
    /// Why the file has to be left alone.
    pub(super) fn take(&self, text: &str) -> Result<Option<String>, String> {
        match self {
            Self::Instructions => MARKDOWN.take(text),
            Self::Json(form, start) => server::take(text, *form, &start.word),
            Self::Settings(_) => settings::take(text),
            // What other clients have there stays left out.
            Self::Ignored(lines) => match ignored(text)?.difference(lines).cloned().collect::<BTreeSet<_>>() {
                rest if rest.is_empty() => HASH.take(text),
                rest => HASH.put(text, &joined(&rest)).map(Some),
            },
            Self::Toml(start) => toml::take(text, &start.word),
            Self::Skill(_) => skill_file::take(text),
            Self::Ssh(_) | Self::Unknown(_) => HASH.take(text),
        }
    }

    /// The texts that are put into a JSON file.
    pub(super) fn texts(&self) -> Vec<String> {
        fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
            match value {
                serde_json::Value::String(text) => texts.push(text.clone()),
                serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
                serde_json::Value::Object(members) => members.values().for_each(|value| collect(value, texts)),
                _ => {}
            }
        }
        let mut texts = Vec::new();
        match self {
            Self::Json(form, start) => collect(&server::alone(*form, start), &mut texts),
            Self::Settings(_) => collect(&settings::alone(), &mut texts),
            _ => {}
        }
        texts
    }

    /// Whether a text from which it was taken may hold a token still, wherever that stands.
    pub(super) fn may_keep_token(&self, text: &str) -> bool {
        matches!(self, Self::Json(..) | Self::Toml(_)) && TOKENS.iter().any(|name| text.contains(name))
    }

    /// Whether it stands between marks, so that what stood there is replaced.
    pub(super) fn is_block(&self) -> bool {
        !matches!(self, Self::Json(..) | Self::Settings(_) | Self::Skill(_))
    }

    /// Whether nobody but its owner may read the file.
    pub(super) fn is_private(&self) -> bool {
        self.has_token() || matches!(self, Self::Ssh(_))
    }

    /// Whether there is a token in it.
    pub(super) fn has_token(&self) -> bool {
        matches!(self, Self::Json(_, start) | Self::Toml(start) if start.token.is_some())
    }
}

/// The files that the block of a text has.
fn ignored(text: &str) -> Result<BTreeSet<String>, String> {
    let block = HASH.find(text)?.map(|range| &text[range]).unwrap_or_default();
    Ok(block.lines().map(str::trim).filter(|line| line.starts_with('/')).map(str::to_owned).collect())
}

fn joined(lines: &BTreeSet<String>) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instructions_name_every_workflow() {
        let text = instructions();
        assert!(WORKFLOWS.iter().all(|workflow| text.contains(&format!("`{}`: {}", workflow.name, workflow.summary))));
        assert!(text.contains("Production") && !text.contains('{'), "{text}");
    }
}
