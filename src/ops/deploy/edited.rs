//! Edits that were made in the container of a dev service: a deploy of a folder replaces the container, and they are nowhere
//! else. What is deployed anyway is no loss.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ring::digest;

use super::Run;
use super::preflight::Plan;
use super::source::{Files, Source};
use crate::deploy::edits::{self, Edited};
use crate::deploy::files::{Kind, NAMED, shown};
use crate::deploy::ssh::{Destination, Ssh};
use crate::domain::failure::{Fail, FieldReason};
use crate::files::{Root, apart};
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::Error;
use crate::ops::context::Context;
use crate::platform::wire::Service;
use crate::suggest;

/// A larger file is not compared: the container has no hash of it either.
const MOST_BYTES: u64 = 2 * 1024 * 1024;
/// A container that has just begun may not be reached over SSH in its first seconds.
const TRIES: usize = 6;
const PAUSE: Duration = Duration::from_millis(500);

/// Refuses what would throw edits away. What cannot be found out stops nothing.
pub(super) async fn check(cx: &Context, source: &Source, plan: &Plan, target: &Service) -> Result<(), Fail<Error>> {
    let Ok(Files::Here(listing)) = &source.files else { return Ok(()) };
    let Some(to) = container(cx, plan.idles, target) else { return Ok(()) };
    tracing::debug!(effect = "ssh.exec", hostname = to.hostname(), "looking for edits in a container");
    let edited = match edits::look(Ssh::new(cx.programs()), &to).await {
        Ok(edited) => edited,
        Err(error) => {
            tracing::debug!(%error, "edits were not looked for");
            return Ok(());
        }
    };
    let replaced =
        |one: &Edited| listing.entries.iter().any(|entry| entry.kind == Kind::File && entry.path == one.path);
    let edited: Vec<Edited> = edited.into_iter().filter(replaced).collect();
    let root = Arc::clone(&listing.root);
    let lost =
        apart(move || edited.into_iter().filter(|one| hash(&root, &one.path).as_ref() != Some(&one.hash)).collect());
    let lost: Vec<Edited> = lost.await.unwrap_or_default();
    if lost.is_empty() {
        return Ok(());
    }
    let (name, count) = (&target.name, lost.len());
    let files = if count == 1 { "1 file was".to_owned() } else { format!("{count} files were") };
    let message = format!(
        "Nothing was deployed: {files} edited in the container of `{name}` since its last deploy, and this folder has other \
         ones. The deploy would replace them."
    );
    let mut fail = Fail::new(code::PreflightFailed, message).suggest(format!(
        "Deploy from `{name}` itself to keep them, or copy them here. To give them up, remove them there with zerops_exec, then deploy again."
    ));
    let name_of = |one: &Edited| shown(one.path.as_os_str().as_encoded_bytes());
    fail.detail.fields =
        lost.iter().take(NAMED).map(|one| FieldReason::new(name_of(one), "was edited in the container")).collect();
    Err(fail.next(suggest::deploy_from(name, name, Some(&plan.setup))))
}

/// Notes what was deployed, for the next time.
pub(super) async fn note(cx: &Context, run: &Run) {
    let Some(to) = container(cx, run.idles, &run.service) else { return };
    for _ in 0..TRIES {
        tracing::debug!(effect = "ssh.exec", hostname = to.hostname(), "noting the files of a container");
        match edits::note(Ssh::new(cx.programs()), &to).await {
            Ok(()) => return,
            Err(error) => tracing::debug!(%error, "the files were not noted"),
        }
        if !cx.pause(PAUSE).await {
            return;
        }
    }
}

/// The container of a service to develop on, where zcp reaches it.
fn container(cx: &Context, idles: bool, service: &Service) -> Option<Destination> {
    Destination::of(service).filter(|_| idles && cx.programs().ssh_config.is_some())
}

/// The SHA-256 of a file.
fn hash(root: &Root, path: &Path) -> Option<String> {
    let bytes = root.read(path, MOST_BYTES).ok()?;
    Some(digest::digest(&digest::SHA256, &bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}
