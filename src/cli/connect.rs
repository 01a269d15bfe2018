//! How to connect an agent, in lines to copy.

use std::env;
use std::path::Path;

use serde_json::json;

use super::output::{HEADING, NAME, painted};
use crate::domain::call::shell_quoted;

/// This program as it is typed here: its name where the shell finds it by that, else its path.
pub(super) fn program() -> String {
    let Ok(own) = env::current_exe() else { return "zcp".to_owned() };
    let same = |path: &Path| path.canonicalize().ok() == own.canonicalize().ok();
    let paths = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&paths).map(|folder| folder.join("zcp")).find(|path| path.is_file());
    if found.is_some_and(|path| same(&path)) { "zcp".to_owned() } else { own.display().to_string() }
}

/// Lines that connect an agent to a server which runs a sandbox of its own.
pub(super) fn own_sandbox(seed: &str) -> String {
    let program = program();
    let quoted = shell_quoted(&program);
    let config = json!({ "mcpServers": { "zerops": { "command": program, "args": ["serve", "--sandbox", seed] } } });
    section(&format!("claude mcp add zerops -- {quoted} serve --sandbox {seed}"), &config.to_string())
}

/// Lines that connect an agent to a sandbox that runs already.
pub(super) fn running_sandbox(url: &str, token: &str, ssh_config: Option<&Path>) -> String {
    let program = program();
    let quoted = shell_quoted(&program);
    let mut environment = json!({ "ZCP_API_HOST": url, "ZCP_API_KEY": token });
    let mut also = String::new();
    if let Some(file) = ssh_config {
        environment["ZCP_SSH_CONFIG"] = json!(file);
        also = format!(" --env {}", shell_quoted(&format!("ZCP_SSH_CONFIG={}", file.display())));
    }
    let server = json!({ "command": program, "args": ["serve"], "env": environment });
    let config = json!({ "mcpServers": { "zerops": server } });
    let claude =
        format!("claude mcp add zerops --env ZCP_API_HOST={url} --env ZCP_API_KEY={token}{also} -- {quoted} serve");
    section(&claude, &config.to_string())
}

/// Lines that point every command of a shell at a sandbox that runs already.
pub(super) fn exports(url: &str, token: &str, ssh_config: Option<&Path>) -> String {
    let mut lines = format!("export ZCP_API_HOST={url}\nexport ZCP_API_KEY={token}");
    if let Some(file) = ssh_config {
        lines.push_str(&format!("\nexport ZCP_SSH_CONFIG={}", shell_quoted(&file.display().to_string())));
    }
    lines
}

fn section(claude: &str, config: &str) -> String {
    format!(
        "{}\n  {}\n{}\n  {config}",
        painted(HEADING, "Claude Code"),
        painted(NAME, claude),
        painted(HEADING, "Any other MCP client"),
    )
}
