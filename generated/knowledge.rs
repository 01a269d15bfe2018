//! The knowledge.
//! Source: knowledge/. Written by build.rs (src/codegen/render/knowledge.rs); edit the spec.

use crate::domain::knowledge::{Document, Synonym};

/// Every document, by path.
pub static DOCUMENTS: &[Document] = &[];

/// Another one for other documents.
pub const FINGERPRINT: u64 = 14695981039346656037u64;

/// What users say, and what the documents say.
pub static SYNONYMS: &[Synonym] = &[
    Synonym {
        said: "redis",
        meant: &["valkey"],
    },
    Synonym {
        said: "postgres",
        meant: &["postgresql"],
    },
    Synonym {
        said: "s3",
        meant: &["object-storage"],
    },
    Synonym {
        said: "node",
        meant: &["nodejs"],
    },
];
