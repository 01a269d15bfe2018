//! The body of an autoscaling request.

use serde_json::Value;

use crate::domain::scaling::{CpuMode, Form, LIMITS, Limit, Scaling};
use crate::sandbox::wire::error::ApiError;

/// Reads `customAutoscaling`.
///
/// Derived: the shape. An absent or null group names nothing.
pub(crate) fn read(custom: &Value) -> Result<Scaling, ApiError> {
    if !matches!(custom, Value::Null | Value::Object(_)) {
        return Err(ApiError::unlike("customAutoscaling", custom, "an object"));
    }
    let mut scaling = Scaling::default();
    for limit in LIMITS {
        let value = at(custom, limit.path)?;
        if value.is_null() {
            continue;
        }
        let unlike = |form| Err(ApiError::user_input(&field(limit), &format!("must be {form}")));
        if limit.form == Form::Mode && value.as_str().is_some_and(|word| CpuMode::of(word).is_none()) {
            return unlike("SHARED or DEDICATED");
        }
        if !scaling.set(limit, value) {
            return unlike(match limit.form {
                Form::Mode => "a string",
                Form::Count => "an integer",
                Form::Amount => "a number",
                Form::Switch => "a boolean",
            });
        }
    }
    Ok(scaling)
}

/// The name of a limit in the request.
pub(crate) fn field(limit: &Limit) -> String {
    format!("customAutoscaling.{}", limit.path)
}

/// What stands at a path. A group that is absent or null has nothing.
fn at<'a>(custom: &'a Value, path: &str) -> Result<&'a Value, ApiError> {
    let mut value = custom;
    let mut here = "customAutoscaling".to_owned();
    for name in path.split('.') {
        if !matches!(value, Value::Null | Value::Object(_)) {
            return Err(ApiError::user_input(&here, "must be an object"));
        }
        value = &value[name];
        here.push('.');
        here.push_str(name);
    }
    Ok(value)
}
