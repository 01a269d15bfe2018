//! The prepared folders.

use super::folder::Entry::{self, Big, Bytes, File, Link, Mode};

/// What holds after the first run.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expect {
    /// A file is this text, with `{block}` and `{program}` filled in.
    Is(&'static str, &'static str),
    Has(&'static str, &'static str),
    Lacks(&'static str, &'static str),
    Absent(&'static str),
    Mode(&'static str, u32),
    /// The output has this.
    Says(&'static str),
}
use Expect::{Absent, Has, Is, Lacks, Says};

/// A folder before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) arguments: &'static [&'static str],
    pub(super) before: &'static [Entry],
    pub(super) after: &'static [Expect],
    pub(super) code: i32,
    /// What is there after a removal, where that is not what was there before.
    pub(super) removed: Option<&'static [Entry]>,
}

const fn case(name: &'static str, before: &'static [Entry], after: &'static [Expect]) -> Case {
    Case { name, arguments: &[], before, after, code: 0, removed: None }
}

const fn left_alone(name: &'static str, before: &'static [Entry], after: &'static [Expect]) -> Case {
    Case { name, arguments: &[], before, after, code: 1, removed: None }
}

const fn of(client: &'static [&'static str], case: Case) -> Case {
    Case { arguments: client, ..case }
}

const fn leaving(removed: &'static [Entry], case: Case) -> Case {
    Case { removed: Some(removed), ..case }
}

const ENTRY: &str = "\"zerops\": {\n      \"command\": \"{program}\",\n      \"args\": [\"serve\"]\n    }\n  }\n}\n";

