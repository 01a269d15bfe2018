//! Every error code with its facts.
//! Source: spec/errors.yaml. Written by build.rs (src/codegen/render/errors.rs); edit the spec.

use crate::domain::call::{Arg, Template};
use crate::domain::failure::{ErrorCode, ErrorInfo};

/// No token was found.
pub static AUTH_REQUIRED: ErrorInfo = ErrorInfo {
    code: "AUTH_REQUIRED",
    meaning: "No token was found.",
    cause: "Neither ZCP_API_KEY nor ZEROPS_ZCP_API_KEY is set and zcli is not logged in.",
    suggestion: "Run `zcli login`, and the next call tries again; or set ZCP_API_KEY to a token of one project and start the client anew.",
    retryable: false,
    next: None,
};

/// The platform does not accept the token.
pub static AUTH_INVALID_TOKEN: ErrorInfo = ErrorInfo {
    code: "AUTH_INVALID_TOKEN",
    meaning: "The platform does not accept the token.",
    cause: "The token is misspelt, revoked, or of another region.",
    suggestion: "Set ZCP_API_KEY to a valid token of this project; the next call tries again.",
    retryable: false,
    next: None,
};

/// The token has expired.
pub static AUTH_TOKEN_EXPIRED: ErrorInfo = ErrorInfo {
    code: "AUTH_TOKEN_EXPIRED",
    meaning: "The token has expired.",
    cause: "Tokens can carry an expiry date.",
    suggestion: "Create a new token in the Zerops GUI and set ZCP_API_KEY; the next call tries again.",
    retryable: false,
    next: None,
};

/// The platform failed while the token was being checked.
pub static AUTH_API_ERROR: ErrorInfo = ErrorInfo {
    code: "AUTH_API_ERROR",
    meaning: "The platform failed while the token was being checked.",
    cause: "The API answered the request for the user or the projects with an error.",
    suggestion: "Try again in a minute; `zcp doctor` shows which check fails.",
    retryable: true,
    next: None,
};

/// The token opens no project.
pub static TOKEN_NO_PROJECT: ErrorInfo = ErrorInfo {
    code: "TOKEN_NO_PROJECT",
    meaning: "The token opens no project.",
    cause: "The token has no project access, or the project was deleted.",
    suggestion: "Create a token with access to exactly one project and set ZCP_API_KEY.",
    retryable: false,
    next: None,
};

/// The token opens more than one project.
pub static TOKEN_MULTI_PROJECT: ErrorInfo = ErrorInfo {
    code: "TOKEN_MULTI_PROJECT",
    meaning: "The token opens more than one project.",
    cause: "zcp works on exactly one project, so that an agent cannot reach another.",
    suggestion: "Create a token with access to exactly one project and set ZCP_API_KEY.",
    retryable: false,
    next: None,
};

/// The token may not do this.
pub static PERMISSION_DENIED: ErrorInfo = ErrorInfo {
    code: "PERMISSION_DENIED",
    meaning: "The token may not do this.",
    cause: "The token is read-only, or its role lacks the permission.",
    suggestion: "Ask the owner of the project for a token with full access to it.",
    retryable: false,
    next: None,
};

/// The platform refused or failed.
pub static API_ERROR: ErrorInfo = ErrorInfo {
    code: "API_ERROR",
    meaning: "The platform refused or failed.",
    cause: "The request broke a rule that only the platform checks, or the platform has a problem.",
    suggestion: "Correct what the message and, where given, `fields` and `apiCode` name.",
    retryable: false,
    next: None,
};

