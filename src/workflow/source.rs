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

/// Where the code of a service is: where it was deployed from last, else what is named for it, else what is named for
/// nothing, as long as no other unit may be meant.
#[must_use]
pub fn of(envelope: &Envelope, unit: &str, service: &str, role: Role) -> Source {
    let last = last(envelope, unit, service);
    if let Some((Some(path), setup)) = last
        && let Some(folder) = envelope.folders.iter().find(|folder| folder.path == path && has(folder, setup))
    {
        return found(envelope, folder, setup);
    }
    // Where the folder is gone or nobody noted it, the setup is still what its code was made by.
    // What is named like the service is for it whatever was deployed before.
    let is_there = |setup: &str| envelope.folders.iter().any(|folder| has(folder, setup));
    let last = last.map(|(_, setup)| setup).filter(|setup| is_there(setup) && !is_there(service));
    let mut fitting = fitting(envelope, unit, service, role, last);
    if fitting.is_empty() && last.is_some() {
        fitting = self::fitting(envelope, unit, service, role, None);
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

/// The folders that may have the code of a service, each with its setup; of those that have the setup that made the
/// code, where that is known.
fn fitting<'a>(
    envelope: &'a Envelope,
    unit: &str,
    service: &str,
    role: Role,
    last: Option<&'a str>,
) -> Vec<(Fit, &'a Folder, &'a str)> {
    let names = names(envelope, unit);
    let is_alone = || !envelope.units.keys().any(|other| other != unit && !owns(envelope, other));
    let mut fitting: Vec<(Fit, &Folder, &str)> = Vec::new();
    for folder in &envelope.folders {
        let chosen = match last {
            Some(last) => has(folder, last).then_some(last),
            None => choose(folder, service, role),
        };
        let Some(setup) = chosen else { continue };
        let fit = if setup == service {
            Fit::Named
        } else if names.contains(&folder.path.as_str()) {
            Fit::Own
        } else if folder.path == "." {
            Fit::Here
        } else {
            Fit::Somewhere
        };
        // One of several setups that made its code is meant; an only one may be that of another folder.
        let is_known = last.is_some() && folder.setups.len() > 1;
        let is_its_own = fit <= Fit::Own || names.contains(&setup);
        if is_its_own || ((is_known || is_alone()) && !is_anothers(envelope, unit, folder, setup)) {
            fitting.push((fit, folder, setup));
        }
    }
    fitting
}

fn has(folder: &Folder, setup: &str) -> bool {
    folder.setups.iter().any(|one| one == setup)
}

/// What a unit is called by: its services, and what the two of a pair have in common.
fn names<'a>(envelope: &'a Envelope, unit: &'a str) -> Vec<&'a str> {
    let stage = envelope.units.get(unit).and_then(|known| known.stage.as_deref());
    let stem = stage.and_then(|stage| stem(unit, stage));
    std::iter::once(unit).chain(stage).chain(stem).collect()
}

/// The folder and the setup that a service was deployed from last, as far as they were noted or its version says.
fn last<'a>(envelope: &'a Envelope, unit: &str, service: &str) -> Option<(Option<&'a str>, &'a str)> {
    let noted = envelope.units.get(unit).and_then(|known| known.deployed.get(service));
    if let Some(noted) = noted {
        return Some((Some(noted.folder.as_str()), noted.setup.as_str()));
    }
    let known = envelope.services.get(service)?;
    known.serving().or_else(|| known.newest())?.setup().map(|setup| (None, setup))
}

/// Whether some code is known to be that of a unit, so that it is not waiting for code that is named for nothing.
fn owns(envelope: &Envelope, unit: &str) -> bool {
    let names = names(envelope, unit);
    let is_made_by = |folder: &Folder, service: &str| {
        last(envelope, unit, service)
            .is_some_and(|(path, setup)| path.is_none_or(|path| path == folder.path) && has(folder, setup))
    };
    envelope.folders.iter().any(|folder| {
        names.contains(&folder.path.as_str()) || names.iter().any(|name| has(folder, name) || is_made_by(folder, name))
    })
}

