//! The versions of a service as the platform keeps them, with their names and proofs.

use std::collections::BTreeMap;

use futures_util::future::join;

use crate::domain::ids::AppVersionId;
use crate::domain::status::VersionStatus;
use crate::generated::types::VersionView;
use crate::ops::context::Context;
use crate::ops::logs::clean;
use crate::ops::support::{notebook, wire_to_view};
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::{AppVersion, Service};
use crate::workflow::notebook::{Proof, Verdict};

/// Versions that are listed, the newest: the platform keeps ten, and those that failed.
const MOST: usize = 30;
/// Versions of the project that names are looked for among.
const NAMED: usize = 200;
/// Characters of a name.
const NAME: usize = 60;

/// A version of a service.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) version: AppVersion,
    pub(super) name: Option<String>,
    /// What was last found out about it.
    pub(super) proof: Option<Proof>,
}

impl Kept {
    pub(super) fn id(&self) -> &str {
        self.version.id.as_str()
    }

    pub(super) fn status(&self) -> VersionStatus {
        self.version.state()
    }

    pub(super) fn verdict(&self) -> Option<Verdict> {
        self.proof.as_ref().map(|proof| proof.verdict)
    }

    /// How it is called in a sentence.
    pub(super) fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("`{}` ({name})", self.id()),
            None => format!("`{}`", self.id()),
        }
    }

    pub(super) fn view(&self) -> VersionView {
        let version = &self.version;
        let build = version.build.as_ref();
        let ended = build.and_then(|build| build.pipeline_failed.or(build.pipeline_finish));
        let begun = build.and_then(|build| build.pipeline_start);
        let text = |text: &str| Some(clean(text)).filter(|text| !text.is_empty());
        let repository = version.public_git_source.as_ref().and_then(|source| {
            let branch = source.branch_name.as_deref().map(|branch| format!("@{branch}")).unwrap_or_default();
            text(&source.git_url).map(|url| format!("{url}{}", clean(&branch)))
        });
        let proof = self.proof.as_ref();
        VersionView {
            id: version.id.to_string(),
            status: clean(&version.status),
            name: self.name.clone(),
            source: text(&version.source),
            repository,
            created: version.created.map(wire_to_view::moment),
            activated: version.activation_date.map(wire_to_view::moment),
            seconds: begun.zip(ended).map(|(begun, ended)| ended.duration_since(begun).as_secs().max(0)),
            proof: self.verdict().map(|verdict| word(verdict).to_owned()),
            proved: proof.map(|proof| wire_to_view::moment(proof.at)),
            checks: proof.map(|proof| proof.checks.iter().map(|check| clean(check)).collect()).unwrap_or_default(),
        }
    }
}

/// What was found out, in a word.
pub(super) const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Unreached => "unreached",
    }
}

/// The versions of a service, the newest first. Names that cannot be had now are left out.
///
/// # Errors
/// As every call of the platform.
pub(super) async fn of(cx: &Context, session: &Session, service: &Service) -> Result<Vec<Kept>, Error> {
    let recent = session.recent_app_versions(Some(&service.id), MOST, |_| true);
    let (recent, names) = join(recent, names(session, service)).await;
    let mut versions = recent?.entries;
    // The list comes the newest first; what was made in one moment keeps that order.
    versions.sort_by_key(|version| std::cmp::Reverse(version.created));
    let reading = notebook::read(cx, session).await;
    let unit = reading.book.unit_of(&service.name).map(|(_, unit)| unit);
    let kept = versions.into_iter().map(|version| {
        let name = version.name.as_deref().or_else(|| names.get(&version.id).map(String::as_str));
        let name: Option<String> = name.map(|name| clean(name).chars().take(NAME).collect());
        let proof = unit.and_then(|unit| unit.proof(&service.name, version.id.as_str())).cloned();
        Kept { name: name.filter(|name| !name.is_empty()), proof, version }
    });
    Ok(kept.collect())
}

/// What versions are called, which only the search says.
async fn names(session: &Session, service: &Service) -> BTreeMap<AppVersionId, String> {
    let own = |version: &AppVersion| version.service_stack_id == service.id && version.name.is_some();
    match session.recent_app_versions(None, NAMED, own).await {
        Ok(found) => {
            let named = found.entries.into_iter().filter_map(|version| Some((version.id, version.name?)));
            named.collect()
        }
        Err(error) => {
            tracing::debug!(%error, "the names of versions were not read");
            BTreeMap::new()
        }
    }
}
