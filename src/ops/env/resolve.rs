//! What the containers of a service would see: the variables of the project and its own, with
//! references resolved as the platform does when a container starts.
//!
//! What the platform itself adds is absent: it describes a container, not the program in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Owner, named, references};
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Service};

/// How deep a reference may lead to another one.
const DEPTH: usize = 8;
/// Services whose variables are read for references at most.
const MOST_SERVICES: usize = 100;

/// An environment.
pub(super) struct Resolved {
    /// Key and value, by key.
    pub(super) variables: Vec<(String, String)>,
    /// The names of references that lead nowhere.
    pub(super) unresolved: BTreeSet<String>,
}

/// The values that references can lead to.
struct Values {
    /// Key to value, of the service itself and of the project.
    own: BTreeMap<String, String>,
    /// Hostname to its variables; nothing for a hostname that does not exist.
    others: BTreeMap<String, BTreeMap<String, String>>,
}

/// What to say of the references of a service's variables that lead nowhere once they are set as given. Where
/// that cannot be found out, nothing is said.
pub(super) async fn note(session: &Session, owner: &Owner, given: &[EnvEntry]) -> Option<String> {
    let Owner::Service(service) = owner else { return None };
    let refers = |entry: &EnvEntry| is_set(entry) && references(&entry.content).next().is_some();
    if !given.iter().any(refers) {
        return None;
    }
    match read(session, service, given).await {
        Ok((templates, values)) => {
            let mut unresolved = BTreeSet::new();
            for (key, template) in
                templates.iter().filter(|(key, _)| given.iter().any(|entry| refers(entry) && entry.key == **key))
            {
                values.resolve(None, template, &mut vec![key.as_str()], &mut unresolved);
            }
            said(&unresolved)
        }
        Err(error) => {
            tracing::debug!(%error, "references were not resolved");
            None
        }
    }
}

/// Names references that lead nowhere.
pub(super) fn said(unresolved: &BTreeSet<String>) -> Option<String> {
    let names = unresolved.iter().map(|name| format!("`${{{name}}}`")).collect();
    named("References that lead nowhere stay as they are written", names)
}

/// Reads all that is needed and resolves it.
pub(super) async fn environment(session: &Session, service: &Service) -> Result<Resolved, Error> {
    let (templates, values) = read(session, service, &[]).await?;
    let mut unresolved = BTreeSet::new();
    let variables = templates.iter().map(|(key, template)| {
        let value = values.resolve(None, template, &mut vec![key.as_str()], &mut unresolved);
        (key.clone(), value)
    });
    Ok(Resolved { variables: variables.collect(), unresolved })
}

/// The variables of a service as they are written, with those given instead of what is stored, and what
/// their references can lead to.
async fn read(
    session: &Session,
    service: &Service,
    given: &[EnvEntry],
) -> Result<(BTreeMap<String, String>, Values), Error> {
    let own = session.service_env(&service.id).await?;
    let project = session.project_env().await?;
    // The stronger come later: what zerops.yaml sets wins over secrets, and these over the project.
    let secrets = own.iter().filter(|entry| is_set(entry) && entry.kind != "ENV");
    let runtime = own.iter().filter(|entry| entry.kind == "ENV");
    let templates = project
        .iter()
        .filter(|entry| is_set(entry))
        .chain(secrets)
        .chain(given.iter().filter(|entry| is_set(entry)))
        .chain(runtime);
    let templates: BTreeMap<String, String> = pairs(templates);
    let mut values = Values { own: pairs(project.iter().chain(&own)), others: BTreeMap::new() };
    values.own.extend(templates.clone());
    read_others(session, &mut values).await?;
    Ok((templates, values))
}

/// Whether the platform does not make it itself.
fn is_set(entry: &EnvEntry) -> bool {
    !matches!(entry.kind.as_str(), "READ_ONLY" | "INTERNAL" | "SYSTEM")
}

fn pairs<'a>(entries: impl Iterator<Item = &'a EnvEntry>) -> BTreeMap<String, String> {
    entries.map(|entry| (entry.key.clone(), entry.content.clone())).collect()
}

/// Reads the services that references name, and those that their variables name in turn.
async fn read_others(session: &Session, values: &mut Values) -> Result<(), Error> {
    for _ in 0..DEPTH {
        let known = |name: &str| values.own.contains_key(name);
        let contents = values.own.values().chain(values.others.values().flat_map(BTreeMap::values));
        let names = contents.flat_map(|content| references(content)).filter(|name| !known(name));
        let hostnames: BTreeSet<String> =
            names.filter_map(|name| name.split_once('_')).map(|(hostname, _)| hostname.to_owned()).collect();
        let new: Vec<String> = hostnames.into_iter().filter(|hostname| !values.others.contains_key(hostname)).collect();
        if new.is_empty() || values.others.len() + new.len() > MOST_SERVICES {
            break;
        }
        for hostname in new {
            let variables = match session.service_by_hostname(&hostname).await? {
                Some(service) => {
                    let mut variables = pairs(session.service_env(&service.id).await?.iter());
                    variables.entry("hostname".to_owned()).or_insert(service.name);
                    variables
                }
                None => BTreeMap::new(),
            };
            values.others.insert(hostname, variables);
        }
    }
    Ok(())
}

impl Values {
    /// The text with its references replaced. `of` is the service whose variable it is, nothing for
    /// the one that the environment is of. A reference that leads nowhere, or back to where it came
    /// from, stays as it is written.
    fn resolve(
        &self,
        of: Option<&str>,
        template: &str,
        seen: &mut Vec<&str>,
        unresolved: &mut BTreeSet<String>,
    ) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push_str("${");
                rest = after;
                continue;
            };
            match self.target(of, name).filter(|_| !seen.contains(&name) && seen.len() < DEPTH) {
                Some((owner, value)) => {
                    let mut path: Vec<&str> = seen.clone();
                    path.push(name);
                    out.push_str(&self.resolve(owner, value, &mut path, unresolved));
                }
                None => {
                    // Other text between braces is no reference, and may be part of a secret.
                    unresolved.extend(references(&format!("${{{name}}}")).map(str::to_owned));
                    out.push_str(&format!("${{{name}}}"));
                }
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    fn target<'a>(&'a self, of: Option<&'a str>, name: &'a str) -> Option<(Option<&'a str>, &'a str)> {
        let near = match of {
            None => self.own.get(name),
            Some(hostname) => self.others.get(hostname).and_then(|variables| variables.get(name)),
        };
        if let Some(value) = near {
            return Some((of, value));
        }
        let (hostname, key) = name.split_once('_')?;
        self.others.get(hostname).and_then(|variables| variables.get(key)).map(|value| (Some(hostname), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_on_and_never_in_circles() {
        let map = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let values = Values {
            own: map(&[("A", "${db_url}"), ("LOOP", "${LOOP}"), ("X", "${Y}"), ("Y", "${X}")]),
            others: [("db".to_owned(), map(&[("url", "pg://${user}:${user}@db"), ("user", "u")]))].into(),
        };
        for (key, template, expected) in [
            ("B", "${A}!", "pg://u:u@db!"),
            ("LOOP", "${LOOP}", "${LOOP}"),
            ("X", "${Y}", "${X}"),
            ("C", "$x ${ ${no_key} ${open", "$x ${ ${no_key} ${open"),
        ] {
            let mut unresolved = BTreeSet::new();
            assert_eq!(values.resolve(None, template, &mut vec![key], &mut unresolved), expected, "{template}");
        }
    }
}
