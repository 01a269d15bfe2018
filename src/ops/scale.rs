//! Setting the scaling limits of a service.
//!
//! The platform takes all limits at once, so a change writes what it has read besides what it was told. A change that
//! is under way is waited for, of this server only one writes at a time, and what is in force in the end is looked at:
//! of two changes that come together none is lost and called done.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::context::Context;
use super::support::{end_of_call, failure, follow_process, scaling, service_facts, services, wire_to_view};
use crate::domain::failure::Fail;
use crate::domain::ids::ServiceId;
use crate::domain::outcome::Outcome;
use crate::domain::status::Category;
use crate::generated::errors::code;
use crate::generated::tools::zerops_scale::{Args, Error};
use crate::generated::types::{ScaleResult, ScalingView};
use crate::platform::session::Session;
use crate::platform::wire::{Autoscaling, AutoscalingRequest, Service};
use crate::suggest;

/// What the platform calls a change of limits.
const ACTIONS: [&str; 2] = ["stack.updateAutoscaling", "stack.autoscaling"];
/// How often a change is made anew that another one has undone.
const TRIES: usize = 3;

/// Those who write limits of a service now.
type Writer = Arc<tokio::sync::Mutex<()>>;
static WRITERS: LazyLock<Mutex<HashMap<ServiceId, Writer>>> = LazyLock::new(Mutex::default);

/// Sets the limits that the call names; the others stay.
///
/// # Errors
/// `INVALID_SCALING` before anything is sent, with every limit that cannot be.
pub async fn scale(cx: &Context, args: Args) -> Result<Outcome<ScaleResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let found = services::find::<Error>(&session, &args.service_hostname).await?;
    if found.kind() == Category::ObjectStorage {
        let message = format!("`{}` is an object storage, which does not scale.", found.name);
        return Err(Fail::new(code::InvalidScaling, message).suggest("Set its size when it is created."));
    }
    let change = args.carried();
    let mut changed = false;
    for _ in 0..TRIES {
        let mut result = {
            let writer = writer(&found.id);
            let _alone = writer.lock().await;
            let service = settled(cx, &session, found.clone(), &args).await?;
            write(&session, &service, &change).await?
        };
        changed |= result.changed;
        result.changed = changed;
        let Some(process) = &result.process else { return Ok(Outcome::Done(result)) };
        let is_begun = process.status != "FINISHED";
        end_of_call::settle::<_, Error>(cx, args.wait, &mut result).await?;
        let is_over = result.process.as_ref().is_some_and(|process| process.status == "FINISHED");
        if !(is_begun && is_over) {
            return Ok(Outcome::Done(result));
        }
        let service = services::find::<Error>(&session, &args.service_hostname).await?;
        if scaling::holds(&scaling::in_force(&service), &change) {
            return Ok(Outcome::Done(result));
        }
    }
    let message = format!("Limits of `{}` were set and are not in force: somebody else sets them too.", found.name);
    Err(Fail::new(code::ApiError, message).next(suggest::service(&found.name)))
}

/// Whoever writes the limits of a service waits for this.
fn writer(service: &ServiceId) -> Writer {
    let mut writers = WRITERS.lock().unwrap_or_else(PoisonError::into_inner);
    writers.retain(|_, writer| Arc::strong_count(writer) > 1);
    writers.entry(service.clone()).or_default().clone()
}

/// The service as it is once no change of its limits is under way.
async fn settled(cx: &Context, session: &Session, found: Service, args: &Args) -> Result<Service, Fail<Error>> {
    let Some(process) = session.unfinished(&found.id, &ACTIONS).await? else {
        return services::find::<Error>(session, &args.service_hostname).await;
    };
    let what = format!("the change of `{}` before this one", found.name);
    follow_process::all(cx, session, &[process.id], &what).await?;
    services::find::<Error>(session, &args.service_hostname).await
}

/// Sets limits on top of those that are in force.
async fn write(session: &Session, service: &Service, change: &ScalingView) -> Result<ScaleResult, Fail<Error>> {
    let before = scaling::in_force(service);
    let after = scaling::after(&before, change);
    let faults = scaling::faults(&after, change, service_facts::is_runtime(service));
    if !faults.is_empty() {
        let reasons: Vec<String> = faults.iter().map(|(field, reason)| format!("`{field}` {reason}")).collect();
        let fail = Fail::new(code::InvalidScaling, reasons.join("; "));
        let fail = faults.into_iter().fold(fail, |fail, (field, reason)| fail.field(field, reason));
        return Err(fail.next(suggest::service(&service.name)));
    }
    let result = ScaleResult { service: service.name.clone(), scaling: after.clone(), ..ScaleResult::default() };
    if after == before {
        return Ok(result);
    }
    let request = AutoscalingRequest {
        autoscaling_profile_id: service.autoscaling_profile_id.clone(),
        autoscaling_profile_overrides: service.autoscaling_profile_overrides.clone(),
        custom_autoscaling: Some(Autoscaling::of(&after, service_facts::is_runtime(service))),
    };
    let process = session.set_autoscaling(&service.id, &request).await;
    let process = process.map_err(|error| failure::of_change(error, &service.name))?;
    let note = note(&before, &after);
    Ok(ScaleResult { changed: true, note, process: process.as_ref().map(wire_to_view::process), ..result })
}

/// What a change does that is not seen in the limits.
fn note(before: &ScalingView, after: &ScalingView) -> Option<String> {
    let disk = |limit: fn(&ScalingView) -> Option<f64>| limit(before).zip(limit(after));
    let (least, most) = (disk(|limits| limits.min_disk), disk(|limits| limits.max_disk));
    let disk = if [least, most].into_iter().flatten().any(|(before, after)| after < before) {
        Some("Disk does not shrink: what a container has beyond these limits it keeps.")
    } else if least.is_some_and(|(before, after)| after > before) {
        Some("Disk that is added cannot be taken away again, also by a lower `minDisk`.")
    } else {
        None
    };
    // By the public price list, which zerops_knowledge has too.
    let cores = (after.is_dedicated() && !before.is_dedicated())
        .then_some("Dedicated cores cost ten times as much as shared ones.");
    let said: Vec<&str> = disk.into_iter().chain(cores).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_taken_back_is_said() {
        let limits = |disk: (f64, f64), mode: &str| ScalingView {
            min_disk: Some(disk.0),
            max_disk: Some(disk.1),
            cpu_mode: Some(mode.to_owned()),
            ..ScalingView::default()
        };
        let before = limits((1.0, 20.0), "SHARED");
        let said = |disk, mode| note(&before, &limits(disk, mode)).unwrap_or_default();
        assert_eq!(said((1.0, 40.0), "SHARED"), "");
        assert!(said((5.0, 20.0), "SHARED").contains("cannot be taken away"));
        assert!(said((1.0, 5.0), "SHARED").contains("does not shrink"));
        assert_eq!(said((1.0, 20.0), "DEDICATED"), "Dedicated cores cost ten times as much as shared ones.");
    }
}
