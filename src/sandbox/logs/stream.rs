//! Following the log over a websocket.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts as _;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::http::Response;
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use serde_json::Value;

use super::lines::build_tag;
use super::query::Query;
use super::store::Line;
use super::wire;
use crate::domain::ids::ProjectId;
use crate::sandbox::connection::Breaker;
use crate::sandbox::fault_answers;
use crate::sandbox::faults::Fault;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::shared::Shared;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::world::World;

/// How often new lines are looked for.
const INTERVAL: Duration = Duration::from_millis(100);
/// How many lines a frame has at most.
const FRAME: usize = 500;
/// How large a message of a client may be; none has anything to say.
const MOST_BYTES: usize = 64 * 1024;

/// Answers the request for a stream, and serves it beside.
///
/// Derived: the secret of the address gives access. Guessed: the status without one.
pub(crate) async fn answer(
    shared: &Arc<Shared>,
    parts: &mut Parts,
    query: Vec<(String, String)>,
    fault: Option<Fault>,
    breaker: &Breaker,
    number: usize,
) -> Response<Body> {
    let prevented = fault.as_ref().is_some_and(|fault| fault_answers::prevents(&fault.kind));
    let found = if prevented { Err(ApiError::not_authorized()) } else { project(shared, &query) };
    let upgrade = match found {
        Ok(project) => match WebSocketUpgrade::from_request_parts(parts, &()).await {
            Ok(upgrade) => Ok((upgrade, project)),
            Err(_) => Err(ApiError::new("notAvailable", "This is a websocket.").status(426)),
        },
        Err(error) => Err(error),
    };
    let (status, error) = match &upgrade {
        Ok(_) => (101, Value::Null),
        Err(error) => (error.status, error.to_json()),
    };
    let status = fault.as_ref().map_or(Some(status), |fault| fault_answers::status(&fault.kind, status));
    if let Some(status) = status {
        shared.requests().answered(number, status);
    }
    match (fault, upgrade) {
        (Some(fault), _) => fault_answers::answer(fault.kind, (status.unwrap_or(200), error), breaker).await,
        (None, Err(refused)) => fault_answers::plain(refused.status, &error),
        (None, Ok((upgrade, project))) => {
            let (shared, query) = (Arc::clone(shared), Query::read(&query));
            let upgrade = upgrade.max_message_size(MOST_BYTES);
            upgrade.on_upgrade(move |socket| follow(shared, socket, project, query)).into_response()
        }
    }
}

fn project(shared: &Shared, query: &[(String, String)]) -> Result<ProjectId, ApiError> {
    let secret = query.iter().rev().find(|(key, _)| key == "accessToken").map_or("", |(_, value)| value.as_str());
    let world = shared.world();
    let now = world.now();
    world.log_access.project(secret, now).cloned().ok_or_else(ApiError::not_authorized)
}

/// Sends lines as they come, until the client goes, or the build that is followed is over.
async fn follow(shared: Arc<Shared>, mut socket: WebSocket, project: ProjectId, query: Query) {
    let mut seen = None;
    let mut ticks = tokio::time::interval(INTERVAL);
    loop {
        tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
            _ = ticks.tick() => {}
        }
        let (frames, over) = news(&shared, &project, &query, &mut seen);
        for frame in frames {
            if socket.send(Message::Text(frame.into())).await.is_err() {
                return;
            }
        }
        if over {
            let end = CloseFrame { code: close_code::NORMAL, reason: "".into() };
            socket.send(Message::Close(Some(end))).await.ok();
            return;
        }
    }
}

/// The frames with what is new, and whether nothing more will come.
fn news(shared: &Shared, project: &ProjectId, query: &Query, seen: &mut Option<u64>) -> (Vec<String>, bool) {
    let mut world = shared.world();
    let over = is_over(&world, query);
    let newest = world.logs.next_number() - 1;
    if *seen == Some(newest) {
        return (Vec::new(), over);
    }
    world.logs.order();
    let lines: Vec<&Line> = query.follow(&world.logs, project, *seen);
    *seen = Some(newest);
    (lines.chunks(FRAME).map(|lines| wire::items(&world.logs, lines).into_text()).collect(), over)
}

/// Whether the lines that are asked for are those of a build, or of the preparation of a runtime,
/// that has ended.
///
/// Guessed: that the platform closes such a stream.
fn is_over(world: &World, query: &Query) -> bool {
    use AppVersionStatus as Status;
    let versions = world.data.app_versions.iter();
    if let [tag] = query.tags() {
        let mut builds = versions.filter(|version| build_tag(&version.id) == *tag);
        return builds.next().is_some_and(|version| {
            !matches!(version.status, Status::Uploading | Status::WaitingToBuild | Status::Building)
        });
    }
    let Some(service) = query.service() else { return false };
    let mut preparations = versions
        .filter(|version| version.prepare.as_ref().is_some_and(|prepare| prepare.service.as_str() == service))
        .peekable();
    preparations.peek().is_some() && preparations.all(|version| version.status != Status::PreparingRuntime)
}
