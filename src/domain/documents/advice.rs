//! Where to go with fields that have left the documents, or never belonged there: the end of the way, so that nobody is
//! led from one finding to the next.

/// How storages are mounted.
pub(crate) const MOUNT: &str = "mount a `local-storage:single@1` with `run.volume`, or a `seaweedfs:single@3.85` with \
                                `sudo zsc shared-storage mount HOSTNAME` in `run.startCommands`";
/// How a web server is configured.
pub(crate) const SITE_CONFIG: &str = "name a file with `run.siteConfigPath` in zerops.yaml";
/// Where secrets of a setup belong.
pub(crate) const TO_VAULT: &str =
    "put them into the `vault` of the service in import.yaml, or set them with `zerops_env`";

/// Fields that are old wherever they stand.
const OLD: &[(&str, &str)] = &[
    ("envSecrets", TO_VAULT),
    ("mode", "remove it: a managed service names its mode in `type`, such as `postgresql:ha@18`"),
    ("mount", MOUNT),
    ("nginxConfig", SITE_CONFIG),
    ("os", "remove it: `type` and `base` name their system, such as `ubuntu/nodejs@22`"),
];

/// What to do with a field that is old wherever it stands.
pub(crate) fn of(key: &str) -> Option<&'static str> {
    OLD.iter().find(|(old, _)| *old == key).map(|(_, advice)| *advice)
}
