//! Backups of services.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::sandbox::backups::{Backup, Subject, TAKES};
use crate::sandbox::model::service::Service;
use crate::sandbox::paths::BACKUP;
use crate::sandbox::wire::error::ApiError;

/// Characters of a tag. Derived: from the manual.
const LONGEST_TAG: usize = 24;

/// The backups of a service.
///
/// Derived: the fields. Guessed: that the name of a file is its date with an ending, and where its tags are.
pub(crate) fn of_service(call: &mut Call<'_>) -> Answer {
    let found = supported(call)?;
    let files = call.world.backups.there(call.world.now()).filter(|backup| backup.service == found.id);
    let files: Vec<Value> = files.map(file).collect();
    Ok(json!({
        "files": files,
        "backupPeriod": "0 0 * * *",
        "retentionPolicy": null,
        "defaultRetentionPolicy": {
            "maxTotalFiles": 50, "maxTotalGiB": 1024, "protectedTags": [], "minDaily": 7, "maxDaily": 7,
            "minWeekly": 4, "maxWeekly": 4, "minMonthly": 3, "maxMonthly": 3,
        },
    }))
}

/// The backups of a project, those of services that are gone too.
pub(crate) fn of_project(call: &mut Call<'_>) -> Answer {
    let project = call.project(0)?.id.clone();
    let (data, now) = (&call.world.data, call.world.now());
    let backups = call.world.backups.there(now).filter(|backup| backup.project == project);
    let wanted = call.query("serviceStackId");
    let backups = backups.filter(|backup| wanted.is_none_or(|id| backup.service.as_str() == id));
    call.list(backups, |backup| {
        let mut value = file(backup);
        value["created"] = json!(backup.created.to_string());
        value["serviceStackId"] = json!(backup.service);
        value["serviceStackName"] = json!(backup.hostname);
        value["serviceStackDeleted"] = json!(data.service(&backup.service).is_none());
        value
    })
}

/// Begins with a backup.
///
/// Derived: the answer, and that there is no process. Guessed: that it is always made in the background.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let found = supported(call)?;
    let tags = tags(&call.body["tags"])?;
    let (now, executes) = (call.world.now(), call.world.executes);
    let subject = Subject {
        service: &found.id,
        hostname: &found.hostname,
        project: &found.project,
        ending: found.kind.family.traits.backup.unwrap_or_default(),
    };
    let due = call.world.later(TAKES + call.world.backups.held);
    call.world.backups.begin(&subject, tags, now, due, executes);
    Ok(json!({ "success": true, "async": true }))
}

/// Deletes a backup.
///
/// Guessed: the code where there is none.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    let (service, date) = (call.service(0)?.id.clone(), call.argument(1).to_owned());
    existing(call, &date)?;
    call.world.backups.remove(&service, &date);
    Ok(json!({ "success": true }))
}

/// The address of a backup, good for a while.
///
/// Derived: a token that may only read gets none. Guessed: whose host it is on.
pub(crate) fn address(call: &mut Call<'_>) -> Answer {
    let (service, date) = (call.service(0)?.id.clone(), call.argument(1).to_owned());
    existing(call, &date)?;
    let secret = call.world.side_ids.next();
    let now = call.world.now();
    call.world.backups.grant(secret.clone(), service, date, now);
    let path = BACKUP.path.replace("{secret}", &secret);
    Ok(json!({ "url": format!("{}{path}", call.url) }))
}

/// The service of a call, if it is of a type that has backups. Derived: the code.
fn supported(call: &Call<'_>) -> Result<Service, ApiError> {
    let found = call.service(0)?;
    if found.kind.family.traits.backup.is_none() {
        return Err(ApiError::new("backupUnsupportedStackType", "Backup is not supported for this service type."));
    }
    Ok(found.clone())
}

fn existing(call: &Call<'_>, date: &str) -> Result<(), ApiError> {
    let service = &call.service(0)?.id;
    let found = call.world.backups.of(service, date, call.world.now());
    found.map(|_| ()).ok_or_else(|| ApiError::new("backupNotFound", "Backup not found."))
}

fn tags(tags: &Value) -> Result<Vec<String>, ApiError> {
    let wrong =
        || ApiError::user_input("tags", "must be a list of tags of at most 24 characters a-z, A-Z, 0-9, `:`, `_`, `-`");
    let plain = |tag: &str| tag.chars().all(|c| c.is_ascii_alphanumeric() || ":_-".contains(c));
    match tags {
        Value::Null => Ok(Vec::new()),
        Value::Array(tags) => tags
            .iter()
            .map(|tag| {
                let tag = tag.as_str().filter(|tag| (1..=LONGEST_TAG).contains(&tag.len()) && plain(tag));
                tag.map(str::to_owned).ok_or_else(wrong)
            })
            .collect(),
        _ => Err(wrong()),
    }
}

fn file(backup: &Backup) -> Value {
    json!({
        "path": format!("{}/{}", backup.service, backup.name),
        "name": backup.name,
        "size": backup.size(),
        "metadata": { "tags": backup.tags },
    })
}
