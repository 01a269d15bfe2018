//! Where a field belongs that stands in the wrong section.

use super::advice;
use super::import_yaml::{ImportYaml, Project, Service, VerticalAutoscaling};
use super::read::record::{Field, Record};
use super::report::Severity;
use super::words::list;
use super::zerops_yaml::{
    Build, Cron, Deploy, EnvReplace, ExecProbe, HealthCheck, HttpProbe, Port, ReadinessCheck, Routing, Run, Setup,
    StartCommand, Volume,
};

/// A section, what to say of it, and its fields.
type Home = (&'static str, &'static [Field]);

/// The large sections of a setup.
const OF_SETUP: &[Home] =
    &[("the setup", Setup::FIELDS), ("`build`", Build::FIELDS), ("`deploy`", Deploy::FIELDS), ("`run`", Run::FIELDS)];
/// Those inside of them.
const INSIDE: &[Home] = &[
    ("`ports`", Port::FIELDS),
    ("`startCommands`", StartCommand::FIELDS),
    ("`run.volume`", Volume::FIELDS),
    ("`run.envReplace`", EnvReplace::FIELDS),
    ("`crontab`", Cron::FIELDS),
    ("`deploy.readinessCheck`", ReadinessCheck::FIELDS),
    ("`run.healthCheck`", HealthCheck::FIELDS),
    ("`httpGet`", HttpProbe::FIELDS),
    ("`exec`", ExecProbe::FIELDS),
    ("`run.routing`", Routing::FIELDS),
];
/// The sections of an import.
const OF_IMPORT: &[Home] = &[
    ("the service", Service::FIELDS),
    ("`verticalAutoscaling`", VerticalAutoscaling::FIELDS),
    ("`project`", Project::FIELDS),
    ("the top of the document", ImportYaml::FIELDS),
];
/// The sections that have a probe.
const CHECKS: &[&str] = &["healthCheck", "readinessCheck"];
/// Words that mean something else wherever they stand.
const GENERIC: &[&str] = &[
    "command",
    "cors",
    "cpu",
    "description",
    "disk",
    "exec",
    "host",
    "hostname",
    "location",
    "name",
    "path",
    "port",
    "project",
    "ram",
    "root",
    "scheme",
    "setup",
    "tags",
    "target",
    "type",
    "user",
];

/// What to do with a field that stands in a section which does not have it; the severity of what nobody knows tells the
/// document.
pub(crate) fn of(unknown: Severity, section: Option<&str>, key: &str) -> Option<String> {
    let among = |homes: &[Home]| {
        let has = |home: &&Home| home.1.iter().any(|field| field.key == key);
        homes.iter().filter(has).map(|(name, _)| *name).collect::<Vec<_>>()
    };
    if section.is_some_and(|section| CHECKS.contains(&section))
        && HttpProbe::FIELDS.iter().any(|field| field.key == key)
    {
        return Some("move it to `httpGet`".to_owned());
    }
    // Where it belonged it would be told to leave again.
    if let Some(advice) = advice::of(key) {
        return Some(advice.to_owned());
    }
    if GENERIC.contains(&key) {
        return None;
    }
    let (own, other, elsewhere) = match unknown {
        Severity::Warning => ([OF_SETUP, INSIDE], OF_IMPORT, "it belongs into import.yaml"),
        Severity::Error => ([OF_IMPORT, &[]], OF_SETUP, "it belongs into a setup of zerops.yaml"),
    };
    // Of two places of one name the larger one is meant.
    let homes = own.into_iter().map(among).find(|homes| !homes.is_empty()).unwrap_or_default();
    match homes.as_slice() {
        [] => among(other).first().map(|home| format!("{elsewhere}, there to {home}")),
        [home] => Some(format!("move it to {home}")),
        homes => Some(format!("move it to one of {}", list(homes.iter().copied()))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Severity, of};

    #[test]
    fn a_field_is_led_home() {
        let zerops = |section, key| of(Severity::Warning, Some(section), key);
        for (section, key, home) in [
            ("zerops", "buildCommands", "`build`"),
            ("zerops", "initCommands", "`run`"),
            ("zerops", "readinessCheck", "`deploy`"),
            ("build", "run", "the setup"),
            ("run", "httpSupport", "`ports`"),
            ("healthCheck", "path", "`httpGet`"),
        ] {
            assert_eq!(zerops(section, key), Some(format!("move it to {home}")), "{section}.{key}");
        }
        assert_eq!(zerops("zerops", "base").as_deref(), Some("move it to one of `build`, `run`"));
        assert!(zerops("run", "verticalAutoscaling").is_some_and(|fix| fix.contains("import.yaml")));
        assert_eq!(zerops("run", "name"), None);
        for key in ["envSecrets", "mode", "mount", "nginxConfig", "os"] {
            let fix = zerops("zerops", key).expect(key);
            assert!(!fix.starts_with("move it") && !fix.starts_with("it belongs"), "{key}: {fix}");
        }
        let import = |section, key| of(Severity::Error, section, key);
        assert_eq!(import(Some("services"), "minDisk").as_deref(), Some("move it to `verticalAutoscaling`"));
        assert_eq!(import(Some("project"), "services").as_deref(), Some("move it to the top of the document"));
    }
}
