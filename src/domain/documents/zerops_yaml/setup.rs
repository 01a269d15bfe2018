//! The document and its setups.

use std::collections::{HashMap, HashSet};

use super::super::document_kind::DocumentKind;
use super::super::path::Path;
use super::super::read::reader::Reader;
use super::super::read::record::{Field, Record, record};
use super::super::read::shape::Shape;
use super::super::read::sink::Sink;
use super::super::report::Severity;
use super::super::source;
use super::super::spanned::Spanned;
use super::super::values::OneOrMany;
use super::{
    Build, Cron, EnvReplace, ExecProbe, Header, HealthCheck, HttpProbe, Port, ReadinessCheck, Redirect, Routing, Run,
    StartCommand, Volume,
};
use crate::domain::yaml::Node;

record! {
    /// How the services of a repository are built, deployed and run.
    ZeropsYaml {
        /// The setups, one for each kind of service.
        required zerops: Vec<Spanned<Setup>> = "zerops",
    }
}

record! {
    /// How one kind of service is built, deployed and run.
    Setup {
        /// The name of the setup; a deploy that names none takes the one that is named like its service.
        required setup: String = "setup",
        /// Setups of this document that this one starts from; a later one wins over an earlier.
        optional extends: OneOrMany<String> = "extends",
        /// How the code is built; leave it out to deploy what is there.
        optional build: Build = "build",
        /// How a new version takes over.
        optional deploy: Deploy = "deploy",
        /// How the service runs.
        optional run: Run = "run",
    }
}

record! {
    /// How a new version takes over.
    Deploy {
        /// Whether the old containers stop before the new ones start.
        optional temporary_shutdown: bool = "temporaryShutdown",
        /// What a new container must pass before it gets traffic.
        optional readiness_check: ReadinessCheck = "readinessCheck",
    }
}

/// The fields of every record of the document.
pub(crate) const RECORDS: &[&[Field]] = &[
    ZeropsYaml::FIELDS,
    Setup::FIELDS,
    Deploy::FIELDS,
    Build::FIELDS,
    Run::FIELDS,
    Port::FIELDS,
    StartCommand::FIELDS,
    Volume::FIELDS,
    EnvReplace::FIELDS,
    Cron::FIELDS,
    ReadinessCheck::FIELDS,
    HealthCheck::FIELDS,
    HttpProbe::FIELDS,
    ExecProbe::FIELDS,
    Routing::FIELDS,
    Redirect::FIELDS,
    Header::FIELDS,
];

/// More parents than this are not followed.
const MOST_PARENTS: usize = 64;

/// Reads the document leniently: what does not fit is left out. The validator says what that is.
#[must_use]
pub fn read(root: &Node) -> ZeropsYaml {
    let sink = Sink::default();
    let reader = Reader { sink: &sink, unknown: Severity::Warning };
    ZeropsYaml::read(&reader, root, &Path::root()).unwrap_or_default()
}

/// Reads the text of a document leniently; none when it is no YAML.
#[must_use]
pub fn parse(text: &str) -> Option<ZeropsYaml> {
    source::parse(DocumentKind::ZeropsYaml, text).ok().map(|parsed| read(&parsed.root))
}

impl ZeropsYaml {
    /// The setups, in order.
    #[must_use]
    pub fn setups(&self) -> &[Spanned<Setup>] {
        self.zerops.as_ref().map_or(&[], |setups| &setups.value)
    }

    /// The names of the setups, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.setups().iter().filter_map(|setup| setup.name())
    }

    /// The setup of this name as it is written.
    #[must_use]
    pub fn setup(&self, name: &str) -> Option<&Spanned<Setup>> {
        self.setups().iter().find(|setup| setup.name() == Some(name))
    }

    /// The setup of this name with everything that it takes from those that it extends.
    #[must_use]
    pub fn resolved(&self, name: &str) -> Option<Setup> {
        let index = self.index();
        let mut lineage = lineage(&index, index.get(name)?).into_iter();
        let own = lineage.next()?.clone();
        Some(lineage.fold(own, Setup::below))
    }

    /// The setups by name; of two of one name the first.
    pub(crate) fn index(&self) -> HashMap<&str, &Setup> {
        let named = self.setups().iter().rev().filter_map(|setup| Some((setup.name()?, &setup.value)));
        named.collect()
    }
}

/// A setup and those that it extends, the strongest first; each once, also in a circle.
pub(crate) fn lineage<'a>(index: &HashMap<&'a str, &'a Setup>, setup: &'a Setup) -> Vec<&'a Setup> {
    let mut seen: HashSet<&str> = setup.name().into_iter().collect();
    let mut found = vec![setup];
    let mut open: Vec<&str> = setup.parents().take(MOST_PARENTS).collect();
    while let Some(name) = open.pop() {
        if found.len() >= MOST_PARENTS || !seen.insert(name) {
            continue;
        }
        let Some(parent) = index.get(name) else { continue };
        found.push(parent);
        // The last parent is the strongest, so it is looked at next.
        open.extend(parent.parents().take(MOST_PARENTS));
    }
    found
}

/// What only keeps a container alive.
const NOOP: &str = "zsc noop";

impl Setup {
    /// Whether it starts nothing that answers: a container that is kept alive, for a development server.
    #[must_use]
    pub fn waits(&self) -> bool {
        let start = self.run.as_ref().and_then(|run| run.value.start.as_ref());
        start.is_some_and(|start| start.value.trim().starts_with(NOOP))
    }

    /// The name, when it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.setup.as_ref().map(|name| name.as_str())
    }

    /// The names of the setups that it extends.
    pub fn parents(&self) -> impl Iterator<Item = &str> {
        self.extends.iter().flat_map(|extends| extends.iter()).map(|name| name.as_str())
    }

    /// This setup with a parent's fields where it has none.
    fn below(self, parent: &Self) -> Self {
        Self {
            build: over(self.build, parent.build.as_ref()),
            deploy: over(self.deploy, parent.deploy.as_ref()),
            run: over(self.run, parent.run.as_ref()),
            ..self
        }
    }
}

fn over<T: Record + Clone>(own: Option<Spanned<T>>, parent: Option<&Spanned<T>>) -> Option<Spanned<T>> {
    match (own, parent) {
        (Some(own), Some(parent)) => Some(Spanned { value: own.value.over(&parent.value), ..own }),
        (own, parent) => own.or_else(|| parent.cloned()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_setup_takes_from_those_that_it_extends() {
        let source = "
zerops:
  - setup: base
    build: {base: nodejs@20, buildCommands: [npm ci], deployFiles: .}
    run: {base: nodejs@20, start: one}
  - setup: fast
    run: {start: two, ports: [{port: 3000}]}
  - setup: api
    extends: [base, fast]
    run: {base: nodejs@22}
  - {setup: loop, extends: loop, run: {start: x}}
";
        let document = super::parse(source).expect("YAML");
        let api = document.resolved("api").expect("api");
        let run = api.run.as_ref().expect("run");
        assert_eq!(run.base.as_ref().map(|base| base.as_str()), Some("nodejs@22"));
        assert_eq!(run.start.as_ref().map(|start| start.as_str()), Some("two"));
        assert_eq!(run.ports.as_ref().map(|ports| ports.len()), Some(1));
        let build = api.build.as_ref().expect("build");
        assert_eq!(build.base.as_ref().map(|base| base[0].raw.as_str()), Some("nodejs@20"));
        assert!(document.resolved("loop").is_some() && document.resolved("nope").is_none());
        assert_eq!(document.names().collect::<Vec<_>>(), ["base", "fast", "api", "loop"]);
    }
}
