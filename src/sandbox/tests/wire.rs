//! The fields of every answer against the field lists of the two SDK generations: a missing field,
//! a null where none may be or another JSON type would not be decoded by a client.

use serde_json::{Value, json};

use super::client::Client;
use crate::sandbox::options::ClockMode;

/// A shape: the kinds of its fields and their names. A kind with `?` may be null.
type Shape = &'static [(&'static str, &'static str)];

const USER_AUTHORIZE: Shape = &[
    ("text", "id email fullName firstName lastName status intercomHash"),
    ("boolean", "emailVerified passwordIsSet totpIsSet hasPasskey hasU2F"),
    ("object?", "avatar"),
    ("integer?", "countryCallingCode phoneNumber"),
    ("object", "language"),
    ("time", "created lastUpdate"),
    ("list", "clientUserList"),
];
const PROJECT: Shape = &[
    ("text", "id clientId name mode status publicZone"),
    (
        "text?",
        "description recipeSource recipeSourceUrl publicIpV4 publicIpV6 zeropsSubdomainHost \
         logForwardingType",
    ),
    ("list", "tagList userRoles"),
    ("time", "created lastUpdate"),
    ("boolean", "publicIpV4Shared autoStartup"),
    ("object", "primaryInstanceLocation"),
];
const ES_PROJECT: Shape = &[
    ("text", "id clientId name mode status publicZone"),
    ("text?", "description publicIpV4 publicIpV6 zeropsSubdomainHost logForwardingType"),
    ("list", "tagList envList userRoles"),
    ("time", "created lastUpdate"),
    ("boolean", "publicIpV4Shared autoStartup"),
];
const PROJECT_LIGHT: Shape = &[
    ("text", "id clientId name mode status"),
    ("text?", "description recipeSource recipeSourceUrl"),
    ("list", "tagList userRoles"),
    ("time", "created lastUpdate"),
];
const PROJECT_LIGHT_JSON_OBJECT: Shape = &[
    ("text", "id clientId name status"),
    ("text?", "description recipeSource recipeSourceUrl"),
    ("list", "tagList"),
    ("time", "created lastUpdate"),
];
const SERVICE_STACK: Shape = &[
    (
        "text",
        "id status name serviceStackTypeId serviceStackTypeVersionId base nestId \
         versionNumber projectId",
    ),
    ("object", "serviceStackTypeInfo requestedPorts project"),
    ("boolean", "isSystem startOnProjectStart cdnEnabled customPortsEnabled subdomainAccess reloadAvailable"),
    (
        "object?",
        "githubIntegration gitlabIntegration currentAutoscaling customAutoscaling buildCache \
         activeAppVersion coreService autoscalingProfileOverrides",
    ),
    ("text?", "autoscalingProfileId mode recipeSource recipeSourceUrl"),
    ("list", "ports connectedStacks userData"),
    ("time", "created lastUpdate"),
];
const SERVICE_STACK_LIGHT: Shape = &[
    ("text", "id status name serviceStackTypeId serviceStackTypeVersionId base nestId"),
    ("object", "serviceStackTypeInfo"),
    ("boolean", "isSystem startOnProjectStart cdnEnabled"),
    ("object?", "githubIntegration gitlabIntegration currentAutoscaling customAutoscaling buildCache"),
    ("text?", "autoscalingProfileId recipeSource recipeSourceUrl"),
];
const ES_SERVICE_STACK: Shape = &[
    (
        "text",
        "id clientId projectId instanceId serviceStackTypeId serviceStackTypeVersionId status \
         name versionNumber",
    ),
    ("text?", "driverId mode"),
    ("object", "serviceStackTypeInfo requestedPorts project"),
    ("time", "created lastUpdate"),
    ("list", "ports userData connectedStacks"),
    (
        "boolean",
        "isSystem subdomainAccess reloadAvailable hasUnsyncedUserDataRecord \
         hasUnsyncedPublicHttpRoutingRecord hasUnsyncedPublicPortRecord \
         hasPublicHttpRoutingAccess hasPublicPortRoutingAccess startOnProjectStart cdnEnabled",
    ),
    ("object?", "activeAppVersion githubIntegration gitlabIntegration customAutoscaling buildCache"),
    ("integer?", "activePublicHttpRoutingCount activePublicPortRoutingCount"),
];
const SERVICE_STACK_LIGHT_JSON_OBJECT: Shape = &[
    ("text", "id projectId serviceStackTypeId serviceStackTypeVersionId name"),
    ("time", "created lastUpdate"),
    ("text?", "driverId"),
    ("object", "serviceStackTypeInfo"),
    ("list", "ports"),
];
const SERVICE_STACK_INFO_JSON_OBJECT: Shape =
    &[("text", "serviceStackTypeName serviceStackTypeCategory serviceStackTypeVersionName")];
