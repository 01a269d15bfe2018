//! What a document may say and what becomes of it.

use std::time::Duration;

use serde_json::{Value, json};

use super::apply::{self, Imported};
use crate::domain::ids::ProjectId;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::world::World;

fn world() -> (World, ProjectId) {
    world_of(PlatformDate::default())
}

fn world_of(platform: PlatformDate) -> (World, ProjectId) {
    let world = World::new(&Options::deterministic(ClockMode::Manual).platform(platform)).expect("world");
    let project = world.data.projects[0].id.clone();
    (world, project)
}

fn import(yaml: &str) -> (World, Result<Vec<Imported>, ApiError>) {
    import_on(PlatformDate::default(), yaml)
}

fn import_on(platform: PlatformDate, yaml: &str) -> (World, Result<Vec<Imported>, ApiError>) {
    let (mut world, project) = world_of(platform);
    let result = apply::into_project(&mut world, &project, yaml);
    (world, result)
}

fn refusal(service: &str) -> (String, Value) {
    let (world, result) = import(&format!("services:\n  - {service}\n"));
    let error = result.expect_err("refused");
    assert!(world.data.processes.iter().next().is_none(), "nothing is made");
    let meta = error.meta.map_or(Value::Null, |meta| if meta.is_array() { meta[0]["metadata"].clone() } else { meta });
    (error.code.to_string(), meta)
}

fn status(world: &World, hostname: &str) -> &'static str {
    let service = world.data.services.iter().find(|service| service.hostname == hostname).expect("service");
    service.status.wire()
}

#[test]
fn a_fault_of_the_document_rejects_the_whole_with_its_reasons() {
    let cases = [
        (
            "{hostname: s, type: object-storage, mode: HA}",
            "projectImportInvalidParameter",
            json!({"s.mode":["mode not supported"]}),
        ),
        (
            "{hostname: s, type: postgresql@16, mode: WEIRD}",
            "projectImportInvalidParameter",
            json!({"s.mode":["Allowed values: [HA, NON_HA], WEIRD given."]}),
        ),
        (
            "{hostname: s, type: nodejs@99}",
            "serviceStackTypeNotFound",
            json!({"serviceStackTypeVersion":["nodejs@99"]}),
        ),
        ("{hostname: Bad-Name, type: nodejs@22}", "serviceStackNameInvalid", Value::Null),
        (
            "{hostname: s, type: nodejs@22, colour: red}",
            "projectImportInvalidParameter",
            json!({"s.colour":["unknown field"]}),
        ),
        ("{hostname: s, type: nodejs@22, mount: [nope]}", "yamlMountDeprecated", json!({"s.mount":["nope"]})),
        (
            "{hostname: s, type: nodejs@22, buildFromGit: 'https://x', zeropsYaml: {zerops: [{setup: other}]}}",
            "zeropsYamlSetupNotFound",
            json!({"name":"s"}),
        ),
        ("{hostname: s, type: meilisearch@1.20, mode: HA}", "haModeNotImplemented", Value::Null),
    ];
    for (service, code, meta) in cases {
        assert_eq!(refusal(service), (code.to_owned(), meta), "{service}");
    }
}

#[test]
fn the_shape_of_the_document_is_checked_first() {
    let code = |yaml: &str| import(yaml).1.expect_err("refused").code.to_string();
    assert_eq!(code("services: [\n"), "projectImportInvalidYaml");
    assert_eq!(code("project: {name: x}\nservices: []\n"), "projectImportProjectIncluded");
    assert_eq!(code("{}"), "projectImportMissingService");
    assert_eq!(code("services: 3"), "projectImportInvalidConfigStructure");
    assert_eq!(code("other: 3\nservices: []"), "projectImportInvalidParameter");
    assert_eq!(code(&format!("#{}\nservices: []", "x".repeat(110_000))), "fileSizeLimitExceeded");
}

