//! What the containers of a service would see: the variables of the project and its own, with
//! references resolved as the platform does when a container starts.
//!
//! What the platform itself adds is absent: it describes a container, not the program in it.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::try_join;

use super::{Owner, named, references};
use crate::domain::documents::references::{Reference, parse, replaced};
use crate::generated::catalog::CATALOG;
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
    /// The keys of those whose value the platform does not tell, or that refer to such a one.
    pub(super) hidden: Vec<String>,
    /// The names of references that lead nowhere.
    pub(super) unresolved: BTreeSet<String>,
}

/// The variable that every service has.
const HOSTNAME: &str = "hostname";

/// Key to value; none where the platform does not tell it.
type Contents = BTreeMap<String, Option<String>>;

/// The values that references can lead to.
struct Values {
    /// Those of the service itself and of the project.
    own: Contents,
    /// Those of the project, also where the service has others of the same name.
    project: Contents,
    /// Hostname to its variables; nothing for a hostname that does not exist.
    others: BTreeMap<String, Contents>,
}

/// What was met while a text was resolved.
#[derive(Default)]
struct Met {
    /// The names of references that lead nowhere.
    unresolved: BTreeSet<String>,
    /// Whether a reference leads to what the platform does not tell.
    hidden: bool,
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
            let mut met = Met::default();
            for (key, template) in
                templates.iter().filter(|(key, _)| given.iter().any(|entry| refers(entry) && entry.key == **key))
            {
                let template = template.as_deref().unwrap_or_default();
                values.resolve(None, template, &mut vec![key.as_str()], &mut met);
            }
            said(&met.unresolved)
        }
        Err(error) => {
            tracing::debug!(%error, "references were not resolved");
            None
        }
    }
}

/// The references of a service's own variables to variables of services that lead nowhere. Other text between braces,
/// such as `${remote_addr}`, may be a template of the application's own.
pub(super) async fn nowhere(session: &Session, service: &Service) -> Result<Vec<(String, String)>, Error> {
    let (templates, values) = read(session, service, &[]).await?;
    let mut found = Vec::new();
    for (key, template) in templates.iter().filter_map(|(key, template)| Some((key, template.as_deref()?))) {
        for reference in parse(template).iter().filter(|reference| values.is_meant(reference)) {
            let mut met = Met::default();
            values.resolve(None, &template[reference.span.clone()], &mut vec![key.as_str()], &mut met);
            if met.unresolved.contains(reference.name) {
                found.push((key.clone(), reference.name.to_owned()));
            }
        }
    }
    Ok(found)
}

impl Values {
    /// Whether a text is a reference to another service, by its hostname or by a variable that services have.
    fn is_meant(&self, reference: &Reference<'_>) -> bool {
        let Some((hostname, variable)) = reference.of_service() else { return false };
        let mut families = CATALOG.iter().flat_map(|section| section.families);
        self.others.get(hostname).is_some_and(|variables| !variables.is_empty())
            || variable == HOSTNAME
            || families.any(|family| family.variables.contains(&variable))
    }
}

/// Names references that lead nowhere.
pub(super) fn said(unresolved: &BTreeSet<String>) -> Option<String> {
    let names = unresolved.iter().map(|name| format!("`${{{name}}}`")).collect();
    let note = named("References that lead nowhere stay as they are written", names)?;
    let of_stages = unresolved.iter().any(|name| name.starts_with("RUNTIME_") || name.starts_with("BUILD_"));
    let hint = "`RUNTIME_` names are known in build.envVariables only, `BUILD_` ones nowhere.";
    Some(if of_stages { format!("{note} {hint}") } else { note })
}

/// Reads all that is needed and resolves it.
pub(super) async fn environment(session: &Session, service: &Service) -> Result<Resolved, Error> {
    let (templates, values) = read(session, service, &[]).await?;
    let (mut variables, mut hidden, mut unresolved) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (key, template) in &templates {
        let mut met = Met { hidden: template.is_none(), ..Met::default() };
        let value = values.resolve(None, template.as_deref().unwrap_or_default(), &mut vec![key.as_str()], &mut met);
        unresolved.extend(met.unresolved);
        if met.hidden { hidden.push(key.clone()) } else { variables.push((key.clone(), value)) }
    }
    Ok(Resolved { variables, hidden, unresolved })
}