const SERVICE_PORT: Shape = &[
    ("text", "protocol description scheme"),
    ("integer", "port"),
    ("boolean?", "portRouting httpRouting"),
    ("text?", "serviceId"),
];
const SERVICE_STACK_ENV: Shape = &[
    ("text", "id clientId projectId serviceStackId key content type"),
    ("boolean", "sensitive"),
    ("time", "created lastUpdate"),
];
const USER_DATA: Shape = &[
    ("text", "id clientId projectId serviceStackId key content type serviceStackName"),
    ("time", "created lastUpdate"),
];
const PROCESS: Shape = &[
    ("text", "id clientId projectId status actionName"),
    ("text?", "serviceStackId"),
    ("object?", "project canceledByUser appVersion publicMeta error"),
    ("list", "serviceStacks"),
    ("integer", "sequence"),
    ("object", "createdByUser"),
    ("time", "created lastUpdate"),
    ("time?", "started finished"),
    ("boolean", "createdBySystem"),
];
const USER_JSON_OBJECT: Shape = &[("text", "type"), ("text?", "id email firstName fullName"), ("object?", "avatar")];
const APP_VERSION_JSON_OBJECT: Shape = &[
    ("text", "id source"),
    ("text?", "serviceStackId projectId status os base name configContent zeropsYamlJson"),
    ("integer", "sequence"),
    ("time?", "created activationDate"),
    (
        "object?",
        "build prepareCustomRuntime githubIntegration gitlabIntegration createdByUser \
         publicGitSource",
    ),
];
const APP_VERSION_BUILD: Shape = &[
    (
        "text?",
        "serviceStackId serviceStackName serviceStackTypeVersionId serviceStackTypeVersionName \
         cacheSnapshotId",
    ),
    ("time?", "pipelineStart pipelineFinish pipelineFailed containerCreationStart startDate endDate"),
];
const APP_VERSION_PUBLIC_GIT_SOURCE: Shape =
    &[("text", "gitUrl branchName"), ("boolean", "configContentFromImport"), ("boolean?", "explicitSetup")];
const GET_APP_VERSION: Shape = &[
    ("text", "id clientId projectId serviceStackId source status"),
    ("object?", "build githubIntegration gitlabIntegration createdByUser publicGitSource"),
    ("integer", "sequence"),
    ("list", "userDataList"),
    ("time", "created lastUpdate"),
    ("time?", "activationDate"),
];
const ES_APP_VERSION: Shape = &[
    ("text", "id clientId projectId serviceStackId source status"),
    ("object?", "build githubIntegration publicGitSource"),
    ("integer", "sequence"),
    ("list", "userData"),
    ("time", "created lastUpdate"),
];
const APP_VERSION_LIGHT: Shape = &[("text", "id status"), ("text?", "os base"), ("time", "created lastUpdate")];
const ES_SERVICE_STACK_TYPE: Shape = &[
    ("text", "id name description category"),
    ("text?", "defaultServiceStackVersionId"),
    ("time", "created lastUpdate"),
    ("object?", "defaultServiceStackVersion"),
    ("list", "serviceStackTypeVersionList"),
];
const SERVICE_STACK_TYPE_VERSION_LIGHT: Shape = &[
    ("text", "id name serviceStackTypeId status description versionNumber exactVersionNumber updateUrl"),
    ("boolean", "isBuild"),
    ("time", "releaseDate"),
];
const VERTICAL_AUTOSCALING: Shape = &[
    ("object", "maxResource minResource minFreeResource"),
    ("text", "cpuMode"),
    ("integer", "startCpuCoreCount"),
    ("boolean", "swapEnabled"),
];
const HORIZONTAL_AUTOSCALING: Shape = &[("integer", "maxContainerCount minContainerCount")];
const ZCLI_VERSION: Shape = &[
    (
        "text",
        "url assets_url upload_url html_url node_id tag_name target_commitish name tarball_url \
         zipball_url body",
    ),
    ("integer", "id"),
    ("object", "author"),
    ("boolean", "draft prerelease"),
    ("time", "created_at published_at"),
    ("list", "assets"),
];
const SETTINGS: Shape = &[("list", "currencyList languageList serviceStackList locationList")];
const LOCATION: Shape = &[("text", "id name pingUrl")];

fn check(what: &str, value: &Value, shape: Shape) {
    for (kind, names) in shape {
        for name in names.split(' ') {
            let found = value.get(name).unwrap_or_else(|| panic!("{what}: `{name}` is missing in {value}"));
            if found.is_null() && kind.ends_with('?') {
                continue;
            }
            let good = match kind.trim_end_matches('?') {
                "text" => found.is_string(),
                "time" => found.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
                "integer" => found.is_u64() || found.is_i64(),
                "number" => found.is_number(),
                "boolean" => found.is_boolean(),
                "list" => found.is_array(),
                "object" => found.is_object(),
                other => panic!("no kind {other}"),
            };
            assert!(good, "{what}: `{name}` is no {kind}: {found}");
        }
    }
}

fn filter() -> Value {
    json!({"search":[],"sort":[],"offset":null,"limit":null,"text":null,"subscriptionName":null,"receiverId":null})
}

fn items<'a>(answer: &'a Value, list: &str) -> &'a Vec<Value> {
    let items = answer[list].as_array().expect("list");
    assert!(!items.is_empty(), "{answer}");
    items
}

