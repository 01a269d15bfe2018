//! The catalogue of service types on the wire.

use serde_json::{Value, json};

use crate::sandbox::catalog::{FAMILIES, Family, family_id, version_id};

/// When every version was released; nobody compares it.
const RELEASED: &str = "2026-01-02T03:04:05Z";

/// The items of a type search: `EsServiceStackType`.
pub(crate) fn items() -> Vec<Value> {
    FAMILIES.iter().map(item).collect()
}

fn item(family: &Family) -> Value {
    let id = family_id(family);
    let versions: Vec<Value> = family
        .versions
        .iter()
        .map(|name| {
            let number = name.split_once('@').map_or("", |(_, number)| number);
            json!({
                "id": version_id(name),
                "name": name,
                "isBuild": false,
                "serviceStackTypeId": id,
                "status": "ACTIVE",
                "releaseDate": RELEASED,
                "updateUrl": "",
                "description": "",
                "versionNumber": number,
                "exactVersionNumber": number,
            })
        })
        .collect();
    json!({
        "id": id,
        "name": family.name,
        "description": "",
        "defaultServiceStackVersionId": null,
        "category": family.category.wire(),
        "created": RELEASED,
        "lastUpdate": RELEASED,
        "defaultServiceStackVersion": null,
        "serviceStackTypeVersionList": versions,
    })
}
