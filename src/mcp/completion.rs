//! Completion: paths of documents, and hostnames of the project.

use rmcp::model::{CompleteRequestParams, CompleteResult, CompletionInfo, ErrorData, Reference};

use super::methods::shown;
use super::{prompts, resources};
use crate::ops::completion::hostnames;
use crate::ops::context::Context;

/// What the template of the resources calls the rest of an address.
const PATH: &str = "path";

/// The values that an argument may have, as far as it is written.
pub(super) async fn complete(cx: &Context, request: CompleteRequestParams) -> Result<CompleteResult, ErrorData> {
    let argument = &request.argument;
    let values = match &request.r#ref {
        Reference::Resource(template) if template.uri == resources::TEMPLATE && argument.name == PATH => {
            paths(&argument.value)
        }
        Reference::Resource(_) => {
            let message = format!("only the argument `{PATH}` of `{}` is completed", resources::TEMPLATE);
            return Err(ErrorData::invalid_params(message, None));
        }
        Reference::Prompt(prompt) => {
            let workflow = prompts::find(&prompt.name)?;
            match argument.name.as_str() {
                other if !prompts::takes(workflow, other) => {
                    let message = format!("The prompt `{}` takes no argument `{}`.", workflow.name, shown(other));
                    return Err(ErrorData::invalid_params(message, None));
                }
                prompts::HOSTNAME => beginning(hostnames(cx).await, &argument.value.to_lowercase()),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    };
    let total = u32::try_from(values.len()).ok();
    let more = values.len() > CompletionInfo::MAX_VALUES;
    let values = values.into_iter().take(CompletionInfo::MAX_VALUES).collect();
    let info = CompletionInfo::with_pagination(values, total, more);
    Ok(CompleteResult::new(info.map_err(|error| ErrorData::internal_error(error, None))?))
}

/// Paths that begin so, then those that have it somewhere.
fn paths(written: &str) -> Vec<String> {
    let written = written.to_lowercase();
    let all = || resources::paths().map(str::to_owned).chain(resources::type_paths());
    let mut found = beginning(all().collect(), &written);
    found.extend(all().filter(|path| !path.starts_with(&written) && path.contains(&written)));
    found
}

fn beginning(all: Vec<String>, written: &str) -> Vec<String> {
    all.into_iter().filter(|value| value.starts_with(written)).collect()
}
