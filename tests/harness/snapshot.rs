//! The one place that knows where snapshots are and what in them is not the same in every run.

use std::fmt::Write as _;

use rmcp::model::CallToolResult;
use serde_json::Value;
use zcp::cli::client::text_of;
use zcp::domain::failure::failure_of;

/// Compares text with the snapshot of this name in `snapshots/`.
pub(crate) fn assert(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let port = regex_lite::Regex::new(r"127\.0\.0\.1:\d+").expect("a pattern");
    // Times of files are in an archive, so its size is not the same everywhere.
    let bytes = regex_lite::Regex::new(r#"("bytes": ?)\d+"#).expect("a pattern");
    let text = bytes.replace_all(text, "${1}BYTES");
    // The projects of the tests lie in the checkout of zcp, which is at another commit tomorrow, or is none.
    let commit = regex_lite::Regex::new(r#"\n? *"appVersionName": ?"[0-9a-f]{8} [a-z]+",?"#).expect("a pattern");
    let text = commit.replace_all(&text, "");
    let version = regex_lite::Regex::new(r"version [0-9a-f]{8} [a-z]+, ").expect("a pattern");
    let text = version.replace_all(&text, "");
    let named = regex_lite::Regex::new(r"localhost:\d+").expect("a pattern");
    let text = named.replace_all(&text, "localhost:PORT");
    let text = port.replace_all(&text, "127.0.0.1:PORT").replace(env!("CARGO_MANIFEST_DIR"), "WORKING_FOLDER");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A call and its answer as a reader sees them.
pub(crate) fn render(
    tool: &str,
    arguments: &Value,
    questions: &[String],
    progress: &[(f64, String)],
    result: &CallToolResult,
) -> String {
    let mut text = format!("{tool} {arguments}\n\n");
    for question in questions {
        let _ = writeln!(text, "asked: {question}");
    }
    for (done, message) in progress {
        let _ = writeln!(text, "progress {done}: {message}");
    }
    if !(questions.is_empty() && progress.is_empty()) {
        text.push('\n');
    }
    let _ = writeln!(text, "{}", if result.is_error == Some(true) { "error" } else { "result" });
    let block = text_of(result);
    let pretty = |json: &Value| serde_json::to_string_pretty(json).expect("JSON is written");
    match (serde_json::from_str::<Value>(&block), failure_of(&block)) {
        (Ok(json), _) => text.push_str(&pretty(&json)),
        (_, Some(failure)) => {
            let words = block.trim_end_matches(|letter| letter != '\n');
            let _ = write!(text, "{words}{}", pretty(&failure));
        }
        _ => {
            text.push_str(&block);
            // A text of lines stands beside a record; one of prose is the record.
            if let Some(record) = result.structured_content.as_ref().filter(|record| record.get("text").is_none()) {
                let _ = write!(text, "\n\nstructured {record}");
            }
        }
    }
    text.push('\n');
    text
}
