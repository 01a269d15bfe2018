//! The clients: what each of them reads, and where.
//!
//! Absent are those that keep their servers in a form or a place that is not settled.

use clap::ValueEnum;

use super::server::{Form, Style};

/// A client, as it is named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ClientName {
    /// Claude Code.
    Claude,
    /// Cursor.
    Cursor,
    /// VS Code.
    Vscode,
    /// Codex; one file for all folders.
    Codex,
    /// Gemini CLI.
    Gemini,
    /// Windsurf; one file for all folders.
    Windsurf,
}

/// How a client writes its configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON, with or without comments.
    Json(Form),
    /// TOML.
    Toml,
}

/// What a client reads.
#[derive(Debug)]
pub(super) struct Client {
    /// Its name on the command line.
    pub(super) name: ClientName,
    /// What people call it.
    pub(super) title: &'static str,
    /// The instructions that it reads in a folder.
    pub(super) instructions: &'static str,
    /// Its configuration in a folder.
    pub(super) in_project: Option<&'static str>,
    /// Its configuration in the home folder.
    pub(super) in_home: Option<&'static str>,
    /// The form of both.
    pub(super) format: Format,
    /// What may be done unasked, in a folder.
    pub(super) settings: Option<&'static str>,
}

const MCP_SERVERS: Format = Format::Json(Form { key: "mcpServers", style: Style::Plain });
/// What most clients read.
pub(super) const AGENTS: &str = "AGENTS.md";

/// All of them.
pub(super) static CLIENTS: [Client; 6] = [
    Client {
        name: ClientName::Claude,
        title: "Claude Code",
        instructions: "CLAUDE.md",
        in_project: Some(".mcp.json"),
        in_home: Some(".claude.json"),
        format: MCP_SERVERS,
        settings: Some(".claude/settings.json"),
    },
    Client {
        name: ClientName::Cursor,
        title: "Cursor",
        instructions: AGENTS,
        in_project: Some(".cursor/mcp.json"),
        in_home: Some(".cursor/mcp.json"),
        format: MCP_SERVERS,
        settings: None,
    },
    Client {
        name: ClientName::Vscode,
        title: "VS Code",
        instructions: AGENTS,
        in_project: Some(".vscode/mcp.json"),
        in_home: None,
        format: Format::Json(Form { key: "servers", style: Style::Typed }),
        settings: None,
    },
    Client {
        name: ClientName::Codex,
        title: "Codex",
        instructions: AGENTS,
        in_project: None,
        in_home: Some(".codex/config.toml"),
        format: Format::Toml,
        settings: None,
    },
    Client {
        name: ClientName::Gemini,
        title: "Gemini CLI",
        instructions: "GEMINI.md",
        in_project: Some(".gemini/settings.json"),
        in_home: Some(".gemini/settings.json"),
        format: Format::Json(Form { key: "mcpServers", style: Style::Referred }),
        settings: None,
    },
    Client {
        name: ClientName::Windsurf,
        title: "Windsurf",
        instructions: AGENTS,
        in_project: None,
        in_home: Some(".codeium/windsurf/mcp_config.json"),
        format: MCP_SERVERS,
        settings: None,
    },
];