/// The platform did not answer in time.
pub static API_TIMEOUT: ErrorInfo = ErrorInfo {
    code: "API_TIMEOUT",
    meaning: "The platform did not answer in time.",
    cause: "The API or the network is slow.",
    suggestion: "Look at the state with zerops_discover before you repeat a change.",
    retryable: true,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The platform asks for fewer requests.
pub static API_RATE_LIMITED: ErrorInfo = ErrorInfo {
    code: "API_RATE_LIMITED",
    meaning: "The platform asks for fewer requests.",
    cause: "Too many requests in a short time, possibly from elsewhere with the same token.",
    suggestion: "Wait as long as the message says, then call again.",
    retryable: true,
    next: None,
};

/// The platform could not be reached.
pub static NETWORK_ERROR: ErrorInfo = ErrorInfo {
    code: "NETWORK_ERROR",
    meaning: "The platform could not be reached.",
    cause: "No network, a wrong ZCP_API_HOST, or a connection that broke.",
    suggestion: "Check the network and ZCP_API_HOST; `zcp doctor` shows which step fails.",
    retryable: true,
    next: None,
};

/// The arguments do not fit the tool.
pub static INVALID_PARAMETER: ErrorInfo = ErrorInfo {
    code: "INVALID_PARAMETER",
    meaning: "The arguments do not fit the tool.",
    cause: "A name, a type, a value or a combination that the tool does not take.",
    suggestion: "Correct every field named in `fields` and call again.",
    retryable: false,
    next: None,
};

/// The call names no service.
pub static SERVICE_REQUIRED: ErrorInfo = ErrorInfo {
    code: "SERVICE_REQUIRED",
    meaning: "The call names no service.",
    cause: "A hostname that the tool needs is missing.",
    suggestion: "Name the service; zerops_discover lists the hostnames.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// This cannot be a hostname.
pub static INVALID_HOSTNAME: ErrorInfo = ErrorInfo {
    code: "INVALID_HOSTNAME",
    meaning: "This cannot be a hostname.",
    cause: "A hostname has 1 to 40 characters a-z and 0-9 and starts with a letter.",
    suggestion: "Use the hostname exactly as zerops_discover lists it.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The project has no service of this hostname.
pub static SERVICE_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "SERVICE_NOT_FOUND",
    meaning: "The project has no service of this hostname.",
    cause: "A misspelt hostname, a deleted service, or one of another project.",
    suggestion: "Use a hostname that zerops_discover lists.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The project has no process of this id.
pub static PROCESS_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "PROCESS_NOT_FOUND",
    meaning: "The project has no process of this id.",
    cause: "A misspelt id, or one of another project.",
    suggestion: "Use the process id of an earlier result.",
    retryable: false,
    next: None,
};

/// The process has ended; there is nothing to cancel.
pub static PROCESS_ALREADY_TERMINAL: ErrorInfo = ErrorInfo {
    code: "PROCESS_ALREADY_TERMINAL",
    meaning: "The process has ended; there is nothing to cancel.",
    cause: "It finished, failed or was cancelled before the call.",
    suggestion: "Look at its result with action=status.",
    retryable: false,
    next: None,
};

/// The platform accepted the change, and then the process that makes it failed.
pub static PROCESS_FAILED: ErrorInfo = ErrorInfo {
    code: "PROCESS_FAILED",
    meaning: "The platform accepted the change, and then the process that makes it failed.",
    cause: "Named by failReason where the platform gives one.",
    suggestion: "Read the reason, look at the service with zerops_discover, and correct what it names.",
    retryable: false,
    next: None,
};

/// These scaling limits cannot be.
pub static INVALID_SCALING: ErrorInfo = ErrorInfo {
    code: "INVALID_SCALING",
    meaning: "These scaling limits cannot be.",
    cause: "A limit out of range, a minimum above its maximum, or a limit that this kind of service does not have.",
    suggestion: "Correct every limit that is named here.",
    retryable: false,
    next: None,
};

/// There is no file that can be read at this path.
pub static FILE_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "FILE_NOT_FOUND",
    meaning: "There is no file that can be read at this path.",
    cause: "A misspelt path, or a file outside the working directory of zcp.",
    suggestion: "Give a path inside the working directory, or the text itself as content.",
    retryable: false,
    next: None,
};

/// The file was neither read nor written.
pub static FILE_REFUSED: ErrorInfo = ErrorInfo {
    code: "FILE_REFUSED",
    meaning: "The file was neither read nor written.",
    cause: "To read, a folder, a pipe, a device, a file that is too large or no text. To write, a file that zcp did not write, a link, a folder outside the working folder of zcp, or a file that git keeps.",
    suggestion: "Do what the message says, or give another filePath.",
    retryable: false,
    next: None,
};

/// The platform would refuse this import document.
pub static INVALID_IMPORT_YML: ErrorInfo = ErrorInfo {
    code: "INVALID_IMPORT_YML",
    meaning: "The platform would refuse this import document.",
    cause: "Named field by field, all at once.",
    suggestion: "Correct every field named in `fields`; zerops_validate checks without making anything.",
    retryable: false,
    next: None,
};

/// The document would make a project of its own.
pub static IMPORT_HAS_PROJECT: ErrorInfo = ErrorInfo {
    code: "IMPORT_HAS_PROJECT",
    meaning: "The document would make a project of its own.",
    cause: "It has a top-level `project`; zcp imports into the one project of its token.",
    suggestion: "Take `project` out and keep `services`.",
    retryable: false,
    next: None,
};

/// The platform has no such service type.
pub static UNKNOWN_TYPE: ErrorInfo = ErrorInfo {
    code: "UNKNOWN_TYPE",
    meaning: "The platform has no such service type.",
    cause: "A misspelt type, or a version that does not exist.",
    suggestion: "Use one of the types named in `fields`.",
    retryable: false,
    next: None,
};

/// A hostname of the document is taken.
pub static SERVICE_EXISTS: ErrorInfo = ErrorInfo {
    code: "SERVICE_EXISTS",
    meaning: "A hostname of the document is taken.",
    cause: "The project has a service of this hostname, or one that is still being deleted.",
    suggestion: "Choose another hostname, or take the service out of the document; a service that exists is changed by zerops_scale, zerops_env or a deploy.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The platform refused some services of the document; the others are being made.
pub static IMPORT_INCOMPLETE: ErrorInfo = ErrorInfo {
    code: "IMPORT_INCOMPLETE",
    meaning: "The platform refused some services of the document; the others are being made.",
    cause: "Named service by service.",
    suggestion: "Correct what `fields` names and import those services alone.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// No bootstrap is open.
pub static NO_BOOTSTRAP: ErrorInfo = ErrorInfo {
    code: "NO_BOOTSTRAP",
    meaning: "No bootstrap is open.",
    cause: "None was begun, it was closed or dropped, or the id is misspelt.",
    suggestion: "Begin one; the answer lists the routes.",
    retryable: false,
    next: None,
};

/// A bootstrap is open already.
pub static BOOTSTRAP_OPEN: ErrorInfo = ErrorInfo {
    code: "BOOTSTRAP_OPEN",
    meaning: "A bootstrap is open already.",
    cause: "An earlier one was neither provisioned nor dropped.",
    suggestion: "Go on with it, or drop it; the calls are under `next`.",
    retryable: false,
    next: None,
};

/// Another zcp that is running has this bootstrap in hand.
pub static BOOTSTRAP_TAKEN: ErrorInfo = ErrorInfo {
    code: "BOOTSTRAP_TAKEN",
    meaning: "Another zcp that is running has this bootstrap in hand.",
    cause: "Two agents work in one folder.",
    suggestion: "Leave it to the other one, or ask the human which of the two goes on.",
    retryable: false,
    next: None,
};

/// The plan cannot be made; nothing was made.
pub static PLAN_INVALID: ErrorInfo = ErrorInfo {
    code: "PLAN_INVALID",
    meaning: "The plan cannot be made; nothing was made.",
    cause: "Named in `fields`, service by service.",
    suggestion: "Correct everything that `fields` names and call `plan` again with all services.",
    retryable: false,
    next: None,
};

/// Not all planned services were made.
pub static PROVISION_FAILED: ErrorInfo = ErrorInfo {
    code: "PROVISION_FAILED",
    meaning: "Not all planned services were made.",
    cause: "The platform refused one, or a process failed; the message says what exists now.",
    suggestion: "Tell the human what exists and why the rest does not; nothing is tried again by itself.",
    retryable: false,
    next: None,
};

/// Nobody adopted this service, so it has no choices.
pub static NOT_ADOPTED: ErrorInfo = ErrorInfo {
    code: "NOT_ADOPTED",
    meaning: "Nobody adopted this service, so it has no choices.",
    cause: "It was made elsewhere, or the notebook is another one.",
    suggestion: "Adopt it first.",
    retryable: false,
    next: None,
};

/// The git remote did not answer; nothing was changed.
pub static GIT_REMOTE_FAILED: ErrorInfo = ErrorInfo {
    code: "GIT_REMOTE_FAILED",
    meaning: "The git remote did not answer; nothing was changed.",
    cause: "A wrong address, no access from this computer, or a repository that does not exist.",
    suggestion: "Ask the human about the address and the access; `git ls-remote ADDRESS` has to work where zcp runs.",
    retryable: false,
    next: None,
};

/// There is no remote that code is pushed to.
pub static GIT_PUSH_REQUIRED: ErrorInfo = ErrorInfo {
    code: "GIT_PUSH_REQUIRED",
    meaning: "There is no remote that code is pushed to.",
    cause: "A build integration builds what was pushed, and no push was set up.",
    suggestion: "Ask the human for the address of the repository and set it up.",
    retryable: false,
    next: None,
};

/// Another zcp is writing the notebook; nothing was changed.
pub static NOTEBOOK_BUSY: ErrorInfo = ErrorInfo {
    code: "NOTEBOOK_BUSY",
    meaning: "Another zcp is writing the notebook; nothing was changed.",
    cause: "It has held the lock for several seconds.",
    suggestion: "Call again in a moment.",
    retryable: true,
    next: None,
};

/// A newer zcp has written the notebook; nothing was changed.
pub static NOTEBOOK_NEWER: ErrorInfo = ErrorInfo {
    code: "NOTEBOOK_NEWER",
    meaning: "A newer zcp has written the notebook; nothing was changed.",
    cause: "Two versions of zcp work in one folder.",
    suggestion: "Use the newer zcp, or another folder in ZCP_STATE_DIR.",
    retryable: false,
    next: None,
};

/// The notebook has this service for another project; nothing was changed.
pub static NOTEBOOK_OTHER_PROJECT: ErrorInfo = ErrorInfo {
    code: "NOTEBOOK_OTHER_PROJECT",
    meaning: "The notebook has this service for another project; nothing was changed.",
    cause: "The folder was used with a token of another project.",
    suggestion: "Work in the folder of this project, or name another one in ZCP_STATE_DIR; a human may remove the file that the message names.",
    retryable: false,
    next: None,
};

/// The notebook cannot be written; nothing was changed.
pub static NOTEBOOK_REFUSED: ErrorInfo = ErrorInfo {
    code: "NOTEBOOK_REFUSED",
    meaning: "The notebook cannot be written; nothing was changed.",
    cause: "Something that is no file of zcp's stands in its place, or the disk is full.",
    suggestion: "Let a human look at the folder `.zcp/state`, or name another one in ZCP_STATE_DIR.",
    retryable: false,
    next: None,
};

/// The project looks like production, so zcp only reads it; nothing was changed.
pub static PRODUCTION_PROJECT: ErrorInfo = ErrorInfo {
    code: "PRODUCTION_PROJECT",
    meaning: "The project looks like production, so zcp only reads it; nothing was changed.",
    cause: "Its name or a tag has the word prod or production, or its variable ZCP_ENVIRONMENT says production.",
    suggestion: "Work in the project for development; a release is a human's, by CI or `zcli push`. If this is no production, let a human set the project variable ZCP_ENVIRONMENT to what it is, or start zcp with --allow-production.",
    retryable: false,
    next: None,
};

/// This server changes nothing before a workflow is open; nothing was changed.
pub static WORKFLOW_REQUIRED: ErrorInfo = ErrorInfo {
    code: "WORKFLOW_REQUIRED",
    meaning: "This server changes nothing before a workflow is open; nothing was changed.",
    cause: "It was started with --require-workflow or ZCP_REQUIRE_WORKFLOW=true, and neither a bootstrap nor work is open.",
    suggestion: "Make the call in `next`, with the task in `intent`, then this one again.",
    retryable: false,
    next: None,
};

/// This deploy cannot work; nothing was made.
pub static PREFLIGHT_FAILED: ErrorInfo = ErrorInfo {
    code: "PREFLIGHT_FAILED",
    meaning: "This deploy cannot work; nothing was made.",
    cause: "Named in `fields`, with line and column where it is in zerops.yaml.",
    suggestion: "Correct everything that `fields` names and deploy again.",
    retryable: false,
    next: None,
};

/// The folder has no zerops.yaml and no zerops.yml.
pub static ZEROPS_YML_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "ZEROPS_YML_NOT_FOUND",
    meaning: "The folder has no zerops.yaml and no zerops.yml.",
    cause: "The file is missing, or `workingDir` is another folder.",
    suggestion: "Write zerops.yaml into the folder, or correct `workingDir`; the call under `next` says what the file is.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_knowledge",
        args: &[("query", Arg::Text("zerops.yaml")), ("topic", Arg::Text("config"))],
    }),
};

