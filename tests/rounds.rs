//! How many round trips stand between a call and its answer: requests that do not need each other's answer go together.
//!
//! Each action is called by its first example that succeeds, over a platform that is far away. The numbers in
//! `tests/rounds.txt` may only fall.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::examples::{EXAMPLES, TOOLS};
use crate::harness::actions::is_of_action;
use crate::harness::example::{Given, filled, prepare};
use crate::harness::proxy::Behaviour;
use crate::harness::world::{Setting, World, block_on};

/// The table, one row for each action.
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rounds.txt");
const HEAD: &str =
    "# Round trips of an action's first example: of a new computer, of a new process, of one that runs.\n";
/// A computer that is busy may send late what belongs together.
const TRIES: usize = 3;

/// The round trips of a call: with nothing kept, with what an earlier process kept, and in a process that runs.
type Rounds = [u64; 3];

async fn rounds(tool: &str, given: &Given, args: &str) -> Rounds {
    let args: Map<String, Value> = serde_json::from_str(args).expect("arguments");
    let mut counts = [0; 3];
    for (kind, count) in counts.iter_mut().enumerate() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut setting = Setting { behaviours: &[Behaviour::Held], ..Setting::default() };
        setting.seed = given.seed;
        setting.cache_folder = Some(folder.path().join("cache"));
        setting.state_folder = Some(folder.path().join("notebook"));
        let mut world = World::start(&setting).await;
        let names = prepare(&world, given, &setting).await;
        if kind > 0 {
            // What an import reads of the platform is kept too.
            let earlier = match tool {
                "zerops_import" => ("zerops_import", r#"{"content":"services: []","dryRun":true}"#),
                _ => ("zerops_discover", "{}"),
            };
            world.call(earlier.0, serde_json::from_str(earlier.1).expect("arguments")).await;
        }
        if kind == 1 {
            world.restart(&setting).await;
        }
        let hold = world.proxy.as_ref().expect("a proxy").hold();
        hold.begin();
        let result = world.call(tool, filled(args.clone(), &names)).await;
        assert_ne!(result.is_error, Some(true), "{tool}: {result:?}");
        *count = hold.rounds();
    }
    counts
}

fn read() -> BTreeMap<String, Rounds> {
    let text = std::fs::read_to_string(TABLE).unwrap_or_default();
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let numbers = words.split_off(words.len() - 3);
        let numbers: Vec<u64> = numbers.iter().map(|number| number.parse().expect("a number")).collect();
        (words.join(" "), numbers.try_into().expect("three"))
    });
    rows.collect()
}

/// What runs against this computer's programs, asks a human or waits for the platform's own time is not measured here.
fn is_measured(given: &Given, args: &str, error: Option<&str>) -> bool {
    error.is_none()
        && given.faults == "[]"
        && given.settings == "{}"
        && given.human.is_none()
        && !args.contains("\"wait\":true")
}

#[test]
fn no_call_takes_more_round_trips_than_before() {
    let known = read();
    let mut table = HEAD.to_owned();
    let mut worse = Vec::new();
    for tool in TOOLS {
        for (action, _) in tool.actions {
            let example = EXAMPLES.iter().find(|row| {
                row.tool == tool.name
                    && is_of_action(tool.name, action, row.args)
                    && is_measured(&row.given, row.args, row.error)
            });
            let Some(example) = example else { continue };
            let name = format!("{} {action}", tool.name).trim_end().to_owned();
            let most = known.get(&name).copied().unwrap_or([u64::MAX; 3]);
            let mut least = [u64::MAX; 3];
            for _ in 0..TRIES {
                let now = block_on(rounds(tool.name, &example.given, example.args));
                least = std::array::from_fn(|kind| least[kind].min(now[kind]));
                if (0..3).all(|kind| least[kind] <= most[kind]) {
                    break;
                }
            }
            if (0..3).any(|kind| least[kind] > most[kind]) {
                worse.push(format!("{name}: {least:?}, and it was {most:?}"));
            }
            let [first, cold, warm] = least;
            let _ = writeln!(table, "{name:<32} {first:>2} {cold:>2} {warm:>2}");
        }
    }
    assert!(worse.is_empty(), "more round trips than before:\n{}", worse.join("\n"));
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(TABLE, &table).expect("the table is written");
    }
    assert_eq!(
        table,
        std::fs::read_to_string(TABLE).unwrap_or_default(),
        "fewer round trips: write them down with INSTA_UPDATE=always"
    );
}
