//! Recipes of the sandbox and odd ones: what is read of them, which plans fit, and what is written.

use std::collections::BTreeMap;

use super::{Document, fit, proposed, referred, rewrite};
use crate::domain::documents::types::Types;
use crate::domain::recipe::Recipe;
use crate::generated::catalog::CATALOG;
use crate::generated::types::{Layout, PlannedService};
use crate::workflow::plan::{World, check};

const NOTES: &str = include_str!("../../sandbox/recipes/notes-agent.yaml");
const PAGES: &str = include_str!("../../sandbox/recipes/pages-agent.yaml");
const QUEUE: &str = include_str!("../../sandbox/recipes/queue-ha.yaml");

fn types() -> Types {
    Types::from_sections(CATALOG)
}

fn planned(hostname: &str, kind: &str, stage: Option<&str>) -> PlannedService {
    PlannedService {
        hostname: hostname.to_owned(),
        r#type: kind.to_owned(),
        layout: None,
        stage_hostname: stage.map(str::to_owned),
        ha: None,
        existing: None,
    }
}

/// The names that a plan gives, or what is wrong with it.
fn names(import: &str, plan: &[PlannedService]) -> Result<BTreeMap<String, String>, Vec<String>> {
    let types = types();
    let document = Document::read(import, &types).expect("a document");
    let checked = check(plan, World { types: &types, services: &[] });
    assert_eq!(checked.findings, [], "the plan itself is fine");
    let referred = referred(&Recipe::default(), import, &document);
    fit(&document, &referred, plan, &checked)
        .map_err(|findings| findings.into_iter().map(|one| format!("{}: {}", one.field, one.reason)).collect())
}

#[test]
fn what_a_recipe_asks_for_and_what_it_says_is_told_apart() {
    let document = Document::read(NOTES, &types()).expect("a document");
    assert_eq!(document.asks(), ["project ADMIN_EMAIL", "appdev SMTP_PASSWORD", "appstage SMTP_PASSWORD"]);
    let values: Vec<Option<&str>> = document.project.iter().map(|one| one.value.as_deref()).collect();
    assert_eq!(values, [Some("<@generateRandomString(<32>)>"), None]);
    let odd =
        "services:\n  - hostname: a\n    type: go@1\n    envSecrets:\n      EMPTY: \"\"\n      lower:\n      A: ~\n";
    assert_eq!(Document::read(odd, &types()).expect("a document").asks(), ["a A"]);
    for (text, why) in [
        ("services: []", "has no services"),
        ("a: [", "is no YAML"),
        ("services:\n  - type: go@1\n", "without a hostname"),
        ("services:\n  - hostname: a\n", "no type for `a`"),
    ] {
        let said = Document::read(text, &types()).expect_err(text);
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn the_proposed_plan_makes_the_recipe_as_it_is() {
    for import in [NOTES, PAGES, QUEUE] {
        let plan = proposed(&Document::read(import, &types()).expect("a document"));
        let names = names(import, &plan).expect("it fits");
        assert!(names.iter().all(|(before, after)| before == after), "{names:?}");
    }
    let plan = proposed(&Document::read(NOTES, &types()).expect("a document"));
    assert_eq!(plan[0].stage_hostname.as_deref(), Some("appstage"));
    // A pair has one type.
    let plan = proposed(&Document::read(PAGES, &types()).expect("a document"));
    assert_eq!((plan.len(), plan[0].layout, plan[1].layout), (2, Some(Layout::Dev), None));
}

#[test]
fn runtimes_may_be_renamed_and_nothing_else() {
    let db = planned("db", "postgresql:single@18", None);
    let other = names(NOTES, &[planned("notesdev", "nodejs@22", Some("notesstage")), db.clone()]).expect("it fits");
    assert_eq!((other["appdev"].as_str(), other["appstage"].as_str()), ("notesdev", "notesstage"));
    let wrong = names(NOTES, &[planned("appdev", "nodejs@22", Some("appstage")), planned("pg", "postgresql@18", None)]);
    assert_eq!(
        wrong.expect_err("its code says db"),
        [
            "services[1].hostname: is no service of the recipe, which has: db postgresql:single@18",
            "services: leave out `db` (postgresql:single@18) of the recipe",
        ]
    );
    let wrong = names(NOTES, &[planned("appdev", "go@1", Some("appstage")), db.clone()]).expect_err("another type");
    assert!(wrong[0].starts_with("services[0].hostname: is no service with the setup dev"), "{wrong:?}");
    let wrong = names(NOTES, &[db]).expect_err("something is missing");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    let queue =
        [planned("shop", "go@1", None), planned("worker", "go@1", None), planned("cache", "valkey:ha@7.2", None)];
    let wrong = names(QUEUE, &queue).expect_err("the worker refers to it");
    assert_eq!(wrong, ["services[0].hostname: must stay `api`: the recipe refers to it as ${api_…}"]);
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn only_hostnames_change_and_what_is_not_made_is_left_out() {
    let all = map(&[("appdev", "notesdev"), ("appstage", "notesstage"), ("db", "db")]);
    let written = rewrite(NOTES, &all).expect("it is rewritten");
    assert!(written.starts_with("#zeropsPreprocessor=on\n"), "{written}");
    for gone in ["project:", "SESSION_SECRET", "ADMIN_EMAIL", "SMTP_PASSWORD", "hostname: app"] {
        assert!(!written.contains(gone), "{gone} is in {written}");
    }
    for kept in ["hostname: notesdev", "LOG_LEVEL: info", "# Before what uses it.\n  - hostname: db", "# Develop here"]
    {
        assert!(written.contains(kept), "{kept} is not in {written}");
    }
    // Of the dev service the whole block goes: nothing else is in it.
    assert_eq!(written.matches("envSecrets:").count(), 1);
    let rest = rewrite(NOTES, &map(&[("appdev", "appdev"), ("appstage", "appstage")])).expect("it is rewritten");
    assert!(!rest.contains("hostname: db") && !rest.contains("Before what uses it"), "{rest}");
    let db = rewrite(NOTES, &map(&[("db", "db")])).expect("it is rewritten");
    assert!(!db.contains("app") && db.contains("profile: oltp-hobby"), "{db}");
}

#[test]
fn a_form_that_the_editing_does_not_know_is_refused() {
    let flow = "project: { name: a }\nservices: [{ hostname: a, type: go@1 }, { hostname: b, type: go@1 }]\n";
    let said = rewrite(flow, &map(&[("a", "c")])).expect_err("a flow");
    assert!(said.contains("does not rewrite"), "{said}");
    // What only renames needs no lines.
    let flow = "services: [{ hostname: 'a', type: go@1 }]\n";
    assert_eq!(rewrite(flow, &map(&[("a", "c")])).as_deref(), Ok("services: [{ hostname: c, type: go@1 }]\n"));
    let anchors = "services:\n  - &a\n    hostname: a\n    type: go@1\n  - hostname: b\n    type: go@1\n";
    let written = rewrite(anchors, &map(&[("b", "c")]));
    assert!(written.as_deref().is_ok_and(|text| text.contains("hostname: c")) || written.is_err(), "{written:?}");
}