/// What is in the folder cannot be deployed; nothing was deployed.
pub static FILES_REFUSED: ErrorInfo = ErrorInfo {
    code: "FILES_REFUSED",
    meaning: "What is in the folder cannot be deployed; nothing was deployed.",
    cause: "A path or link that leaves the folder, something that is no file, or what cannot be read.",
    suggestion: "Correct what `fields` names, or leave it out with a line in `.deployignore`.",
    retryable: false,
    next: None,
};

/// The container was not reached over SSH, or a command failed there.
pub static SSH_FAILED: ErrorInfo = ErrorInfo {
    code: "SSH_FAILED",
    meaning: "The container was not reached over SSH, or a command failed there.",
    cause: "No ssh on this computer, no VPN or network to the project, a container that stopped, a folder that is not there.",
    suggestion: "Check that `ssh HOSTNAME` works from where zcp runs.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The service has no running container, so nothing can be done in one.
pub static SERVICE_NOT_RUNNING: ErrorInfo = ErrorInfo {
    code: "SERVICE_NOT_RUNNING",
    meaning: "The service has no running container, so nothing can be done in one.",
    cause: "It is stopped, was never deployed, is still being made, or failed.",
    suggestion: "Start it with zerops_manage or deploy to it, then call again.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The development server ended before it answered.
pub static DEV_SERVER_EXITED: ErrorInfo = ErrorInfo {
    code: "DEV_SERVER_EXITED",
    meaning: "The development server ended before it answered.",
    cause: "A missing dependency, a mistake in the code or the command, a port or a database that it could not use.",
    suggestion: "Read its last lines in `fields`, mend the cause with zerops_exec or in the code, then start it again.",
    retryable: false,
    next: None,
};

/// The development server runs, and nothing listens on its port.
pub static DEV_SERVER_SILENT: ErrorInfo = ErrorInfo {
    code: "DEV_SERVER_SILENT",
    meaning: "The development server runs, and nothing listens on its port.",
    cause: "It listens on another port, waits for something, or is still building.",
    suggestion: "Read its last lines in `fields`; look again with action=status where it is still building, or start it with a longer `timeout`.",
    retryable: false,
    next: None,
};

/// The development server listens and does not answer as it should.
pub static DEV_SERVER_FAILS: ErrorInfo = ErrorInfo {
    code: "DEV_SERVER_FAILS",
    meaning: "The development server listens and does not answer as it should.",
    cause: "An error in the code, a database that it does not reach, a variable that is missing, or a port that speaks no HTTP.",
    suggestion: "Read its last lines in `fields` and mend the cause; a server that watches its files need not be restarted.",
    retryable: false,
    next: None,
};

/// The development server answers inside of its container alone.
pub static DEV_SERVER_LOCAL: ErrorInfo = ErrorInfo {
    code: "DEV_SERVER_LOCAL",
    meaning: "The development server answers inside of its container alone.",
    cause: "It listens on 127.0.0.1 or ::1, as many development servers do unless they are told otherwise.",
    suggestion: "Have it listen on 0.0.0.0, and restart it.",
    retryable: false,
    next: None,
};

/// Something else listens on the port, so the development server was not started.
pub static PORT_TAKEN: ErrorInfo = ErrorInfo {
    code: "PORT_TAKEN",
    meaning: "Something else listens on the port, so the development server was not started.",
    cause: "The start command of zerops.yaml runs the application itself, or a server that was started otherwise still runs.",
    suggestion: "End what the message names, or give another port.",
    retryable: false,
    next: None,
};

/// Nothing can be mounted where zcp runs.
pub static MOUNT_UNAVAILABLE: ErrorInfo = ErrorInfo {
    code: "MOUNT_UNAVAILABLE",
    meaning: "Nothing can be mounted where zcp runs.",
    cause: "A computer outside of the project, or one without sshfs or without FUSE.",
    suggestion: "Work on local files and deploy them with zerops_deploy.",
    retryable: false,
    next: None,
};

/// The folder was not mounted, or not taken away.
pub static MOUNT_FAILED: ErrorInfo = ErrorInfo {
    code: "MOUNT_FAILED",
    meaning: "The folder was not mounted, or not taken away.",
    cause: "Something is in the way, something still uses it, or the service has no container yet.",
    suggestion: "Correct what the message names and call again; zerops_mount action=status says how it stands.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_mount",
        args: &[("action", Arg::Text("status"))],
    }),
};