#[tokio::test]
async fn users_projects_and_settings_have_their_fields() {
    let client = Client::start(ClockMode::Instant).await;
    check("user", &client.get("/user/info").await, USER_AUTHORIZE);
    let found = client.ok("POST", "/project/search", filter()).await;
    for item in items(&found, "items") {
        check("project item", item, ES_PROJECT);
    }
    let project = client.get(&format!("/project/{}", client.project().await)).await;
    check("project", &project, PROJECT);
    check("location", &project["primaryInstanceLocation"], LOCATION);
    let settings = client.get("/settings").await;
    check("settings", &settings, SETTINGS);
    check("location", &settings["locationList"][0], LOCATION);
    check("version", &client.get("/zcli/version").await, ZCLI_VERSION);
    let types = client.ok("POST", "/service-stack-type/search", filter()).await;
    for item in items(&types, "items") {
        check("type", item, ES_SERVICE_STACK_TYPE);
        for version in items(item, "serviceStackTypeVersionList") {
            check("type version", version, SERVICE_STACK_TYPE_VERSION_LIGHT);
        }
    }
}

#[tokio::test]
async fn services_have_their_fields() {
    let client = Client::start(ClockMode::Instant).await;
    let storage = client.service("storage").await["id"].clone();
    let api = client.path("api").await;
    client.ok("PUT", &format!("{api}/connect-shared-storage"), json!({"sharedStorageId": storage})).await;
    let found = client.ok("POST", "/service-stack/search", filter()).await;
    for item in items(&found, "items") {
        check("service item", item, ES_SERVICE_STACK);
        check("service project", &item["project"], PROJECT_LIGHT);
        for variable in item["userData"].as_array().expect("list") {
            check("user data item", variable, SERVICE_STACK_ENV);
        }
        if item["activeAppVersion"].is_object() {
            check("version", &item["activeAppVersion"], APP_VERSION_LIGHT);
        }
        let service = client.get(&format!("/service-stack/{}", item["id"].as_str().expect("id"))).await;
        check("service", &service, SERVICE_STACK);
        check("service project", &service["project"], PROJECT_LIGHT);
        check("type", &service["serviceStackTypeInfo"], SERVICE_STACK_INFO_JSON_OBJECT);
        check("vertical", &service["currentAutoscaling"]["verticalAutoscaling"], VERTICAL_AUTOSCALING);
        check("horizontal", &service["currentAutoscaling"]["horizontalAutoscaling"], HORIZONTAL_AUTOSCALING);
        for port in service["ports"].as_array().expect("list") {
            check("port", port, SERVICE_PORT);
        }
        for variable in items(&service, "userData") {
            check("user data", variable, USER_DATA);
        }
        for connection in service["connectedStacks"].as_array().expect("list") {
            check("connected", &connection["serviceStack"], SERVICE_STACK_LIGHT);
        }
    }
    let env = client.get(&format!("{api}/env")).await;
    for item in items(&env, "items") {
        check("variable", item, SERVICE_STACK_ENV);
    }
    let list = client.get(&format!("/project/{}/service-stack?limit=2&offset=1", client.project().await)).await;
    assert_eq!(items(&list, "list").len(), 2);
    assert_eq!(list["totalCount"], found["totalHits"]);
    check("service", &client.service("api").await["activeAppVersion"], GET_APP_VERSION);
}

#[tokio::test]
async fn processes_and_versions_have_their_fields() {
    let client = Client::start(ClockMode::Instant).await;
    let api = client.path("api").await;
    let list = client.get(&format!("{api}/process?actionNameContains=build")).await;
    let build = &items(&list, "list")[0];
    check("process", build, PROCESS);
    check("project", &build["project"], PROJECT_LIGHT_JSON_OBJECT);
    check("service", &build["serviceStacks"][0], SERVICE_STACK_LIGHT_JSON_OBJECT);
    check("user", &build["createdByUser"], USER_JSON_OBJECT);
    check("version", &build["appVersion"], APP_VERSION_JSON_OBJECT);
    check("build", &build["appVersion"]["build"], APP_VERSION_BUILD);
    check("source", &build["appVersion"]["publicGitSource"], APP_VERSION_PUBLIC_GIT_SOURCE);
    let found = client.ok("POST", "/process/search", filter()).await;
    for item in items(&found, "items") {
        check("process item", item, PROCESS);
    }
    let versions = client.get(&format!("{api}/app-version")).await;
    let version = &items(&versions, "list")[0];
    check("version", version, GET_APP_VERSION);
    check(
        "version",
        &client.get(&format!("/app-version/{}", version["id"].as_str().expect("id"))).await,
        GET_APP_VERSION,
    );
    let sorted = json!({"search":[{"name":"build.serviceStackId","operator":"ne","value":""}],
        "sort":[{"name":"sequence","ascending":false}],"limit":1});
    let found = client.ok("POST", "/app-version/search", sorted).await;
    assert_eq!(items(&found, "items").len(), 1);
    check("version item", &found["items"][0], ES_APP_VERSION);
}