#[test]
fn in_may_a_taken_name_fails_one_service_and_not_the_others() {
    let yaml = "services:\n  - {hostname: a, type: nodejs@22}\n  - {hostname: a, type: nodejs@22}\n";
    let (_, result) = import_on(PlatformDate::May2026, yaml);
    let services = result.expect("imported");
    assert!(services[0].error.is_none() && services[0].processes.len() == 1);
    let error = services[1].error.as_ref().expect("error");
    assert_eq!((error.code, services[1].processes.len()), ("serviceStackNameUnavailable", 0));
}

#[test]
fn each_kind_of_service_ends_where_it_should() {
    let yaml = "services:
  - {hostname: db, type: 'postgresql:single@16', priority: 10}
  - {hostname: empty, type: nodejs@22, envVariables: {A: b}}
  - {hostname: dev, type: nodejs@22, startWithoutCode: true}
  - hostname: app
    type: nodejs@22
    buildFromGit: https://github.com/zeropsio/recipe-nodejs
    enableSubdomainAccess: true
    zeropsYaml: {zerops: [{setup: app, run: {ports: [{port: 3000, httpSupport: true}]}}]}
";
    let (mut world, result) = import(yaml);
    assert_eq!(result.expect("imported")[3].processes.len(), 2);
    assert_eq!(status(&world, "db"), "NEW");
    world.advance(Duration::from_secs(2));
    assert_eq!(status(&world, "db"), "CREATING");
    world.advance(Duration::from_secs(10));
    assert_eq!((status(&world, "db"), status(&world, "app")), ("ACTIVE", "READY_TO_DEPLOY"));
    world.advance(Duration::from_mins(1));
    assert_eq!((status(&world, "empty"), status(&world, "dev")), ("READY_TO_DEPLOY", "ACTIVE"));
    let app = world.data.services.iter().find(|service| service.hostname == "app").expect("app");
    assert_eq!((app.status.wire(), app.ports.len(), app.subdomain_access), ("ACTIVE", 1, false));
    let dev = world.data.services.iter().find(|service| service.hostname == "dev").expect("dev");
    let version = world.data.app_version(dev.active_version.as_ref().expect("version")).expect("version");
    assert_eq!((version.source, dev.ports.len()), ("NONE", 0));
    let empty = world.data.services.iter().find(|service| service.hostname == "empty").expect("empty");
    assert!(empty.env.is_empty() && empty.ports.is_empty());
}

#[test]
fn in_may_an_override_replaces_a_runtime_and_what_belonged_to_it() {
    let (mut world, project) = world_of(PlatformDate::May2026);
    let run = |world: &mut World, yaml: &str| {
        let imported = apply::into_project(world, &project, yaml).expect("imported");
        world.advance(Duration::from_mins(2));
        imported
    };
    let first = "services: [{hostname: app, type: nodejs@22, startWithoutCode: true, envSecrets: {OLD: x}}]";
    let before = run(&mut world, first)[0].id.clone();
    let taken = run(&mut world, "services: [{hostname: app, type: nodejs@22}]");
    assert_eq!(taken[0].error.as_ref().expect("taken").code, "serviceStackNameUnavailable");
    let replaced = run(&mut world, "services: [{hostname: app, type: python@3.12, override: true}]");
    assert_eq!((&replaced[0].id, replaced[0].processes.len()), (&before, 1));
    let app = world.data.service(&before).expect("app");
    assert_eq!((app.kind.version_name.as_str(), app.status.wire()), ("python@3.12", "READY_TO_DEPLOY"));
    assert!(app.env.is_empty() && app.active_version.is_none() && app.booted.is_none());
    assert!(world.data.app_versions.iter().all(|version| version.service != before));
    run(&mut world, "services: [{hostname: db, type: postgresql@16, mode: NON_HA}]");
    let managed = run(&mut world, "services: [{hostname: db, type: postgresql@16, mode: NON_HA, override: true}]");
    assert!(managed[0].error.is_some());
}

