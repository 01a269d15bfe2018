//! The story: import, deploy, verify, break, look why, mend, delete.

use std::path::Path;

use serde_json::Value;

use super::app::{APP, App, DATABASE, GREETINGS};
use super::lines::show;
use super::stage::Stage;
use crate::cli::people::log_records;
use crate::cli::problem::Problem;
use crate::domain::call::{Arguments as _, NextCall};
use crate::generated::tools::{zerops_delete, zerops_deploy, zerops_import, zerops_subdomain, zerops_verify};
use crate::generated::types::{Document, FolderPath, Hostname};
use crate::suggest;

/// Tells it: the code is in a folder. What takes an answer of it is told only where the platform really runs it.
pub(super) async fn tell(stage: &Stage, app: App, folder: &Path, runs: bool) -> Result<(), Problem> {
    introduce(stage).await?;
    import(stage, app).await?;

    stage.say("\"Deploy the code in this folder.\"").await?;
    app.write(folder, GREETINGS[0], false)?;
    deploy(stage).await?;
    publish(stage).await?;
    if !runs {
        show("(This sandbox runs nothing: no answer can be looked at, and no build can fail.)")?;
        return delete(stage).await;
    }
    stage.say("\"Does it work?\"").await?;
    verify(stage, GREETINGS[0]).await?;

    stage.say("A change with a mistake. The deploy fails and says where, why, and what to call next.").await?;
    app.write(folder, GREETINGS[1], true)?;
    broken(stage).await?;

    stage.say("The version before it still serves.").await?;
    verify(stage, GREETINGS[0]).await?;

    stage.say("The agent corrects the mistake and deploys again.").await?;
    app.write(folder, GREETINGS[1], false)?;
    deploy(stage).await?;
    verify(stage, GREETINGS[1]).await?;
    delete(stage).await
}

async fn introduce(stage: &Stage) -> Result<(), Problem> {
    stage.say("The agent connects and asks what there is.").await?;
    let tools = stage.client().tools().await.map_err(|error| Problem::Failed(format!("no list of tools: {error}")))?;
    let instructions = stage.client().instructions().unwrap_or_default();
    show(&instructions)?;
    let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
    show(&format!("{} tools: {}", names.len(), names.join(", ")))?;
    stage.expect(!names.is_empty() && !instructions.is_empty(), "the server offers nothing")
}

async fn import(stage: &Stage, app: App) -> Result<(), Problem> {
    stage.say("\"Make me a service for an application, and a database.\"").await?;
    let content = Some(Document(app.import()));
    let args = zerops_import::Args { content, ..zerops_import::Args::default() };
    let value = stage.succeed(&args.to_call()).await?;
    let processes = value["processes"].as_array().cloned().unwrap_or_default();
    show(&format!("{} processes, all of them FINISHED", processes.len()))?;
    let finished = |process: &Value| process["status"] == "FINISHED";
    stage.expect(!processes.is_empty() && processes.iter().all(finished), "the import did not finish")?;
    let value = stage.succeed(&suggest::services()).await?;
    for service in value["services"].as_array().into_iter().flatten() {
        let of = |key: &str| text(&service[key]);
        show(&format!("{:10} {:22} {}", of("hostname"), of("type"), of("status")))?;
    }
    Ok(())
}

async fn deploy(stage: &Stage) -> Result<(), Problem> {
    let value = stage.succeed(&deployment()).await?;
    show(&format!(
        "{} files, {} bytes: version {} is {}",
        value["files"],
        value["bytes"],
        text(&value["appVersionId"]),
        text(&value["status"])
    ))?;
    stage.expect(value["status"] == "ACTIVE", "the version is not active")
}

fn deployment() -> NextCall {
    let (target_service, working_dir) = (Some(hostname(APP)), Some(FolderPath(".".to_owned())));
    zerops_deploy::Args { target_service, working_dir, ..zerops_deploy::Args::default() }.to_call()
}

async fn publish(stage: &Stage) -> Result<(), Problem> {
    stage.say("\"Give it a public address.\"").await?;
    let args = zerops_subdomain::Args::Enable(zerops_subdomain::EnableArgs::new(hostname(APP)));
    let value = stage.succeed(&args.to_call()).await?;
    for url in value["urls"].as_array().into_iter().flatten() {
        show(text(url))?;
    }
    stage.expect(value["enabled"] == true, "it is not public")
}

/// Asks what is deployed.
async fn verify(stage: &Stage, greeting: &str) -> Result<(), Problem> {
    let args = zerops_verify::Args::new(hostname(APP));
    let args = zerops_verify::Args { expect_text: Some(greeting.to_owned()), ..args };
    let value = stage.succeed(&args.to_call()).await?;
    for check in value["checks"].as_array().into_iter().flatten() {
        let (name, status) = (text(&check["check"]), text(&check["status"]));
        let found = format!("the page says \"{greeting}\"");
        let detail = check["detail"].as_str().unwrap_or(if name == "text" && status == "pass" { &found } else { "" });
        show(format!("{status:4} {name:9} {detail}").trim_end())?;
    }
    stage.expect(value["healthy"] == true, "it does not work")
}

async fn broken(stage: &Stage) -> Result<(), Problem> {
    let failure = stage.fail(&deployment(), "BUILD_FAILED").await?;
    let next = failure["next"].as_array().and_then(|next| next.first());
    let next = next.and_then(|next| serde_json::from_value::<NextCall>(next.clone()).ok());
    let Some(next) = next else { return stage.expect(false, "the error suggests no call") };
    let value = stage.succeed(&next).await?;
    let lines = log_records(&value);
    for line in &lines {
        show(text(&line["message"]))?;
    }
    stage.expect(!lines.is_empty(), "the log is empty")
}

async fn delete(stage: &Stage) -> Result<(), Problem> {
    stage.say(&format!("\"Delete {DATABASE}.\" That cannot be undone, so the human is asked.")).await?;
    let value = stage.succeed(&zerops_delete::Args::new(hostname(DATABASE)).to_call()).await?;
    show(&format!("changed: {}{}", value["changed"], process(&value)))?;
    stage.expect(is_finished(&value), "the deletion did not finish")?;
    stage.say("\"Is it gone?\"").await?;
    stage.fail(&suggest::service(DATABASE), "SERVICE_NOT_FOUND").await?;
    Ok(())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn hostname(name: &str) -> Hostname {
    Hostname(name.to_owned())
}

fn is_finished(value: &Value) -> bool {
    value["process"]["status"] == "FINISHED"
}

/// The process of a change in words.
fn process(value: &Value) -> String {
    let process = &value["process"];
    if process.is_null() {
        return String::new();
    }
    format!(", process {} {}", text(&process["action"]), text(&process["status"]))
}
