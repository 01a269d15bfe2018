//! What a server answers that changes nothing before a workflow is open, as `--require-workflow` asks for.

use serde_json::{Map, Value};

use super::known;
use crate::domain::call::{Arguments as _, NextCall};
use crate::domain::failure::{Detail, Failure};
use crate::domain::tool::ToolSpec;
use crate::generated::errors::WORKFLOW_REQUIRED;
use crate::generated::tools::zerops_workflow::{self};
use crate::ops::context::Context;
use crate::ops::support::{notebook, service_facts};
use crate::suggest;

/// The arguments that name the service that is changed.
const NAMES: [&str; 2] = ["serviceHostname", "targetService"];
/// What stands for the task in a call that is suggested.
const INTENT: &str = "<what this is for>";
/// Services that a suggested call names.
const NAMED: usize = 10;

impl Context {
    /// Why a call changes nothing, where no workflow is open. What cannot be found out is left to the call itself.
    pub(crate) async fn without_workflow(&self, spec: &ToolSpec, arguments: &Map<String, Value>) -> Option<Failure> {
        // Opening one cannot wait for one, and a dry run makes nothing.
        if spec.name == zerops_workflow::Args::TOOL || arguments.get("dryRun") == Some(&Value::Bool(true)) {
            return None;
        }
        let session = self.connection().session().await.ok()?;
        let reading = notebook::read(self, &session).await;
        if known::bootstrap(&reading).is_some() || known::open_work(&reading).is_some() {
            return None;
        }
        let services = session.services().await.ok()?;
        let able = services
            .iter()
            .filter(|service| service_facts::is_runtime(service) && !service_facts::is_workspace(service));
        let runtimes: Vec<&str> = able.map(|service| service.name.as_str()).collect();
        let named = NAMES.iter().find_map(|name| arguments.get(*name)?.as_str());
        let message = format!("{} changed nothing: no workflow is open, and this server asks for one.", spec.name);
        let next = vec![opening(&runtimes, named)];
        Some(Failure::new(&WORKFLOW_REQUIRED, Detail { message, next, ..Detail::default() }))
    }
}

/// The call that opens work on the service that was named, or on what there is; a bootstrap where nothing runs code.
fn opening(runtimes: &[&str], named: Option<&str>) -> NextCall {
    if runtimes.is_empty() {
        return suggest::bootstrap(None, None);
    }
    let one = named.filter(|named| runtimes.contains(named)).map(|named| vec![named]);
    let scope = one.unwrap_or_else(|| runtimes.iter().copied().take(NAMED).collect());
    suggest::develop(INTENT, &scope)
}
