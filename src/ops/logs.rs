//! Logs of services and of builds.

mod entry;
mod follow;
mod search;
mod show;
mod window;

use futures_util::future::{join, join3};

use super::context::Context;
use super::support::{secrets, service_facts, services};
use crate::domain::call::{Arguments, NextCall};
use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::domain::outcome::Lines;
pub(super) use crate::domain::terminal::{clean, clean_text};
use crate::generated::errors::code;
use crate::generated::tools::zerops_logs::{Args, Error};
use crate::generated::types::{LogsResult, Moment};
use crate::platform::error::ErrorKind;
use crate::platform::logs::{LogQuery, LogReader};
use crate::platform::session::Session;
use crate::platform::wire::{AppVersion, Service};
use crate::suggest;
use entry::Filter;
use window::Window;

/// Characters of the id of a container; what is no id is its name.
const ID_LENGTH: usize = 22;

/// Reads the newest lines that are wanted.
///
/// # Errors
/// `INVALID_PARAMETER` for a time that cannot be read and for a build that the service does not have.
pub async fn logs(cx: &Context, args: Args) -> Result<Lines<LogsResult>, Fail<Error>> {
    let window = Window::read(args.since.as_ref(), args.until.as_ref(), cx.clock().now())?;
    let session = cx.connection().session().await?;
    let mut reader = LogReader::new(&session);
    let hostname = &args.service_hostname;
    let (service, all, ()) =
        join3(services::find::<Error>(&session, hostname), session.services(), reader.prepare()).await;
    let (service, all) = (service?, all.unwrap_or_default());
    let secrets = secrets::learn(&session, &all, &hostname.0);
    let build = build_of(&session, &service, &args).await?;
    if build.is_none() && args.build_id.is_some() {
        let note = Some("It has no build yet.".to_owned());
        let record = LogsResult { service: service.name, note, ..Default::default() };
        let text = format!("{}: no lines. It has no build yet.", record.service);
        return Ok(Lines { record, text });
    }
    let query = query(&service, build.as_ref(), &args);
    let filter = Filter {
        window,
        search: args.search.as_ref().map(|text| text.to_lowercase()).filter(|text| !text.is_empty()),
        container: args.container.clone().filter(|_| query.container.is_none()),
    };
    let limit = usize::try_from(args.limit).unwrap_or(1);
    let mut found = match args.follow {
        Some(seconds) => {
            // What is reported on the way has to be without them too.
            secrets.await;
            follow::lines(cx, &session, &mut reader, (&query, &filter), limit, seconds).await?
        }
        None => join(search::newest(&mut reader, &query, &filter, limit), secrets).await.0?,
    };
    for entry in &mut found.entries {
        entry.message = session.masked(&entry.message);
    }
    let is_bare = build.is_none() && found.entries.is_empty() && !filter.is_narrow() && args.severity.is_none();
    let build = build.map(|build| build.id.to_string());
    let mut answer = show::answer(&service.name, build, found, window, |until| read_on(&args, until));
    let runs = service.active_app_version.as_ref().is_some_and(|version| !version.is_empty());
    if is_bare && service_facts::is_runtime(&service) && !runs {
        // What keeps it from running was written by its build.
        answer.record.next.push(suggest::newest_build_log(&service.name));
    }
    Ok(answer)
}

/// The build whose log is wanted, if one is.
async fn build_of(session: &Session, service: &Service, args: &Args) -> Result<Option<AppVersion>, Fail<Error>> {
    let id = match &args.build_id {
        None => return Ok(None),
        Some(id) if id.0 == suggest::LATEST => return Ok(session.latest_build(&service.id).await?),
        Some(id) => id,
    };
    match session.app_version(&AppVersionId::new(id.0.clone())).await {
        Ok(version) if version.service_stack_id == service.id && version.build.is_some() => Ok(Some(version)),
        Err(error) if error.kind != ErrorKind::NotFound || error.api_code.is_none() => Err(error.into()),
        _ => {
            let fail = Fail::new(code::InvalidParameter, format!("`{}` has no build `{id}`.", service.name));
            let fail = fail.field("buildId", "is no build of this service");
            Err(fail.suggest("zerops_events names the builds of a service.").next(suggest::events_of(&service.name)))
        }
    }
}

fn query(service: &Service, build: Option<&AppVersion>, args: &Args) -> LogQuery {
    // Where the service that builds is not known, the tag alone finds its lines; with the id of the
    // runtime it finds none.
    let writer = match build {
        Some(version) => version.build.as_ref().map(|build| build.service_stack_id.clone()),
        None => Some(service.id.clone()),
    };
    let is_id = |text: &String| text.len() == ID_LENGTH && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    LogQuery {
        service: writer.filter(|id| !id.as_str().is_empty()),
        severity: args.severity.map(entry::level),
        tag: build.map(|build| format!("zbuilder@{}", build.id)),
        container: args.container.clone().filter(is_id),
    }
}

/// The same call for what is older than a moment.
fn read_on(args: &Args, until: String) -> NextCall {
    Args { until: Some(Moment(until)), follow: None, ..args.clone() }.to_call()
}
