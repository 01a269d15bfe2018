//! Starting what a service runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::bases;
use super::build::stage::{blocking, run_all};
use super::checks;
use super::commands::Environment;
use super::container::{Container, HOME, Plan, WWW};
use super::engine::Engine;
use super::inside::files::{self, Redirect, Routing};
use super::instance::{Instance, Program};
use super::managed::Server;
use super::output::{ERROR, INFORMATIONAL, Sink, WARNING, say};
use super::placeholders;
use super::snapshot::Snapshot;
use crate::domain::documents::spanned::Spanned;
use crate::domain::documents::zerops_yaml::{self, Run};
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::domain::service_type;

/// Where the files of versions are, by service.
pub(super) const VERSIONS: &str = "versions";

impl Engine {
    /// Where the files of a version are.
    pub(super) fn version_folder(&self, service: &ServiceId, version: &AppVersionId) -> PathBuf {
        self.place(VERSIONS, service.as_str()).join(version.as_str())
    }

    /// Starts a service; what ran for it before goes on.
    ///
    /// # Errors
    /// It does not start, in words.
    pub(super) async fn launch(
        &self,
        snapshot: &Snapshot,
        cancel: &CancellationToken,
    ) -> Result<Arc<Instance>, String> {
        let sink = self.sink(&snapshot.service, snapshot.version.as_ref(), false);
        let server = if snapshot.runtime {
            None
        } else {
            match Server::find(snapshot.family, &snapshot.version_number, self.plain.is_some(), &sink) {
                Ok(server) => Some(server),
                Err(reason) => {
                    say(&sink, WARNING, format!("simulated: {reason}; nothing listens at `{}`", snapshot.hostname));
                    return self.container(snapshot, &sink, Vec::new()).await;
                }
            }
        };
        match server {
            Some(server) => self.launch_server(snapshot, &server, sink).await,
            None => self.launch_runtime(snapshot, &sink, cancel).await,
        }
    }

    async fn container(
        &self,
        snapshot: &Snapshot,
        sink: &Sink,
        places: Vec<(PathBuf, String)>,
    ) -> Result<Arc<Instance>, String> {
        let isolation = self.isolation(&snapshot.project).await;
        let isolation = isolation.map_err(|error| format!("the network of the project did not start: {error}"))?;
        let plan = Plan {
            hostname: snapshot.hostname.clone(),
            inside: true,
            folder: self.place("containers", &self.number().to_string()),
            places,
            ports: snapshot.ports.clone(),
        };
        let container = Container::start(&isolation, &plan).await;
        let container = container.map_err(|error| format!("the container did not start: {error}"))?;
        let mut environment = snapshot.environment.clone();
        if container.moves_ports()
            && let Some(port) = snapshot.ports.first()
        {
            environment.0.insert("PORT".to_owned(), container.port(*port).to_string());
            for port in &snapshot.ports {
                let text = format!(
                    "there are no namespaces here, so port {port} is {} of this computer; listen on $PORT. Hostnames of \
                     services do not resolve",
                    container.port(*port)
                );
                say(sink, WARNING, text);
            }
        }
        Ok(Arc::new(Instance::new(container, environment, snapshot.ports.clone(), Sink::clone(sink))))
    }

    async fn launch_server(&self, snapshot: &Snapshot, server: &Server, sink: Sink) -> Result<Arc<Instance>, String> {
        let mut snapshot = snapshot.clone();
        snapshot.ports = vec![server.port()];
        let data = self.place("data", snapshot.service.as_str());
        std::fs::create_dir_all(&data).map_err(|error| format!("no folder for the data: {error}"))?;
        let instance = self.container(&snapshot, &sink, Vec::new()).await?;
        match server.start(&instance, &data, &snapshot.generated).await {
            Ok(()) => Ok(instance),
            Err(error) => {
                instance.end().await;
                Err(error.to_string())
            }
        }
    }

