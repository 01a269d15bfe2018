//! Setting the scaling limits of a service.

use super::context::Context;
use super::{failure, scaling, services, views};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::errors::code;
use crate::generated::tools::zerops_scale::{Args, Error};
use crate::generated::types::ScaleResult;
use crate::platform::wire::AutoscalingRequest;

/// Sets the limits that the call names; the others stay.
///
/// # Errors
/// `INVALID_SCALING` before anything is sent, with every limit that cannot be.
pub async fn scale(cx: &Context, args: Args) -> Result<Outcome<ScaleResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find::<Error>(&session, &args.service_hostname).await?;
    let category = service.category();
    if category == "OBJECT_STORAGE" {
        let message = format!("`{}` is an object storage, which does not scale.", service.name);
        return Err(Fail::new(code::InvalidScaling, message).suggest("Set its size when it is created."));
    }
    let before = scaling::in_force(&service);
    let after = scaling::after(&before, &args);
    let faults = scaling::faults(&after, &args, category);
    if !faults.is_empty() {
        let reasons: Vec<String> = faults.iter().map(|(field, reason)| format!("`{field}` {reason}")).collect();
        let fail = Fail::new(code::InvalidScaling, reasons.join("; "));
        let fail = faults.into_iter().fold(fail, |fail, (field, reason)| fail.field(field, reason));
        return Err(fail.next(services::look_at(&service.name)));
    }
    let result = ScaleResult { service: service.name.clone(), scaling: after.clone(), ..ScaleResult::default() };
    if after == before {
        return Ok(Outcome::Done(result));
    }
    let request = AutoscalingRequest {
        autoscaling_profile_id: service.autoscaling_profile_id.clone(),
        autoscaling_profile_overrides: service.autoscaling_profile_overrides.clone(),
        custom_autoscaling: Some(scaling::request(&after, category == "USER")),
    };
    let process = session.set_autoscaling(&service.id, &request).await;
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    let result = ScaleResult { changed: true, ..result };
    Ok(match process {
        Some(process) => Outcome::Started(ScaleResult { process: Some(views::process(&process)), ..result }),
        None => Outcome::Done(result),
    })
}
