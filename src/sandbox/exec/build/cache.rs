//! What builds of one service keep for the next one.
//!
//! Derived: it is lost when the bases, the commands that prepare or `cache` itself change; what the
//! source brings wins over what was kept; `true` keeps the whole container, `false` all but the
//! source. The home folder is all that a container has of its own here, beside the source.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::tree;
use crate::domain::documents::values::Cache as Kept;
use crate::domain::documents::zerops_yaml::Build;
use crate::files::Root;
use crate::sandbox::folder::remove;

const TOP: &str = "";

/// The cache of a service.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// What it depends on.
    key: String,
    keeps: Keeps,
}

#[derive(Debug)]
enum Keeps {
    Nothing,
    Home,
    Everything,
    Paths(Vec<String>),
}

impl Cache {
    /// The cache in a folder, for builds like this one.
    pub(crate) fn new(folder: PathBuf, build: &Build) -> Self {
        let list = |texts: &mut dyn Iterator<Item = &str>| format!("{:?}", texts.collect::<Vec<_>>());
        let keeps = match build.cache.as_ref().map(|cache| &cache.value) {
            None => Keeps::Nothing,
            Some(Kept::All(false)) => Keeps::Home,
            Some(Kept::All(true)) => Keeps::Everything,
            Some(Kept::Paths(paths)) => Keeps::Paths(paths.iter().map(|path| path.value.clone()).collect()),
        };
        let base = list(&mut build.base.iter().flat_map(|base| base.iter()).map(|base| base.as_str()));
        let prepare =
            list(&mut build.prepare_commands.iter().flat_map(|list| list.iter()).map(|command| command.as_str()));
        let key = format!("{base}\n{prepare}\n{:?}\n{keeps:?}", build.os.as_ref().map(|os| &os.value));
        Self { folder, key, keeps }
    }

    /// Puts what was kept into a new build, and says whether there was anything of a build like it.
    pub(crate) fn restore(&self, source: &Path, home: &Path) -> io::Result<bool> {
        let fits = fs::read_to_string(self.folder.join("key")).is_ok_and(|key| key == self.key);
        if fits {
            for (name, target) in [("source", source), ("home", home)] {
                if let Ok(kept) = Root::open(&self.folder.join(name)) {
                    kept.merge(Path::new(TOP), &Root::open(target)?, Path::new(TOP))?;
                }
            }
        }
        // Two builds at once do not share it: the second one starts without.
        remove(&self.folder).map(|()| fits)
    }

    /// Keeps what the next build can use. The build is over, so it is moved.
    pub(crate) fn keep(&self, source: &Path, home: &Path, cancel: &CancellationToken) -> io::Result<()> {
        if matches!(self.keeps, Keeps::Nothing) {
            return Ok(());
        }
        let kept = |name: &str| {
            fs::create_dir_all(self.folder.join(name))?;
            Ok::<_, io::Error>(Root::open(&self.folder.join(name))?)
        };
        Root::open(home)?.merge(Path::new(TOP), &kept("home")?, Path::new(TOP))?;
        match &self.keeps {
            Keeps::Everything => Root::open(source)?.merge(Path::new(TOP), &kept("source")?, Path::new(TOP))?,
            Keeps::Paths(paths) => {
                let (source, kept) = (Root::open(source)?, kept("source")?);
                for path in paths {
                    let found = tree::matching(&source, path, cancel);
                    for (from, _) in found.map_err(|why| io::Error::other(format!("`{path}` {why}")))? {
                        source.merge(&from, &kept, &from)?;
                    }
                }
            }
            Keeps::Nothing | Keeps::Home => {}
        }
        fs::write(self.folder.join("key"), &self.key)
    }
}
