//! What the platform itself says of the two documents: its list of service types and its JSON
//! schemas. Read within a day they override what is built into this zcp, so that types newer than
//! the binary are accepted.
//!
//! They are kept in a file for each host of an API, which processes share; one that cannot be read or written only means
//! the built-in list.

use futures_util::try_join;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::domain::documents::DocumentKind;
use crate::domain::documents::published::Published;
use crate::domain::documents::types::Types;
use crate::domain::status::Category;
use crate::files::KeptFile;
use crate::generated::catalog::CATALOG;
use crate::ops::context::Context;
use crate::platform::error::Error;
use crate::platform::session::Session;

/// After this time everything is read again.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// How the files that are kept begin; the host of the API follows.
const NAME: &str = "platform-documents";
/// A larger file is not one of ours.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// What is in use.
pub(crate) struct Live {
    /// The types.
    pub(crate) types: Types,
    /// Which list it is and how old, for the caller.
    pub(crate) source: String,
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
    pub(crate) async fn known(cx: &Context) -> Self {
        let now = cx.clock().now();
        let kept = place(cx).await.and_then(|place| place.load::<Kept>());
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
    pub(crate) async fn current(cx: &Context, session: &Session) -> Self {
        let known = Self::known(cx).await;
        if known.schemas.is_some() {
            return known;
        }
        match fetch(session, cx.clock().now()).await {
            Ok(kept) if !kept.types.is_empty() => {
                if let Some(place) = place(cx).await {
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
    pub(crate) fn schema(&self, kind: DocumentKind) -> Option<&Published> {
        let schemas = self.schemas.as_ref()?;
        Some(match kind {
            DocumentKind::ZeropsYaml => &schemas.zerops_yaml,
            DocumentKind::ImportYaml => &schemas.import_yaml,
        })
    }

    fn of(kept: Kept, age: &str) -> Self {
        let named =
            kept.types.iter().filter_map(|(name, category)| Some((name.clone(), Category::of(category).of_import()?)));
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
    let types = types.filter(|(_, category)| Category::of(category).of_import().is_some()).collect();
    Ok(Kept { fetched, types, schemas: Schemas { zerops_yaml, import_yaml } })
}

/// Where what the platform says is kept that is configured now; nowhere for one on this computer, and where nothing is
/// kept or configured.
async fn place(cx: &Context) -> Option<KeptFile> {
    let folder = cx.cache_folder()?;
    let host = cx.connection().credentials().await.ok()?.host;
    let is_kept = cx.keeps_local() || !host.is_loopback();
    is_kept.then(|| KeptFile::new(folder, NAME, &host.to_string(), MOST_BYTES))
}
