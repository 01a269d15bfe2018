//! The zerops.yaml that a runtime begins with: a setup `dev` to develop on and a setup `prod` that builds and
//! starts, with the variables of the managed services beside it.

use std::fmt::Write as _;

use super::families::{self, Builder, Commands, Family};
use crate::domain::catalog;
use crate::domain::documents::types::Phase;
use crate::domain::documents::types::Types;
use crate::domain::service_type::{self, TypeName};
use crate::generated::catalog::CATALOG;
use crate::generated::types::Layout;

/// The setup to develop on.
pub const DEV: &str = "dev";
/// The setup that builds and starts.
pub const PROD: &str = "prod";
/// What the readiness check asks, in seconds of patience.
const PATIENCE: &str = "2m";

/// What a file is for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The type of the runtime, in full.
    pub type_name: &'a str,
    /// How its services are laid out.
    pub layout: Layout,
    /// The managed services beside it: hostname and type.
    pub managed: &'a [(String, String)],
}

/// A file to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scaffold {
    /// The text of zerops.yaml.
    pub text: String,
    /// Its setups.
    pub setups: Vec<&'static str>,
    /// What a person has to know.
    pub note: &'static str,
}

/// Writes it. Nothing for a type that runs no code.
#[must_use]
pub fn scaffold(wanted: Wanted<'_>, types: &Types) -> Option<Scaffold> {
    let family = families::of(service_type::family(wanted.type_name))?;
    let setups: Vec<&'static str> = match wanted.layout {
        Layout::Standard => vec![DEV, PROD],
        Layout::Dev => vec![DEV],
        Layout::Simple | Layout::LocalStage | Layout::LocalOnly => vec![PROD],
    };
    let mut text = "zerops:\n".to_owned();
    for setup in &setups {
        let commands = if *setup == DEV { &family.dev } else { &family.prod };
        write_setup(&mut text, setup, family, commands, wanted, types);
    }
    Some(Scaffold { text, setups, note: family.note })
}

fn write_setup(
    text: &mut String,
    setup: &str,
    family: &Family,
    commands: &Commands,
    wanted: Wanted<'_>,
    types: &Types,
) {
    let _ = writeln!(text, "  - setup: {setup}\n    build:");
    if let Some(base) = builder(family, wanted.type_name, types) {
        let _ = writeln!(text, "      base: {base}");
    }
    list(text, 6, "buildCommands", commands.build);
    // From a dev service its own code is deployed to it again: whatever is left out would be gone.
    list(text, 6, "deployFiles", if setup == DEV { &["./"] } else { commands.deploy });
    list(text, 6, "cache", commands.cache);
    if !commands.prepare.is_empty() {
        list(text, 6, "addToRunPrepare", commands.deploy);
    }
    if setup != DEV {
        let port = family.port.unwrap_or(80);
        if commands.start.is_some() || service_type::family(wanted.type_name).starts_with("php") {
            let _ = writeln!(
                text,
                "    deploy:\n      readinessCheck:\n        httpGet:\n          port: {port}\n          path: /\n        failureTimeout: {PATIENCE}"
            );
        }
    }
    let _ = writeln!(text, "    run:\n      base: {}", wanted.type_name);
    list(text, 6, "prepareCommands", commands.prepare);
    if let Some(port) = family.port {
        let _ = writeln!(text, "      ports:\n        - port: {port}\n          httpSupport: true");
    }
    variables(text, family, commands, wanted.managed);
    if let Some(start) = commands.start {
        let _ = writeln!(text, "      start: {}", scalar(start));
    }
}

/// The base of the build; nothing where nothing is built, and where there is none.
fn builder(family: &Family, type_name: &str, types: &Types) -> Option<String> {
    let name = TypeName::parse(type_name);
    let version = name.version.map(|version| version.split('+').next().unwrap_or(version));
    let wanted = match family.builder {
        Builder::None => return None,
        Builder::System(name) => return Some(name.to_owned()),
        Builder::Same => TypeName { family: name.known_family(), ..name },
        Builder::Named(family) => TypeName { family, version, ..name },
    };
    let bases = types.bases(Phase::Build);
    let has = |base: &String| bases.contains(base);
    let exact = Some(wanted.to_string()).filter(has);
    // A version that only runs is built in the newest that there is for its system.
    let newest = || {
        let same = |base: &&String| {
            let base = TypeName::parse(base);
            base.known_family() == wanted.known_family() && base.system == wanted.system
        };
        let numbered =
            |base: &&String| TypeName::parse(base).version.is_some_and(|it| it.starts_with(char::is_numeric));
        let all = || bases.iter().filter(same);
        all().filter(numbered).max_by_key(|base| numbers(base)).or_else(|| all().next()).cloned()
    };
    exact.or_else(newest)
}

fn numbers(base: &str) -> Vec<u32> {
    let version = TypeName::parse(base).version.unwrap_or_default();
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// The variables of the family, and those that lead to the managed services.
fn variables(text: &mut String, family: &Family, commands: &Commands, managed: &[(String, String)]) {
    let own = commands.variables.iter().map(|(name, value)| ((*name).to_owned(), scalar(value)));
    let mut all: Vec<(String, String)> = own.collect();
    let runs = commands.start.is_some() || family.builder != Builder::None;
    for (hostname, kind) in managed.iter().filter(|_| runs) {
        let prefix = hostname.to_ascii_uppercase();
        // Passwords are not passed on where a connection string has them already.
        let references = catalog::links(CATALOG, kind);
        all.extend(
            references
                .iter()
                .map(|(name, value)| (format!("{prefix}_{name}"), value.replace('@', &format!("{hostname}_")))),
        );
    }
    if all.is_empty() {
        return;
    }
    text.push_str("      envVariables:\n");
    for (name, value) in all {
        let _ = writeln!(text, "        {name}: {value}");
    }
}

fn list(text: &mut String, indent: usize, key: &str, items: &[&str]) {
    match items {
        [] => {}
        [only] if key != "buildCommands" && key != "prepareCommands" => {
            let _ = writeln!(text, "{:indent$}{key}: {}", "", scalar(only));
        }
        many => {
            let _ = writeln!(text, "{:indent$}{key}:", "");
            for item in many {
                let _ = writeln!(text, "{:indent$}  - {}", "", scalar(item));
            }
        }
    }
}

/// A word of YAML as it is, or in quotes where it would be read as something else.
fn scalar(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" ./_~@+-".contains(&byte);
    let is_word = !matches!(text, "true" | "false" | "null" | "yes" | "no") && text.parse::<f64>().is_err();
    if is_word && text.bytes().all(plain) && !text.starts_with(['-', '@', '~', ' ']) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}
