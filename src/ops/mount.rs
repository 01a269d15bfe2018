//! The files of services as folders of this computer.
//!
//! Deliberately absent: state of its own. What is mounted is what the system's table says.

mod place;
mod programs;

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use tokio::sync::Mutex;

use super::context::Context;
use super::support::{container, service_facts, services};
use crate::deploy::mounts::{Entry, Table};
use crate::deploy::ssh::Destination;
use crate::domain::call::NextCall;
use crate::domain::failure::Fail;
use crate::domain::status::ServiceStatus;
use crate::generated::errors::code;
use crate::generated::tools::zerops_mount::{Error, MountArgs, StatusArgs, UnmountArgs};
use crate::generated::types::{MountResult, MountView};
use crate::platform::wire::Service;
use crate::programs::RunError;
use crate::suggest;
use place::{Ground, Place, Refusal};

/// How a mount stands.
#[derive(Clone, Copy, Debug)]
enum State {
    Mounted,
    Stale,
    Pending,
    NotMounted,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Mounted => "mounted",
            Self::Stale => "stale",
            Self::Pending => "pending",
            Self::NotMounted => "not_mounted",
        }
    }
}

/// So many are listed.
const LISTED: usize = 50;
/// How often it is looked whether another server has had its turn, and the pause after each look.
const TURNS: u32 = 600;
const TURN: Duration = Duration::from_millis(100);
/// Two calls for one place must not both mount there.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// The same for other servers on this computer, as far as the folder can be locked. What hangs must not
/// hold them up for ever.
async fn alone(ground: &Ground) -> Option<File> {
    let folder = File::open(ground.root()).ok()?;
    for _ in 0..TURNS {
        match folder.try_lock() {
            Ok(()) => return Some(folder),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(TURN).await,
            Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}

/// Mounts the files of a service.
///
/// # Errors
/// Those of the tool; what is mounted already is no error.
pub async fn mount(cx: &Context, args: MountArgs) -> Result<MountResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let service = services::find(&session, &args.service_hostname).await?;
    let name = service.name.as_str();
    if cx.is_own(&service) {
        let fail =
            Fail::new(code::ServiceProtected, format!("zcp itself runs in `{name}`: its files are here already."));
        return Err(fail.suggest("Work on them in /var/www."));
    }
    if !service_facts::is_runtime(&service) {
        let fail = Fail::new(code::InvalidParameter, format!("`{name}` is {} and has no code.", service.type_name()));
        return Err(fail.field("serviceHostname", "is no runtime"));
    }
    let ground = Ground::of(cx);
    check_means(cx, &ground)?;
    let place = ground.place(args.path.as_deref(), name).map_err(outside)?;
    let _turn = ONE_AT_A_TIME.lock().await;
    let _lock = alone(&ground).await;
    let mut table = read_table(cx)?;
    let read_only = args.read_only == Some(true);
    if let Some(found) = table.at(&place.path) {
        if found.hostname() != Some(name) {
            return Err(failed("Something else is mounted there.").field("path", "is taken"));
        }
        let answers = programs::answers(&cx.programs().mounts, &place.path).await;
        if answers && found.is_read_only == read_only {
            return Ok(one(false, view(name, &place.path, State::Mounted, read_only, None)));
        }
        take_away(cx, found, !answers).await?;
        table = read_table(cx)?;
    }
    if service_facts::is_being_made(&service) {
        let mut fail = failed(format!("`{name}` is still being made.")).suggest("Mount it again in a few seconds.");
        fail.detail.retryable = Some(true);
        return Err(fail.next(suggest::service(name)));
    }
    if lacks_container(&service) {
        let message = format!("`{name}` has no running container: its status is {}.", service.status);
        return Err(match service.state() {
            ServiceStatus::Stopped => {
                let advice = "Its files are in its container, which does not run: start it, then mount it.";
                failed(message).suggest(advice).next(suggest::start(name, Some(true)))
            }
            _ => failed(message).suggest("Deploy to it, then mount it.").next(suggest::service(name)),
        });
    }
    let Some(to) = Destination::of(&service) else {
        return Err(Fail::new(code::SshFailed, "This hostname is not one that ssh can be given."));
    };
    programs::reach(cx, &to).await.map_err(|error| {
        let fail = Fail::new(code::SshFailed, format!("`{name}` was not reached: {error}."));
        fail.suggest(format!("Check that `{}` works from where zcp runs.", container::line(cx, name)))
            .next(suggest::service(name))
    })?;
    let made = match ground.prepare(&place, &table) {
        Ok(made) => made,
        // Somebody who holds no lock may have been quicker.
        Err(_) if is_mounted(cx, &place, name).await => {
            return Ok(one(false, view(name, &place.path, State::Mounted, read_only, None)));
        }
        Err(refusal) => return Err(failed(refusal.0)),
    };
    if let Err(fail) = mount_at(cx, &to, &place, read_only).await {
        if made {
            // Only an empty folder goes this way.
            std::fs::remove_dir(&place.path).ok();
        }
        return Err(fail);
    }
    let shell = container::line(cx, name);
    let note = format!("These are the files of the container; run commands there with zerops_exec or `{shell}`.");
    Ok(one(true, view(name, &place.path, State::Mounted, read_only, Some(note))))
}

/// Takes the mounts of a service away: that at a path, or all of them.
///
/// # Errors
/// Those of the tool; what is not mounted is no error.
pub async fn unmount(cx: &Context, args: UnmountArgs) -> Result<MountResult, Fail<Error>> {
    let (ground, name) = (Ground::of(cx), args.service_hostname.0.as_str());
    let place = ground.place(args.path.as_deref(), name).map_err(outside)?;
    let _turn = ONE_AT_A_TIME.lock().await;
    let _lock = alone(&ground).await;
    let table = read_table(cx)?;
    let wanted = |entry: &&Entry| args.path.is_none() || entry.path == place.path;
    let found: Vec<&Entry> = table.within(ground.root()).filter(|entry| entry.hostname() == Some(name)).collect();
    let mut mounts = Vec::new();
    for entry in found.into_iter().filter(wanted) {
        let dead = !programs::answers(&cx.programs().mounts, &entry.path).await;
        take_away(cx, entry, dead).await?;
        mounts.push(view(name, &entry.path, State::NotMounted, false, None));
    }
    let changed = !mounts.is_empty();
    if !changed {
        mounts.push(view(name, &place.path, State::NotMounted, false, None));
    }
    Ok(MountResult { changed: Some(changed), mounts, ..MountResult::default() })
}

/// How the mounts of one service stand, or of all.
///
/// # Errors
/// Those of the tool.
pub async fn status(cx: &Context, args: StatusArgs) -> Result<MountResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let services = match &args.service_hostname {
        Some(hostname) => vec![services::find(&session, hostname).await?],
        None => session.services().await?,
    };
    let ground = Ground::of(cx);
    let only = args.service_hostname.as_ref().map(|hostname| hostname.0.as_str());
    let table = read_table(cx)?;
    let (mut mounts, mut rest) = (Vec::new(), Vec::new());
    let services: BTreeMap<&str, &Service> = services.iter().map(|service| (service.name.as_str(), service)).collect();
    for entry in table.within(ground.root()).take(LISTED) {
        let Some(name) = entry.hostname().filter(|name| only.is_none_or(|only| only == *name)) else { continue };
        let answers = programs::answers(&cx.programs().mounts, &entry.path).await;
        let state = if answers { State::Mounted } else { State::Stale };
        let note = (!services.contains_key(name)).then(|| "The project has no such service.".to_owned());
        mounts.push(view(name, &entry.path, state, entry.is_read_only, note));
    }
    for (name, service) in services {
        let mounted = mounts.iter().any(|mount| mount.service == name);
        if mounted || !service_facts::is_runtime(service) || cx.is_own(service) {
            continue;
        }
        let place = ground.place(args.path.as_deref(), name).map_err(outside)?;
        let state = if lacks_container(service) { State::Pending } else { State::NotMounted };
        let stopped = service.state() == ServiceStatus::Stopped;
        let note = stopped.then(|| "It is stopped, and its files are in a container that does not run.".to_owned());
        rest.push(view(name, &place.path, state, false, note));
    }
    mounts.append(&mut rest);
    let total = mounts.len();
    mounts.truncate(LISTED);
    let total = (total > LISTED).then(|| i64::try_from(total).unwrap_or(i64::MAX));
    let note = (!ground.able).then(|| OUTSIDE.to_owned());
    let stale = mounts.iter().filter(|mount| mount.state == State::Stale.word() && mount.note.is_none());
    let next = stale.take(1).map(again).collect();
    Ok(MountResult { mounts, total, note, next, ..MountResult::default() })
}