    async fn launch_runtime(
        &self,
        snapshot: &Snapshot,
        sink: &Sink,
        cancel: &CancellationToken,
    ) -> Result<Arc<Instance>, String> {
        let of_version = snapshot.version.as_ref().map(|version| self.version_folder(&snapshot.service, version));
        let folder = of_version.filter(|folder| folder.join("www").is_dir());
        let has_code = folder.is_some();
        let folder = folder.unwrap_or_else(|| self.place("services", snapshot.service.as_str()));
        let mut places = vec![(folder.join("www"), WWW.to_owned()), (folder.join("home"), HOME.to_owned())];
        let mounts = snapshot.storages.iter();
        places.extend(mounts.map(|(id, hostname)| (self.place("data", id.as_str()), format!("/mnt/{hostname}"))));
        if snapshot.most_containers {
            say(sink, WARNING, "minContainers is more than 1; the sandbox runs one container");
        }
        let run = snapshot.setup.as_ref().and_then(|setup| setup.run.as_deref()).filter(|_| has_code);
        if run.is_some() {
            bases::check(snapshot.base(), sink).await?;
        }
        let instance = self.container(snapshot, sink, places).await?;
        let Some(run) = run else {
            say(sink, INFORMATIONAL, "the container runs without an application");
            return Ok(instance);
        };
        match self.start_application(snapshot, run, &instance, &folder.join("www"), cancel).await {
            Ok(()) => Ok(instance),
            Err(reason) => {
                instance.end().await;
                Err(reason)
            }
        }
    }

    async fn start_application(
        &self,
        snapshot: &Snapshot,
        run: &Run,
        instance: &Arc<Instance>,
        www: &Path,
        cancel: &CancellationToken,
    ) -> Result<(), String> {
        let (sink, environment) = (&instance.sink, &instance.environment);
        if let Some(replace) = run.env_replace.as_deref() {
            let (replace, www, values) = (replace.clone(), www.to_owned(), environment.clone());
            blocking(move || placeholders::replace(&replace, &www, &values)).await?;
        }
        let init = run_all(&instance.container, WWW, run.init_commands.as_ref(), environment, cancel, sink);
        if let Err(reason) = init.await {
            say(sink, ERROR, &reason);
            say(sink, ERROR, "RUN.INIT COMMANDS FINISHED WITH ERROR");
            return Err(format!("run.initCommands: {reason}"));
        }
        for program in self.programs(snapshot, run, instance, cancel).await? {
            instance.keep(program);
        }
        let deploy = snapshot.setup.as_ref().and_then(|setup| setup.deploy.as_deref());
        let check = deploy.and_then(|deploy| deploy.readiness_check.as_deref());
        if let Err(reason) = checks::ready(instance, check, cancel).await {
            say(sink, ERROR, &reason);
            return Err(reason);
        }
        if let Some(check) = run.health_check.as_deref() {
            tokio::spawn(checks::watch(Arc::clone(instance), check.clone()));
        }
        Ok(())
    }

    /// What is kept running.
    async fn programs(
        &self,
        snapshot: &Snapshot,
        run: &Run,
        instance: &Arc<Instance>,
        cancel: &CancellationToken,
    ) -> Result<Vec<Program>, String> {
        let sink = &instance.sink;
        let program = |name: &str, folder: &str, script: &str| Program {
            name: name.to_owned(),
            folder: folder.to_owned(),
            script: script.to_owned(),
            environment: instance.environment.clone(),
            sink: Sink::clone(sink),
        };
        if let Some(list) = run.start_commands.as_ref().filter(|list| !list.is_empty()) {
            let mut programs = Vec::new();
            for (index, one) in list.iter().enumerate() {
                let Some(command) = one.command.as_ref() else { continue };
                let name =
                    one.name.as_ref().map_or_else(|| format!("command {}", index + 1), |name| name.value.clone());
                let folder = Path::new(WWW).join(one.working_dir.as_ref().map_or("", |folder| folder.as_str()));
                let folder = folder.to_string_lossy();
                let container = &instance.container;
                run_all(container, &folder, one.init_commands.as_ref(), &instance.environment, cancel, sink).await?;
                programs.push(program(&format!("`{name}`"), &folder, command));
            }
            return Ok(programs);
        }
        if let Some(start) = &run.start {
            return Ok(vec![program("the application", WWW, start)]);
        }
        match service_type::family(snapshot.base()) {
            family @ ("static" | "nginx") => Ok(vec![self.web_server(snapshot, run, instance, family)?]),
            "php-nginx" | "php-apache" => {
                let root = instance.container.place(&Path::new(WWW).join(document_root(run.document_root.as_ref())));
                let port = instance.container.port(snapshot.ports.first().copied().unwrap_or(80));
                let address = if instance.container.moves_ports() { "127.0.0.1" } else { "0.0.0.0" };
                let root = root.display().to_string();
                let script = format!("exec php -S {address}:{port} -t {}", quoted(&root));
                Ok(vec![Program {
                    sink: self.sink(&snapshot.service, snapshot.version.as_ref(), true),
                    ..program("PHP", WWW, &script)
                }])
            }
            _ => Err("run.start is missing: there is nothing to start".to_owned()),
        }
    }

