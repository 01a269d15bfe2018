//! The calls that are made and what each should answer on the platform of October 2026. Sources are the
//! measurements that `spec/sandbox.yaml` names beside each behaviour.

use serde_json::{Value, json};

use crate::generated::operations::Operation;

/// An id that nothing has.
pub(super) const UNKNOWN: &str = "zcpParityProbe00000000";

/// What a probe should see.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// 200 with an answer of this form.
    Answer(Value),
    /// One of these pairs of status and code.
    Refusal(&'static [(u16, &'static str)]),
}

/// One call.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    /// The operation.
    pub(super) operation: Operation,
    /// Its path arguments: `client`, `project`, `service` and `token` stand for those of the session, anything
    /// else for itself.
    pub(super) arguments: &'static [&'static str],
    /// What stands behind the `?`.
    pub(super) query: &'static str,
    /// The body; `client` and `project` in it as in the arguments.
    pub(super) body: Value,
    /// What it should see.
    pub(super) expected: Expected,
    /// Whether `zcp doctor` makes it too.
    pub(super) quick: bool,
}

impl Probe {
    fn answers(operation: Operation, arguments: &'static [&'static str], form: Value) -> Self {
        let expected = Expected::Answer(form);
        Self { operation, arguments, query: "", body: Value::Null, expected, quick: false }
    }

    fn refuses(
        operation: Operation,
        arguments: &'static [&'static str],
        answers: &'static [(u16, &'static str)],
    ) -> Self {
        let expected = Expected::Refusal(answers);
        Self { operation, arguments, query: "", body: Value::Null, expected, quick: false }
    }

    fn query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    fn body(mut self, body: Value) -> Self {
        self.body = body;
        self
    }

    fn quick(mut self) -> Self {
        self.quick = true;
        self
    }
}

const NO_SERVICE: &[(u16, &str)] = &[(400, "serviceStackNotFound")];
const NO_PROJECT: &[(u16, &str)] = &[(400, "projectNotFound"), (403, "insufficientPermissions")];
/// The code of an absent app version was not recorded, only its status.
const NO_VERSION: &[(u16, &str)] = &[(400, "appVersionNotFound"), (400, "recordNotFound")];
/// Not measured again since a process that is absent was 404.
const NO_PROCESS: &[(u16, &str)] = &[(404, "processNotFound"), (400, "processNotFound"), (404, "notFound")];
const NO_VARIABLE: &[(u16, &str)] = &[(400, "userDataNotFound"), (400, "recordNotFound")];
const NO_CLIENT_GIVEN: &[(u16, &str)] = &[(400, "invalidUserInput"), (400, "invalidUserInputWithText")];

/// Every probe, the quick ones first.
pub(super) fn all() -> Vec<Probe> {
    let mut probes = vec![
        Probe::answers(Operation::UserInfo, &[], user()).quick(),
        Probe::answers(Operation::ProjectGet, &["project"], project()).quick(),
        Probe::answers(Operation::ProjectServiceList, &["project"], services()).query("limit=500").quick(),
        Probe::refuses(Operation::ServiceGet, &[UNKNOWN], NO_SERVICE).quick(),
        Probe::refuses(Operation::ProjectSearch, &[], NO_CLIENT_GIVEN).body(json!({ "search": [] })),
        Probe::refuses(Operation::ZeropsYamlValidate, &[], &[(400, "yamlValidationInvalidYaml")])
            .body(validation("60"))
            .quick(),
        Probe::answers(Operation::ZeropsYamlValidate, &[], json!({ "success": "flag" })).body(validation("60s")),
        Probe::answers(Operation::ProjectProcessList, &["project"], processes()).query("limit=200"),
        Probe::answers(Operation::ServiceAppVersionList, &["service"], versions()).query("limit=100"),
        Probe::answers(Operation::ServiceEnvList, &["service"], variables()),
        Probe::answers(Operation::ProjectLog, &["project"], json!({ "accessToken": "text", "url": "text" })),
        Probe::answers(Operation::ProjectSearch, &[], json!({ "items": [{ "id": "text", "envList": [variable()] }] }))
            .body(search(&json!([condition("clientId", "client"), condition("id", "project")]))),
        Probe::refuses(Operation::ServiceByName, &["project", "zcpparityprobe"], NO_SERVICE),
        Probe::refuses(Operation::ServiceEnvList, &[UNKNOWN], NO_SERVICE),
        Probe::refuses(Operation::ProjectGet, &[UNKNOWN], NO_PROJECT),
        Probe::refuses(Operation::ProcessGet, &[UNKNOWN], NO_PROCESS),
        Probe::refuses(Operation::AppVersionGet, &[UNKNOWN], NO_VERSION),
        Probe::refuses(Operation::IntegrationTokenGet, &["client", UNKNOWN], &[(400, "clientUserConnectionNotFound")]),
    ];
    probes.extend(changes_of_nothing());
    probes.sort_by_key(|probe| !probe.quick);
    probes
}

