//! Credentials among what is deployed: what must stay here, and what would be served to everybody.

use std::path::Path;

use super::preflight::Plan;
use super::source::{Files, Source, refused};
use crate::deploy::files::credentials::Search;
use crate::deploy::files::{self, FilesError, NAMED, Wanted, shown};
use crate::domain::catalog;
use crate::domain::documents::zerops_yaml;
use crate::domain::documents::zerops_yaml::Setup;
use crate::domain::failure::{Fail, FieldReason};
use crate::generated::catalog::CATALOG;
use crate::generated::tools::zerops_deploy::Error;
use crate::ops::context::Context;
use crate::platform::wire::Service;

/// What must not be deployed: zcp's own token, and what looks like a credential.
pub(super) async fn search(cx: &Context) -> Search {
    let token = cx.connection().credentials().await.ok().map(|credentials| credentials.token);
    Search::new(token.as_ref())
}

/// Looks into the files: what holds zcp's own token, or was written by zcp, is left out.
pub(super) async fn examine(cx: &Context, source: &mut Source) -> Result<(), Fail<Error>> {
    let search = search(cx).await;
    match &mut source.files {
        Ok(Files::Here(_)) => {
            let Ok(Files::Here(listing)) = std::mem::replace(&mut source.files, Err(FilesError::new(""))) else {
                return Ok(());
            };
            source.files = listing.examined(search).await.map(|(listing, _)| Files::Here(listing));
            Ok(())
        }
        Ok(Files::Zcli { root, include_git, found, .. }) => {
            // zcli reads .deployignore in its own way, and in a repository not at all.
            let table = &cx.programs().mounts.table;
            let wanted = Wanted { mounts: table, include_git: *include_git, deployignore: false };
            let listing = files::list(root, wanted).await.map_err(refused)?;
            let (listing, own) = listing.examined(search).await.map_err(refused)?;
            if !own.is_empty() {
                let message = "zcli would pack files that must stay here. Deploy with the method native, which leaves them out, or have git ignore them.";
                return Err(refused(FilesError { message: message.to_owned(), paths: own }));
            }
            *found = listing.credentials;
            Ok(())
        }
        Ok(Files::There(_, listing)) => {
            // What is in them is looked at when they come; what names tell is asked for before.
            listing.credentials = search.names(listing.paths.iter().map(Vec::as_slice));
            Ok(())
        }
        Err(_) => Ok(()),
    }
}

/// Refuses what would be served, and notes what else looks like a credential.
pub(super) fn check(source: &Source, plan: &mut Plan, target: &Service, include: bool) -> Result<(), Fail<Error>> {
    let found = match &source.files {
        Ok(files) => files.credentials(),
        Err(_) => return Ok(()),
    };
    if found.is_empty() {
        return Ok(());
    }
    let document = zerops_yaml::parse(&plan.yaml).unwrap_or_default();
    let setup = document.resolved(&plan.setup);
    let public: Vec<_> = found.iter().filter(|(path, _)| is_served(setup.as_ref(), target, path)).collect();
    let name = |path: &Path| shown(path.as_os_str().as_encoded_bytes());
    if !public.is_empty() && !include {
        let message = format!(
            "Nothing was deployed: `{}` would serve to everybody {}. Leave that out with a line in .deployignore, or give \
             `includeSecrets: true`.",
            target.name,
            match public.len() {
                1 => "1 file that looks like a credential".to_owned(),
                count => format!("{count} files that look like credentials"),
            },
        );
        let paths = public.iter().take(NAMED).map(|(path, what)| FieldReason::new(name(path), *what)).collect();
        return Err(refused(FilesError { message, paths }));
    }
    let named = found.iter().take(NAMED).map(|(path, what)| format!("{} ({what})", name(path)));
    let more = found.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    plan.warnings.push(format!(
        "deployed although it looks like a credential: {}{more}; .deployignore leaves out what it names",
        named.collect::<Vec<_>>().join(", ")
    ));
    Ok(())
}

/// Whether a web server would answer with a file of the source.
fn is_served(setup: Option<&Setup>, target: &Service, path: &Path) -> bool {
    let run = setup.and_then(|setup| setup.run.as_ref()).map(|run| &run.value);
    let base = run.and_then(|run| run.base.as_ref()).map_or(target.type_name(), |base| base.value.as_str());
    if catalog::family(CATALOG, base).is_none_or(|family| family.traits.web_server.is_none()) {
        return false;
    }
    let deployed = match setup.and_then(|setup| setup.build.as_ref()) {
        None => vec![path.to_owned()],
        Some(build) => {
            let files = build.value.deploy_files.as_ref().or(build.value.deploy.as_ref());
            let patterns = files.map(|files| files.value.iter().map(|one| one.value.as_str()).collect::<Vec<_>>());
            patterns.unwrap_or_default().iter().filter_map(|pattern| deployed(pattern, path)).collect()
        }
    };
    let root = run.and_then(|run| run.document_root.as_ref()).map_or("", |root| root.value.as_str());
    let root = root.trim_start_matches("./").trim_matches('/');
    deployed.iter().any(|path| path.starts_with(root))
}

/// Where a pattern of `deployFiles` puts a file; nothing where it leaves it out.
fn deployed(pattern: &str, path: &Path) -> Option<std::path::PathBuf> {
    let (folder, moved) = match pattern.split_once('~') {
        Some((folder, _)) => (folder, true),
        None => (pattern, false),
    };
    let folder = folder.trim_start_matches("./").trim_start_matches('/');
    let plain = folder.split('*').next().unwrap_or(folder);
    // A wildcard may stand in the middle of a name.
    let plain = if plain.len() < folder.len() { plain.rsplit_once('/').map_or("", |(above, _)| above) } else { plain };
    let plain = plain.trim_end_matches('/');
    let below = if matches!(plain, "" | ".") { path } else { path.strip_prefix(plain).ok()? };
    Some(if moved { below.to_owned() } else { path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::files::credentials::Secret;

    #[test]
    fn files_are_where_the_patterns_put_them() {
        let at = |pattern: &str, path: &str| deployed(pattern, Path::new(path)).map(|path| path.display().to_string());
        for (pattern, path, place) in [
            ("./", ".env", Some(".env")),
            (".", "a/.env", Some("a/.env")),
            ("/", ".env", Some(".env")),
            ("dist", ".env", None),
            ("dist", "dist/.env", Some("dist/.env")),
            ("./dist/~", "dist/.env", Some(".env")),
            ("dist/~", "distant/.env", None),
            ("di*/~", "dist/.env", Some("dist/.env")),
            ("**", "a/.env", Some("a/.env")),
        ] {
            assert_eq!(at(pattern, path).as_deref(), place, "{pattern} {path}");
        }
    }

    #[test]
    fn names_are_told_without_content() {
        let search = Search::new(None);
        let found = search.names([&b"a/.env"[..], b"b", b".npmrc"].into_iter());
        assert_eq!(found.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>(), ["a/.env"]);
        assert!(matches!(search.look_at(Path::new(".env"), b""), Some(Secret::Other(_))));
    }
}