/// There is no browser where zcp runs.
pub static BROWSER_MISSING: ErrorInfo = ErrorInfo {
    code: "BROWSER_MISSING",
    meaning: "There is no browser where zcp runs.",
    cause: "No Chromium, Chrome, Edge or Brave is installed, or ZCP_BROWSER names a program that is not there.",
    suggestion: "Ask the human to install Chromium (Debian: `apt install chromium`; macOS: `brew install --cask chromium`) or to name a browser in ZCP_BROWSER; zerops_verify needs none.",
    retryable: false,
    next: None,
};

/// The browser did not start, or ended before the page was seen.
pub static BROWSER_FAILED: ErrorInfo = ErrorInfo {
    code: "BROWSER_FAILED",
    meaning: "The browser did not start, or ended before the page was seen.",
    cause: "A container without the rights or the memory that Chromium takes, or a defect of the page or the browser.",
    suggestion: "Do what the message says; zerops_verify needs no browser.",
    retryable: false,
    next: None,
};

/// The page was not reached from where zcp runs.
pub static PAGE_UNREACHABLE: ErrorInfo = ErrorInfo {
    code: "PAGE_UNREACHABLE",
    meaning: "The page was not reached from where zcp runs.",
    cause: "The service has no public address, nothing listens there, or its name or certificate is wrong.",
    suggestion: "Ask zerops_verify what is wrong; a service that is not public is reached where zcp runs in the project or over the VPN.",
    retryable: false,
    next: None,
};

/// The archive did not arrive; nothing was deployed, and the next deploy is not blocked.
pub static UPLOAD_FAILED: ErrorInfo = ErrorInfo {
    code: "UPLOAD_FAILED",
    meaning: "The archive did not arrive; nothing was deployed, and the next deploy is not blocked.",
    cause: "The connection broke or stood still, or the storage refused the archive.",
    suggestion: "Deploy again.",
    retryable: true,
    next: None,
};

/// The build failed; what ran before still runs.
pub static BUILD_FAILED: ErrorInfo = ErrorInfo {
    code: "BUILD_FAILED",
    meaning: "The build failed; what ran before still runs.",
    cause: "A command of `build` failed, or what it left does not fit `deployFiles`.",
    suggestion: "Correct what the log names and deploy again.",
    retryable: false,
    next: None,
};

/// The image to run on could not be made; what ran before still runs.
pub static PREPARE_FAILED: ErrorInfo = ErrorInfo {
    code: "PREPARE_FAILED",
    meaning: "The image to run on could not be made; what ran before still runs.",
    cause: "A command of `run.prepareCommands` failed.",
    suggestion: "Correct what the log names and deploy again.",
    retryable: false,
    next: None,
};

