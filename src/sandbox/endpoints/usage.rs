//! What services use, and what that costs.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::domain::ids::ProjectId;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::model::service::Service;
use crate::sandbox::tokens::TokenKind;
use crate::sandbox::usage::{self, Used};
use crate::sandbox::wire::error::ApiError;

/// Groups of an answer that asks for no number of them. Guessed.
const DEFAULT_LIMIT: u64 = 1_000;
/// Buckets of a service at most. Guessed.
const MOST_BUCKETS: i64 = 5_000;

/// What services use now.
///
/// Derived: the fields. Guessed: that dedicated cores stand in `cpu` and shared ones in `vCpu` with the other 0 of 0.
pub(crate) fn current(call: &mut Call<'_>) -> Answer {
    let by_container = group(call, &["serviceStackId", "containerId"])? == "containerId";
    let mut items = Vec::new();
    for service in running(call)? {
        let Some(used) = now(call, &service) else { continue };
        let limits = usage::limits(&service, used);
        let count = if by_container { usage::containers(&service) } else { 1 };
        for number in 0..count {
            let share = |amount: f64| amount / f64::from(count);
            let amount = |limit: f64, used: f64| json!({ "limit": share(limit), "used": share(used) });
            let (dedicated, shared) = cores(&service, limits, used);
            let mut item = json!({
                "serviceStackId": service.id,
                "cpu": amount(dedicated.0, dedicated.1),
                "vCpu": amount(shared.0, shared.1),
                "ramGBytes": amount(limits.ram, used.ram),
                "diskGBytes": amount(limits.disk, used.disk),
            });
            if by_container {
                item["containerId"] =
                    json!(crate::sandbox::ids::derived_id(service.id.as_str(), usize::try_from(number).unwrap_or(0)));
            }
            items.push(item);
        }
    }
    Ok(json!({ "items": items }))
}

/// What services used, in buckets.
///
/// Derived: the fields and the lengths. Guessed: that they begin at whole minutes, hours and days in UTC whatever the time
/// zone, the first of them before `from`; that the limits are those of now; what is refused.
pub(crate) fn history(call: &mut Call<'_>) -> Answer {
    group(call, &["serviceStackId", "serviceId", "containerId"])?;
    let step = match call.body["timeGroupBy"].as_str() {
        Some("1m") => Duration::from_mins(1),
        Some("1h") => Duration::from_hours(1),
        Some("1d") => Duration::from_hours(24),
        _ => return Err(ApiError::user_input("timeGroupBy", "must be one of 1m, 1h, 1d, 1w, 1M")),
    };
    let till = moment(call, "till")?.unwrap_or_else(|| call.world.now()).min(call.world.now());
    let from = moment(call, "from")?.unwrap_or_else(|| till - Duration::from_hours(24));
    let mut items = Vec::new();
    for service in running(call)? {
        let mut begun = floor(from, step);
        let mut count = 0;
        while begun < till && count < MOST_BUCKETS {
            let ended = begun + step;
            if let Some(used) = used(call, &service, begun, ended).filter(|_| ended > service.created) {
                items.push(bucket(&service, begun, ended, used));
            }
            (begun, count) = (ended, count + 1);
        }
    }
    let limit = call.body["limit"].as_u64().unwrap_or(DEFAULT_LIMIT);
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(json!({ "items": items }))
}

/// What services cost, day by day.
///
/// Derived: the fields, and that a token may lack the right to see costs. Guessed: that one which may only read does.
pub(crate) fn cost(call: &mut Call<'_>) -> Answer {
    if call.token == Some(TokenKind::ReadOnly) {
        return Err(ApiError::not_permitted(call.world.platform));
    }
    group(call, &["stackId"])?;
    let step = Duration::from_hours(24);
    let till = moment(call, "till")?.unwrap_or_else(|| call.world.now()).min(call.world.now());
    let from = moment(call, "from")?.unwrap_or_else(|| till - 7 * step);
    let mut items = Vec::new();
    for service in running(call)? {
        let Some(project) = call.world.data.project(&service.project) else { continue };
        let mut begun = floor(from, step);
        while begun < till {
            let ended = begun + step;
            let paid = ended.min(till).duration_since(begun.max(service.created)).as_secs_f64() / 86_400.0;
            if paid > 0.0
                && let Some(used) = now(call, &service)
            {
                let price = usage::price_per_day(&service, usage::limits(&service, used)) * paid;
                items.push(json!({
                    "projectId": service.project, "projectName": project.name, "stackId": service.id,
                    "stackName": service.hostname, "from": begun.to_string(), "till": ended.to_string(),
                    "sumTotalPrice": price,
                }));
            }
            begun = ended;
        }
    }
    Ok(json!({ "items": items }))
}

