//! What `zcp init` writes, for the documentation.

use super::clients::{CLIENTS, Client, Format};
use super::content::Content;
use super::server::Start;
use super::word::Word;
use crate::cli::reference::Connection;

/// Every client that has a place of its own, with what it is given.
pub(in crate::cli) fn connections() -> Vec<Connection> {
    let placed = CLIENTS.iter().filter(|client| client.in_project.is_some() || client.in_home.is_some());
    placed.map(connection).collect()
}

fn connection(client: &Client) -> Connection {
    let start = Start::new("zcp".to_owned());
    let (content, language) = match client.format {
        Format::Json(form) => (Content::Json(form, start), "json"),
        Format::Toml => (Content::Toml(start), "toml"),
    };
    Connection {
        name: clap::ValueEnum::to_possible_value(&client.name)
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default(),
        title: client.title,
        in_project: client.in_project,
        in_home: client.in_home,
        instructions: client.instructions,
        settings: client.settings,
        // Only the configuration of SSH depends on where this runs.
        entry: content.alone().unwrap_or_default(),
        language,
    }
}

/// What an agent is told.
pub(in crate::cli) fn instructions() -> String {
    Content::Instructions.alone().unwrap_or_default()
}

/// What Claude Code is allowed unasked.
pub(in crate::cli) fn settings() -> String {
    Content::Settings(Word::User).alone().unwrap_or_default()
}
