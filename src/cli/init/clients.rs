//! The clients: what each of them reads, and where.
//!
//! Those that keep their servers in a form or a place that is not settled are one of their own: its entry is printed, to
//! be put where the client wants it.
//!
//! Where each reads skills: the table of agents in the README of vercel-labs/skills (commit 007a533, read in November
//! 2026), which agrees with the clients' own pages: code.claude.com/docs/en/skills,
//! developers.openai.com/codex/skills, geminicli.com/docs/cli/using-agent-skills, opencode.ai/docs/skills,
//! zed.dev/docs/ai/skills. Most read the folder that they share.

use clap::ValueEnum;

use super::form::{Form, Style};

/// A client, as it is named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ClientName {
    /// Claude Code.
    Claude,
    /// Cursor.
    Cursor,
    /// VS Code.
    Vscode,
    /// Codex, which reads the file of a folder that is trusted.
    Codex,
    /// Gemini CLI.
    Gemini,
    /// Windsurf; one file for all folders.
    Windsurf,
    /// Copilot CLI.
    Copilot,
    /// opencode.
    Opencode,
    /// Qwen Code.
    Qwen,
    /// Continue.
    Continue,
    /// Zed.
    Zed,
    /// Any other client, such as Cline; its entry is printed.
    Other,
}

/// How a client writes its configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON, with or without comments.
    Json(Form),
    /// TOML.
    Toml,
}

/// A file that a client reads besides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overlay {
    /// Where it is.
    pub(super) file: &'static str,
    /// What is in it.
    pub(super) kind: Kind,
    /// In which folders.
    pub(super) reach: Reach,
}

/// What is in such a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Servers, as in the one that is written.
    Servers,
    /// Variables, a line each.
    Variables,
}

/// Where a client looks for such a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// In the folder that it is started in.
    Here,
    /// In the folders above.
    Above,
    /// In both.
    Upwards,
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
    /// The files of a folder that it reads over or beside its configuration there.
    pub(super) overlays: &'static [Overlay],
    /// Where it reads skills, in a folder.
    pub(super) skills: &'static str,
}

/// What most clients take.
pub(super) const OTHER: Form = Form { key: "mcpServers", style: Style::Plain };
const MCP_SERVERS: Format = Format::Json(OTHER);
const REFERRED: Format = Format::Json(Form { key: "mcpServers", style: Style::Referred });
/// What most clients read.
pub(super) const AGENTS: &str = "AGENTS.md";
/// Where most clients read skills.
const SKILLS: &str = ".agents/skills";

const fn variables(file: &'static str) -> Overlay {
    Overlay { file, kind: Kind::Variables, reach: Reach::Upwards }
}

const fn servers(file: &'static str, reach: Reach) -> Overlay {
    Overlay { file, kind: Kind::Servers, reach }
}

/// All of them.
pub(super) static CLIENTS: [Client; 12] = [
    Client {
        name: ClientName::Claude,
        title: "Claude Code",
        instructions: "CLAUDE.md",
        in_project: Some(".mcp.json"),
        in_home: Some(".claude.json"),
        format: MCP_SERVERS,
        settings: Some(".claude/settings.json"),
        overlays: &[],
        skills: ".claude/skills",
    },
    Client {
        name: ClientName::Cursor,
        title: "Cursor",
        instructions: AGENTS,
        in_project: Some(".cursor/mcp.json"),
        in_home: Some(".cursor/mcp.json"),
        format: MCP_SERVERS,
        settings: None,
        overlays: &[],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Vscode,
        title: "VS Code",
        instructions: AGENTS,
        in_project: Some(".vscode/mcp.json"),
        in_home: None,
        format: Format::Json(Form { key: "servers", style: Style::Asked }),
        settings: None,
        overlays: &[],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Codex,
        title: "Codex",
        instructions: AGENTS,
        in_project: Some(".codex/config.toml"),
        in_home: Some(".codex/config.toml"),
        format: Format::Toml,
        settings: None,
        overlays: &[servers(".codex/config.toml", Reach::Above)],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Gemini,
        title: "Gemini CLI",
        instructions: "GEMINI.md",
        in_project: Some(".gemini/settings.json"),
        in_home: Some(".gemini/settings.json"),
        format: REFERRED,
        settings: None,
        overlays: &[variables(".gemini/.env"), variables(".env")],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Windsurf,
        title: "Windsurf",
        instructions: AGENTS,
        in_project: None,
        in_home: Some(".codeium/windsurf/mcp_config.json"),
        format: MCP_SERVERS,
        settings: None,
        overlays: &[],
        skills: ".windsurf/skills",
    },
    Client {
        name: ClientName::Copilot,
        title: "Copilot CLI",
        instructions: AGENTS,
        in_project: Some(".mcp.json"),
        in_home: Some(".copilot/mcp-config.json"),
        format: MCP_SERVERS,
        settings: None,
        overlays: &[servers(".github/mcp.json", Reach::Here)],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Opencode,
        title: "opencode",
        instructions: AGENTS,
        in_project: Some("opencode.json"),
        in_home: Some(".config/opencode/opencode.json"),
        format: Format::Json(Form { key: "mcp", style: Style::Local }),
        settings: None,
        overlays: &[
            servers("opencode.json", Reach::Above),
            servers("opencode.jsonc", Reach::Upwards),
            servers(".opencode/opencode.json", Reach::Upwards),
            servers(".opencode/opencode.jsonc", Reach::Upwards),
        ],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Qwen,
        title: "Qwen Code",
        instructions: "QWEN.md",
        in_project: Some(".qwen/settings.json"),
        in_home: Some(".qwen/settings.json"),
        format: REFERRED,
        settings: None,
        overlays: &[variables(".qwen/.env"), variables(".env")],
        skills: ".qwen/skills",
    },
    Client {
        name: ClientName::Continue,
        title: "Continue",
        instructions: AGENTS,
        in_project: Some(".continue/mcpServers/zerops.json"),
        in_home: None,
        format: MCP_SERVERS,
        settings: None,
        overlays: &[],
        skills: ".continue/skills",
    },
    Client {
        name: ClientName::Zed,
        title: "Zed",
        instructions: AGENTS,
        in_project: Some(".zed/settings.json"),
        in_home: Some(".config/zed/settings.json"),
        format: Format::Json(Form { key: "context_servers", style: Style::Plain }),
        settings: None,
        overlays: &[],
        skills: SKILLS,
    },
    Client {
        name: ClientName::Other,
        title: "your client",
        instructions: AGENTS,
        in_project: None,
        in_home: None,
        format: MCP_SERVERS,
        settings: None,
        overlays: &[],
        skills: SKILLS,
    },
];
