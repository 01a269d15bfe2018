//! The index in `generated/` is that of the documents. `cargo bless` writes it.

use std::fs;
use std::path::Path;

use zcp::knowledge::{index, indexing};

#[test]
fn the_index_is_that_of_the_documents() {
    let made = indexing::make().expect("an index");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("generated/knowledge.index");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        if fs::read(&file).expect("the index") != made {
            fs::write(&file, made).expect("a file");
        }
        return;
    }
    assert!(index::MADE == made, "generated/knowledge.index is out of date: run `cargo bless the_index` and build");
}
