//! What registries and clients read before the server is installed: `server.json` of the MCP registry
//! and the manifest of a bundle (MCPB). Versions, licence and repository are those of Cargo.toml.
//!
//! Deliberately absent: the hash of the bundle, which `cargo xtask release` adds once there is one.

use serde_json::{Map, Value, json};

use super::super::model::{Publication, Server, Setting, SettingKind, Spec};

const SCHEMA: &str = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
/// The target that the registry offers; the file of another one has another name.
const TARGET: &str = "linux-x86_64";

/// `server.json`.
pub(super) fn server(server: &Server, publication: &Publication) -> Value {
    let file = format!("zcp-{VERSION}-{TARGET}.mcpb");
    let variables: Vec<Value> = server.asked().map(|(_, setting)| variable(setting)).collect();
    json!({
        "$schema": SCHEMA,
        "name": publication.name,
        "title": publication.title,
        "description": env!("CARGO_PKG_DESCRIPTION"),
        "version": VERSION,
        "websiteUrl": publication.website,
        "repository": { "url": REPOSITORY, "source": "github" },
        "packages": [{
            "registryType": "mcpb",
            "identifier": format!("{REPOSITORY}/releases/download/v{VERSION}/{file}"),
            "version": VERSION,
            "transport": { "type": "stdio" },
            "environmentVariables": variables,
        }],
    })
}

fn variable(setting: &Setting) -> Value {
    let mut variable = json!({ "name": setting.variable, "description": setting.doc });
    if setting.required {
        variable["isRequired"] = json!(true);
    }
    if setting.secret {
        variable["isSecret"] = json!(true);
    }
    if setting.kind == SettingKind::Boolean {
        variable["format"] = json!("boolean");
    }
    if let Some(default) = &setting.default {
        variable["default"] = json!(default);
    }
    variable
}

/// `manifest.json`.
pub(super) fn manifest(spec: &Spec, publication: &Publication) -> Value {
    let mut environment = Map::new();
    let mut form = Map::new();
    for (title, setting) in spec.server.asked() {
        let key = setting.variable.trim_start_matches("ZCP_").to_lowercase();
        environment.insert(setting.variable.clone(), json!(format!("${{user_config.{key}}}")));
        form.insert(key, field(title, setting));
    }
    let tools: Vec<Value> =
        spec.tools.iter().map(|tool| json!({ "name": tool.name.value, "description": tool.summary.value })).collect();
    json!({
        "manifest_version": "0.3",
        "name": "zcp",
        "display_name": publication.title,
        "version": VERSION,
        "description": env!("CARGO_PKG_DESCRIPTION"),
        "author": { "name": publication.author, "url": publication.website },
        "repository": { "type": "git", "url": REPOSITORY },
        "homepage": publication.website,
        "support": format!("{REPOSITORY}/issues"),
        "license": env!("CARGO_PKG_LICENSE"),
        "server": {
            "type": "binary",
            "entry_point": "zcp",
            "mcp_config": { "command": "${__dirname}/zcp", "args": ["serve"], "env": environment },
        },
        "tools": tools,
        "prompts_generated": true,
        "compatibility": { "platforms": ["linux"] },
        "user_config": form,
    })
}

fn field(title: &str, setting: &Setting) -> Value {
    let kind = match setting.kind {
        SettingKind::Text => "string",
        SettingKind::Boolean => "boolean",
    };
    let mut field = json!({
        "type": kind,
        "title": title,
        "description": setting.doc,
        "required": setting.required,
    });
    if setting.secret {
        field["sensitive"] = json!(true);
    }
    if let Some(default) = &setting.default {
        field["default"] = if setting.kind == SettingKind::Boolean { json!(default == "true") } else { json!(default) };
    }
    field
}
