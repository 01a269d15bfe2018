//! The build of a version, stage by stage.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::cache::Cache;
use super::{tree, unpack};
use crate::domain::documents::spanned::Spanned;
use crate::domain::documents::values::OneOrMany;
use crate::domain::documents::zerops_yaml::Setup;
use crate::files::Root;
use crate::sandbox::exec::bases;
use crate::sandbox::exec::commands::{self, Environment, Stopped};
use crate::sandbox::exec::container::{Container, HOME, Plan, SOURCE};
use crate::sandbox::exec::isolation::Isolation;
use crate::sandbox::exec::output::{INFORMATIONAL, Sink, say};
use crate::sandbox::folder::remove;
use crate::sandbox::logs::lines::prompt;

/// Derived: a pipeline is cancelled after an hour.
pub(crate) const LIMIT: Duration = Duration::from_hours(1);

/// A build.
pub(crate) struct Build<'a> {
    pub(crate) setup: &'a Setup,
    /// None when the source is in the folder already.
    pub(crate) archive: Option<&'a Path>,
    /// Where it is done; gone afterwards.
    pub(crate) folder: PathBuf,
    pub(crate) cache: PathBuf,
    pub(crate) hostname: String,
    /// Where the files go that are deployed.
    pub(crate) www: PathBuf,
    /// Where the files go that prepare the runtime.
    pub(crate) prepare: PathBuf,
    pub(crate) environment: Environment,
    pub(crate) isolation: Isolation,
    pub(crate) cancel: CancellationToken,
    pub(crate) sink: Sink,
}

impl Build<'_> {
    /// Builds.
    ///
    /// # Errors
    /// Why the build failed, in the words of its log.
    pub(crate) async fn run(&self) -> Result<(), String> {
        let result = self.steps().await;
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || remove(&folder)).await.ok();
        result
    }

    async fn steps(&self) -> Result<(), String> {
        let (source, home) = (self.folder.join("source"), self.folder.join("home"));
        if let Some(archive) = self.archive {
            let (archive, target, cancel) = (archive.to_owned(), source.clone(), self.cancel.clone());
            self.say("unpacking the uploaded source".to_owned());
            let files = blocking(move || unpack::unpack(&archive, &target, &cancel)).await?;
            self.say(format!("unpacked {files} files"));
        }
        let Some(build) = self.setup.build.as_deref() else { return self.deploy(&source, None).await };
        self.check_run()?;
        for base in build.base.iter().flat_map(|bases| bases.iter()) {
            bases::check(&base.raw, &self.sink).await?;
        }
        let cache = Arc::new(Cache::new(self.cache.clone(), build));
        fs::create_dir_all(&home).map_err(|error| error.to_string())?;
        let restored = {
            let (cache, source, home) = (Arc::clone(&cache), source.clone(), home.clone());
            blocking(move || cache.restore(&source, &home).map_err(|error| error.to_string())).await?
        };
        let plan = Plan {
            hostname: self.hostname.clone(),
            inside: false,
            folder: self.folder.clone(),
            places: vec![(source.clone(), SOURCE.to_owned()), (home.clone(), HOME.to_owned())],
            ports: Vec::new(),
        };
        let container = Container::start(&self.isolation, &plan).await;
        let container = container.map_err(|error| format!("the build container did not start: {error}"))?;
        let prepare = if restored {
            self.say("the cached build container is used, so it is not prepared again".to_owned());
            None
        } else {
            build.prepare_commands.as_ref()
        };
        let result = tokio::time::timeout(LIMIT, async {
            self.commands(&container, HOME, prepare).await?;
            self.commands(&container, SOURCE, build.build_commands.as_ref()).await
        });
        let result = result.await.unwrap_or_else(|_| Err("the build took longer than an hour".to_owned()));
        container.end().await;
        result?;
        self.say("packing the deploy files".to_owned());
        self.deploy(&source, build.deploy_files.as_ref().or(build.deploy.as_ref())).await?;
        self.add_to_prepare(&source, build.add_to_run_prepare.as_ref()).await?;
        let cancel = self.cancel.clone();
        let kept = move || cache.keep(&source, &home, &cancel);
        blocking(move || kept().map_err(|error| format!("the cache cannot be kept: {error}"))).await
    }

    /// What cannot be run is refused before it is built.
    fn check_run(&self) -> Result<(), String> {
        let run = self.setup.run.as_deref();
        match run.and_then(|run| run.site_config_path.as_ref()) {
            Some(_) => Err("run.siteConfigPath is not supported by the sandbox: it serves files itself and reads no \
                            nginx configuration; remove it to deploy here"
                .to_owned()),
            None => Ok(()),
        }
    }

    async fn commands(
        &self,
        container: &Container,
        folder: &str,
        commands: Option<&Spanned<Vec<Spanned<String>>>>,
    ) -> Result<(), String> {
        run_all(container, folder, commands, &self.environment, &self.cancel, &self.sink).await
    }

    /// Derived: a pattern that means nothing fails the build.
    async fn deploy(&self, source: &Path, patterns: Option<&Spanned<OneOrMany<String>>>) -> Result<(), String> {
        let patterns: Vec<String> = match patterns {
            Some(patterns) => patterns.iter().map(|pattern| pattern.value.clone()).collect(),
            None => vec![".".to_owned()],
        };
        let (source, www, cancel) = (source.to_owned(), self.www.clone(), self.cancel.clone());
        blocking(move || select(&source, &www, &patterns, "deployFiles", &cancel)).await
    }

    async fn add_to_prepare(&self, source: &Path, patterns: Option<&Spanned<OneOrMany<String>>>) -> Result<(), String> {
        let Some(patterns) = patterns else { return Ok(()) };
        let patterns: Vec<String> = patterns.iter().map(|pattern| pattern.value.clone()).collect();
        let (source, target, cancel) = (source.to_owned(), self.prepare.clone(), self.cancel.clone());
        blocking(move || select(&source, &target, &patterns, "addToRunPrepare", &cancel)).await
    }

    fn say(&self, text: String) {
        say(&self.sink, INFORMATIONAL, text);
    }
}