/// What is said where nothing can be mounted.
const OUTSIDE: &str = "zcp runs outside of the project and nothing names an ssh configuration (ZCP_SSH_CONFIG), so \
                       nothing can be mounted here.";

/// Whether anything can be mounted at all.
fn check_means(cx: &Context, ground: &Ground) -> Result<(), Fail<Error>> {
    if !ground.able {
        return Err(Fail::new(code::MountUnavailable, OUTSIDE));
    }
    if !cx.programs().mounts.device.exists() {
        let message = "This computer has no FUSE: there is no device /dev/fuse.";
        let fail = Fail::new(code::MountUnavailable, message);
        return Err(fail.suggest("Let a human load FUSE or give the container its device, or use `ssh HOSTNAME`."));
    }
    Ok(())
}

async fn mount_at(cx: &Context, to: &Destination, place: &Place, read_only: bool) -> Result<(), Fail<Error>> {
    match programs::mount(cx, to, &place.path, read_only).await {
        Ok(()) => {}
        Err(RunError::Start(_)) => {
            let fail = Fail::new(code::MountUnavailable, "The program sshfs was not found.");
            return Err(
                fail.suggest("Install the Debian package sshfs (`apt-get install sshfs`), or use `ssh HOSTNAME`.")
            );
        }
        Err(error) => {
            // A connection that came about too late is taken away again.
            programs::unmount(&cx.programs().mounts, &place.path, true).await.ok();
            return Err(failed(format!("sshfs did not mount: {error}.")));
        }
    }
    if is_mounted(cx, place, to.hostname()).await {
        return Ok(());
    }
    programs::unmount(&cx.programs().mounts, &place.path, true).await.ok();
    Err(failed("sshfs ended without a word, and nothing that answers is mounted."))
}

