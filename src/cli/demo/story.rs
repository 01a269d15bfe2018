//! The story: look, scale, restart, err, delete, look again.

use serde_json::Value;

use super::stage::{Stage, show};
use crate::cli::problem::Problem;
use crate::domain::call::{Arguments, NextCall};
use crate::generated::catalog::CATALOG;
use crate::generated::tools::{zerops_delete, zerops_discover, zerops_manage, zerops_scale};
use crate::generated::types::{DiscoverResult, Hostname, ServiceView};

/// Tells it.
pub(super) async fn tell(stage: &Stage) -> Result<(), Problem> {
    introduce(stage).await?;
    let services = discover(stage).await?;
    let (main, spare) = cast(&services).ok_or_else(|| {
        let message = "this seed holds no runtime service to show anything on; try node-postgres";
        Problem::Failed(message.to_owned())
    })?;
    scale(stage, main).await?;
    restart(stage, main).await?;
    mistype(stage, main).await?;
    delete(stage, spare).await
}

async fn introduce(stage: &Stage) -> Result<(), Problem> {
    stage.say("The agent connects and asks what there is.")?;
    let tools = stage.client().tools().await.map_err(|error| Problem::Failed(format!("no list of tools: {error}")))?;
    let instructions = stage.client().instructions().unwrap_or_default();
    show(&instructions)?;
    let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
    show(&format!("{} tools: {}", names.len(), names.join(", ")))?;
    stage.expect(!names.is_empty() && !instructions.is_empty(), "the server offers nothing")
}

