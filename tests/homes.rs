//! What is done in one place, and who does it besides. The lists only get shorter.

use std::collections::BTreeSet;
use std::fs;

use crate::architecture::{product, root, rust_files};

/// A word of the sources, where it may stand: in its home, and in files that say why.
const HOMES: &[(&str, &[&str])] = &[
    // A call is suggested by `crate::suggest`; these repeat the arguments that they were given, or stand once.
    (
        ".to_call()",
        &[
            "src/cli/demo/story.rs",
            "src/ops/backup.rs",
            "src/ops/browse/place.rs",
            "src/ops/delete.rs",
            "src/ops/import.rs",
            "src/ops/logs.rs",
            "src/ops/process.rs",
            "src/ops/query.rs",
            "src/ops/usage/verdict.rs",
            "src/ops/workflow/recipe.rs",
            "src/suggest.rs",
        ],
    ),
    // Calls of arguments that came from outside, and the two that are made of a type and of a template.
    ("NextCall { tool", &["src/cli/examples.rs", "src/domain/call.rs", "src/mcp/refusal.rs"]),
    // Waiting is `Poll`'s and `Context::pause`'s; the other one ends a question that takes too long.
    ("clock().sleep(", &["src/ops/completion.rs", "src/ops/support/poll.rs"]),
    ("progress.is_some()", &["src/ops/support/poll.rs"]),
    // What a tool's results have room for is `Room`'s; the server cuts what is over all the same.
    ("budget_bytes", &["src/domain/room.rs", "src/domain/tool.rs", "src/mcp/render.rs"]),
    // Files are written anew and renamed by `crate::files`; the sandbox's SFTP does what its client says.
    ("fs::rename(", &["src/sandbox/ssh/sftp/extensions.rs", "src/sandbox/ssh/sftp/files.rs"]),
    // Which era of the protocol a version is of.
    ("has_initialize()", &["src/mcp/methods.rs"]),
];

#[test]
fn what_has_a_home_is_done_there() {
    let mut sources = Vec::new();
    for file in rust_files(&root().join("src")) {
        let path = file.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
        if !path.contains("/tests") && !path.starts_with("src/codegen/") {
            let source = fs::read_to_string(&file).expect("a source");
            sources.push((path, product(&source)));
        }
    }
    for (word, homes) in HOMES {
        let found: BTreeSet<&str> =
            sources.iter().filter(|(_, source)| source.contains(word)).map(|(path, _)| path.as_str()).collect();
        let known: BTreeSet<&str> = homes.iter().copied().collect();
        let new: Vec<_> = found.difference(&known).collect();
        assert!(new.is_empty(), "`{word}` has a home, one of {known:?}; it is used in {new:?} too");
        let gone: Vec<_> = known.difference(&found).collect();
        assert!(gone.is_empty(), "`{word}`: take these out of the list: {gone:?}");
    }
}