#[test]
fn an_override_changes_nothing_unless_it_starts_without_code() {
    let (mut world, project) = world();
    let run = |world: &mut World, services: &str| {
        let imported = apply::into_project(world, &project, &format!("services: [{services}]"));
        world.advance(Duration::from_mins(2));
        imported
    };
    let first = "{hostname: app, type: nodejs@22, startWithoutCode: true, envSecrets: {OLD: x}}";
    let db = "{hostname: db, type: postgresql@16, mode: NON_HA";
    let made = run(&mut world, &format!("{first}, {db}}}")).expect("imported");
    let id = made.iter().find(|one| one.hostname == "app").expect("app").id.clone();
    let before = world.data.service(&id).expect("app").active_version.clone().expect("a version");

    for taken in
        [format!("{first}, {{hostname: new, type: static}}"), format!("{{hostname: new, type: static}}, {db}}}")]
    {
        let refused = run(&mut world, &taken).expect_err("all of it");
        assert_eq!(refused.code, "serviceStackNameUnavailable");
    }
    assert!(world.data.services.iter().all(|service| service.hostname != "new"));

    let same =
        format!("{{hostname: app, type: python@3.12, override: true, envSecrets: {{NEW: y}}}}, {db}, override: true}}");
    let kept = run(&mut world, &same).expect("accepted");
    assert!(kept.iter().all(|one| one.processes.is_empty() && one.error.is_none()));
    let app = world.data.service(&id).expect("app");
    assert_eq!((app.kind.version_name.as_str(), app.env[0].key.as_str()), ("ubuntu/nodejs@22", "OLD"));
    assert_eq!(app.active_version.as_ref(), Some(&before));

    let emptied = run(&mut world, "{hostname: app, type: nodejs@22, override: true, startWithoutCode: true}");
    let process = world.data.process(&emptied.expect("accepted")[0].processes[0]).expect("a process");
    assert_eq!(process.action.info().name, "stack.deploy");
    let app = world.data.service(&id).expect("app");
    assert!(app.active_version.as_ref().is_some_and(|version| *version != before) && app.status.wire() == "ACTIVE");
    assert_eq!(world.data.app_version(&before).expect("kept").status, AppVersionStatus::Backup);
}

#[test]
fn a_document_is_preprocessed_before_it_is_read() {
    let yaml = "#yamlPreprocessor=on
services:
  - hostname: app
    type: nodejs@<@pickRandom(<22>)>
    envSecrets: { KEY: <@generateRandomStringVar(<key>, <32>)>, SAME: <@getVar(key)> }
";
    let (world, result) = import(yaml);
    result.expect("imported");
    let app = world.data.services.iter().find(|service| service.hostname == "app").expect("app");
    assert_eq!((app.env[0].content.len(), app.kind.version_name.as_str()), (32, "ubuntu/nodejs@22"));
    assert_eq!(app.env[0].content, app.env[1].content);
    let (world, result) = import(&yaml.replace("<@getVar(key)>", "<@getVar(other)>"));
    assert_eq!(result.expect_err("refused").code, "yamlPreprocessingError");
    assert!(world.data.services.iter().all(|service| service.hostname != "app"));
}

#[test]
fn in_may_secrets_keep_the_rules_of_variables_service_by_service() {
    for (secrets, code) in [
        ("envSecrets: {PATH: x}", "userDataUseOfSystemKey"),
        ("envSecrets: {ZEROPS_X: x}", "userDataZeropsPrefixForbidden"),
        ("envSecrets: {A: x}, dotEnvSecrets: a=y", "userDataDuplicateKey"),
        ("envSecrets: {A: \u{17e}}", "userDataContentInvalid"),
    ] {
        let yaml =
            format!("services: [{{hostname: app, type: nodejs@22, {secrets}}}, {{hostname: web, type: static}}]");
        let (world, refused) = import(&yaml);
        assert_eq!(refused.expect_err("today all of it").code, code);
        assert!(world.data.services.iter().all(|service| service.hostname != "web"));
        let (world, imported) = import_on(PlatformDate::May2026, &yaml);
        let imported = imported.expect("imported");
        assert_eq!(imported[0].error.as_ref().map(|error| error.code), Some(code));
        assert!(imported[1].error.is_none() && world.data.services.iter().all(|service| service.hostname != "app"));
    }
    let (_, refused) = import("services:\n  - hostname: app\n    type: static\n    type: nodejs@22\n");
    assert_eq!(refused.expect_err("twice").code, "projectImportInvalidYaml");
}