async fn discover(stage: &Stage) -> Result<Vec<ServiceView>, Problem> {
    stage.say("\"What runs in this project?\"")?;
    let value = stage.succeed(&look(None)).await?;
    let found: DiscoverResult = serde_json::from_value(value).unwrap_or_default();
    show(&format!("project {} is {}", found.project.name, found.project.status))?;
    for service in &found.services {
        let ServiceView { hostname, r#type, status, ports, .. } = service;
        show(format!("{hostname:10} {type:16} {status:16} {}", ports.join(", ")).trim_end())?;
    }
    stage.expect(!found.services.is_empty(), "the project is empty")?;
    Ok(found.services)
}

/// The service to work on and the one to delete: the first and the last runtime. The service that
/// zcp itself would run in plays no part.
fn cast(services: &[ServiceView]) -> Option<(&str, &str)> {
    let is_runtime =
        |service: &&ServiceView| category(&service.r#type) == Some("USER") && family(&service.r#type) != "zcp";
    let mut runtimes = services.iter().filter(is_runtime);
    let main = runtimes.clone().find(|service| service.status == "ACTIVE")?;
    let spare = runtimes.rfind(|service| service.hostname != main.hostname).unwrap_or(main);
    Some((&main.hostname, &spare.hostname))
}

/// A type without its version.
fn family(r#type: &str) -> &str {
    r#type.split('@').next().unwrap_or(r#type)
}

fn category(r#type: &str) -> Option<&'static str> {
    let families = CATALOG.iter().flat_map(|section| section.families);
    families.into_iter().find(|known| known.name == family(r#type)).map(|known| known.category)
}

async fn scale(stage: &Stage, service: &str) -> Result<(), Problem> {
    stage.say(&format!("\"Give {service} at least 1.5 GB of memory.\""))?;
    let mut args = scaling_of(service);
    args.min_ram = Some(1.5);
    let value = stage.succeed(&args.to_call()).await?;
    let (minimum, maximum) = (&value["scaling"]["minRam"], &value["scaling"]["maxRam"]);
    show(&format!("changed: {}, RAM from {minimum} to {maximum} GB{}", value["changed"], process(&value)))?;
    stage.expect(minimum.as_f64() == Some(1.5), "the limit was not set")
}

/// No limit at all; a call sets some of them.
fn scaling_of(service: &str) -> zerops_scale::Args {
    zerops_scale::Args {
        service_hostname: Hostname(service.to_owned()),
        cpu_mode: None,
        min_cpu: None,
        max_cpu: None,
        min_ram: None,
        max_ram: None,
        min_disk: None,
        max_disk: None,
        min_containers: None,
        max_containers: None,
        min_free_ram_gb: None,
        min_free_ram_percent: None,
        min_free_cpu_cores: None,
        min_free_cpu_percent: None,
        start_cpu_core_count: None,
        swap_enabled: None,
        wait: None,
    }
}

async fn restart(stage: &Stage, service: &str) -> Result<(), Problem> {
    stage.say(&format!("\"Restart {service} and tell me when it is up.\""))?;
    let service_hostname = Hostname(service.to_owned());
    let args = zerops_manage::Args::Restart(zerops_manage::RestartArgs { service_hostname, wait: None });
    let value = stage.succeed(&args.to_call()).await?;
    show(&format!("changed: {}{}", value["changed"], process(&value)))?;
    stage.expect(is_finished(&value), "the restart did not finish")
}

async fn mistype(stage: &Stage, service: &str) -> Result<(), Problem> {
    stage.say("The agent mistypes a name. The error says what to do, as a call it can make.")?;
    let wrong = format!("{service}x");
    let failure = stage.fail(&look(Some(&wrong)), "SERVICE_NOT_FOUND").await?;
    let next = failure["next"].as_array().and_then(|next| next.first());
    let call = next.and_then(|next| serde_json::from_value::<NextCall>(next.clone()).ok());
    stage.expect(call.is_some(), "the error suggests no call")?;
    if let Some(call) = call {
        stage.succeed(&call).await?;
        show("found: the suggested call works as it stands")?;
    }
    Ok(())
}

async fn delete(stage: &Stage, service: &str) -> Result<(), Problem> {
    stage.say(&format!("\"Delete {service}.\" That cannot be undone, so the human is asked."))?;
    let service_hostname = Hostname(service.to_owned());
    let args = zerops_delete::Args { service_hostname, confirm: None, confirm_hostname: None, wait: None };
    let value = stage.succeed(&args.to_call()).await?;
    show(&format!("changed: {}{}", value["changed"], process(&value)))?;
    stage.expect(is_finished(&value), "the deletion did not finish")?;

    stage.say("\"Is it gone?\"")?;
    stage.fail(&look(Some(service)), "SERVICE_NOT_FOUND").await?;
    Ok(())
}

fn look(service: Option<&str>) -> NextCall {
    let service_hostname = service.map(|hostname| Hostname(hostname.to_owned()));
    let limit = zerops_discover::Args::default_limit();
    let mut call = zerops_discover::Args { service_hostname, include_envs: None, limit, cursor: None }.to_call();
    // An agent does not write what is the default anyway.
    call.args.shift_remove("limit");
    call
}

fn is_finished(value: &Value) -> bool {
    value["process"]["status"] == "FINISHED"
}

/// The process of a change in words.
fn process(value: &Value) -> String {
    let text = |key: &str| value["process"][key].as_str().unwrap_or_default().to_owned();
    if value["process"].is_null() { String::new() } else { format!(", process {} {}", text("action"), text("status")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(hostname: &str, r#type: &str) -> ServiceView {
        let (hostname, r#type, status) = (hostname.to_owned(), r#type.to_owned(), "ACTIVE".to_owned());
        ServiceView { hostname, r#type, status, ..ServiceView::default() }
    }

    #[test]
    fn the_first_runtime_is_worked_on_and_the_last_deleted() {
        let all = [
            service("api", "nodejs@22"),
            service("db", "postgresql@16"),
            service("worker", "nodejs@22"),
            service("zcp", "zcp@1"),
        ];
        assert_eq!(cast(&all), Some(("api", "worker")));
        assert_eq!(cast(&all[..1]), Some(("api", "api")));
        assert_eq!(cast(&all[1..2]), None);
    }
}
