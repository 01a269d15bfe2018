//! Fields that people look for where they are not.

/// What is said of a field that a section does not have.
pub(crate) struct Hint {
    section: Option<&'static str>,
    key: &'static str,
    /// Whether the platform accepts it and drops it, in either document.
    pub(crate) dropped: bool,
    /// Ends the sentence that it is not a field.
    pub(crate) because: &'static str,
    /// What to do instead.
    pub(crate) fix: &'static str,
}

const fn hint(section: &'static str, key: &'static str, because: &'static str, fix: &'static str) -> Hint {
    Hint { section: Some(section), key, dropped: false, because, fix }
}

const HINTS: &[Hint] = &[
    Hint {
        dropped: true,
        ..hint(
            "services",
            "envVariables",
            "; the platform drops it silently",
            "use `envSecrets` here, or `run.envVariables` in zerops.yaml",
        )
    },
    hint(
        "run",
        "mount",
        "; the platform drops it silently",
        "give `mount` to the service in import.yaml, or connect the storage",
    ),
    hint("run", "scaling", "; the platform drops it silently", "scale with `verticalAutoscaling` in import.yaml"),
    hint("run", "buildCommands", "", "move it to `build`"),
    hint("run", "deployFiles", "", "move it to `build`"),
    hint("run", "cache", "", "move it to `build`"),
    hint("run", "readinessCheck", "", "move it to `deploy`"),
    hint("build", "start", "; the platform drops it silently", "move it to `run`"),
    hint("build", "ports", "; the platform drops it silently", "move it to `run`"),
    hint("build", "initCommands", "; the platform drops it silently", "move it to `run`"),
    hint("deploy", "healthCheck", "", "move it to `run`"),
    hint("deploy", "deployFiles", "", "move it to `build`"),
    hint("zerops", "envVariables", "; the platform drops it silently", "move it to `run` or `build`"),
    hint("zerops", "hostname", "", "the name of a setup is `setup`"),
    hint("zerops", "ports", "; the platform drops it silently", "move it to `run`"),
    hint("zerops", "start", "; the platform drops it silently", "move it to `run`"),
    hint("services", "ports", "", "ports stand in `run.ports` of zerops.yaml"),
    hint("services", "name", "", "the name of a service is `hostname`"),
    hint("services", "minRam", "", "move it to `verticalAutoscaling`"),
    hint("services", "maxRam", "", "move it to `verticalAutoscaling`"),
    hint("services", "minCpu", "", "move it to `verticalAutoscaling`"),
    hint("services", "maxCpu", "", "move it to `verticalAutoscaling`"),
    hint("verticalAutoscaling", "minContainers", "", "move it up to the service"),
    hint("verticalAutoscaling", "maxContainers", "", "move it up to the service"),
    hint("readinessCheck", "execPeriod", "", "only `run.healthCheck` has it; here it is `retryPeriod`"),
    hint("readinessCheck", "disconnectTimeout", "", "only `run.healthCheck` has it"),
    hint("readinessCheck", "recoveryTimeout", "", "only `run.healthCheck` has it"),
    hint("healthCheck", "retryPeriod", "", "only `deploy.readinessCheck` has it; here it is `execPeriod`"),
    Hint {
        section: None,
        ..hint("", "envVariables", "; the platform drops it silently", "move it to `run` or `build` of a setup")
    },
];

/// The hint for a key below a section; none is the document itself.
pub(crate) fn of(section: Option<&str>, key: &str) -> Option<&'static Hint> {
    HINTS.iter().find(|hint| hint.section == section && hint.key == key)
}
