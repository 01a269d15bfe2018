//! Which files get what.

use std::collections::BTreeSet;
use std::path::Path;

use super::clients::{AGENTS, CLIENTS, Client, ClientName, Format};
use super::content::Content;
use super::server::Start;
use super::target::{Target, in_home, in_project};
use super::word::Word;
use super::{brought, overlay, settings, skills};

/// What is wanted.
pub(super) struct Wanted<'w> {
    /// The clients that were named.
    pub(super) clients: &'w [ClientName],
    /// Whether the servers go to the home folder where a client has a file there.
    pub(super) in_home: bool,
    /// Whether all of it is to go.
    pub(super) remove: bool,
    /// How the server is started.
    pub(super) start: Start,
    /// Whether the skills go into files too.
    pub(super) skills: bool,
    /// The SSH client's configuration, or why there is none; absent where it is not wanted.
    pub(super) ssh: Option<Result<String, String>>,
}

/// The clients that something is done for.
pub(super) fn clients(wanted: &Wanted<'_>) -> Vec<&'static Client> {
    let all = wanted.remove && wanted.clients.is_empty();
    let named: &[ClientName] = if wanted.clients.is_empty() { &[ClientName::Claude] } else { wanted.clients };
    CLIENTS.iter().filter(|client| all || named.contains(&client.name)).collect()
}

/// The files, in the order in which they are written.
pub(super) fn targets(wanted: Wanted<'_>, project: &Path, home: &Path) -> Vec<Target> {
    let clients = clients(&wanted);
    let mut instructions: Vec<&str> = clients.iter().map(|client| client.instructions).collect();
    if wanted.clients.is_empty() {
        instructions.push(AGENTS);
    }
    let mut targets: Vec<Target> = Vec::new();
    for name in instructions {
        if targets.iter().all(|target| target.shown != name) {
            targets.push(in_project(project, name, Content::Instructions));
        }
    }
    let mut with_token = BTreeSet::new();
    let mut servers = Vec::new();
    for client in &clients {
        let (start, format) = (&wanted.start, client.format);
        let content = |start: Start| match format {
            Format::Json(form) => Content::Json(form, start),
            Format::Toml => Content::Toml(start),
        };
        let named = !wanted.clients.is_empty();
        let home_file = client.in_home.filter(|_| wanted.in_home || (named && client.in_project.is_none()));
        // Nobody who takes out everything has said where it was.
        let all = wanted.remove && !named;
        if let Some(file) = client.in_project.filter(|_| all || home_file.is_none()) {
            with_token.extend((wanted.remove || start.token.is_some()).then(|| format!("/{file}")));
            let word = start.word.of(!wanted.remove && brought::is_brought(&project.join(file)));
            let target = in_project(project, file, content(Start { word, ..start.clone() }));
            let refused = if wanted.remove { None } else { overlay::refused(client, project, &start.word) };
            servers.push(Target { refused, ..target });
        }
        let own = || Start { word: Word::User, ..start.clone() };
        servers.extend(home_file.map(|file| in_home(home, file, content(own()))));
        let settings = |file| {
            let word = start.word.of(!wanted.remove && brought::is_brought(&project.join(file)));
            let refused = if wanted.remove { None } else { settings::beside(project, &start.word) };
            Target { refused, ..in_project(project, file, Content::Settings(word)) }
        };
        servers.extend(client.settings.map(settings));
    }
    // Before the files themselves, and after them when all goes: a token is never where git would take it.
    let ignored = (!with_token.is_empty()).then(|| in_project(project, ".gitignore", Content::Ignored(with_token)));
    let (before, after) = if wanted.remove { (None, ignored) } else { (ignored, None) };
    targets.extend(before.into_iter().chain(servers).chain(after));
    if wanted.skills || wanted.remove {
        targets.extend(skills::targets(&clients, project));
    }
    if let Some(ssh) = wanted.ssh {
        targets.push(in_home(home, ".ssh/config", ssh.map_or_else(Content::Unknown, Content::Ssh)));
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(clients: &[ClientName], in_home: bool, remove: bool, token: bool) -> Vec<String> {
        let token = token.then(|| "t0ken".to_owned());
        let start = Start { token, ..Start::new("zcp".to_owned()) };
        let wanted = Wanted { clients, in_home, remove, start, skills: false, ssh: None };
        let targets = targets(wanted, Path::new("/project"), Path::new("/home"));
        targets.into_iter().map(|target| target.shown).collect()
    }

    #[test]
    fn each_client_gets_its_own_files() {
        let all = [ClientName::Cursor, ClientName::Codex];
        assert_eq!(shown(&[], false, false, false), ["CLAUDE.md", "AGENTS.md", ".mcp.json", ".claude/settings.json"]);
        assert_eq!(shown(&all, false, false, false), ["AGENTS.md", ".cursor/mcp.json", ".codex/config.toml"]);
        assert_eq!(shown(&all, true, false, false), ["AGENTS.md", "~/.cursor/mcp.json", "~/.codex/config.toml"]);
        assert_eq!(shown(&[ClientName::Vscode], true, false, true), ["AGENTS.md", ".gitignore", ".vscode/mcp.json"]);
    }

    #[test]
    fn everything_in_the_folder_goes_and_nothing_of_other_folders() {
        let gone = shown(&[], false, true, false);
        for client in &CLIENTS {
            assert!(gone.iter().any(|file| file == client.instructions));
            assert!(client.in_project.is_none_or(|file| gone.iter().any(|gone| gone == file)));
        }
        assert!(gone.iter().all(|file| !file.starts_with('~')), "{gone:?}");
        assert!(shown(&[], true, true, false).contains(&"~/.codex/config.toml".to_owned()));
    }
}