/// The services that run in the project that the conditions name.
///
/// Guessed: without such a condition those of every project that the token reaches.
fn running(call: &Call<'_>) -> Result<Vec<Service>, ApiError> {
    let search =
        call.body["search"].as_array().ok_or_else(|| ApiError::unlike("search", &call.body["search"], "a list"))?;
    let value = |name: &str| search.iter().find(|one| one["name"] == name).and_then(|one| one["value"].as_str());
    if value("clientId").is_none_or(|client| client != call.world.data.client.as_str()) {
        return Err(ApiError::user_input("search", "clientId is required"));
    }
    let wanted = value("projectId").map(ProjectId::new);
    let data = &call.world.data;
    let of_project = |service: &&Service| {
        wanted.as_ref().is_none_or(|project| service.project == *project) && call.reaches(data, &service.project)
    };
    let services = data.services.iter().filter(of_project);
    let up = services
        .filter(|one| !one.is_system() && one.status == ServiceStatus::Active && one.scaling().max_ram.is_some());
    Ok(up.cloned().collect())
}

fn group<'c>(call: &'c Call<'_>, known: &[&str]) -> Result<&'c str, ApiError> {
    let group = call.required_text("groupBy")?;
    if known.contains(&group) { Ok(group) } else { Err(ApiError::user_input("groupBy", "is not known")) }
}

fn moment(call: &Call<'_>, name: &str) -> Result<Option<Timestamp>, ApiError> {
    match &call.body[name] {
        Value::Null => Ok(None),
        value => {
            let moment = value.as_str().and_then(|text| text.parse().ok());
            moment.map(Some).ok_or_else(|| ApiError::user_input(name, "must be a time"))
        }
    }
}

fn now(call: &Call<'_>, service: &Service) -> Option<Used> {
    if call.world.executes {
        return call.world.usage.newest(&service.id);
    }
    Some(usage::modelled(service, call.world.now()))
}

fn used(call: &Call<'_>, service: &Service, from: Timestamp, till: Timestamp) -> Option<Used> {
    if call.world.executes {
        return call.world.usage.average(&service.id, from, till);
    }
    // The whole day is about as its noon.
    let middle = from + (till.duration_since(from).unsigned_abs() / 2);
    Some(usage::modelled(service, middle))
}

/// Dedicated cores, then shared ones: what there is and what is used.
fn cores(service: &Service, limits: Used, used: Used) -> ((f64, f64), (f64, f64)) {
    let own = (limits.cpu, used.cpu);
    if usage::is_dedicated(service) { (own, (0.0, 0.0)) } else { ((0.0, 0.0), own) }
}

fn bucket(service: &Service, from: Timestamp, till: Timestamp, used: Used) -> Value {
    let limits = usage::limits(service, used);
    let (dedicated, shared) = cores(service, limits, used);
    json!({
        "from": from.to_string(), "till": till.to_string(), "serviceStackId": service.id,
        "containerCount": usage::containers(service),
        "cpuLimit": dedicated.0, "cpuUsed": dedicated.1, "vCpuLimit": shared.0, "vCpuUsed": shared.1,
        "ramLimit": limits.ram, "ramUsed": used.ram, "diskLimit": limits.disk, "diskUsed": used.disk,
    })
}

/// The beginning of the bucket that a moment is in.
fn floor(moment: Timestamp, step: Duration) -> Timestamp {
    let step = i64::try_from(step.as_secs()).unwrap_or(1).max(1);
    Timestamp::from_second(moment.as_second().div_euclid(step) * step).unwrap_or(moment)
}