    fn web_server(&self, snapshot: &Snapshot, run: &Run, instance: &Instance, family: &str) -> Result<Program, String> {
        let routing = run.routing.as_deref().filter(|_| family == "static");
        let root = routing.and_then(|routing| routing.root.as_ref()).or(run.document_root.as_ref());
        let code = instance.container.place(Path::new(WWW));
        let mut environment = Environment::default();
        let routing = routing_of(routing, family == "static");
        let routing = serde_json::to_string(&routing).map_err(|error| error.to_string())?;
        environment.0.insert(files::VARIABLE.to_owned(), routing);
        let port = instance.container.port(snapshot.ports.first().copied().unwrap_or(80));
        let mut script = format!(
            "exec {} sandbox-inside files {} {port} --root={}",
            quoted(&instance.container.program().display().to_string()),
            quoted(&code.display().to_string()),
            quoted(&document_root(root).display().to_string())
        );
        if instance.container.moves_ports() {
            script.push_str(" --loopback");
        }
        Ok(Program {
            name: "the web server".to_owned(),
            folder: WWW.to_owned(),
            script,
            environment,
            sink: self.sink(&snapshot.service, snapshot.version.as_ref(), true),
        })
    }
}

fn quoted(text: &str) -> String {
    shlex::try_quote(text).map_or_else(|_| "''".to_owned(), std::borrow::Cow::into_owned)
}

/// The root of a web server within the code; what would leave it does not.
fn document_root(given: Option<&Spanned<String>>) -> PathBuf {
    let given = given.map_or("", |root| root.as_str()).trim_start_matches(WWW).trim_start_matches('/');
    let inside = Path::new(given).components().all(|part| !matches!(part, std::path::Component::ParentDir));
    if inside { Path::new(".").join(given) } else { PathBuf::from(".") }
}

fn routing_of(routing: Option<&zerops_yaml::Routing>, fallback: bool) -> Routing {
    let Some(routing) = routing else { return Routing { fallback, ..Routing::default() } };
    let text = |text: Option<&Spanned<String>>| text.map(|text| text.value.clone()).unwrap_or_default();
    let flag = |flag: Option<&Spanned<bool>>| flag.is_some_and(|flag| flag.value);
    let redirects = routing.redirects.iter().flat_map(|list| list.iter()).map(|redirect| Redirect {
        from: text(redirect.from.as_ref()),
        to: text(redirect.to.as_ref()),
        status: redirect.status.as_ref().and_then(|status| u16::try_from(status.value).ok()),
        preserve_path: flag(redirect.preserve_path.as_ref()),
        preserve_query: flag(redirect.preserve_query.as_ref()),
    });
    let headers = routing.headers.iter().flat_map(|list| list.iter()).map(|header| {
        let values = header.values.iter().flat_map(|values| values.0.iter());
        (text(header.for_path.as_ref()), values.map(|(name, value)| (name.clone(), value.value.clone())).collect())
    });
    Routing {
        fallback,
        cors: routing.cors.as_ref().map(|cors| cors.value.clone()),
        redirects: redirects.collect(),
        headers: headers.collect(),
    }
}
