//! The published JSON schemas of the two documents.
//!
//! Deliberately small: what the type catalogue and the fields that the sandbox knows make certain.
//! Derived: where clients look for the lists of types, modes, bases and policies.

use serde_json::{Map, Value, json};

use super::catalog::FAMILIES;
use super::import::service::{KNOWN, POLICIES};
use super::import::zerops_yaml::{build_bases, run_bases};

/// The two schemas.
#[derive(Clone, Debug)]
pub(crate) struct Schemas {
    pub(crate) zerops_yaml: Value,
    pub(crate) import_yaml: Value,
}

/// The schemas as they are served.
pub(crate) fn schemas() -> Schemas {
    Schemas { zerops_yaml: zerops_yaml(), import_yaml: import_yaml() }
}

fn zerops_yaml() -> Value {
    let bases = |bases: Vec<String>| json!({ "type": "string", "enum": bases });
    let build = json!({ "anyOf": [bases(build_bases()), { "type": "array", "items": bases(build_bases()) }] });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://api.app-prg1.zerops.io/api/rest/public/settings/zerops-yaml-json-schema.json",
        "type": "object",
        "required": ["zerops"],
        "additionalProperties": false,
        "properties": {
            "zerops": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["setup"],
                    "properties": {
                        "setup": { "type": "string" },
                        "extends": { "type": ["string", "array"], "items": { "type": "string" } },
                        "build": { "type": "object", "properties": { "base": build } },
                        "deploy": { "type": "object" },
                        "run": { "type": "object", "properties": { "base": bases(run_bases()) } },
                    },
                },
            },
        },
    })
}

fn import_yaml() -> Value {
    let families = FAMILIES.iter();
    let types: Vec<&str> = families.flat_map(|family| family.versions.iter().map(String::as_str)).collect();
    let mut service: Map<String, Value> = KNOWN.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
    service.remove("envVariables");
    for (name, schema) in [
        ("hostname", json!({ "type": "string", "pattern": "^[a-z][a-z0-9]*$", "maxLength": 40 })),
        ("type", json!({ "type": "string", "enum": types })),
        ("mode", json!({ "type": "string", "enum": ["HA", "NON_HA"] })),
        ("objectStoragePolicy", json!({ "type": "string", "enum": POLICIES })),
        ("objectStorageSize", json!({ "type": "integer", "minimum": 1, "maximum": 100 })),
        ("envSecrets", json!({ "type": "object" })),
        ("dotEnvSecrets", json!({ "type": "string" })),
        ("verticalAutoscaling", json!({ "type": "object" })),
        ("priority", json!({ "type": "integer" })),
        ("minContainers", json!({ "type": "integer", "minimum": 1, "maximum": 10 })),
        ("maxContainers", json!({ "type": "integer", "minimum": 1, "maximum": 10 })),
        ("mount", json!({ "type": "array", "items": { "type": "string" } })),
        ("startWithoutCode", json!({ "type": "boolean" })),
        ("enableSubdomainAccess", json!({ "type": "boolean" })),
        ("override", json!({ "type": "boolean" })),
    ] {
        service.insert(name.to_owned(), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://api.app-prg1.zerops.io/api/rest/public/settings/import-project-yaml-json-schema.json",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "project": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": { "type": "string", "maxLength": 255 },
                    "description": { "type": "string", "maxLength": 255 },
                    "corePackage": { "type": "string", "enum": ["LIGHT", "SERIOUS"] },
                    "tags": { "type": "array", "items": { "type": "string" } },
                    "envVariables": { "type": "object" },
                },
            },
            "services": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["hostname", "type"],
                    "additionalProperties": false,
                    "properties": service,
                },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_stand_where_clients_look_for_them() {
        let Schemas { zerops_yaml, import_yaml } = schemas();
        let entry = &zerops_yaml["properties"]["zerops"]["items"]["properties"];
        let bases = entry["run"]["properties"]["base"]["enum"].as_array().expect("bases");
        assert!(bases.contains(&json!("nodejs@22")) && !bases.contains(&json!("postgresql@16")));
        assert!(entry["build"]["properties"]["base"].to_string().contains("php@8.4"));
        let service = &import_yaml["properties"]["services"]["items"]["properties"];
        let types = service["type"]["enum"].as_array().expect("types");
        assert!(types.contains(&json!("postgresql@16")) && types.contains(&json!("object-storage")));
        assert!(service["mode"]["enum"].is_array() && service["objectStoragePolicy"]["enum"].is_array());
        assert!(import_yaml["properties"]["project"]["properties"]["corePackage"]["enum"].is_array());
    }
}
