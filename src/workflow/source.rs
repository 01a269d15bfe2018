//! Where the code of a service is, and which setup is for it: what a deploy that is suggested names.

use super::envelope::{Envelope, Folder};

/// The half of a unit that a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The service to develop on.
    Dev,
    /// The stage of a pair.
    Stage,
    /// The only service of its unit, which serves.
    Single,
}

impl Role {
    /// What setups for it are called, the usual name first.
    #[must_use]
    pub const fn setups(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &["dev", "development"],
            Self::Stage => &["prod", "production", "stage", "staging"],
            Self::Single => &["prod", "production"],
        }
    }

    /// What setups for other roles are called.
    const fn others(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &["prod", "production", "stage", "staging"],
            Self::Stage | Self::Single => &["dev", "development"],
        }
    }
}

/// Where the code of a service is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a folder, with a setup that is for it.
    Folder {
        /// The folder.
        path: String,
        /// Its zerops.yaml as a path.
        file: String,
        /// The setup.
        setup: String,
    },
    /// In the dev service of its unit.
    Service {
        /// That service.
        hostname: String,
        /// The setup, where it is known.
        setup: Option<String>,
    },
    /// In a folder, and which setup is for it is not clear.
    Unclear {
        /// Its zerops.yaml as a path, or those of all folders.
        file: String,
        /// The setups there are, in words.
        setups: String,
    },
    /// Nowhere that zcp looked.
    Nowhere,
}

/// How well a folder and a setup fit; the smaller the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The setup is named like the service.
    Named,
    /// The folder is named like the service or its unit.
    Own,
    /// It is the working folder itself.
    Here,
    /// It is some folder in it.
    Somewhere,
}

/// Where the code of a service is.
#[must_use]
pub fn of(envelope: &Envelope, unit: &str, service: &str, role: Role) -> Source {
    let stem = envelope.units.get(unit).and_then(|known| stem(unit, known.stage.as_deref()?)).unwrap_or(unit);
    let mut fitting: Vec<(Fit, &Folder, &str)> = Vec::new();
    for folder in &envelope.folders {
        let Some(setup) = choose(folder, service, role) else { continue };
        let fit = if setup == service {
            Fit::Named
        } else if [service, unit, stem].contains(&folder.path.as_str()) {
            Fit::Own
        } else if folder.path == "." {
            Fit::Here
        } else {
            Fit::Somewhere
        };
        fitting.push((fit, folder, setup));
    }
    fitting.sort_by_key(|(fit, folder, _)| (*fit, folder.path.as_str()));
    match fitting.as_slice() {
        // Of several folders that are named like nothing none is better than another.
        [(Fit::Somewhere, ..), (Fit::Somewhere, ..), ..] => unclear(&envelope.folders),
        [(_, folder, setup), ..] => found(envelope, folder, setup),
        [] if envelope.folders.is_empty() => container(envelope, unit, role),
        [] => unclear(&envelope.folders),
    }
}

/// A folder that is named like a service is that service's own, as far as it is reached.
fn found(envelope: &Envelope, folder: &Folder, setup: &str) -> Source {
    if envelope.reaches_containers
        && envelope.services.get(&folder.path).is_some_and(super::envelope::Service::is_runtime)
    {
        return Source::Service { hostname: folder.path.clone(), setup: Some(setup.to_owned()) };
    }
    Source::Folder { path: folder.path.clone(), file: path_of(folder), setup: setup.to_owned() }
}

/// Code that is developed in a container is deployed from there.
fn container(envelope: &Envelope, unit: &str, role: Role) -> Source {
    let has_code = |service: &super::envelope::Service| service.serving().is_some();
    let is_pair = role == Role::Stage;
    if is_pair && envelope.reaches_containers && envelope.services.get(unit).is_some_and(has_code) {
        return Source::Service { hostname: unit.to_owned(), setup: None };
    }
    Source::Nowhere
}

fn unclear(folders: &[Folder]) -> Source {
    let listed = |folder: &Folder| format!("{} in {}", folder.setups.join(", "), path_of(folder));
    let setups = folders.iter().map(listed).collect::<Vec<_>>().join("; ");
    let file = folders.first().map(path_of).unwrap_or_default();
    Source::Unclear { file, setups }
}

/// The setup of a folder for a service: named like it, named for its role, or the only one there is.
fn choose<'a>(folder: &'a Folder, service: &str, role: Role) -> Option<&'a str> {
    let find = |name: &str| folder.setups.iter().map(String::as_str).find(|setup| *setup == name);
    if let Some(setup) = find(service).or_else(|| role.setups().iter().find_map(|name| find(name))) {
        return Some(setup);
    }
    match folder.setups.as_slice() {
        [only] if !role.others().contains(&only.as_str()) => Some(only),
        _ => None,
    }
}

/// The file of a folder as a path.
#[must_use]
pub fn path_of(folder: &Folder) -> String {
    if folder.path == "." { folder.file.clone() } else { format!("{}/{}", folder.path, folder.file) }
}