/// Whether the files of a service are at a place now.
async fn is_mounted(cx: &Context, place: &Place, hostname: &str) -> bool {
    let table = read_table(cx);
    let there = table.is_ok_and(|table| table.at(&place.path).is_some_and(|entry| entry.hostname() == Some(hostname)));
    there && programs::answers(&cx.programs().mounts, &place.path).await
}

async fn take_away(cx: &Context, entry: &Entry, dead: bool) -> Result<(), Fail<Error>> {
    programs::unmount(&cx.programs().mounts, &entry.path, dead).await.map_err(|error| match error {
        RunError::Start(_) => Fail::new(code::MountUnavailable, "The program fusermount3 was not found.")
            .suggest("Install the Debian package fuse3 (`apt-get install fuse3`)."),
        error => failed(format!("{} was not taken away: {error}.", entry.path.display()))
            .suggest("End what still uses it (a shell in it, an open file) and unmount again."),
    })
}

fn lacks_container(service: &Service) -> bool {
    !service.state().may_run()
}

fn read_table(cx: &Context) -> Result<Table, Fail<Error>> {
    tracing::debug!(effect = "mount.read", "reading what is mounted");
    Table::read(&cx.programs().mounts.table).map_err(|_| {
        Fail::new(code::MountUnavailable, "This system does not say what is mounted: only Linux is known to.")
    })
}

fn outside(refusal: Refusal) -> Fail<Error> {
    Fail::new(code::InvalidParameter, refusal.0).field("path", "is no place for a mount")
}

fn failed(message: impl Into<String>) -> Fail<Error> {
    Fail::new(code::MountFailed, message)
}

fn view(service: &str, path: &Path, state: State, read_only: bool, note: Option<String>) -> MountView {
    let (state, path) = (state.word().to_owned(), path.display().to_string());
    MountView { service: service.to_owned(), path, state, read_only: read_only.then_some(true), note }
}

/// The call that mounts again what is dead.
fn again(mount: &MountView) -> NextCall {
    suggest::mount(&mount.service, Some(&mount.path), mount.read_only)
}

fn one(changed: bool, mount: MountView) -> MountResult {
    MountResult { changed: Some(changed), mounts: vec![mount], ..MountResult::default() }
}
