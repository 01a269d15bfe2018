//! Looking at what is deployed before anything is made: zerops.yaml and the files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::order::From;
use crate::deploy::files::{self, FilesError, Listing, Wanted};
use crate::deploy::remote::{self, RemoteError, RemoteListing};
use crate::deploy::ssh::{Destination, Kind, Ssh, SshError};
use crate::deploy::zcli;
use crate::deploy::{changes, commit};
use crate::domain::failure::Fail;
use crate::files::{FileError, Problem, Root, apart};
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::Error;
use crate::generated::types::DeployMethod;
use crate::ops::context::Context;
use crate::ops::support::{container, service_facts, services};
use crate::platform::session::Session;

/// The names of the file, the first found counts.
const NAMES: [&str; 2] = ["zerops.yaml", "zerops.yml"];
/// A larger one is refused.
const MOST_BYTES: usize = 256 * 1024;

/// What is deployed.
pub(super) struct Source {
    /// The hostname of the container it is in.
    pub(super) hostname: Option<String>,
    /// The name and the text of zerops.yaml.
    pub(super) document: (&'static str, String),
    /// The files; absent where zcli finds them.
    pub(super) files: Result<Files, FilesError>,
    /// The commit that is checked out there, where that is known.
    pub(super) commit: Option<String>,
}

/// The files, and where they are.
pub(super) enum Files {
    Here(Listing),
    There(Destination, RemoteListing),
    /// zcli finds them itself.
    Zcli {
        /// The folder.
        root: Arc<Root>,
        /// Whether it uses git.
        git: bool,
        /// Whether `.git` comes along.
        include_git: bool,
        /// Files that look like credentials.
        found: Vec<(PathBuf, &'static str)>,
    },
}

impl Files {
    /// What to say of how they were found.
    pub(super) fn notes(&self) -> &[String] {
        match self {
            Self::Here(listing) => &listing.notes,
            Self::There(_, listing) => &listing.notes,
            Self::Zcli { .. } => &[],
        }
    }