/// What two hostnames have in common: `app` of `appdev` and `appstage`.
#[must_use]
pub fn stem<'a>(dev: &'a str, stage: &str) -> Option<&'a str> {
    let common = dev.bytes().zip(stage.bytes()).take_while(|(a, b)| a == b).count();
    dev.get(..common).filter(|stem| !stem.is_empty())
}

/// Words that a dev service ends with, and those that its stage ends with then.
const PAIRS: &[(&str, &[&str])] =
    &[("dev", &["stage", "staging", "prod"]), ("development", &["staging", "production"])];

/// The stage of a dev service among these hostnames, by their names alone.
#[must_use]
pub fn stage_of<'a>(hostname: &str, hostnames: &(impl Iterator<Item = &'a str> + Clone)) -> Option<&'a str> {
    PAIRS.iter().find_map(|(dev, stages)| {
        let stem = hostname.strip_suffix(dev)?;
        stages.iter().find_map(|stage| hostnames.clone().find(|one| one.strip_suffix(stage) == Some(stem)))
    })
}

/// The same for somebody who is asked: a service that is called like the stem may be the stage too, and may as well
/// be something that nobody wants to be deployed to without a word.
#[must_use]
pub fn stage_to_propose<'a>(hostname: &str, hostnames: &(impl Iterator<Item = &'a str> + Clone)) -> Option<&'a str> {
    let bare = || PAIRS.iter().filter_map(|(dev, _)| hostname.strip_suffix(dev)).filter(|stem| !stem.is_empty());
    stage_of(hostname, hostnames).or_else(|| bare().find_map(|stem| hostnames.clone().find(|one| *one == stem)))
}

/// Whether a hostname says that a service is one to develop on.
#[must_use]
pub fn is_dev(hostname: &str) -> bool {
    PAIRS.iter().any(|(dev, _)| hostname.strip_suffix(dev).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::envelope::Unit;

    fn envelope(folders: &[(&str, &[&str])]) -> Envelope {
        let folder = |(path, setups): &(&str, &[&str])| Folder {
            path: (*path).to_owned(),
            file: "zerops.yaml".to_owned(),
            setups: setups.iter().map(|setup| (*setup).to_owned()).collect(),
            waits: Vec::new(),
        };
        let pair = Unit { stage: Some("appstage".to_owned()), is_dev: true, ..Unit::default() };
        Envelope {
            folders: folders.iter().map(folder).collect(),
            units: [("appdev".to_owned(), pair), ("api".to_owned(), Unit::default())].into(),
            ..Envelope::default()
        }
    }

    fn found(folders: &[(&str, &[&str])], service: &str, role: Role) -> String {
        let unit = if service == "api" { "api" } else { "appdev" };
        match of(&envelope(folders), unit, service, role) {
            Source::Folder { path, setup, .. } => format!("{path} {setup}"),
            Source::Service { hostname, .. } => format!("in {hostname}"),
            Source::Unclear { setups, .. } => format!("? {setups}"),
            Source::Nowhere => "-".to_owned(),
        }
    }

    #[test]
    fn folder_and_setup_are_those_that_fit() {
        let both: &[&str] = &["dev", "prod"];
        for (folders, service, role, wanted) in [
            (&[(".", both)][..], "appdev", Role::Dev, ". dev"),
            (&[(".", both)], "appstage", Role::Stage, ". prod"),
            (&[(".", both)], "api", Role::Single, ". prod"),
            (&[("app", both)], "appdev", Role::Dev, "app dev"),
            (&[("app", both), ("web", both)], "appstage", Role::Stage, "app prod"),
            (
                &[("one", both), ("two", both)],
                "api",
                Role::Single,
                "? dev, prod in one/zerops.yaml; dev, prod in two/zerops.yaml",
            ),
            (&[(".", &["api", "appstage"]), ("app", both)], "appstage", Role::Stage, ". appstage"),
            (&[(".", &["app"])], "appstage", Role::Stage, ". app"),
            (&[(".", &["dev"])], "appstage", Role::Stage, "? dev in zerops.yaml"),
            (&[(".", &["one", "two"])], "api", Role::Single, "? one, two in zerops.yaml"),
            (&[], "api", Role::Single, "-"),
        ] {
            assert_eq!(found(folders, service, role), wanted, "{folders:?} {service}");
        }
    }

    #[test]
    fn pairs_are_known_by_their_names() {
        let hostnames = ["api", "appdev", "appstage", "devstage", "webdev", "workerdevelopment", "workerstaging"];
        let stage = |hostname: &str| stage_of(hostname, &hostnames.iter().copied());
        assert_eq!(stage("appdev"), Some("appstage"));
        assert_eq!(stage("workerdevelopment"), Some("workerstaging"));
        assert_eq!((stage("webdev"), stage("api"), stage("appstage")), (None, None, None));
        assert_eq!(stem("appdev", "appstage"), Some("app"));
        let bare = ["dev", "web", "webdev"];
        assert_eq!(stage_to_propose("webdev", &bare.iter().copied()), Some("web"));
        assert_eq!(stage_to_propose("dev", &bare.iter().copied()), None);
        assert_eq!(stage_of("webdev", &bare.iter().copied()), None);
        assert!(is_dev("webdev") && !is_dev("web"));
    }
}
