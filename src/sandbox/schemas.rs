//! The published JSON schemas of the two documents, with the types of the catalogue.

use serde_json::Value;

use super::catalog::TYPES;
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
pub(crate) fn schemas() -> Schemas {
    let known = Known { types: TYPES.clone(), ..Known::default() };
    Schemas { zerops_yaml: schema::zerops_yaml(&known), import_yaml: schema::import_yaml(&known) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sandbox::catalog::FAMILIES;

    #[test]
    fn the_schema_has_every_type_of_the_catalogue() {
        let schema = schemas().import_yaml;
        let types = &schema["properties"]["services"]["items"]["properties"]["type"]["enum"];
        let types = types.as_array().expect("types");
        assert!(FAMILIES.iter().flat_map(|family| &family.versions).all(|name| types.contains(&json!(name))));
        let schema = schemas().zerops_yaml;
        let run = &schema["properties"]["zerops"]["items"]["properties"]["run"]["properties"]["base"]["enum"];
        assert!(run.as_array().is_some_and(|bases| bases.contains(&json!("nodejs@22"))));
    }
}
