//! `zcp parity` against the platform of today and against the one before it.

use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::platform_date::PlatformDate;
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;

use super::program::{Ended, run, zcp_at};
use crate::harness::world::block_on;

const TOKEN: &str = "sandbox-valid-token";

async fn playing(platform: PlatformDate) -> Sandbox {
    let seed = Seed::builtin("node-postgres").expect("a built-in seed");
    let options = Options::deterministic(ClockMode::Instant).platform(platform).seed(seed);
    Sandbox::start(options).await.expect("the sandbox starts")
}

/// Nothing of the user's is in what people are asked to paste.
fn is_anonymous(sandbox: &Sandbox, ended: &Ended) {
    let status = sandbox.control().status();
    let project = status["projects"][0]["id"].as_str().expect("a project");
    for own in [TOKEN, project, "demo", "worker", "node-postgres", &sandbox.url()] {
        assert!(!ended.out.contains(own) && !ended.err.contains(own), "{own} in {ended:?}");
    }
}

#[test]
fn the_platform_of_today_does_not_differ() {
    block_on(async {
        let sandbox = playing(PlatformDate::default()).await;
        for words in [&["parity"][..], &["parity", "--quick"]] {
            let ended = run(zcp_at(&sandbox, TOKEN, words)).await;
            assert_eq!(ended.code, Some(0), "{ended:?}");
            assert!(ended.out.contains("Nothing differs."), "{ended:?}");
            is_anonymous(&sandbox, &ended);
        }
        let doctor = run(zcp_at(&sandbox, TOKEN, &["doctor", "--json"])).await.json();
        let checks = doctor["checks"].as_array().expect("checks");
        let platform = checks.iter().find(|check| check["name"] == "platform").expect("a check");
        assert_eq!(platform["status"], "ok", "{platform}");
    });
}

#[test]
fn what_has_moved_is_named_and_nothing_of_the_users_is() {
    block_on(async {
        let sandbox = playing(PlatformDate::May2026).await;
        let before = sandbox.control().status()["projects"].clone();
        let ended = run(zcp_at(&sandbox, TOKEN, &["parity"])).await;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        for (call, what) in [
            ("project.get", "zeropsSubdomainHost"),
            ("service.env.list", "items[].type"),
            ("zeropsYaml.validate", "instead of 400"),
            ("service.get", "instead of 400"),
            ("schema of import.yaml", "services[].vault"),
            ("schema of zerops.yaml", "run.base"),
        ] {
            let named = ended.out.lines().any(|line| line.starts_with(&format!("- {call}:")) && line.contains(what));
            assert!(named, "{call} {what} in {}", ended.out);
        }
        is_anonymous(&sandbox, &ended);
        assert_eq!(sandbox.control().status()["projects"], before);
        let record = run(zcp_at(&sandbox, TOKEN, &["parity", "--json"])).await.json();
        assert!(record["differences"].as_array().is_some_and(|all| all.len() > 5), "{record}");
        let doctor = run(zcp_at(&sandbox, TOKEN, &["doctor", "--json"])).await.json();
        let checks = doctor["checks"].as_array().expect("checks");
        let platform = checks.iter().find(|check| check["name"] == "platform").expect("a check");
        assert_eq!((platform["status"].as_str(), doctor["ok"].as_bool()), (Some("warn"), Some(true)), "{platform}");
    });
}
