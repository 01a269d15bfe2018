//! Setting scaling limits.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::lifecycle;
use crate::sandbox::catalog;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Service;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::scaling::{limits, request, rules};
use crate::sandbox::wire::error::ApiError;

/// Sets limits; the answer has a process unless nothing changes.
///
/// Derived: a null process means that nothing is left to do.
/// Guessed: that this is so exactly when nothing changes.
pub(crate) fn put(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?.clone();
    lifecycle::check(&call.world.data, &found, Action::Scale)?;
    check_mode(&call.body, &found)?;
    let profile = profile(call.world.platform, &found, &call.body["autoscalingProfileId"])?;
    let change = request::read(&call.body["customAutoscaling"])?;
    rules::check(&found.kind, found.mode, &found.custom_scaling, &change, &request::field)?;
    if let (Some(profile), Some(service)) = (profile, call.world.data.service_mut(&found.id)) {
        service.profile = Some(profile);
    }
    let wanted = limits::overlaid(&found.scaling(), &change);
    if wanted == found.scaling() {
        return Ok(json!({ "process": null }));
    }
    if wanted.cpu_mode != found.scaling().cpu_mode {
        let now = call.world.now();
        rules::check_cpu_mode(found.cpu_mode_changed, now)?;
        if let Some(service) = call.world.data.service_mut(&found.id) {
            service.cpu_mode_changed = Some(now);
        }
    }
    let work = Work::Scale(Box::new(change));
    let process = engine::begin(call.world, &found.project, Some(&found.id), Action::Scale, work, None);
    Ok(json!({ "process": call.process_answer(&process)? }))
}

/// Derived: the code. Guessed: the message; that a profile changes at once, and that its id is its name.
fn profile(platform: PlatformDate, found: &Service, profile: &Value) -> Result<Option<String>, ApiError> {
    match profile {
        Value::Null => Ok(None),
        Value::String(name) if catalog::profiles(platform, &found.kind).0.contains(&name.as_str()) => {
            Ok(Some(name.clone()))
        }
        Value::String(_) => Err(ApiError::new("autoscalingProfileNotFound", "Autoscaling profile not found.")),
        _ => Err(ApiError::unlike("autoscalingProfileId", profile, "a string")),
    }
}

/// Observed: a mode that is null is refused as an update of the mode.
/// Derived: a newer client does not know the field, so its absence is fine.
fn check_mode(body: &Value, found: &Service) -> Result<(), ApiError> {
    match body.get("mode") {
        None => Ok(()),
        Some(Value::String(mode)) if mode == found.mode.wire() => Ok(()),
        Some(_) => Err(ApiError::new(
            "modeUpdateForbiddenForThisStackCategory",
            "Mode update is forbidden for this stack category.",
        )),
    }
}
