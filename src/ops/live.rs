//! What the platform itself says of the two documents: its list of service types and its JSON
//! schemas. Read within a day they override what is built into this zcp, so that types newer than
//! the binary are accepted.
//!
//! They are kept in a file for each host of an API, which processes share. It is written whole and then renamed, so a reader
//! never sees half of it; a file that cannot be read or written only means the built-in list.

use std::path::Path;

use futures_util::try_join;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::context::Context;
use crate::domain::documents::DocumentKind;
use crate::domain::documents::published::Published;
use crate::domain::documents::types::{Category, Types};
use crate::files::{Access, Root};
use crate::generated::catalog::CATALOG;
use crate::platform::error::Error;
use crate::platform::session::Session;

/// After this time everything is read again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// How the files that are kept begin; the host of the API follows.
const NAME: &str = "platform-documents";
/// A larger file is not one of ours.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// What is in use.
pub(super) struct Live {
    /// The types.
    pub(super) types: Types,
    /// Which list it is and how old, for the caller.
    pub(super) source: String,
    schemas: Option<Schemas>,
}

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    fetched: Timestamp,
    types: Vec<(String, String)>,
    schemas: Schemas,
}

#[derive(Clone, Serialize, Deserialize)]
struct Schemas {
    zerops_yaml: Published,
    import_yaml: Published,
}

impl Live {
    /// What is known without a call. It reads files, so it blocks briefly.
    pub(super) async fn known(cx: &Context) -> Self {
        let now = cx.clock().now();
        let kept = Place::of(cx).await.and_then(|place| place.load());
        match kept.filter(|kept| now.duration_since(kept.fetched).abs() < FRESH) {
            Some(kept) => {
                let age = now.duration_since(kept.fetched).abs();
                let hours = age.as_hours();
                let age = if hours == 0 { format!("{} min", age.as_mins()) } else { format!("{hours} h") };
                Self::of(kept, &format!("{age} old"))
            }
            None => Self {
                types: Types::from_sections(CATALOG),
                source: concat!("the types built into zcp ", env!("CARGO_PKG_VERSION")).to_owned(),
                schemas: None,
            },
        }
    }

    /// What is known, read from the platform when it is old. Where the platform does not say, what
    /// is at hand serves.
    pub(super) async fn current(cx: &Context, session: &Session) -> Self {
        let known = Self::known(cx).await;
        if known.schemas.is_some() {
            return known;
        }
        match fetch(session, cx.clock().now()).await {
            Ok(kept) if !kept.types.is_empty() => {
                if let Some(place) = Place::of(cx).await {
                    place.store(&kept);
                }
                Self::of(kept, "read just now")
            }
            Ok(_) => known,
            Err(error) => {
                tracing::debug!(%error, "the platform's types and schemas were not read");
                known
            }
        }
    }

    /// The platform's own schema of a document, when it is known.
    pub(super) fn schema(&self, kind: DocumentKind) -> Option<&Published> {
        let schemas = self.schemas.as_ref()?;
        Some(match kind {
            DocumentKind::ZeropsYaml => &schemas.zerops_yaml,
            DocumentKind::ImportYaml => &schemas.import_yaml,
        })
    }

    fn of(kept: Kept, age: &str) -> Self {
        let named =
            kept.types.iter().filter_map(|(name, category)| Some((name.clone(), Category::from_wire(category)?)));
        let types = Types::from_names(CATALOG, named);
        let types = types.with_schemas(&kept.schemas.import_yaml, &kept.schemas.zerops_yaml);
        let source = format!("the platform's own types and schemas, {age}");
        Self { types, source, schemas: Some(kept.schemas) }
    }
}

async fn fetch(session: &Session, fetched: Timestamp) -> Result<Kept, Error> {
    let (types, zerops_yaml, import_yaml) = try_join!(
        session.service_types(),
        session.schema(DocumentKind::ZeropsYaml),
        session.schema(DocumentKind::ImportYaml)
    )?;
    let types = types.into_iter().flat_map(|one| {
        let category = one.category;
        let versions = one.service_stack_type_version_list.into_iter();
        let usable = versions.filter(|version| version.status == "ACTIVE" && !version.is_build);
        usable.map(move |version| (version.name, category.clone())).collect::<Vec<_>>()
    });
    let types = types.filter(|(_, category)| Category::from_wire(category).is_some()).collect();
    Ok(Kept { fetched, types, schemas: Schemas { zerops_yaml, import_yaml } })
}

/// Where what one platform said is kept.
struct Place<'a> {
    folder: &'a Path,
    name: String,
}

impl<'a> Place<'a> {
    /// That of the platform which is configured now; none for one on this computer, and where nothing is
    /// kept or configured.
    async fn of(cx: &'a Context) -> Option<Self> {
        let folder = cx.cache_folder()?;
        let host = cx.connection().credentials().await.ok()?.host;
        let is_kept = cx.keeps_local() || !host.is_loopback();
        is_kept.then(|| Self { folder, name: name(&host.to_string()) })
    }

    fn load(&self) -> Option<Kept> {
        let kept = Root::open(self.folder).and_then(|folder| folder.read(Path::new(&self.name), MOST_BYTES));
        serde_json::from_slice(&kept.ok()?).ok()
    }

    fn store(&self, kept: &Kept) {
        let written = (|| {
            std::fs::create_dir_all(self.folder)?;
            let text = serde_json::to_vec(kept).map_err(std::io::Error::from)?;
            Root::open(self.folder)?.replace(Path::new(&self.name), &text, Access::Usual)
        })();
        if let Err(error) = written {
            tracing::debug!(%error, "the platform's types and schemas were not kept");
        }
    }
}

/// The file of a host, with or without a port: no two have the same.
fn name(host: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
    format!("{NAME}-{}.json", host.chars().map(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn each_host_has_a_file_of_its_own() {
        let hosts = ["api.app-prg1.zerops.io", "api.app-fra1.zerops.io", "api.app-prg1.zerops.io:8443", "[::1]:80"];
        let names = hosts.map(name);
        assert_eq!(names[0], "platform-documents-api.app-prg1.zerops.io.json");
        assert!(names.iter().all(|name| !name.contains(['/', ':', '\\', '['])), "{names:?}");
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), hosts.len());
    }
}
