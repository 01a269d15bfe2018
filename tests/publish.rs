//! What registries and clients read: by their rules, and true of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use zcp::generated::registry::TOOLS;

fn generated(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated").join(name);
    serde_json::from_str(&fs::read_to_string(path).expect("it is generated")).expect("JSON")
}

fn assert_valid(schema: &Value, document: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let faults: Vec<String> = validator.iter_errors(document).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What the registry asks of the parts that are used here.
fn registry_schema() -> Value {
    let address = json!({ "type": "string", "pattern": "^https://[^\\s]+$" });
    let exact = json!({ "type": "string", "maxLength": 255, "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$" });
    let variable = json!({
        "type": "object",
        "required": ["name", "description"],
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "pattern": "^[A-Z][A-Z0-9_]*$" },
            "description": { "type": "string", "minLength": 1 },
            "isRequired": { "type": "boolean" },
            "isSecret": { "type": "boolean" },
            "format": { "enum": ["string", "number", "boolean", "filepath"] },
            "default": { "type": "string" },
        },
    });
    let package = json!({
        "type": "object",
        "required": ["registryType", "identifier", "transport"],
        "additionalProperties": false,
        "properties": {
            "registryType": { "const": "mcpb" },
            "identifier": { "type": "string", "pattern": "^https://github\\.com/.*mcp.*$" },
            "version": exact,
            "fileSha256": { "type": "string", "pattern": "^[a-f0-9]{64}$" },
            "transport": { "const": { "type": "stdio" } },
            "environmentVariables": { "type": "array", "items": variable },
        },
    });
    json!({
        "type": "object",
        "required": ["$schema", "name", "description", "version", "packages"],
        "additionalProperties": false,
        "properties": {
            "$schema": { "pattern": "^https://static\\.modelcontextprotocol\\.io/schemas/[0-9-]+/server\\.schema\\.json$" },
            "name": { "type": "string", "maxLength": 200, "pattern": "^io\\.github\\.[a-z0-9-]+/[A-Za-z0-9._-]+$" },
            "title": { "type": "string", "minLength": 1, "maxLength": 100 },
            "description": { "type": "string", "minLength": 1, "maxLength": 100 },
            "version": exact,
            "websiteUrl": address,
            "repository": {
                "type": "object",
                "required": ["url", "source"],
                "additionalProperties": false,
                "properties": { "url": address, "source": { "const": "github" } },
            },
            "packages": { "type": "array", "minItems": 1, "items": package },
        },
    })
}

#[test]
fn the_registry_takes_server_json() {
    let server = generated("server.json");
    assert_valid(&registry_schema(), &server);
    assert_eq!(server["version"], env!("CARGO_PKG_VERSION"));
    let package = &server["packages"][0];
    let file = package["identifier"].as_str().expect("an address");
    assert!(file.ends_with(concat!("zcp-", env!("CARGO_PKG_VERSION"), "-linux-x86_64.mcpb")), "{file}");
    let token = &package["environmentVariables"][0];
    assert!(token["name"] == "ZCP_API_KEY" && token["isSecret"] == true && token["default"].is_null(), "{token}");
}

#[test]
fn the_manifest_of_a_bundle_is_true() {
    let manifest = generated("manifest.json");
    let schema = json!({
        "type": "object",
        "required": ["manifest_version", "name", "version", "description", "author", "server"],
        "properties": {
            "manifest_version": { "const": "0.3" },
            "author": { "required": ["name"] },
            "server": {
                "required": ["type", "entry_point", "mcp_config"],
                "properties": { "type": { "const": "binary" }, "mcp_config": { "required": ["command"] } },
            },
            "compatibility": { "properties": { "platforms": { "items": { "enum": ["darwin", "win32", "linux"] } } } },
            "user_config": { "additionalProperties": {
                "required": ["type", "title", "description"],
                "additionalProperties": false,
                "properties": {
                    "type": { "enum": ["string", "number", "boolean", "directory", "file"] },
                    "title": {}, "description": {}, "required": {}, "default": {}, "sensitive": {},
                },
            } },
        },
    });
    assert_valid(&schema, &manifest);
    let names: Vec<&str> =
        manifest["tools"].as_array().expect("tools").iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, TOOLS.iter().map(|tool| tool.spec.name).collect::<Vec<_>>());

    let form = manifest["user_config"].as_object().expect("a form");
    assert_eq!(form["api_key"]["sensitive"], true);
    // What a form may leave open must have a default: a client passes the placeholder on otherwise.
    assert!(form.values().all(|field| field["required"] == true || !field["default"].is_null()), "{form:?}");
    let environment = manifest["server"]["mcp_config"]["env"].as_object().expect("variables");
    let used: BTreeSet<String> = environment.values().map(|value| value.as_str().expect("text").to_owned()).collect();
    assert_eq!(used, form.keys().map(|key| format!("${{user_config.{key}}}")).collect());
}

#[test]
fn every_setting_is_one_that_help_explains() {
    let server = generated("server.json");
    let variables = server["packages"][0]["environmentVariables"].as_array().expect("variables").clone();
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_zcp")).arg("--help").output().expect("it runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    for variable in &variables {
        let name = variable["name"].as_str().expect("a name");
        assert!(help.contains(name), "{name} is not in\n{help}");
    }
}