    /// Files that look like credentials, with what they are.
    pub(super) fn credentials(&self) -> &[(PathBuf, &'static str)] {
        match self {
            Self::Here(listing) => &listing.credentials,
            Self::There(_, listing) => &listing.credentials,
            Self::Zcli { found, .. } => found,
        }
    }
}

/// Looks at it.
pub(super) async fn look(
    cx: &Context,
    session: &Session,
    from: &From,
    include_git: bool,
) -> Result<Source, Fail<Error>> {
    match from {
        From::Folder { path, method } => here(cx, path, *method, include_git).await,
        From::Service { hostname, path } => {
            let service = services::find(session, hostname).await?;
            if !service_facts::is_runtime(&service) {
                let message = format!("`{}` is {} and has no code of yours.", service.name, service.type_name());
                return Err(Fail::new(code::PreflightFailed, message).field("sourceService", "is no runtime"));
            }
            let Some(to) = Destination::of(&service) else {
                return Err(Fail::new(code::SshFailed, "The hostname of the source is not one that ssh can be given."));
            };
            there(cx, to, path, include_git).await
        }
    }
}

/// The folder of this computer that an argument names.
pub(super) async fn folder(cx: &Context, path: &str) -> Result<PathBuf, Fail<Error>> {
    tracing::debug!(effect = "files.read", "reading a folder");
    let (root, path) = (cx.working_folder().to_owned(), path.to_owned());
    let found = apart(move || confined(&root, &path).map(|folder| folder.path().to_owned())).await;
    found.unwrap_or_else(|error| {
        let message = format!("The folder {error}.");
        Err(Fail::new(code::InvalidParameter, message).field("workingDir", "cannot be read"))
    })
}

async fn here(cx: &Context, path: &str, method: DeployMethod, include_git: bool) -> Result<Source, Fail<Error>> {
    tracing::debug!(effect = "files.read", "reading a folder");
    let (root, path) = (cx.working_folder().to_owned(), path.to_owned());
    let looked = apart(move || {
        let folder = confined(&root, &path)?;
        if method == DeployMethod::Zcli {
            zcli::unsteered(&folder).map_err(|why| refused_for_zcli(&why))?;
        }
        Ok((document(&folder)?, Arc::new(folder)))
    });
    let (document, folder) = looked.await.unwrap_or_else(|error| {
        let message = format!("The folder {error}.");
        Err(Fail::new(code::InvalidParameter, message).field("workingDir", "cannot be deployed"))
    })?;
    let files = if method == DeployMethod::Zcli {
        let git = files::has_plain_repository(folder.path()).await.map_err(|error| {
            let why = format!("it runs git here, and this repository may run more: {}", error.message);
            refused_for_zcli(why.trim_end_matches('.'))
        })?;
        Ok(Files::Zcli { root: folder.clone(), git, include_git: include_git && git, found: Vec::new() })
    } else {
        let programs = cx.programs();
        let wanted = Wanted { mounts: &programs.mounts.table, include_git, deployignore: true };
        files::list(&folder, wanted).await.map(Files::Here)
    };
    // zcli names its versions itself.
    let commit = match &files {
        Ok(Files::Here(listing)) => named(&cx.programs().git, listing).await,
        _ => None,
    };
    Ok(Source { hostname: None, document, files, commit })
}

/// What the version is called: the commit that is checked out, and whether what is deployed differs from it.
async fn named(git: &Path, listing: &Listing) -> Option<String> {
    let checkout = commit::checkout(listing.root.path()).await?;
    let is_dirty = changes::is_dirty(git, &checkout, listing).await == Some(true);
    Some(format!("{}{}", checkout.short(), if is_dirty { "-dirty" } else { "" }))
}

async fn there(cx: &Context, to: Destination, path: &str, include_git: bool) -> Result<Source, Fail<Error>> {
    tracing::debug!(effect = "ssh.exec", hostname = to.hostname(), "reading a folder in a container");
    let hostname = Some(to.hostname().to_owned());
    let mut listing = match remote::list(Ssh::new(cx.programs()), &to, path, include_git).await {
        Ok(listing) => listing,
        Err(RemoteError::Ssh(error)) => return Err(unreached(&to, &error)),
        Err(RemoteError::Files(error)) => return Err(refused(error)),
    };
    let Some(document) = listing.zerops_yaml.take() else {
        return Err(missing(&format!("{path} in {}", to.hostname())));
    };
    if document.1.len() > MOST_BYTES {
        return Err(too_large(document.0));
    }
    Ok(Source { hostname, document, files: Ok(Files::There(to, listing)), commit: None })
}

/// The folder of an argument, which must be within the working folder, also behind links.
fn confined(root: &Path, path: &str) -> Result<Root, Fail<Error>> {
    let refuse = |why: String| Fail::new(code::InvalidParameter, why).field("workingDir", "cannot be deployed");
    let root = Root::open(root).map_err(|_| refuse("The working folder of zcp does not exist.".to_owned()))?;
    root.folder(Path::new(path)).map_err(|error| {
        refuse(match error.problem {
            Problem::Missing => format!("There is no folder at this path below {}.", root.path().display()),
            Problem::Outside => {
                format!("This path leads out of {}, the working folder of zcp.", root.path().display())
            }
            Problem::NotFolder => "This path names no folder.".to_owned(),
            _ => format!("The folder at this path {error}."),
        })
    })
}

fn document(folder: &Root) -> Result<(&'static str, String), Fail<Error>> {
    for name in NAMES {
        match folder.text(Path::new(name), u64::try_from(MOST_BYTES).unwrap_or(u64::MAX)) {
            Ok(text) => return Ok((name, text)),
            // A link that leads out of the folder is as good as no file.
            Err(FileError { problem: Problem::Missing | Problem::Outside }) => {}
            Err(FileError { problem: Problem::TooLarge(_) }) => return Err(too_large(name)),
            Err(error) => {
                let why = format!("{name} {error}.");
                return Err(Fail::new(code::PreflightFailed, why.clone()).field(name, why));
            }
        }
    }
    Err(missing(&folder.path().display().to_string()))
}

fn missing(place: &str) -> Fail<Error> {
    let message = format!("There is neither zerops.yaml nor zerops.yml in {place}.");
    Fail::new(code::ZeropsYmlNotFound, message)
}

fn too_large(name: &str) -> Fail<Error> {
    let message = format!("{name} has more than {MOST_BYTES} bytes.");
    Fail::new(code::PreflightFailed, message.clone()).field(name, message)
}

/// What cannot be deployed.
pub(super) fn refused(error: FilesError) -> Fail<Error> {
    let mut fail = Fail::new(code::FilesRefused, error.message);
    fail.detail.fields = error.paths;
    fail
}

/// What zcli, which has the token, is not given.
fn refused_for_zcli(why: &str) -> Fail<Error> {
    let fail = Fail::new(code::FilesRefused, format!("zcli gets the token of the project, and {why}."));
    let fail = fail.field("method", "needs a folder in which zcli runs nothing else and reads nothing else");
    fail.suggest("Deploy with the method native, which runs no git and reads no settings of zcli.")
}

/// A container that was not reached, or a command that failed in it.
pub(super) fn unreached(to: &Destination, error: &SshError) -> Fail<Error> {
    let fail = Fail::new(code::SshFailed, format!("{} over SSH: {error}.", to.hostname()));
    match error.kind {
        Kind::Missing => fail.suggest("Install OpenSSH on the computer that zcp runs on, or deploy a local folder."),
        Kind::Simulated | Kind::Unsaid => fail.suggest(container::advice(error.kind)),
        Kind::HostKey => {
            fail.suggest("Its containers were replaced without a deploy. Remove its file in zcp's folder of known hosts, or redeploy it.")
        }
        Kind::Failed => fail.suggest("Read what the command said; `workingDir` is the folder in that container."),
        Kind::Unreachable | Kind::Lost | Kind::Unusable => fail.suggest(
            "Check that `ssh HOSTNAME` works from where zcp runs, or deploy from a local folder with workingDir and \
             targetService.",
        ),
    }
}