/// The new version did not come up; what ran before still runs.
pub static DEPLOY_FAILED: ErrorInfo = ErrorInfo {
    code: "DEPLOY_FAILED",
    meaning: "The new version did not come up; what ran before still runs.",
    cause: "A command of `run.initCommands` or the readiness check failed, or the application ended.",
    suggestion: "Correct what the log names and deploy again.",
    retryable: false,
    next: None,
};

/// zcli did not push.
pub static ZCLI_FAILED: ErrorInfo = ErrorInfo {
    code: "ZCLI_FAILED",
    meaning: "zcli did not push.",
    cause: "It is not installed, or it refused or failed.",
    suggestion: "Deploy without `method`, which needs no zcli.",
    retryable: false,
    next: None,
};

/// The service has no version of this id or name.
pub static VERSION_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "VERSION_NOT_FOUND",
    meaning: "The service has no version of this id or name.",
    cause: "A misspelt id, one of another service, or a version that the platform did not keep.",
    suggestion: "Use an id that `fields` names.",
    retryable: false,
    next: None,
};

/// This rollback cannot be made; what serves goes on serving.
pub static ROLLBACK_IMPOSSIBLE: ErrorInfo = ErrorInfo {
    code: "ROLLBACK_IMPOSSIBLE",
    meaning: "This rollback cannot be made; what serves goes on serving.",
    cause: "No earlier version was live, the version failed or was cancelled, or a deploy goes on that would take its place.",
    suggestion: "Do what the message says; zerops_versions action=list names the versions with status BACKUP.",
    retryable: false,
    next: None,
};

/// These variables cannot be set or removed; nothing was changed.
pub static INVALID_ENV_FORMAT: ErrorInfo = ErrorInfo {
    code: "INVALID_ENV_FORMAT",
    meaning: "These variables cannot be set or removed; nothing was changed.",
    cause: "An entry that is not KEY=value, a key that cannot be one, a key given twice, or one that belongs to the platform.",
    suggestion: "Correct every entry named in `fields` and call again with all of them.",
    retryable: false,
    next: None,
};

/// The question is none that only reads; nothing was changed.
pub static QUERY_REFUSED: ErrorInfo = ErrorInfo {
    code: "QUERY_REFUSED",
    meaning: "The question is none that only reads; nothing was changed.",
    cause: "A statement or a function that writes, one that leaves the transaction, or a user with too many rights.",
    suggestion: "Ask only for what is read; changes are made by the application, its migrations or zerops_exec.",
    retryable: false,
    next: None,
};

/// The database made nothing of the question, or it took too long.
pub static QUERY_FAILED: ErrorInfo = ErrorInfo {
    code: "QUERY_FAILED",
    meaning: "The database made nothing of the question, or it took too long.",
    cause: "A mistake in the statement, several statements at once, a table that is not there, or an answer that is too large.",
    suggestion: "Correct what the message says; one statement at a time.",
    retryable: false,
    next: None,
};

/// The database was not reached from where zcp runs.
pub static DATABASE_UNREACHABLE: ErrorInfo = ErrorInfo {
    code: "DATABASE_UNREACHABLE",
    meaning: "The database was not reached from where zcp runs.",
    cause: "zcp is outside of the project's network and no runtime could be gone through, or nothing listens there.",
    suggestion: "Name a runtime that runs in `via`, or let the human connect the VPN (`zcli vpn up`); zerops_verify says how the database is.",
    retryable: false,
    next: None,
};

/// The catalogue of recipes cannot be read, and zcp has kept none.
pub static RECIPES_UNAVAILABLE: ErrorInfo = ErrorInfo {
    code: "RECIPES_UNAVAILABLE",
    meaning: "The catalogue of recipes cannot be read, and zcp has kept none.",
    cause: "No network, a wrong ZCP_RECIPES_HOST, or a catalogue that has a problem.",
    suggestion: "Try again later; without a recipe plan the services with `route` classic.",
    retryable: true,
    next: None,
};

/// There is no such recipe, or none of such a tier.
pub static RECIPE_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "RECIPE_NOT_FOUND",
    meaning: "There is no such recipe, or none of such a tier.",
    cause: "A misspelt name, a tier that the recipe has not, or a recipe that was taken back.",
    suggestion: "Use a name that zerops_recipes lists.",
    retryable: false,
    next: None,
};

/// There is no such backup.
pub static BACKUP_NOT_FOUND: ErrorInfo = ErrorInfo {
    code: "BACKUP_NOT_FOUND",
    meaning: "There is no such backup.",
    cause: "A misspelt name, one that was deleted, or a service that has none yet.",
    suggestion: "Use a name that action=list has.",
    retryable: false,
    next: None,
};

/// The platform makes no backups of such a service.
pub static BACKUP_UNSUPPORTED: ErrorInfo = ErrorInfo {
    code: "BACKUP_UNSUPPORTED",
    meaning: "The platform makes no backups of such a service.",
    cause: "A runtime, an object storage, or a type without them, such as Kafka.",
    suggestion: "The code of a runtime is in git and in its versions; copy other data with a program of your own.",
    retryable: false,
    next: None,
};

/// The backup was not downloaded, and no file was written.
pub static DOWNLOAD_FAILED: ErrorInfo = ErrorInfo {
    code: "DOWNLOAD_FAILED",
    meaning: "The backup was not downloaded, and no file was written.",
    cause: "The transfer broke off, was refused, or brought something else than the list says.",
    suggestion: "Call again; a backup that is too large, or fails again, can be downloaded in the Zerops GUI.",
    retryable: true,
    next: None,
};

/// This takes the word of a human, and nobody gave it.
pub static CONFIRM_REQUIRED: ErrorInfo = ErrorInfo {
    code: "CONFIRM_REQUIRED",
    meaning: "This takes the word of a human, and nobody gave it.",
    cause: "Nobody was asked, and confirm or confirmHostname is missing or differs.",
    suggestion: "Ask the human; if they agree, make the call under `next`.",
    retryable: false,
    next: None,
};

/// The human was asked and refused.
pub static CONFIRM_REFUSED: ErrorInfo = ErrorInfo {
    code: "CONFIRM_REFUSED",
    meaning: "The human was asked and refused.",
    cause: "They declined the question, or accepted it without confirming.",
    suggestion: "Leave it as it is, and ask the human what they want instead.",
    retryable: false,
    next: None,
};

