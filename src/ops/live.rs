//! What the platform itself says of the two documents: its list of service types and its JSON
//! schemas. Read within a day they override what is built into this zcp, so that types newer than
//! the binary are accepted.
//!
//! They are kept in a file that processes share. It is written whole and then renamed, so a reader
//! never sees half of it; a file that cannot be read or written only means the built-in list.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::context::Context;
use crate::domain::documents::DocumentKind;
use crate::domain::documents::types::{Category, Types};
use crate::files::{Access, Root};
use crate::generated::catalog::CATALOG;
use crate::platform::error::Error;
use crate::platform::session::Session;

/// After this time everything is read again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// The file that is kept.
const NAME: &str = "platform-documents.json";
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
    zerops_yaml: Value,
    import_yaml: Value,
}

impl Live {
    /// What is known without a call. It reads a file, so it blocks briefly.
    pub(super) fn known(cx: &Context) -> Self {
        let now = cx.clock().now();
        let kept = cx.cache_folder().and_then(load);
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
        let known = Self::known(cx);
        if known.schemas.is_some() {
            return known;
        }
        match fetch(session, cx.clock().now()).await {
            Ok(kept) if !kept.types.is_empty() => {
                if let Some(folder) = cx.cache_folder() {
                    store(folder, &kept);
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
    pub(super) fn schema(&self, kind: DocumentKind) -> Option<&Value> {
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
    let types = session.service_types().await?;
    let types = types.into_iter().flat_map(|one| {
        let category = one.category;
        let versions = one.service_stack_type_version_list.into_iter();
        let usable = versions.filter(|version| version.status == "ACTIVE" && !version.is_build);
        usable.map(move |version| (version.name, category.clone())).collect::<Vec<_>>()
    });
    let types = types.filter(|(_, category)| Category::from_wire(category).is_some()).collect();
    let zerops_yaml = session.schema(DocumentKind::ZeropsYaml).await?;
    let import_yaml = session.schema(DocumentKind::ImportYaml).await?;
    Ok(Kept { fetched, types, schemas: Schemas { zerops_yaml, import_yaml } })
}

fn load(folder: &Path) -> Option<Kept> {
    let kept = Root::open(folder).and_then(|folder| folder.read(Path::new(NAME), MOST_BYTES));
    serde_json::from_slice(&kept.ok()?).ok()
}

fn store(folder: &Path, kept: &Kept) {
    let written = (|| {
        std::fs::create_dir_all(folder)?;
        let text = serde_json::to_vec(kept).map_err(std::io::Error::from)?;
        Root::open(folder)?.replace(Path::new(NAME), &text, Access::Usual)
    })();
    if let Err(error) = written {
        tracing::debug!(%error, "the platform's types and schemas were not kept");
    }
}
