//! The validation of a zerops.yaml before it is deployed.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::sandbox::zerops_yaml;

/// Validates a document for one setup.
///
/// Derived: an empty `operation` is accepted. Guessed: the setup is `zeropsYamlSetup`, and the name
/// of the service without it.
pub(crate) fn zerops_yaml(call: &mut Call<'_>) -> Answer {
    for name in ["serviceStackName", "serviceStackTypeId", "serviceStackTypeVersionName", "operation"] {
        call.required_text(name)?;
    }
    let source = call.required_text("zeropsYaml")?;
    let name = match &call.body["zeropsYamlSetup"] {
        Value::Null => call.required_text("serviceStackName")?,
        _ => call.required_text("zeropsYamlSetup")?,
    };
    zerops_yaml::setup(source, name, call.world.platform)?;
    Ok(json!({ "success": true }))
}