/// The human was asked and gave no valid answer.
pub static CONFIRM_UNANSWERED: ErrorInfo = ErrorInfo {
    code: "CONFIRM_UNANSWERED",
    meaning: "The human was asked and gave no valid answer.",
    cause: "The question was closed, not answered in time, answered by something that is no answer, or what it was about has changed.",
    suggestion: "Ask the human in the conversation; if they agree, make the same call again and they are asked once more.",
    retryable: false,
    next: None,
};

/// zcp itself runs in this service.
pub static SERVICE_PROTECTED: ErrorInfo = ErrorInfo {
    code: "SERVICE_PROTECTED",
    meaning: "zcp itself runs in this service.",
    cause: "Stopping, replacing or deleting it would end this session in the middle of the work.",
    suggestion: "Let a human do this in the Zerops GUI.",
    retryable: false,
    next: None,
};

/// The tool or action exists and this server was started without it.
pub static INVALID_USAGE: ErrorInfo = ErrorInfo {
    code: "INVALID_USAGE",
    meaning: "The tool or action exists and this server was started without it.",
    cause: "It was started with --read-only, --groups, --tools or --exclude-tools.",
    suggestion: "Use another tool, or ask the human to run the command under `next`.",
    retryable: false,
    next: None,
};

/// zcp itself failed.
pub static INTERNAL_ERROR: ErrorInfo = ErrorInfo {
    code: "INTERNAL_ERROR",
    meaning: "zcp itself failed.",
    cause: "A defect of zcp; its log on stderr has more.",
    suggestion: "Look at the state with zerops_discover before you repeat the call, which may have taken effect.",
    retryable: false,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// The call was cancelled before it was done.
pub static CANCELLED: ErrorInfo = ErrorInfo {
    code: "CANCELLED",
    meaning: "The call was cancelled before it was done.",
    cause: "The client cancelled it, or the server was stopping.",
    suggestion: "Look at the state with zerops_discover; what the platform had accepted goes on there.",
    retryable: true,
    next: Some(Template {
        tool: "zerops_discover",
        args: &[],
    }),
};

/// Every code.
pub static ALL: &[&ErrorInfo] = &[
    &AUTH_REQUIRED,
    &AUTH_INVALID_TOKEN,
    &AUTH_TOKEN_EXPIRED,
    &AUTH_API_ERROR,
    &TOKEN_NO_PROJECT,
    &TOKEN_MULTI_PROJECT,
    &PERMISSION_DENIED,
    &API_ERROR,
    &API_TIMEOUT,
    &API_RATE_LIMITED,
    &NETWORK_ERROR,
    &INVALID_PARAMETER,
    &SERVICE_REQUIRED,
    &INVALID_HOSTNAME,
    &SERVICE_NOT_FOUND,
    &PROCESS_NOT_FOUND,
    &PROCESS_ALREADY_TERMINAL,
    &PROCESS_FAILED,
    &INVALID_SCALING,
    &FILE_NOT_FOUND,
    &FILE_REFUSED,
    &INVALID_IMPORT_YML,
    &IMPORT_HAS_PROJECT,
    &UNKNOWN_TYPE,
    &SERVICE_EXISTS,
    &IMPORT_INCOMPLETE,
    &NO_BOOTSTRAP,
    &BOOTSTRAP_OPEN,
    &BOOTSTRAP_TAKEN,
    &PLAN_INVALID,
    &PROVISION_FAILED,
    &NOT_ADOPTED,
    &GIT_REMOTE_FAILED,
    &GIT_PUSH_REQUIRED,
    &NOTEBOOK_BUSY,
    &NOTEBOOK_NEWER,
    &NOTEBOOK_OTHER_PROJECT,
    &NOTEBOOK_REFUSED,
    &PRODUCTION_PROJECT,
    &WORKFLOW_REQUIRED,
    &PREFLIGHT_FAILED,
    &ZEROPS_YML_NOT_FOUND,
    &FILES_REFUSED,
    &SSH_FAILED,
    &SERVICE_NOT_RUNNING,
    &DEV_SERVER_EXITED,
    &DEV_SERVER_SILENT,
    &DEV_SERVER_FAILS,
    &DEV_SERVER_LOCAL,
    &PORT_TAKEN,
    &MOUNT_UNAVAILABLE,
    &MOUNT_FAILED,
    &BROWSER_MISSING,
    &BROWSER_FAILED,
    &PAGE_UNREACHABLE,
    &UPLOAD_FAILED,
    &BUILD_FAILED,
    &PREPARE_FAILED,
    &DEPLOY_FAILED,
    &ZCLI_FAILED,
    &VERSION_NOT_FOUND,
    &ROLLBACK_IMPOSSIBLE,
    &INVALID_ENV_FORMAT,
    &QUERY_REFUSED,
    &QUERY_FAILED,
    &DATABASE_UNREACHABLE,
    &RECIPES_UNAVAILABLE,
    &RECIPE_NOT_FOUND,
    &BACKUP_NOT_FOUND,
    &BACKUP_UNSUPPORTED,
    &DOWNLOAD_FAILED,
    &CONFIRM_REQUIRED,
    &CONFIRM_REFUSED,
    &CONFIRM_UNANSWERED,
    &SERVICE_PROTECTED,
    &INVALID_USAGE,
    &INTERNAL_ERROR,
    &CANCELLED,
];

/// A type for each code: a helper asks for `E: From<code::ServiceNotFound>` and so works for
/// every tool that declares the code.
pub mod code {
    /// No token was found.
    #[derive(Clone, Copy, Debug)]
    pub struct AuthRequired;
    /// The platform does not accept the token.
    #[derive(Clone, Copy, Debug)]
    pub struct AuthInvalidToken;
    /// The token has expired.
    #[derive(Clone, Copy, Debug)]
    pub struct AuthTokenExpired;
    /// The platform failed while the token was being checked.
    #[derive(Clone, Copy, Debug)]
    pub struct AuthApiError;
    /// The token opens no project.
    #[derive(Clone, Copy, Debug)]
    pub struct TokenNoProject;
    /// The token opens more than one project.
    #[derive(Clone, Copy, Debug)]
    pub struct TokenMultiProject;
    /// The token may not do this.
    #[derive(Clone, Copy, Debug)]
    pub struct PermissionDenied;
    /// The platform refused or failed.
    #[derive(Clone, Copy, Debug)]
    pub struct ApiError;
    /// The platform did not answer in time.
    #[derive(Clone, Copy, Debug)]
    pub struct ApiTimeout;
    /// The platform asks for fewer requests.
    #[derive(Clone, Copy, Debug)]
    pub struct ApiRateLimited;
    /// The platform could not be reached.
    #[derive(Clone, Copy, Debug)]
    pub struct NetworkError;
    /// The arguments do not fit the tool.
    #[derive(Clone, Copy, Debug)]
    pub struct InvalidParameter;
    /// The call names no service.
    #[derive(Clone, Copy, Debug)]
    pub struct ServiceRequired;
    /// This cannot be a hostname.
    #[derive(Clone, Copy, Debug)]
    pub struct InvalidHostname;
    /// The project has no service of this hostname.
    #[derive(Clone, Copy, Debug)]
    pub struct ServiceNotFound;
    /// The project has no process of this id.
    #[derive(Clone, Copy, Debug)]
    pub struct ProcessNotFound;
    /// The process has ended; there is nothing to cancel.
    #[derive(Clone, Copy, Debug)]
    pub struct ProcessAlreadyTerminal;
    /// The platform accepted the change, and then the process that makes it failed.
    #[derive(Clone, Copy, Debug)]
    pub struct ProcessFailed;
    /// These scaling limits cannot be.
    #[derive(Clone, Copy, Debug)]
    pub struct InvalidScaling;
    /// There is no file that can be read at this path.
    #[derive(Clone, Copy, Debug)]
    pub struct FileNotFound;
    /// The file was neither read nor written.
    #[derive(Clone, Copy, Debug)]
    pub struct FileRefused;
    /// The platform would refuse this import document.
    #[derive(Clone, Copy, Debug)]
    pub struct InvalidImportYml;
    /// The document would make a project of its own.
    #[derive(Clone, Copy, Debug)]
    pub struct ImportHasProject;
    /// The platform has no such service type.
    #[derive(Clone, Copy, Debug)]
    pub struct UnknownType;
    /// A hostname of the document is taken.
    #[derive(Clone, Copy, Debug)]
    pub struct ServiceExists;
    /// The platform refused some services of the document; the others are being made.
    #[derive(Clone, Copy, Debug)]
    pub struct ImportIncomplete;
    /// No bootstrap is open.
    #[derive(Clone, Copy, Debug)]
    pub struct NoBootstrap;
    /// A bootstrap is open already.
    #[derive(Clone, Copy, Debug)]
    pub struct BootstrapOpen;
    /// Another zcp that is running has this bootstrap in hand.
    #[derive(Clone, Copy, Debug)]
    pub struct BootstrapTaken;
    /// The plan cannot be made; nothing was made.
    #[derive(Clone, Copy, Debug)]
    pub struct PlanInvalid;
    /// Not all planned services were made.
    #[derive(Clone, Copy, Debug)]
    pub struct ProvisionFailed;
    /// Nobody adopted this service, so it has no choices.
    #[derive(Clone, Copy, Debug)]
    pub struct NotAdopted;
    /// The git remote did not answer; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct GitRemoteFailed;
    /// There is no remote that code is pushed to.
    #[derive(Clone, Copy, Debug)]
    pub struct GitPushRequired;
    /// Another zcp is writing the notebook; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct NotebookBusy;
    /// A newer zcp has written the notebook; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct NotebookNewer;
    /// The notebook has this service for another project; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct NotebookOtherProject;
    /// The notebook cannot be written; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct NotebookRefused;
    /// The project looks like production, so zcp only reads it; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct ProductionProject;
    /// This server changes nothing before a workflow is open; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct WorkflowRequired;
    /// This deploy cannot work; nothing was made.
    #[derive(Clone, Copy, Debug)]
    pub struct PreflightFailed;
    /// The folder has no zerops.yaml and no zerops.yml.
    #[derive(Clone, Copy, Debug)]
    pub struct ZeropsYmlNotFound;
    /// What is in the folder cannot be deployed; nothing was deployed.
    #[derive(Clone, Copy, Debug)]
    pub struct FilesRefused;
    /// The container was not reached over SSH, or a command failed there.
    #[derive(Clone, Copy, Debug)]
    pub struct SshFailed;
    /// The service has no running container, so nothing can be done in one.
    #[derive(Clone, Copy, Debug)]
    pub struct ServiceNotRunning;
    /// The development server ended before it answered.
    #[derive(Clone, Copy, Debug)]
    pub struct DevServerExited;
    /// The development server runs, and nothing listens on its port.
    #[derive(Clone, Copy, Debug)]
    pub struct DevServerSilent;
    /// The development server listens and does not answer as it should.
    #[derive(Clone, Copy, Debug)]
    pub struct DevServerFails;
    /// The development server answers inside of its container alone.
    #[derive(Clone, Copy, Debug)]
    pub struct DevServerLocal;
    /// Something else listens on the port, so the development server was not started.
    #[derive(Clone, Copy, Debug)]
    pub struct PortTaken;
    /// Nothing can be mounted where zcp runs.
    #[derive(Clone, Copy, Debug)]
    pub struct MountUnavailable;
    /// The folder was not mounted, or not taken away.
    #[derive(Clone, Copy, Debug)]
    pub struct MountFailed;
    /// There is no browser where zcp runs.
    #[derive(Clone, Copy, Debug)]
    pub struct BrowserMissing;
    /// The browser did not start, or ended before the page was seen.
    #[derive(Clone, Copy, Debug)]
    pub struct BrowserFailed;
    /// The page was not reached from where zcp runs.
    #[derive(Clone, Copy, Debug)]
    pub struct PageUnreachable;
    /// The archive did not arrive; nothing was deployed, and the next deploy is not blocked.
    #[derive(Clone, Copy, Debug)]
    pub struct UploadFailed;
    /// The build failed; what ran before still runs.
    #[derive(Clone, Copy, Debug)]
    pub struct BuildFailed;
    /// The image to run on could not be made; what ran before still runs.
    #[derive(Clone, Copy, Debug)]
    pub struct PrepareFailed;
    /// The new version did not come up; what ran before still runs.
    #[derive(Clone, Copy, Debug)]
    pub struct DeployFailed;
    /// zcli did not push.
    #[derive(Clone, Copy, Debug)]
    pub struct ZcliFailed;
    /// The service has no version of this id or name.
    #[derive(Clone, Copy, Debug)]
    pub struct VersionNotFound;
    /// This rollback cannot be made; what serves goes on serving.
    #[derive(Clone, Copy, Debug)]
    pub struct RollbackImpossible;
    /// These variables cannot be set or removed; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct InvalidEnvFormat;
    /// The question is none that only reads; nothing was changed.
    #[derive(Clone, Copy, Debug)]
    pub struct QueryRefused;
    /// The database made nothing of the question, or it took too long.
    #[derive(Clone, Copy, Debug)]
    pub struct QueryFailed;
    /// The database was not reached from where zcp runs.
    #[derive(Clone, Copy, Debug)]
    pub struct DatabaseUnreachable;
    /// The catalogue of recipes cannot be read, and zcp has kept none.
    #[derive(Clone, Copy, Debug)]
    pub struct RecipesUnavailable;
    /// There is no such recipe, or none of such a tier.
    #[derive(Clone, Copy, Debug)]
    pub struct RecipeNotFound;
    /// There is no such backup.
    #[derive(Clone, Copy, Debug)]
    pub struct BackupNotFound;
    /// The platform makes no backups of such a service.
    #[derive(Clone, Copy, Debug)]
    pub struct BackupUnsupported;
    /// The backup was not downloaded, and no file was written.
    #[derive(Clone, Copy, Debug)]
    pub struct DownloadFailed;
    /// This takes the word of a human, and nobody gave it.
    #[derive(Clone, Copy, Debug)]
    pub struct ConfirmRequired;
    /// The human was asked and refused.
    #[derive(Clone, Copy, Debug)]
    pub struct ConfirmRefused;
    /// The human was asked and gave no valid answer.
    #[derive(Clone, Copy, Debug)]
    pub struct ConfirmUnanswered;
    /// zcp itself runs in this service.
    #[derive(Clone, Copy, Debug)]
    pub struct ServiceProtected;
    /// The tool or action exists and this server was started without it.
    #[derive(Clone, Copy, Debug)]
    pub struct InvalidUsage;
    /// zcp itself failed.
    #[derive(Clone, Copy, Debug)]
    pub struct InternalError;
    /// The call was cancelled before it was done.
    #[derive(Clone, Copy, Debug)]
    pub struct Cancelled;
}

/// What is wrong with the arguments themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentsError {
    /// `INVALID_PARAMETER`
    InvalidParameter,
}

