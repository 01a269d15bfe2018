//! `zcp ssh`: a shell, or a command, in a container of a service, over this computer's `ssh`.

use std::process::ExitCode;

use serde_json::{Map, json};

use super::args::ServiceArgs;
use super::output::{DIM, painted};
use super::place::Place;
use super::problem::Problem;
use super::{beside, call, output};
use crate::domain::environment::given;
use crate::generated::variables::ZCP_SSH_CONFIG;
use crate::programs::{self, Needs, Surroundings};

/// Logs in. The service is looked for first, so that a wrong name is answered by zcp and not by the network.
pub(super) fn ssh(args: &ServiceArgs) -> Result<ExitCode, Problem> {
    let Some(program) = programs::find("ssh") else {
        return Err(Problem::Failed("this computer has no `ssh`; the package openssh-client has it".to_owned()));
    };
    let mut arguments = Map::new();
    arguments.insert("serviceHostname".to_owned(), json!(args.service));
    let found = call::record("zerops_discover", &arguments)?;
    // As the platform spells it: what is handed to `ssh` is no option.
    let hostname = found["services"][0]["hostname"].as_str().unwrap_or_default().to_owned();
    let configuration = given(std::env::var_os(ZCP_SSH_CONFIG)).and_then(|file| file.into_string().ok());
    let mut words: Vec<&str> = Vec::new();
    if let Some(file) = &configuration {
        words.extend(["-F", file]);
    }
    words.extend(["--", &hostname]);
    words.extend(args.command.iter().map(String::as_str));
    if configuration.is_none() && Place::current().hostname().is_none() {
        let hint = format!("From outside of the project `{hostname}` is reached over its VPN (`zcli vpn up`).");
        output::error_line(&painted(DIM, hint));
    }
    beside::go_on_as(&program, &words, Surroundings::Handed(Needs::Keys))
}
