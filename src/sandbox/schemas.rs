//! The published JSON schemas of the two documents, with the types of the catalogue.

use std::sync::LazyLock;

use serde_json::Value;

use super::catalog;
use super::platform_date::PlatformDate;
use crate::domain::documents::{Known, schema};

/// The two schemas.
#[derive(Clone, Debug)]
pub(crate) struct Schemas {
    pub(crate) zerops_yaml: Value,
    pub(crate) import_yaml: Value,
}

/// The schemas as they are served.
///
/// Derived: where clients look for the lists of types, modes, bases and policies.
pub(crate) fn schemas(platform: PlatformDate) -> &'static Schemas {
    static SCHEMAS: LazyLock<[Schemas; 2]> = LazyLock::new(|| PlatformDate::ALL.map(made));
    &SCHEMAS[usize::from(!platform.is_former())]
}

fn made(platform: PlatformDate) -> Schemas {
    let known = Known { types: catalog::types(platform).clone(), ..Known::default() };
    Schemas { zerops_yaml: schema::zerops_yaml(&known), import_yaml: schema::import_yaml(&known) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_schemas_list_what_their_date_has() {
        let list = |schema: &Value, at: &str| schema.pointer(at).and_then(Value::as_array).cloned().unwrap_or_default();
        let types = "/properties/services/items/properties/type/enum";
        let run = "/properties/zerops/items/properties/run/properties/base/enum";
        for platform in PlatformDate::ALL {
            let schemas = schemas(platform);
            let types = list(&schemas.import_yaml, types);
            let mut names = catalog::families(platform).iter().flat_map(|family| &family.versions);
            assert!(names.all(|name| types.contains(&json!(name))), "{platform}");
            let name = if platform.is_former() { "nodejs@22" } else { "alpine/nodejs@22" };
            assert!(list(&schemas.zerops_yaml, run).contains(&json!(name)) && types.contains(&json!(name)));
        }
        let today = schemas(PlatformDate::October2026);
        // As many as the published schemas list.
        assert_eq!((list(&today.import_yaml, types).len(), list(&today.zerops_yaml, run).len()), (202, 157));
    }
}