impl ErrorCode for ArgumentsError {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::InvalidParameter => &INVALID_PARAMETER,
        }
    }
}

/// What can be wrong with the one service that a tool works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceError {
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
}

impl ErrorCode for ServiceError {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::ServiceRequired => &SERVICE_REQUIRED,
            Self::InvalidHostname => &INVALID_HOSTNAME,
            Self::ServiceNotFound => &SERVICE_NOT_FOUND,
        }
    }
}

/// What can become of a process that a call started and awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProcessError {
    /// `PROCESS_FAILED`
    ProcessFailed,
}

impl ErrorCode for ProcessError {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::ProcessFailed => &PROCESS_FAILED,
        }
    }
}

/// What the platform, the token or the network can answer to any call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformError {
    /// `AUTH_REQUIRED`
    AuthRequired,
    /// `AUTH_INVALID_TOKEN`
    AuthInvalidToken,
    /// `AUTH_TOKEN_EXPIRED`
    AuthTokenExpired,
    /// `AUTH_API_ERROR`
    AuthApiError,
    /// `TOKEN_NO_PROJECT`
    TokenNoProject,
    /// `TOKEN_MULTI_PROJECT`
    TokenMultiProject,
    /// `PERMISSION_DENIED`
    PermissionDenied,
    /// `API_ERROR`
    ApiError,
    /// `API_TIMEOUT`
    ApiTimeout,
    /// `API_RATE_LIMITED`
    ApiRateLimited,
    /// `NETWORK_ERROR`
    NetworkError,
}