pub(super) const CASES: &[Case] = &[
    case(
        "nothing",
        &[],
        &[
            Is("CLAUDE.md", "{block}\n"),
            Is("AGENTS.md", "{block}\n"),
            Is(
                ".mcp.json",
                "{\n  \"mcpServers\": {\n    \"zerops\": {\n      \"command\": \"{program}\",\n      \"args\": [\"serve\"]\n    }\n  }\n}\n",
            ),
            Has(".claude/settings.json", "\"mcp__zerops__zerops_discover\""),
            Lacks(".claude/settings.json", "hooks"),
            Lacks(".claude/settings.json", "zerops_delete"),
            Says("CLAUDE.md  created"),
            Says("Next: start Claude Code"),
            Absent("~/.claude.json"),
            Absent("~/.ssh/config"),
            Absent(".gitignore"),
        ],
    ),
    case(
        "other servers",
        &[File(
            ".mcp.json",
            "{\n    \"mcpServers\": {\n        \"z\": {\"command\": \"npx\", \"env\": {\"KEY\": \"s3cret\"}},\n        \"a\": {\"url\": \"https://a\"}\n    }\n}\n",
        )],
        &[
            Is(
                ".mcp.json",
                "{\n    \"mcpServers\": {\n        \"z\": {\"command\": \"npx\", \"env\": {\"KEY\": \"s3cret\"}},\n        \"a\": {\"url\": \"https://a\"},\n        \"zerops\": {\n            \"command\": \"{program}\",\n            \"args\": [\"serve\"]\n        }\n    }\n}\n",
            ),
            Says(".mcp.json  updated"),
        ],
    ),
    case(
        "settings with comments",
        &[File(
            ".claude/settings.json",
            "// mine\n{\n  /* rules */\n  \"permissions\": {\n    \"allow\": [\n      \"Bash(ls)\", // look\n      \"mcp__zerops__*\", // all\n    ],\n    \"deny\": [\"WebFetch\"], // never\n  },\n  \"hooks\": {\"PreToolUse\": []}, // none\n}\n",
        )],
        &[
            Has(".claude/settings.json", "// mine\n{\n  /* rules */\n"),
            Has(".claude/settings.json", "      \"mcp__zerops__*\", // all\n      \"mcp__zerops__zerops_"),
            Has(".claude/settings.json", "\n      \"mcp__zerops__zerops_context\",\n"),
            Has(".claude/settings.json", "\"deny\": [\"WebFetch\"], // never\n"),
            Has(".claude/settings.json", "\"hooks\": {\"PreToolUse\": []}, // none"),
        ],
    ),
    left_alone(
        "broken JSON",
        &[File(".mcp.json", "{\n  \"mcpServers\": {\n    \"a\": {\"env\": \"s3cret\n  }\n}\n")],
        &[
            Says(".mcp.json  left alone: it is no valid JSON: a text does not end in line 3"),
            Says("Correct the files above and run `zcp init` again"),
            Is("CLAUDE.md", "{block}\n"),
            Has(".claude/settings.json", "zerops_context"),
        ],
    ),
    left_alone(
        "a read-only file",
        &[File("CLAUDE.md", "# Mine\n"), Mode("CLAUDE.md", 0o444)],
        &[Says("CLAUDE.md  left alone: it is read-only"), Is("CLAUDE.md", "# Mine\n"), Is("AGENTS.md", "{block}\n")],
    ),
    case(
        "links",
        &[File("docs/agents.md", "# Agents\n"), Link("AGENTS.md", "docs/agents.md")],
        &[Is("docs/agents.md", "# Agents\n\n{block}\n")],
    ),
    left_alone(
        "links that leave the project",
        &[
            File("~/.bashrc", "# mine\n"),
            File("~/.claude/settings.json", "{}\n"),
            File("~/notes.md", "# Notes\n"),
            Link("CLAUDE.md", "../home of ž/.bashrc"),
            Link("AGENTS.md", "../home of ž/new-file"),
            Link(".mcp.json", "../home of ž/notes.md"),
            Link(".claude", "../home of ž/.claude"),
        ],
        &[
            Is("~/.bashrc", "# mine\n"),
            Is("~/.claude/settings.json", "{}\n"),
            Is("~/notes.md", "# Notes\n"),
            Absent("~/new-file"),
            Says("CLAUDE.md  left alone: a link leads out of this folder"),
            Says(".mcp.json  left alone: a link leads out of this folder"),
            Says(".claude/settings.json  left alone: a link leads out of this folder"),
        ],
    ),
    case(
        "instructions that are one file",
        &[File("CLAUDE.md", "# Mine\n"), Link("AGENTS.md", "CLAUDE.md")],
        &[Is("CLAUDE.md", "# Mine\n\n{block}\n"), Says("AGENTS.md  unchanged: it is the same file as one above")],
    ),
    left_alone(
        "a link to nothing",
        &[Link("AGENTS.md", "gone.md")],
        &[Says("AGENTS.md  left alone: it is a link that leads nowhere"), Absent("gone.md")],
    ),
    case(
        "lines that end as on Windows",
        &[File("CLAUDE.md", "# Mine\r\n\r\nText.\r\n"), File(".mcp.json", "{\r\n\t\"x\": 1\r\n}\r\n")],
        &[
            Is("CLAUDE.md", "# Mine\r\n\r\nText.\r\n\r\n{block}\r\n"),
            Has(".mcp.json", "\t\"x\": 1,\r\n\t\"mcpServers\": {\r\n\t\t\"zerops\": {\r\n"),
        ],
    ),
    left_alone(
        "a huge file",
        &[Big("CLAUDE.md", 1_048_577), Big("AGENTS.md", 1_000_000)],
        &[Says("CLAUDE.md  left alone: it is larger than 1 MiB"), Says("AGENTS.md  updated")],
    ),
    left_alone(
        "a file that would be huge",
        &[Big("AGENTS.md", 1_048_576)],
        &[Says("AGENTS.md  left alone: it would be larger than 1 MiB")],
    ),
    leaving(
        &[File("CLAUDE.md", "# Mine\n\nBelow.\n"), File("AGENTS.md", "# Mine\n")],
        case(
            "a block that is old or was edited",
            &[
                File("CLAUDE.md", "# Mine\n\n<!-- ZCP:BEGIN -->\nold\n\nand mine\n<!-- ZCP:END -->\nBelow.\n"),
                File("AGENTS.md", "# Mine\n\n  <!-- ZCP:BEGIN -->\n<!-- ZCP:END -->\n"),
            ],
            &[
                Is("CLAUDE.md", "# Mine\n\n{block}\nBelow.\n"),
                Says("CLAUDE.md  updated: what stood between its ZCP marks was replaced"),
                Has("AGENTS.md", "{block}\n"),
            ],
        ),
    ),
    left_alone(
        "two blocks",
        &[File("CLAUDE.md", "<!-- ZCP:BEGIN -->\na\n<!-- ZCP:END -->\n<!-- ZCP:BEGIN -->\nb\n<!-- ZCP:END -->\n")],
        &[Says("CLAUDE.md  left alone: its marks are no pair: `<!-- ZCP:BEGIN -->` in line 1, 4")],
    ),
    left_alone(
        "a block without an end",
        &[File("AGENTS.md", "# Mine\n<!-- ZCP:BEGIN -->\nold\n")],
        &[Says("AGENTS.md  left alone: its marks are no pair"), Says("no `<!-- ZCP:END -->`")],
    ),
    case(
        "byte order marks",
        &[File("CLAUDE.md", "\u{feff}# Mine\n"), File(".mcp.json", "\u{feff}{\"a\": 1}")],
        &[
            Is("CLAUDE.md", "\u{feff}# Mine\n\n{block}\n"),
            Is(
                ".mcp.json",
                "\u{feff}{\"a\": 1, \"mcpServers\": { \"zerops\": { \"command\": \"{program}\", \"args\": [\"serve\"]}}}",
            ),
        ],
    ),
    case(
        "no line end at the end",
        &[File("CLAUDE.md", "# Mine"), File(".mcp.json", "{\n  \"mcpServers\": {}\n}")],
        &[Is("CLAUDE.md", "# Mine\n\n{block}"), Has(".mcp.json", "{\n  \"mcpServers\": {\"zerops\": { \"command\"")],
    ),
    case(
        "empty files",
        &[File("CLAUDE.md", ""), File(".mcp.json", ""), File(".claude/settings.json", "\n\n")],
        &[Is("CLAUDE.md", "{block}"), Has(".mcp.json", "{\n  \"mcpServers\": {\n")],
    ),
    case(
        "tabs",
        &[File(".mcp.json", "{\n\t\"mcpServers\": {\n\t\t\"a\": {}\n\t}\n}\n")],
        &[Has(".mcp.json", "\t\t\"a\": {},\n\t\t\"zerops\": {\n\t\t\t\"command\"")],
    ),
    left_alone(
        "another server of the name",
        &[File(".mcp.json", "{\"mcpServers\": {\"zerops\": {\"command\": \"npx\", \"args\": [\"x\"]}}}")],
        &[Says(".mcp.json  left alone: it has another server named `zerops`")],
    ),
    case(
        "a server that was set up by hand",
        &[File(
            ".mcp.json",
            "{\"mcpServers\": {\"zerops\": {\"command\": \"zcp\", \"args\": [\"serve\", \"--groups\", \"core\"], \"env\": {\"ZCP_API_KEY\": \"s3cret\"}}}}",
        )],
        &[Says(".mcp.json  unchanged")],
    ),
    leaving(
        &[File(".mcp.json", "{\n  \"mcpServers\": {\n    \"a\": {}\n  }\n}\n")],
        case(
            "a server of an older place with a key",
            &[File(
                ".mcp.json",
                "{\n  \"mcpServers\": {\n    \"zerops\": {\n      \"command\": \"/old/zcp\",\n      \"args\": [\"serve\"],\n      \"env\": {\n        \"ZCP_API_KEY\": \"s3cret\"\n      }\n    },\n    \"a\": {}\n  }\n}\n",
            )],
            &[Has(".mcp.json", "\"command\": \"{program}\""), Has(".mcp.json", "\"ZCP_API_KEY\": \"s3cret\"\n")],
        ),
    ),
    left_alone(
        "JSON of another form",
        &[
            File(".mcp.json", "{\"mcpServers\": {}, \"mcpServers\": {}}"),
            File(".claude/settings.json", "{\"permissions\": {\"allow\": \"all\"}}"),
        ],
        &[
            Says(".mcp.json  left alone: `mcpServers` stands there twice"),
            Says(".claude/settings.json  left alone: `permissions.allow` is no list"),
        ],
    ),
    left_alone(
        "no text at all",
        &[Bytes("CLAUDE.md", b"\xff\xfe#\0"), File(".mcp.json", "[]")],
        &[
            Says("CLAUDE.md  left alone: it is not UTF-8"),
            Says(".mcp.json  left alone: the document is no JSON object"),
        ],
    ),
    left_alone(
        "a file in place of a folder, and a folder in place of a file",
        &[File(".claude", "mine\n"), File("AGENTS.md/mine", "mine\n")],
        &[Says(".claude/settings.json  left alone: "), Says("AGENTS.md  left alone: it is no regular file")],
    ),
    case(
        "modes",
        &[File("CLAUDE.md", "# Mine\n"), Mode("CLAUDE.md", 0o640), File(".mcp.json", "{}"), Mode(".mcp.json", 0o600)],
        &[Expect::Mode("CLAUDE.md", 0o640), Expect::Mode(".mcp.json", 0o600)],
    ),
    of(
        &["--client", "vscode"],
        case(
            "VS Code with comments",
            &[File(
                ".vscode/mcp.json",
                "{\n  // servers\n  \"servers\": {\n    \"a\": {\"type\": \"http\"} // one\n    // end\n  },\n  \"inputs\": []\n}\n",
            )],
            &[
                Has(".vscode/mcp.json", "{\n  // servers\n  \"servers\": {\n    \"a\": {\"type\": \"http\"}, // one\n"),
                Has(".vscode/mcp.json", "    \"zerops\": {\n      \"type\": \"stdio\",\n      \"command\""),
                Absent("CLAUDE.md"),
                Is("AGENTS.md", "{block}\n"),
            ],
        ),
    ),
    of(
        &["--user", "--client", "codex"],
        case(
            "Codex with comments",
            &[File("~/.codex/config.toml", "# mine\nmodel = \"x\" # best\n\n[mcp_servers.a]\ncommand = \"npx\"\n")],
            &[Is(
                "~/.codex/config.toml",
                "# mine\nmodel = \"x\" # best\n\n[mcp_servers.a]\ncommand = \"npx\"\n\n# ZCP:BEGIN\n[mcp_servers.zerops]\ncommand = \"{program}\"\nargs = [\"serve\"]\nenv_vars = [{variables}]\ntool_timeout_sec = 7260\n# ZCP:END\n",
            )],
        ),
    ),
    of(
        &["--client", "codex,cursor,gemini"],
        left_alone(
            "broken TOML",
            &[File(".codex/config.toml", "model = \"x\nlist = [\n"), File(".gemini/settings.json", "{ }")],
            &[
                Says(".codex/config.toml  left alone: it is no valid TOML: line "),
                Has(".cursor/mcp.json", ENTRY),
                Has(".gemini/settings.json", "\"zerops\""),
                Has(".gemini/settings.json", "\"timeout\": 7260000"),
                Has(".gemini/settings.json", "\"ZCP_API_KEY\": \"$ZCP_API_KEY\""),
                Is("GEMINI.md", "{block}\n"),
            ],
        ),
    ),
    of(
        &["--user"],
        case(
            "a home with many keys",
            &[
                File(
                    "~/.claude.json",
                    "{\n  \"numStartups\": 7,\n  \"oauthAccount\": {\n    \"token\": \"s3cret\"\n  },\n  \"mcpServers\": {\n    \"a\": {\n      \"command\": \"a\"\n    }\n  },\n  \"projects\": {\n    \"/x\": {\n      \"mcpServers\": {}\n    }\n  },\n  \"f\": 1.0\n}\n",
                ),
                Mode("~/.claude.json", 0o600),
            ],
            &[
                Has("~/.claude.json", "    \"a\": {\n      \"command\": \"a\"\n    },\n    \"zerops\": {\n"),
                Has(
                    "~/.claude.json",
                    "  \"projects\": {\n    \"/x\": {\n      \"mcpServers\": {}\n    }\n  },\n  \"f\": 1.0\n}\n",
                ),
                Expect::Mode("~/.claude.json", 0o600),
                Absent(".mcp.json"),
            ],
        ),
    ),
];
