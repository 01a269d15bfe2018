//! What `zerops_knowledge` answers to any question, the hostile ones too.

use rmcp::model::CallToolResult;
use serde_json::{Value, json};
use zcp::cli::client::text_of;
use zcp::knowledge::passages;
use zcp::knowledge::rank::Tuning;
use zcp::knowledge::search::{search, search_with};

use crate::harness::world::{Setting, World, block_on};

/// Bytes that a whole result may have.
const MOST_BYTES: usize = 48 * 1024;

/// Questions that nobody should ask.
fn hostile() -> Vec<String> {
    let mut questions: Vec<String> = [
        "",
        " ",
        "?",
        "...---...",
        "\u{200b}\u{200b}",
        "\u{202e}gnp.exe",
        "שלום עולם",
        "ñ́ü🦀🦀",
        "title:deploy AND (body:* OR -x) ^2 ~3 \"unclosed",
        "[* TO *] && || ! { } \\ / + -",
        "'; DROP TABLE passages; --",
        "{{7*7}} ${jndi:ldap://x} <script>",
        "\t\r\n",
        "the of and to how",
    ]
    .map(str::to_owned)
    .into();
    questions.push("deploy ".repeat(15_000));
    questions.push("x".repeat(100_000));
    let words: Vec<String> = (0..10_000).map(|number| format!("wörd{number}")).collect();
    questions.push(words.join(" "));
    questions.push("run.envVariables.".repeat(6_000));
    questions.push("\u{1f980}".repeat(25_000));
    questions
}

async fn ask(world: &World, arguments: Value) -> CallToolResult {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    world.call("zerops_knowledge", arguments).await
}

/// Checks what holds for every answer.
fn judge(question: &str, result: &CallToolResult) {
    let shown: String = question.chars().take(60).collect();
    assert_ne!(result.is_error, Some(true), "{shown}: {}", text_of(result));
    let bytes = serde_json::to_vec(result).expect("JSON").len();
    assert!(bytes <= MOST_BYTES, "{shown}: {bytes} bytes");
    let record = result.structured_content.as_ref().expect("a record");
    let passages = record["passages"].as_array().expect("passages");
    let none = Vec::new();
    let suggestions = record["suggestions"].as_array().unwrap_or(&none);
    assert!(!passages.is_empty() || !suggestions.is_empty(), "{shown}: nothing at all");
    let text = text_of(result);
    assert_eq!(text.matches("```").count() % 2, 0, "{shown}: a block of code is open in\n{text}");
    for passage in passages {
        let text = passage["text"].as_str().expect("text");
        assert_eq!(text.matches("```").count() % 2, 0, "{shown}: a block of code is open in\n{text}");
        assert!(text.chars().count() <= 4_000 && !text.is_empty(), "{shown}");
        let uri = passage["uri"].as_str().expect("an address");
        assert!(passages::all().iter().any(|one| one.uri() == uri), "{uri}");
    }
    for pair in suggestions {
        assert!(pair.as_str().is_some_and(|text| text.chars().count() <= 120), "{shown}: {pair}");
    }
}

#[test]
fn any_question_has_an_answer_that_fits() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        for question in hostile() {
            for detail in ["best", "full"] {
                let result = ask(&world, json!({ "query": question, "detail": detail, "limit": 10 })).await;
                judge(&question, &result);
            }
        }
    });
}

#[test]
fn the_longest_passages_fit() {
    let mut longest: Vec<_> = passages::all().iter().collect();
    longest.sort_by_key(|passage| std::cmp::Reverse(passage.body.len()));
    block_on(async {
        let world = World::start(&Setting::default()).await;
        for passage in longest.into_iter().take(20) {
            let question = format!("{} {}", passage.document().title, passage.heading);
            for limit in [1, 5, 10] {
                let result = ask(&world, json!({ "query": question, "detail": "full", "limit": limit })).await;
                judge(&question, &result);
            }
        }
    });
}

#[test]
fn what_is_found_nowhere_is_answered_with_suggestions() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        for question in ["", "???", "\u{200b}", "qwrtzplk"] {
            let result = ask(&world, json!({ "query": question })).await;
            let record = result.structured_content.as_ref().expect("a record");
            assert_eq!(record["passages"], json!([]), "{question}");
            assert!(record["suggestions"].as_array().is_some_and(|all| all.len() >= 3), "{question}");
        }
    });
}

#[test]
fn a_topic_is_kept_to() {
    for folder in ["services", "config", "topics", "problems", "stacks"] {
        let found = search("deploy nodejs with postgresql", Some(folder), 10);
        assert!(!found.hits.is_empty(), "{folder}");
        assert!(found.hits.iter().all(|hit| hit.passage.document().path.starts_with(folder)), "{folder}");
    }
}

#[test]
fn a_technology_that_is_not_named_comes_later() {
    let first = |question: &str, tuning: &Tuning| {
        let found = search_with(question, None, 1, tuning);
        found.hits.first().expect("a passage").passage.document().path
    };
    let question = "413 Request Entity Too Large";
    assert_eq!(first(question, &Tuning::DEFAULT), "problems/upload-too-large");
    assert_eq!(first(&format!("{question} in PHP"), &Tuning::DEFAULT), "services/php");
    assert_eq!(first(question, &Tuning { unnamed: 1.0, ..Tuning::DEFAULT }), "services/php");
}

#[test]
fn searches_side_by_side_find_the_same() {
    const TASKS: usize = 32;
    let questions: Vec<String> =
        passages::all().iter().step_by(7).map(|passage| format!("{} problm", passage.heading)).collect();
    let find = |question: &String| -> Vec<(String, u32)> {
        let hits = search(question, None, 5).hits;
        hits.iter().map(|hit| (hit.passage.uri(), hit.score.to_bits())).collect()
    };
    let alone: Vec<_> = questions.iter().map(find).collect();
    std::thread::scope(|scope| {
        let tasks: Vec<_> = (0..TASKS)
            .map(|task| {
                let (questions, alone) = (&questions, &alone);
                scope.spawn(move || {
                    for at in 0..questions.len() {
                        let at = (at + task * 5) % questions.len();
                        assert_eq!(find(&questions[at]), alone[at], "{}", questions[at]);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.join().expect("the same answers");
        }
    });
}

#[test]
fn answers_are_the_same_every_time() {
    let arguments = json!({ "query": "cron and backups", "detail": "full" });
    let once = || {
        block_on(async {
            let world = World::start(&Setting::default()).await;
            ask(&world, arguments.clone()).await
        })
    };
    assert_eq!(once().structured_content, once().structured_content);
}
