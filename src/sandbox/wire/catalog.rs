//! The catalogue of service types on the wire.

use serde_json::{Value, json};

use crate::domain::service_type::TypeName;
use crate::sandbox::catalog::{Family, families, family_id, version_id};
use crate::sandbox::platform_date::PlatformDate;

/// When every version was released; nobody compares it.
const RELEASED: &str = "2026-01-02T03:04:05Z";

/// The items of a type search: `EsServiceStackType`.
pub(crate) fn items(platform: PlatformDate) -> Vec<Value> {
    families(platform).iter().map(item).collect()
}

fn item(family: &Family) -> Value {
    let id = family_id(family);
    let versions: Vec<Value> = family
        .versions
        .iter()
        .map(|name| {
            let number = TypeName::parse(name).version.unwrap_or_default();
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
        "category": family.category.as_str(),
        "created": RELEASED,
        "lastUpdate": RELEASED,
        "defaultServiceStackVersion": null,
        "serviceStackTypeVersionList": versions,
    })
}
