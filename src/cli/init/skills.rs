//! The skills of the server as files, for clients that read them from a folder.

use std::path::Path;

use super::clients::Client;
use super::content::Content;
use super::target::{Target, in_project};
use crate::mcp::skills;

/// The files for these clients, each once.
pub(super) fn targets(clients: &[&Client], project: &Path) -> Vec<Target> {
    let mut folders: Vec<&str> = clients.iter().map(|client| client.skills).collect();
    folders.sort_unstable();
    folders.dedup();
    let of = |folder: &'_ str| {
        let folder = folder.to_owned();
        skills::files()
            .map(move |(place, text)| in_project(project, &format!("{folder}/{place}"), Content::Skill(text)))
    };
    folders.into_iter().flat_map(of).collect()
}
