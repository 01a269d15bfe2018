//! Fields that people look for where they are not.

use super::super::advice;

/// What is said of a field that a section does not have.
pub(crate) struct Hint {
    section: Option<&'static str>,
    key: &'static str,
    /// Whether the platform was seen to accept it and drop it.
    pub(crate) dropped: bool,
    /// The field of the section that is meant: where it is not given, nothing else is said of that.
    pub(crate) means: Option<&'static str>,
    /// What to do instead.
    pub(crate) fix: &'static str,
}

const fn hint(section: &'static str, key: &'static str, fix: &'static str) -> Hint {
    Hint { section: Some(section), key, dropped: false, means: None, fix }
}

/// For another word for a field of the section.
const fn word(section: &'static str, key: &'static str, means: &'static str, fix: &'static str) -> Hint {
    Hint { means: Some(means), ..hint(section, key, fix) }
}

/// Only for what was seen to be dropped.
const fn dropped(section: &'static str, key: &'static str, fix: &'static str) -> Hint {
    Hint { dropped: true, ..hint(section, key, fix) }
}

/// What to do with the sections of a setup in an import.
const IN_SETUP: &str = "it stands in a setup of zerops.yaml, in the repository or below `zeropsYaml` of the service";

/// What to do with a command under another name.
const TO_START: &str = "the command that starts the application is `start`";

const HINTS: &[Hint] = &[
    dropped("services", "ports", "ports stand in `run.ports` of zerops.yaml"),
    dropped("run", "mount", advice::MOUNT),
    hint("run", "secrets", advice::TO_VAULT),
    hint("run", "env", "variables of a setup stand in `envVariables`"),
    hint("build", "env", "variables of a setup stand in `envVariables`"),
    hint("run", "environment", "variables of a setup stand in `envVariables`"),
    hint("build", "environment", "variables of a setup stand in `envVariables`"),
    hint("zerops", "environment", "variables of a setup stand in `envVariables` of `run` or `build`"),
    word("run", "startCommand", "start", "a single command is `start`"),
    word("run", "command", "start", TO_START),
    word("run", "cmd", "start", TO_START),
    word("run", "entrypoint", "start", TO_START),
    word("run", "mounts", "volume", advice::MOUNT),
    hint("run", "routes", "a static service has `routing`, an application answers its paths itself"),
    word("startCommands", "cmd", "command", "it is `command` here"),
    word("crontab", "schedule", "timing", "it is `timing` here"),
    word("crontab", "cron", "timing", "it is `timing` here"),
    word("crontab", "cmd", "command", "it is `command` here"),
    word("crontab", "run", "command", "it is `command` here"),
    word("exec", "cmd", "command", "it is `command` here"),
    word("run", "type", "base", "the runtime of a setup is `base`"),
    hint("httpGet", "failureTimeout", "move it up, beside `httpGet`"),
    hint("httpGet", "retryPeriod", "move it up, beside `httpGet`"),
    hint("httpGet", "execPeriod", "move it up, beside `httpGet`"),
    hint("ports", "http", "a port that speaks HTTP has `httpSupport: true`"),
    hint("run", "scaling", "scale with `verticalAutoscaling` in import.yaml"),
    hint("run", "buildCommands", "move it to `build`"),
    hint("run", "deployFiles", "move it to `build`"),
    hint("run", "cache", "move it to `build`"),
    hint("run", "readinessCheck", "move it to `deploy`"),
    hint("build", "start", "move it to `run`"),
    hint("build", "ports", "move it to `run`"),
    hint("build", "initCommands", "move it to `run`"),
    hint("deploy", "healthCheck", "move it to `run`"),
    hint("deploy", "deployFiles", "move it to `build`"),
    hint("zerops", "envVariables", "move it to `run` or `build`"),
    word("zerops", "hostname", "setup", "the name of a setup is `setup`"),
    word("zerops", "name", "setup", "the name of a setup is `setup`"),
    hint("zerops", "ports", "move it to `run`"),
    hint("zerops", "start", "move it to `run`"),
    word("services", "name", "hostname", "the name of a service is `hostname`"),
    hint("services", "build", IN_SETUP),
    hint("services", "run", IN_SETUP),
    hint("services", "deploy", IN_SETUP),
    hint("services", "env", "variables stand in the `vault` of the service"),
    hint("services", "environment", "variables stand in the `vault` of the service"),
    hint("services", "minRam", "move it to `verticalAutoscaling`"),
    hint("services", "maxRam", "move it to `verticalAutoscaling`"),
    hint("services", "minCpu", "move it to `verticalAutoscaling`"),
    hint("services", "maxCpu", "move it to `verticalAutoscaling`"),
    hint("verticalAutoscaling", "minContainers", "move it up to the service"),
    hint("verticalAutoscaling", "maxContainers", "move it up to the service"),
    hint("readinessCheck", "execPeriod", "only `run.healthCheck` has it; here it is `retryPeriod`"),
    hint("readinessCheck", "disconnectTimeout", "only `run.healthCheck` has it"),
    hint("readinessCheck", "recoveryTimeout", "only `run.healthCheck` has it"),
    hint("healthCheck", "retryPeriod", "only `deploy.readinessCheck` has it; here it is `execPeriod`"),
    Hint { section: None, ..hint("", "zerops", "setups stand in a file of their own, zerops.yaml") },
    Hint {
        section: None,
        ..hint("", "services", "services and their project stand in a file of their own, import.yaml")
    },
    Hint {
        section: None,
        ..hint("", "project", "services and their project stand in a file of their own, import.yaml")
    },
    Hint {
        section: None,
        ..hint("", "envVariables", "variables stand in `run` or `build` of a setup, or in the `vault` of a service")
    },
];

/// What a section is called in a sentence.
pub(crate) fn place(section: Option<&str>) -> String {
    match section {
        None => "the document".to_owned(),
        Some("services") => "a service".to_owned(),
        Some("zerops") => "a setup".to_owned(),
        Some("ports") => "a port".to_owned(),
        Some(section) => format!("`{section}`"),
    }
}

/// The hint for a key below a section; none is the document itself.
pub(crate) fn of(section: Option<&str>, key: &str) -> Option<&'static Hint> {
    HINTS.iter().find(|hint| hint.section == section && hint.key == key)
}
