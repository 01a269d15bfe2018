//! JSON schemas of the two documents, made from the models. The closed lists of types and bases
//! stand where the platform's own schemas have them.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::context::Known;
use super::import_yaml::ImportYaml;
use super::types::Phase;
use super::zerops_yaml::ZeropsYaml;

/// The schema of zerops.yaml.
#[must_use]
pub fn zerops_yaml(known: &Known) -> Value {
    let mut schema = of::<ZeropsYaml>();
    bases(&mut schema, "", known);
    schema
}

/// The schema of import.yaml.
#[must_use]
pub fn import_yaml(known: &Known) -> Value {
    let mut schema = of::<ImportYaml>();
    enumerate(&mut schema, "/properties/services/items/properties/type", &known.types.spellings());
    bases(&mut schema, "/properties/services/items/properties/zeropsYaml", known);
    schema
}

fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

fn bases(schema: &mut Value, at: &str, known: &Known) {
    let setup = format!("{at}/properties/zerops/items/properties");
    let base = format!("{setup}/build/properties/base");
    enumerate(schema, &format!("{base}/anyOf/0"), &known.types.bases(Phase::Build));
    enumerate(schema, &format!("{base}/anyOf/1/items"), &known.types.bases(Phase::Build));
    enumerate(schema, &format!("{setup}/run/properties/base"), &known.types.bases(Phase::Run));
}

fn enumerate(schema: &mut Value, at: &str, words: &[String]) {
    if let Some(Value::Object(found)) = schema.pointer_mut(at) {
        found.insert("enum".to_owned(), Value::from(words.to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{import_yaml, zerops_yaml};
    use crate::domain::documents::Known;
    use crate::domain::documents::types::Types;
    use crate::domain::status::Category;

    #[test]
    fn closed_lists_stand_where_the_platform_has_them() {
        let types = Types::from_names(&[], [("postgresql:ha@16".to_owned(), Category::Standard)]);
        let types = types.with_bases(&["alpine/php@8.4".to_owned()], &["alpine/nodejs@22".to_owned()]);
        let known = Known { types, ..Known::default() };
        let schema = import_yaml(&known);
        let service = &schema["properties"]["services"]["items"]["properties"];
        let words = service["type"]["enum"].as_array().expect("types");
        assert!(words.contains(&json!("postgresql:ha@16")));
        assert_eq!(service["mode"]["enum"], json!(["HA", "NON_HA"]));
        assert_eq!(service["objectStoragePolicy"]["enum"][0], "private");
        assert_eq!(schema["properties"]["project"]["properties"]["corePackage"]["enum"], json!(["LIGHT", "SERIOUS"]));
        let schema = zerops_yaml(&known);
        let setup = &schema["properties"]["zerops"]["items"]["properties"];
        assert!(
            setup["run"]["properties"]["base"]["enum"]
                .as_array()
                .is_some_and(|words| words.contains(&json!("alpine/nodejs@22")))
        );
        let build = &setup["build"]["properties"]["base"]["anyOf"];
        assert!(build[1]["items"]["enum"].as_array().is_some_and(|words| words.contains(&json!("alpine/php@8.4"))));
        assert!(!schema.to_string().contains("$ref"));
        assert_eq!(schema["properties"]["zerops"]["items"]["required"], json!(["setup"]));
        assert_eq!(schema["additionalProperties"], Value::Bool(false));
    }
}