/// Copies what patterns mean.
fn select(
    source: &Path,
    target: &Path,
    patterns: &[String],
    field: &str,
    cancel: &CancellationToken,
) -> Result<(), String> {
    fs::create_dir_all(target).map_err(|error| error.to_string())?;
    let opened = |folder: &Path| Root::open(folder).map_err(|error| format!("the build folder {error}"));
    let (source, target) = (opened(source)?, opened(target)?);
    for pattern in patterns {
        let found = tree::matching(&source, pattern, cancel).map_err(|why| format!("{field}: `{pattern}` {why}"))?;
        if found.is_empty() {
            return Err(format!("{field}: `{pattern}` matches nothing in the build folder"));
        }
        for (from, place) in found {
            if cancel.is_cancelled() {
                return Err("cancelled".to_owned());
            }
            let copied = source.copy(&from, &target, &place);
            copied.map_err(|error| format!("{field}: `{pattern}`: {} {error}", from.display()))?;
        }
    }
    Ok(())
}

/// Runs commands one after the other, each in a shell of its own, until one fails.
pub(crate) async fn run_all(
    container: &Container,
    folder: &str,
    list: Option<&Spanned<Vec<Spanned<String>>>>,
    environment: &Environment,
    cancel: &CancellationToken,
    sink: &Sink,
) -> Result<(), String> {
    for command in list.iter().flat_map(|list| list.iter()) {
        say(sink, INFORMATIONAL, prompt(command));
        let bounds = (LIMIT, cancel);
        match commands::run(container, Path::new(folder), command, environment, bounds, sink).await {
            Ok(()) => {}
            Err(Stopped::Cancelled) => return Err("cancelled".to_owned()),
            Err(stopped) => return Err(format!("`{}` {stopped}", &prompt(command)[2..])),
        }
    }
    Ok(())
}

/// Does work that blocks where it may.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err("the work ended unexpectedly".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_is_written_or_read_by_what_is_deployed() {
        let (tree, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let secret = outside.path().join("secret");
        fs::write(&secret, "of this computer").expect("written");
        let (source, www) = (tree.path().join("source"), tree.path().join("www"));
        for folder in ["one", "two/deep"] {
            fs::create_dir_all(source.join(folder)).expect("made");
        }
        fs::write(source.join("two/x"), "of the repository").expect("written");
        fs::write(source.join("two/deep/secret"), "of the repository").expect("written");
        for (target, link) in [(secret.as_path(), "one/x"), (outside.path(), "one/deep"), (outside.path(), "l")] {
            std::os::unix::fs::symlink(target, source.join(link)).expect("linked");
        }
        let patterns = |patterns: &[&str]| patterns.iter().map(|&pattern| pattern.to_owned()).collect::<Vec<_>>();
        let cancel = CancellationToken::new();
        select(&source, &www, &patterns(&["one/~", "two/~"]), "deployFiles", &cancel).expect("copied");
        assert_eq!(fs::read_to_string(&secret).expect("text"), "of this computer");
        assert_eq!(fs::read_to_string(www.join("x")).expect("text"), "of the repository");
        assert_eq!(fs::read_to_string(www.join("deep/secret")).expect("text"), "of the repository");
        let refused = select(&source, &www, &patterns(&["l/secret"]), "deployFiles", &cancel).expect_err("outside");
        assert!(refused.contains("`l/secret` matches nothing"), "{refused}");
        assert!(!www.join("l").exists() && !www.join("secret").exists());
    }
}
