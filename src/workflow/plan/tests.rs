//! Plans over the whole catalog.

use super::scaffold::{Wanted, scaffold};
use super::*;
use crate::domain::documents::types::Types;
use crate::domain::documents::{self, Context, DocumentKind, Known, KnownService, Target};
use crate::generated::catalog::CATALOG;
use crate::generated::types::{Layout, PlannedService};

fn types() -> Types {
    Types::from_sections(CATALOG)
}

fn planned(hostname: &str, kind: &str) -> PlannedService {
    let (hostname, r#type) = (hostname.to_owned(), kind.to_owned());
    PlannedService { hostname, r#type, layout: None, stage_hostname: None, ha: None, existing: None }
}

fn pair(hostname: &str, stage: &str, kind: &str) -> PlannedService {
    PlannedService { stage_hostname: Some(stage.to_owned()), ..planned(hostname, kind) }
}

fn existing(hostname: &str, kind: &str) -> Existing {
    let is_runtime = kind.contains("nodejs");
    Existing { hostname: hostname.to_owned(), type_name: kind.to_owned(), status: "ACTIVE".to_owned(), is_runtime }
}

fn findings(plan: &[PlannedService], services: &[Existing]) -> Vec<String> {
    let checked = check(plan, World { types: &types(), services });
    checked.findings.into_iter().map(|finding| format!("{} {}", finding.field, finding.reason)).collect()
}

/// Every type of the catalog that a service can have, but workspaces.
fn every_type() -> Vec<String> {
    let families = CATALOG.iter().flat_map(|section| section.families).filter(|family| family.is_importable());
    families.filter(|family| family.name != "zcp").flat_map(crate::domain::catalog::Family::names).collect()
}

fn validated(kind: DocumentKind, text: &str, services: &[&str]) -> Vec<String> {
    let services = services.iter().map(|name| KnownService { hostname: (*name).to_owned(), type_name: None });
    let services = (kind == DocumentKind::ZeropsYaml).then(|| services.collect());
    let known = Known { types: types(), services, ..Known::default() };
    let context = Context { known, target: Target::Services, ..Context::default() };
    let report = documents::validate(kind, text, &context);
    report.findings.iter().map(|finding| format!("{} {}: {}", finding.code, finding.path, finding.message)).collect()
}

#[test]
fn every_type_of_the_catalog_is_imported_without_a_finding() {
    let types = types();
    let all = every_type();
    assert!(all.len() > 150, "{}", all.len());
    for kind in &all {
        let is_runtime = types.resolve(kind).is_some_and(|found| found.category.is_runtime());
        let plans = if is_runtime {
            let dev = PlannedService { layout: Some(Layout::Dev), ..planned("app", kind) };
            vec![vec![pair("appdev", "appstage", kind)], vec![planned("app", kind)], vec![dev]]
        } else {
            vec![vec![planned("db", kind), pair("appdev", "appstage", "nodejs@22")]]
        };
        for plan in plans {
            let checked = check(&plan, World { types: &types, services: &[] });
            assert!(checked.findings.is_empty(), "{kind}: {:?}", checked.findings);
            let text = import_yaml::import_yaml(&checked, &types).expect("something to make");
            let found = validated(DocumentKind::ImportYaml, &text, &[]);
            assert!(found.is_empty(), "{kind}: {found:?}\n{text}");
        }
    }
}

#[test]
fn every_runtime_of_the_catalog_has_a_file_that_validates() {
    let types = types();
    let managed = [("db", "postgresql:single@18"), ("cache", "valkey:single@7.2"), ("bucket", "object-storage")];
    let managed = managed.map(|(hostname, kind)| (hostname.to_owned(), kind.to_owned()));
    let runtimes =
        every_type().into_iter().filter(|kind| types.resolve(kind).is_some_and(|found| found.category.is_runtime()));
    let mut count = 0;
    for kind in runtimes {
        for layout in [Layout::Standard, Layout::Dev, Layout::Simple] {
            let wanted = Wanted { type_name: &kind, layout, managed: &managed };
            let file = scaffold(wanted, &types).expect("a file");
            let found = validated(DocumentKind::ZeropsYaml, &file.text, &["db", "cache", "bucket"]);
            assert!(found.is_empty(), "{kind}: {found:?}\n{}", file.text);
            assert!(file.setups.iter().all(|setup| file.text.contains(&format!("setup: {setup}\n"))));
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn what_is_left_out_of_a_type_is_written_out() {
    let types = types();
    for (given, ha, full) in [
        ("nodejs@22", None, "ubuntu/nodejs@22"),
        ("alpine/nodejs@22", None, "alpine/nodejs@22"),
        ("nodejs", None, "ubuntu/nodejs@24"),
        ("golang@1", None, "ubuntu/golang@1"),
        ("deno@2", None, "ubuntu/deno@2"),
        ("docker@26.1", None, "alpine/docker@26.1"),
        ("postgresql@18", None, "postgresql:single@18"),
        ("postgresql", Some(true), "postgresql:ha@18"),
        ("valkey", Some(false), "valkey:single@7.2"),
        ("object-storage", None, "object-storage"),
        ("static", None, "ubuntu/static"),
        ("ubuntu@24.04", None, "ubuntu@24.04"),
    ] {
        let plan = [PlannedService { ha, ..planned("one", given) }];
        let checked = check(&plan, World { types: &types, services: &[] });
        assert_eq!(checked.findings, [], "{given}");
        assert_eq!(checked.services[0].type_name, full, "{given}");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let wrong = [
        planned("Api", "nodejs@22"),
        planned("api", "nodjs@22"),
        pair("web", "web", "nodejs@22"),
        PlannedService { ha: Some(true), ..planned("app", "nodejs@22") },
        PlannedService { layout: Some(Layout::Dev), ..planned("db", "postgresql@18") },
        PlannedService { ha: Some(true), ..planned("pg", "postgresql:single@18") },
        PlannedService { layout: Some(Layout::Simple), ..pair("one", "two", "go@1") },
        PlannedService { existing: Some(true), ..planned("gone", "valkey@7.2") },
        planned("ws", "zcp@1"),
    ];
    let found = findings(&wrong, &[existing("old", "ubuntu/nodejs@22")]);
    let places: Vec<&str> = found.iter().filter_map(|one| one.split(' ').next()).collect();
    assert_eq!(
        places,
        [
            "services[0].hostname",
            "services[1].type",
            "services[2].stageHostname",
            "services[3].ha",
            "services[4].layout",
            "services[5].type",
            "services[6].stageHostname",
            "services[7].hostname",
            "services[8].type",
        ],
        "{found:#?}"
    );
    assert_eq!(findings(&[], &[]), ["services names no service"]);
}

#[test]
fn what_exists_is_used_and_not_made_again() {
    let live = [
        existing("db", "postgresql:single@18"),
        existing("api", "ubuntu/nodejs@22"),
        existing("web", "alpine/nodejs@22"),
    ];
    let types = types();
    let plan = [planned("db", "postgresql@18"), planned("api", "nodejs@22"), pair("newdev", "newstage", "nodejs@22")];
    let checked = check(&plan, World { types: &types, services: &live });
    assert_eq!(checked.findings, []);
    let resolved: Vec<(&str, &str)> =
        checked.services.iter().map(|one| (one.hostname.as_str(), one.resolution.word())).collect();
    assert_eq!(resolved, [("db", "SHARED"), ("api", "EXISTS"), ("newdev", "CREATE"), ("newstage", "CREATE")]);
    let text = import_yaml::import_yaml(&checked, &types).expect("a document");
    assert!(!text.contains("hostname: db") && text.contains("hostname: newstage"));

    let other = findings(&[planned("db", "mariadb@10.6"), planned("api", "nodejs@20")], &live);
    assert!(other[0].contains("exists as postgresql:single@18 and not as mariadb:single@10.6"), "{other:?}");
    assert!(other[1].contains("say `existing: true`"), "{other:?}");
    let all = check(&[planned("db", "postgresql@18")], World { types: &types, services: &live });
    assert_eq!(import_yaml::import_yaml(&all, &types), None);
}