/// Changes of what does not exist: they cannot succeed.
fn changes_of_nothing() -> Vec<Probe> {
    let variable = json!({ "key": "PARITY_PROBE", "content": "x", "sensitive": false });
    vec![
        Probe::refuses(Operation::ServiceEnvCreate, &[UNKNOWN], NO_SERVICE).body(variable.clone()),
        Probe::refuses(Operation::UserDataPut, &[UNKNOWN], NO_VARIABLE).body(variable),
        Probe::refuses(Operation::ServiceRestart, &[UNKNOWN], NO_SERVICE),
        Probe::refuses(Operation::ServiceSubdomainEnable, &[UNKNOWN], NO_SERVICE),
        Probe::refuses(Operation::ServiceDelete, &[UNKNOWN], NO_SERVICE),
        Probe::refuses(Operation::AppVersionCreate, &[UNKNOWN], NO_SERVICE).body(json!({ "name": null })),
        Probe::refuses(Operation::AppVersionDeploy, &[UNKNOWN], NO_VERSION)
            .body(json!({ "zeropsYaml": null, "zeropsYamlSetup": null })),
        Probe::refuses(Operation::ProcessCancel, &[UNKNOWN], NO_PROCESS),
    ]
}

fn condition(name: &str, value: &str) -> Value {
    json!({ "name": name, "operator": "eq", "value": value })
}

fn search(conditions: &Value) -> Value {
    json!({ "search": conditions, "sort": [], "offset": 0, "limit": 10, "text": null, "subscriptionName": null,
        "receiverId": null })
}

/// A document with a readiness check that waits for this long.
fn validation(timeout: &str) -> Value {
    let document = format!(
        "zerops:\n  - setup: app\n    deploy:\n      readinessCheck:\n        httpGet: {{ port: 3000, path: / }}\n        \
         failureTimeout: {timeout}\n    build:\n      base: alpine/nodejs@22\n      deployFiles: ./\n    run:\n      base: \
         alpine/nodejs@22\n      ports: [{{ port: 3000, httpSupport: true }}]\n      start: node index.js\n"
    );
    json!({ "serviceStackName": "app", "serviceStackTypeId": "nodejs", "serviceStackTypeVersionName":
        "ubuntu/nodejs@22", "zeropsYaml": document, "operation": "BUILD_AND_DEPLOY", "zeropsYamlSetup": "app" })
}

fn user() -> Value {
    json!({ "id": "text", "clientUserList": [{ "clientId": "text", "status": "membership", "roleCode": "role" }] })
}

fn project() -> Value {
    json!({ "id": "text", "clientId": "text", "name": "text", "status": "text", "zeropsSubdomainHost?": "prefix",
        "publicZone?": "zone" })
}

fn services() -> Value {
    let kind = json!({ "serviceStackTypeCategory": "category", "serviceStackTypeVersionName": "text" });
    let port = json!({ "port": "number", "protocol": "protocol", "scheme?": "text" });
    json!({ "list": [{ "id": "text", "projectId": "text", "name": "text", "status": "service status",
        "isSystem": "flag", "serviceStackTypeInfo": kind, "ports?": [port], "subdomainAccess": "flag" }] })
}

fn processes() -> Value {
    json!({ "list": [{ "id": "text", "projectId": "text", "status": "process status", "actionName": "text",
        "created": "text", "serviceStacks?": [{ "id": "text", "name": "text" }] }] })
}

fn versions() -> Value {
    json!({ "list": [{ "id": "text", "serviceStackId": "text", "status": "version status", "source": "version source",
        "created": "text" }] })
}

fn variables() -> Value {
    json!({ "items": [variable()] })
}

fn variable() -> Value {
    json!({ "id": "text", "key": "text", "content": "text", "type": "variable type", "sensitive": "flag" })
}

/// The words that zcp knows of a set; none for what is no set.
pub(super) fn words_of(set: &str) -> Option<&'static [&'static str]> {
    Some(match set {
        "membership" => &["ACTIVE", "WAITING_AUTHORIZATION"],
        "role" => &["OWNER", "ADMIN", "BASIC_USER", "READ_ONLY", "NO_ACCESS"],
        "category" => &[
            "USER",
            "STANDARD",
            "SHARED_STORAGE",
            "OBJECT_STORAGE",
            "CORE",
            "BUILD",
            "PREPARE_RUNTIME",
            "INTERNAL",
            "HTTP_L7_BALANCER",
        ],
        "protocol" => &["tcp", "udp", "TCP", "UDP"],
        "variable type" => &["USER", "SYSTEM"],
        "process status" => &["PENDING", "RUNNING", "ROLLBACKING", "CANCELING", "FINISHED", "FAILED", "CANCELED"],
        "version source" => &["CLI", "GUI", "GITHUB", "GITLAB", "GIT", "NONE"],
        "version status" => &[
            "UPLOADING",
            "WAITING_TO_BUILD",
            "BUILDING",
            "BUILD_VALIDATION_FAILED",
            "BUILD_FAILED",
            "PREPARING_RUNTIME",
            "PREPARING_RUNTIME_FAILED",
            "WAITING_TO_DEPLOY",
            "DEPLOYING",
            "DEPLOY_FAILED",
            "ACTIVE",
            "BACKUP",
            "CANCELLED",
        ],
        "service status" => &[
            "NEW",
            "CREATING",
            "READY_TO_DEPLOY",
            "ACTIVE",
            "STARTING",
            "STOPPING",
            "STOPPED",
            "RESTARTING",
            "RELOADING",
            "SCALING",
            "UPGRADING",
            "REPAIRING",
            "REPAIR_FAILED",
            "MOVING_CONTAINER",
            "ACTION_FAILED",
            "CONTAINER_FAILED",
            "FAILED",
            "DELETING",
            "DELETED",
        ],
        _ => return None,
    })
}
