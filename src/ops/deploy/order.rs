//! What a call asks for: from where, and to which service.

use crate::domain::failure::Fail;
use crate::domain::ids::ServiceId;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::{Args, Error};
use crate::generated::types::{self, DeployMethod, Hostname};
use crate::ops::support::services;
use crate::platform::error::ErrorKind;
use crate::platform::session::Session;
use crate::platform::wire::Service;

/// Where code lives in a container.
const CONTAINER_FOLDER: &str = "/var/www";
/// What is asked for when a call says too little.
const WANTED: &str = "Provide sourceService (SSH deploy) or workingDir + targetService (local deploy)";

/// What is deployed.
#[derive(Debug)]
pub(super) enum From {
    /// A folder of this computer.
    Folder { path: String, method: DeployMethod },
    /// A folder in a container.
    Service { hostname: Hostname, path: String },
}

/// How the target is named.
#[derive(Debug)]
pub(super) enum Target {
    Hostname(Hostname),
    Id(ServiceId),
}

/// A call that says enough.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) from: From,
    pub(super) target: Target,
}

/// Reads the arguments.
pub(super) fn of(args: &Args) -> Result<Order, Fail<Error>> {
    let target = named(args)?;
    let lacking = |field: &str, what: &str| Fail::new(code::InvalidParameter, WANTED).field(field, what.to_owned());
    let from = match (&args.source_service, &args.working_dir) {
        (Some(_), _) if args.method == Some(DeployMethod::Zcli) => {
            let fail = Fail::new(code::InvalidParameter, "zcli pushes folders of this computer only.");
            return Err(fail.field("method", "cannot be zcli with sourceService"));
        }
        (Some(hostname), path) => {
            let path = path.as_ref().map_or(CONTAINER_FOLDER, |path| path.0.as_str());
            From::Service { hostname: hostname.clone(), path: path.to_owned() }
        }
        (None, Some(path)) => {
            From::Folder { path: path.0.clone(), method: args.method.unwrap_or(DeployMethod::Native) }
        }
        (None, None) => return Err(lacking("workingDir", "is missing, as is sourceService")),
    };
    let path = match &from {
        From::Folder { path, .. } | From::Service { path, .. } => path,
    };
    if path.contains('\0') {
        let fail = Fail::new(code::InvalidParameter, "A path cannot have a zero byte.");
        return Err(fail.field("workingDir", "has a zero byte"));
    }
    if args.method == Some(DeployMethod::Zcli) && args.cancel_build == Some(true) {
        let fail = Fail::new(code::InvalidParameter, "zcp does not know the process of a push that zcli makes.");
        return Err(fail.field("cancelBuild", "needs the method native"));
    }
    let target = target.ok_or_else(|| lacking("targetService", "is missing; name the target or give its id"))?;
    Ok(Order { from, target })
}

/// How the target is named, once at most.
pub(super) fn named(args: &Args) -> Result<Option<Target>, Fail<Error>> {
    let by_id = |id: &types::ServiceId| Target::Id(id.clone());
    let mut targets: Vec<Target> = args.target_service.iter().cloned().map(Target::Hostname).collect();
    targets.extend(args.target_service_id.iter().chain(&args.service_id).map(by_id));
    if targets.len() > 1 {
        let fail = Fail::new(code::InvalidParameter, "The target is named more than once.");
        return Err(fail.field("targetService", "give targetService alone"));
    }
    Ok(targets.pop())
}

/// The service that a call names.
pub(super) async fn target(session: &Session, target: &Target) -> Result<Service, Fail<Error>> {
    let id = match target {
        Target::Hostname(hostname) => return services::find(session, hostname).await,
        Target::Id(id) => id,
    };
    let gone = || Fail::new(code::ServiceNotFound, format!("The project has no service with the id `{id}`."));
    match session.service(id).await {
        Ok(service) if service.is_machinery() => Err(gone()),
        Ok(service) => Ok(service),
        Err(error) if error.kind == ErrorKind::NotFound && error.api_code.as_deref() != Some("projectNotFound") => {
            Err(gone())
        }
        Err(error) => Err(error.into()),
    }
}
