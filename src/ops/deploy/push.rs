//! A deploy that zcli makes. Its version is the first of the service that was not there before.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::Run;
use super::preflight::Plan;
use super::source::{Files, Source};
use crate::deploy::zcli::Push;
use crate::domain::failure::Fail;
use crate::domain::ids::AppVersionId;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::{Args, Error};
use crate::generated::types::DeploySeconds;
use crate::ops::context::Context;
use crate::ops::support::poll::{Pauses, Poll, SOON, is_final};
use crate::platform::session::Session;
use crate::platform::wire::{AppVersion, Service};
use crate::suggest;

/// Versions that are looked at.
const RECENT: usize = 20;
/// How long the index may lag behind once zcli has ended well.
const LAG: SignedDuration = SignedDuration::from_secs(20);

/// Has zcli push, until its version is there and uploaded.
pub(super) async fn push(
    cx: &Context,
    session: &Session,
    target: Service,
    plan: Plan,
    source: &Source,
    args: &Args,
) -> Result<Run, Fail<Error>> {
    let Ok(Files::Zcli { root, git, .. }) = &source.files else {
        return Err(Fail::new(code::ZcliFailed, "There is no folder for zcli."));
    };
    let begun = cx.clock().now();
    let before = versions(session, &target).await?;
    let before: HashSet<AppVersionId> = before.into_iter().map(|version| version.id).collect();
    let credentials = cx.connection().credentials().await?;
    tracing::debug!(effect = "zcli.run", "starting zcli");
    let push = Push {
        program: &cx.programs().zcli,
        folder: root.path(),
        service: &target.id,
        project: session.project_id(),
        setup: &plan.setup,
        include_git: args.include_git.unwrap_or(false),
        git: *git,
    };
    let mut pushing = push.start(&credentials.token, &credentials.host).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "it was not found on this computer".to_owned(),
            kind => kind.to_string(),
        };
        Fail::new(code::ZcliFailed, format!("zcli cannot be run: {why}."))
    })?;
    let limit = SignedDuration::from_secs(args.timeout);
    let mut poll = Poll::new(cx, begun, limit, Pauses::Every(SOON));
    let mut ended_well = None;
    loop {
        let now = cx.clock().now();
        match pushing.ended() {
            Some(false) => {
                let said = credentials.token.redact(&pushing.words().await);
                let message = if said.is_empty() { "zcli failed.".to_owned() } else { format!("zcli failed: {said}") };
                return Err(Fail::new(code::ZcliFailed, message));
            }
            Some(true) => ended_well = ended_well.or(Some(now)),
            None => {}
        }
        let late = ended_well.is_some_and(|ended| now.duration_since(ended) >= LAG);
        if late || poll.is_over() {
            let message = "zcli ran, and no new version of the service was seen.";
            return Err(Fail::new(code::ZcliFailed, message).next(suggest::events_of(&target.name)));
        }
        let found = match versions(session, &target).await {
            Ok(versions) => versions,
            Err(error) if is_final(&error) => return Err(error.into()),
            Err(_) => Vec::new(),
        };
        let new =
            found.into_iter().rev().find(|version| !before.contains(&version.id) && version.status != "UPLOADING");
        if let Some(version) = new {
            let accepted = cx.clock().now();
            let seconds =
                DeploySeconds { upload: Some(accepted.duration_since(begun).as_secs()), ..Default::default() };
            // zcli only watches from here on.
            drop(pushing);
            return Ok(Run {
                service: target,
                version: version.id,
                name: version.name,
                process: None,
                setup: plan.setup,
                idles: plan.idles,
                builds: true,
                files: None,
                bytes: None,
                seconds,
                warnings: plan.warnings,
                accepted,
            });
        }
        // What ended the wait is seen above, after zcli was looked at once more.
        let _ = poll.next().await;
    }
}

/// The newest versions of a service that zcli or somebody like it has made, the newest first.
async fn versions(session: &Session, target: &Service) -> Result<Vec<AppVersion>, crate::platform::error::Error> {
    let pushed = |version: &AppVersion| !version.is_empty();
    Ok(session.recent_app_versions(Some(&target.id), RECENT, pushed).await?.entries)
}
