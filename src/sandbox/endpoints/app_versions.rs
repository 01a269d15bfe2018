//! Reading app versions.

use super::call::{Answer, Call, LongAnswer};
use crate::domain::ids::AppVersionId;
use crate::sandbox::search;
use crate::sandbox::wire::app_version;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::index::AppVersions;

/// The versions of every project the token reaches, as the index knows them.
pub(crate) fn search(call: &mut Call<'_>) -> LongAnswer {
    search::answer(&AppVersions(call.view()?), &call.body)
}

/// One version. Guessed: the status of one that is unknown.
pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    let data = &call.world.data;
    let found = data.app_version(&AppVersionId::new(call.argument(0)));
    let found = found.filter(|found| call.reaches(data, &found.project));
    let found = found.ok_or_else(|| ApiError::new("appVersionNotFound", "App version not found."))?;
    Ok(app_version::full(data, found))
}

/// The versions of a service. Guessed: the newest first.
pub(crate) fn of_service(call: &mut Call<'_>) -> Answer {
    let id = call.service(0)?.id.clone();
    let data = &call.world.data;
    let found = data.app_versions.iter().rev().filter(|found| found.service == id);
    let found = found.filter(|found| call.has_status(found.status.wire()));
    call.list(found, |found| app_version::full(data, found))
}