/// The variables of a service as they are written, with those given instead of what is stored, and what
/// their references can lead to.
async fn read(session: &Session, service: &Service, given: &[EnvEntry]) -> Result<(Contents, Values), Error> {
    let (own, project) = try_join!(session.service_variables(service), session.project_env())?;
    // The stronger come later: the platform's own win over what zerops.yaml sets, that over what was set on the
    // service, and this over the project.
    let set = own.iter().filter(|entry| is_set(entry) && !entry.is_of_zerops_yaml());
    let of_version = own.iter().filter(|entry| entry.is_of_zerops_yaml());
    let templates = project
        .iter()
        .filter(|entry| is_set(entry))
        .chain(set)
        .chain(given.iter().filter(|entry| is_set(entry)))
        .chain(of_version);
    let mut templates = contents(templates);
    let of_platform = own.iter().filter(|entry| !is_set(entry));
    templates.retain(|key, _| !of_platform.clone().any(|entry| entry.key == *key));
    let shared = contents(project.iter());
    let mut values = Values { own: contents(project.iter().chain(&own)), project: shared, others: BTreeMap::new() };
    values.own.extend(templates.clone());
    read_others(session, &mut values).await?;
    Ok((templates, values))
}

/// Whether the platform does not make it itself.
fn is_set(entry: &EnvEntry) -> bool {
    !entry.is_of_the_platform()
}

fn contents<'a>(entries: impl Iterator<Item = &'a EnvEntry>) -> Contents {
    entries.map(|entry| (entry.key.clone(), (!entry.is_hidden()).then(|| entry.content.clone()))).collect()
}

/// Reads the services that references name, and those that their variables name in turn.
async fn read_others(session: &Session, values: &mut Values) -> Result<(), Error> {
    for _ in 0..DEPTH {
        let known = |name: &str| values.own.contains_key(name);
        let contents = values.own.values().chain(values.others.values().flat_map(BTreeMap::values)).flatten();
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
                    let mut variables = self::contents(session.service_env(&service.id).await?.iter());
                    variables.entry(HOSTNAME.to_owned()).or_insert(Some(service.name));
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
    fn resolve(&self, of: Option<&str>, template: &str, seen: &mut Vec<&str>, met: &mut Met) -> String {
        replaced(template, |name, out| {
            match self.target(of, name).filter(|_| !seen.contains(&name) && seen.len() < DEPTH) {
                Some((owner, Some(value))) => {
                    let mut path: Vec<&str> = seen.clone();
                    path.push(name);
                    out.push_str(&self.resolve(owner, value, &mut path, met));
                    return;
                }
                Some((_, None)) => met.hidden = true,
                // Other text between braces is no reference, and may be part of a secret.
                None => met.unresolved.extend(references(&format!("${{{name}}}")).map(str::to_owned)),
            }
            out.extend(["${", name, "}"]);
        })
    }

    /// What a name stands for and whose it is: an own variable, then `PROJECT_key` of the project, then
    /// `hostname_key` of a service, then a variable of the project.
    fn target<'a>(&'a self, of: Option<&'a str>, name: &'a str) -> Option<(Option<&'a str>, Option<&'a str>)> {
        let near = match of {
            None => self.own.get(name),
            Some(hostname) => self.others.get(hostname).and_then(|variables| variables.get(name)),
        };
        if let Some(value) = near {
            return Some((of, value.as_deref()));
        }
        let parts = name.split_once('_');
        if let Some(("PROJECT", key)) = parts
            && let Some(value) = self.project.get(key)
        {
            return Some((None, value.as_deref()));
        }
        let other = parts.and_then(|(hostname, key)| Some((hostname, self.others.get(hostname)?.get(key)?)));
        match other {
            Some((hostname, value)) => Some((Some(hostname), value.as_deref())),
            None => self.project.get(name).map(|value| (None, value.as_deref())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_on_and_never_in_circles() {
        let map =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), Some((*b).to_owned()))).collect();
        let mut values = Values {
            own: map(&[("A", "${db_url}"), ("LOOP", "${LOOP}"), ("X", "${Y}"), ("Y", "${X}"), ("S", "own")]),
            project: map(&[("S", "shared"), ("P", "p")]),
            others: [("db".to_owned(), map(&[("url", "pg://${user}:${user}@db"), ("user", "u"), ("p", "${P}")]))]
                .into(),
        };
        values.own.insert("SECRET".to_owned(), None);
        for (key, template, expected) in [
            ("B", "${A}!", "pg://u:u@db!"),
            ("LOOP", "${LOOP}", "${LOOP}"),
            ("X", "${Y}", "${X}"),
            ("C", "$x ${ ${no_key} ${open", "$x ${ ${no_key} ${open"),
            ("D", "${S} ${PROJECT_S} ${PROJECT_NONE} ${db_p}", "own shared ${PROJECT_NONE} p"),
        ] {
            let mut met = Met::default();
            assert_eq!(values.resolve(None, template, &mut vec![key], &mut met), expected, "{template}");
            assert!(!met.hidden, "{template}");
        }
        let mut met = Met::default();
        assert_eq!(values.resolve(None, "a${SECRET}", &mut vec!["E"], &mut met), "a${SECRET}");
        assert!(met.hidden && met.unresolved.is_empty());
    }
}
