//! A prompt for each workflow: what a person picks to have something done. The text is the workflow's
//! own, whatever the state of the project; the tool fits it to the project.

use rmcp::model::{ErrorData, GetPromptResult, ListPromptsResult, Prompt, PromptArgument, PromptMessage, Role};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::{self, StrDeserializer};
use serde_json::{Map, Value};

use super::methods::shown;
use super::offer::Offer;
use crate::domain::call::NextCall;
use crate::domain::hostname::Hostname;
use crate::domain::nearest::nearest;
use crate::domain::workflow::Workflow;
use crate::generated::types;
use crate::generated::workflows::WORKFLOWS;
use crate::knowledge::documents::SCHEME;
use crate::suggest;

/// The argument that names a service; its values are completed from the project.
pub(super) const HOSTNAME: &str = "serviceHostname";
const GOAL: &str = "goal";
/// The most characters of an argument.
const MOST: usize = 2_000;
/// What stands for a hostname that nobody gave.
const SOME_SERVICE: &str = "HOSTNAME";

/// Every prompt.
pub(super) fn list() -> ListPromptsResult {
    ListPromptsResult::with_all_items(WORKFLOWS.iter().map(prompt).collect())
}

fn prompt(workflow: &Workflow) -> Prompt {
    let mut arguments = Vec::new();
    if names_a_service(workflow) {
        let service = PromptArgument::new(HOSTNAME).with_title("Service").with_description("Its hostname.");
        arguments.push(service.with_required(false));
    }
    let goal = PromptArgument::new(GOAL).with_title("Goal").with_description("What is wanted, in your words.");
    arguments.push(goal.with_required(false));
    Prompt::new(workflow.name, Some(workflow.summary), Some(arguments)).with_title(workflow.title)
}

fn names_a_service(workflow: &Workflow) -> bool {
    workflow.steps.iter().filter_map(|step| step.call).any(|call| call.is_about_a_service())
}

/// Whether the prompt of a workflow has this argument.
pub(super) fn takes(workflow: &Workflow, name: &str) -> bool {
    name == GOAL || (name == HOSTNAME && names_a_service(workflow))
}

/// The workflow of a prompt.
pub(super) fn find(name: &str) -> Result<&'static Workflow, ErrorData> {
    WORKFLOWS.iter().find(|workflow| workflow.name == name).ok_or_else(|| {
        let names: Vec<&str> = WORKFLOWS.iter().map(|workflow| workflow.name).collect();
        let near = nearest(name, names.iter().copied()).map(|near| format!(" Did you mean `{near}`?"));
        let message = format!(
            "There is no prompt `{}`.{} There are: {}.",
            shown(name),
            near.unwrap_or_default(),
            names.join(", ")
        );
        ErrorData::invalid_params(message, None)
    })
}

/// A prompt with its arguments put in, its calls as this server offers them. An argument that was
/// left empty is none: clients ask for each of them and send what they got.
pub(super) fn get(
    name: &str,
    arguments: Option<&Map<String, Value>>,
    offer: &Offer,
) -> Result<GetPromptResult, ErrorData> {
    let workflow = find(name)?;
    let argument = |name: &str| arguments?.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty());
    for (name, value) in arguments.into_iter().flatten() {
        let problem = match value.as_str().map(str::trim) {
            _ if !takes(workflow, name) => format!("This prompt takes no argument `{}`.", shown(name)),
            None => format!("The argument `{name}` is a text."),
            Some(text) if text.chars().count() > MOST => format!("The argument `{name}` has over {MOST} characters."),
            Some(text) if name == HOSTNAME && !text.is_empty() && Hostname::parse(text).is_none() => {
                format!("`{}` is no hostname.", shown(text))
            }
            Some(_) => continue,
        };
        return Err(ErrorData::invalid_params(problem, None));
    }
    let text = text(workflow, argument(HOSTNAME), argument(GOAL), offer);
    let message = PromptMessage::new_text(Role::User, text);
    Ok(GetPromptResult::new(vec![message]).with_description(workflow.summary))
}

fn text(workflow: &Workflow, hostname: Option<&str>, goal: Option<&str>, offer: &Offer) -> String {
    let mut text = format!("# {}\n\n{}\n", workflow.title, workflow.summary);
    if let Some(goal) = goal {
        text.push_str(&format!("\nGoal: {goal}\n"));
    }
    if let Some(hostname) = hostname {
        text.push_str(&format!("\nService: {hostname}\n"));
    }
    let name: StrDeserializer<'_, value::Error> = workflow.name.into_deserializer();
    if let Ok(name) = types::Workflow::deserialize(name) {
        let fitted = shown_call(&suggest::guide(name), offer);
        text.push_str(&format!("\nFor the steps that this project needs now: {fitted}\n\n"));
    }
    text.push_str(&steps(workflow, hostname, |call| shown_call(call, offer)));
    for path in workflow.documents {
        text.push_str(&format!("\nMore: {SCHEME}{path}"));
    }
    text
}

/// The steps of a workflow, one after another, each with its call.
pub(super) fn steps(workflow: &Workflow, hostname: Option<&str>, shown: impl Fn(&NextCall) -> String) -> String {
    let mut text = String::new();
    for (index, step) in workflow.steps.iter().enumerate() {
        text.push_str(&format!("{}. {}. {}\n", index + 1, step.title, step.text));
        if let Some(template) = step.call {
            let call = template.call(hostname.unwrap_or(SOME_SERVICE));
            text.push_str(&format!("   {}\n", shown(&call)));
        }
    }
    text
}

/// A call as a model makes it here, or as a person does where this server does not offer it.
fn shown_call(call: &NextCall, offer: &Offer) -> String {
    if offer.offers(call) {
        format!("`{} {}`", call.tool, Value::Object(call.args.clone()))
    } else {
        format!("`{}`", call.command_line())
    }
}
