//! What the client at the other end has to be given, by the name that it says: some start their servers without the
//! variables of the shell, and then a token that is set there reaches nobody.

/// A part of a client's name, and what its user has to write.
const HOSTS: [(&str, &str); 8] = [
    (
        "codex",
        "Codex passes on only what `env_vars` in config.toml names: `zcp init --client codex` writes that; then set \
         ZCP_API_KEY where Codex is started.",
    ),
    (
        "gemini",
        "Gemini CLI keeps back what looks like a secret: `zcp init --client gemini` writes `\"ZCP_API_KEY\": \
         \"$ZCP_API_KEY\"` into `env` of the server in settings.json; then set ZCP_API_KEY where it is started.",
    ),
    (
        "qwen",
        "Qwen Code keeps back what looks like a secret: `zcp init --client qwen` writes `\"ZCP_API_KEY\": \
         \"$ZCP_API_KEY\"` into `env` of the server in settings.json; then set ZCP_API_KEY where it is started.",
    ),
    ("claude", "For Claude Code, set it where `claude` is started, or in `env` of the server in .mcp.json."),
    ("copilot", "For Copilot CLI, set it where `copilot` is started, or in `env` of the server in .mcp.json."),
    ("opencode", "For opencode, set it where it is started, or in `environment` of the server in opencode.json."),
    (
        "cursor",
        "Cursor started from the desktop has no variables of the shell: write it into `env` in .cursor/mcp.json.",
    ),
    (
        "code",
        "VS Code started from the desktop has no variables of the shell: `zcp init --client vscode` lets it ask for the \
         token; its command `MCP: List Servers` restarts the server.",
    ),
];

/// What whoever uses this client has to write, so that the server gets its token.
pub(super) fn advice(client: &str) -> Option<&'static str> {
    let client = client.to_lowercase();
    HOSTS.iter().find(|(part, _)| client.contains(part)).map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_known_by_the_name_that_it_says() {
        for (name, word) in [
            ("codex-mcp-client", "`env_vars`"),
            ("gemini-cli-mcp-client-zerops", "$ZCP_API_KEY"),
            ("claude-code", ".mcp.json"),
            ("Visual Studio Code", "--client vscode"),
            ("cursor-vscode", ".cursor/mcp.json"),
            ("opencode", "opencode.json"),
        ] {
            assert!(advice(name).is_some_and(|advice| advice.contains(word)), "{name}");
        }
        assert_eq!(advice("test"), None);
    }
}