/// Whether a setup is that of another unit: named like it, in a folder that is named like it, or deployed to it last.
fn is_anothers(envelope: &Envelope, unit: &str, folder: &Folder, setup: &str) -> bool {
    envelope.units.keys().filter(|other| *other != unit).any(|other| {
        let names = names(envelope, other);
        let is_made_by = |service: &&str| {
            last(envelope, other, service)
                .is_some_and(|(path, made)| made == setup && path.is_none_or(|path| path == folder.path))
        };
        names.contains(&setup) || names.contains(&folder.path.as_str()) || names.iter().any(is_made_by)
    })
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
    use crate::domain::ids::AppVersionId;
    use crate::domain::status::{Category, ServiceStatus, VersionStatus};
    use crate::workflow::envelope::{Deployed, Service, Unit, Variables, Version};

    /// A pair, beside a service of its own where the case is about that.
    fn envelope(folders: &[(&str, &[&str])], service: &str) -> Envelope {
        let folder = |(path, setups): &(&str, &[&str])| Folder {
            path: (*path).to_owned(),
            file: "zerops.yaml".to_owned(),
            setups: setups.iter().map(|setup| (*setup).to_owned()).collect(),
            waits: Vec::new(),
        };
        let pair = Unit { stage: Some("appstage".to_owned()), is_dev: true, ..Unit::default() };
        Envelope {
            folders: folders.iter().map(folder).collect(),
            units: if service == "api" {
                [("api".to_owned(), Unit::default())].into()
            } else {
                [("appdev".to_owned(), pair)].into()
            },
            ..Envelope::default()
        }
    }

    fn found(folders: &[(&str, &[&str])], service: &str, role: Role) -> String {
        told(&envelope(folders, service), service, role)
    }

    fn told(envelope: &Envelope, service: &str, role: Role) -> String {
        let unit = if service.starts_with("app") { "appdev" } else { service };
        match of(envelope, unit, service, role) {
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

    /// Several services of their own, of which some were deployed from somewhere: service, folder and setup.
    fn several(folders: &[(&str, &[&str])], services: &[&str], deployed: &[(&str, &str, &str)]) -> Envelope {
        let unit = |service: &&str| {
            let of_it = deployed.iter().filter(|(deployed, ..)| deployed == service);
            let noted = |(service, folder, setup): &(&str, &str, &str)| {
                let deployed = Deployed { folder: (*folder).to_owned(), setup: (*setup).to_owned() };
                ((*service).to_owned(), deployed)
            };
            ((*service).to_owned(), Unit { deployed: of_it.map(noted).collect(), ..Unit::default() })
        };
        Envelope { units: services.iter().map(unit).collect(), ..envelope(folders, "api") }
    }

    #[test]
    fn the_code_of_one_service_is_not_that_of_another() {
        let main: &[&str] = &["main"];
        let both: &[&str] = &["dev", "prod"];
        for (folders, services, deployed, service, wanted) in [
            // The only setup is named like another service.
            (&[(".", &["web"][..])][..], &["api", "web"][..], &[][..], "web", ". web"),
            (&[(".", &["web"])], &["api", "web"], &[], "api", "? web in zerops.yaml"),
            // It is named for nothing, and two services wait for code.
            (&[(".", main)], &["api", "web"], &[], "api", "? main in zerops.yaml"),
            (&[("a", main)], &["one", "two"], &[], "one", "? main in a/zerops.yaml"),
            (&[(".", both)], &["api", "web"], &[], "api", "? dev, prod in zerops.yaml"),
            // The other one has code of its own.
            (&[(".", main), ("web", main)], &["api", "web"], &[], "api", ". main"),
            (&[(".", &["web", "prod"])], &["api", "web"], &[], "api", ". prod"),
            (&[("web", main)], &["api", "web"], &[], "api", "? main in web/zerops.yaml"),
            // What it was deployed from last goes first, and is nobody else's.
            (&[("a", main), ("b/c", main)], &["one", "two"], &[("two", "b/c", "main")], "two", "b/c main"),
            (&[("a", main), ("b/c", main)], &["one", "two"], &[("two", "b/c", "main")], "one", "a main"),
            (&[("a", main)], &["one", "two"], &[("two", "a", "main")], "one", "? main in a/zerops.yaml"),
            (&[("a", main)], &["one", "two"], &[("two", "gone", "main")], "two", "? main in a/zerops.yaml"),
            (&[("a", main)], &["two"], &[("two", "gone", "main")], "two", "a main"),
            (&[(".", &["front", "back"])], &["api", "web"], &[("api", ".", "back")], "api", ". back"),
            (
                &[(".", &["front", "back"])],
                &["api", "web"],
                &[("api", ".", "old")],
                "api",
                "? front, back in zerops.yaml",
            ),
        ] {
            let told = told(&several(folders, services, deployed), service, Role::Single);
            assert_eq!(told, wanted, "{folders:?} {services:?} {deployed:?} {service}");
        }
    }

    #[test]
    fn the_version_says_which_setup_made_it() {
        let mut envelope = several(&[(".", &["front", "back"])], &["api", "web"], &[]);
        let service = Service { versions: vec![version("728c772d back")], ..service() };
        envelope.services = [("api".to_owned(), service)].into();
        assert_eq!(told(&envelope, "api", Role::Single), ". back");
        assert_eq!(told(&envelope, "web", Role::Single), "? front, back in zerops.yaml");
        envelope.services.get_mut("api").expect("a service").versions = vec![version("v2 back")];
        assert_eq!(told(&envelope, "api", Role::Single), "? front, back in zerops.yaml");
    }

    fn version(name: &str) -> Version {
        Version {
            id: AppVersionId::new("v1"),
            status: VersionStatus::Active,
            name: Some(name.to_owned()),
            source: "CLI".to_owned(),
            was_built: true,
            created: None,
            live_since: None,
        }
    }

    fn service() -> Service {
        Service {
            type_name: "ubuntu/nodejs@22".to_owned(),
            category: Category::User,
            status: ServiceStatus::Active,
            is_workspace: false,
            doing: None,
            versions: Vec::new(),
            speaks_http: true,
            is_public: false,
            variables: Variables::default(),
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