impl ErrorCode for PlatformError {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::AuthRequired => &AUTH_REQUIRED,
            Self::AuthInvalidToken => &AUTH_INVALID_TOKEN,
            Self::AuthTokenExpired => &AUTH_TOKEN_EXPIRED,
            Self::AuthApiError => &AUTH_API_ERROR,
            Self::TokenNoProject => &TOKEN_NO_PROJECT,
            Self::TokenMultiProject => &TOKEN_MULTI_PROJECT,
            Self::PermissionDenied => &PERMISSION_DENIED,
            Self::ApiError => &API_ERROR,
            Self::ApiTimeout => &API_TIMEOUT,
            Self::ApiRateLimited => &API_RATE_LIMITED,
            Self::NetworkError => &NETWORK_ERROR,
        }
    }
}

/// What the server answers before an operation is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerError {
    /// `INVALID_USAGE`
    InvalidUsage,
    /// `PRODUCTION_PROJECT`
    ProductionProject,
    /// `WORKFLOW_REQUIRED`
    WorkflowRequired,
    /// `INTERNAL_ERROR`
    InternalError,
    /// `CANCELLED`
    Cancelled,
}

impl ErrorCode for ServerError {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::InvalidUsage => &INVALID_USAGE,
            Self::ProductionProject => &PRODUCTION_PROJECT,
            Self::WorkflowRequired => &WORKFLOW_REQUIRED,
            Self::InternalError => &INTERNAL_ERROR,
            Self::Cancelled => &CANCELLED,
        }
    }
}
