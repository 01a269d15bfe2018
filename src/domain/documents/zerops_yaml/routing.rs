//! How a static service answers.

use super::super::read::record::record;
use super::super::spanned::Spanned;
use super::super::values::Scalars;

record! {
    /// How a static service answers.
    Routing {
        /// The folder that is served.
        optional root: String = "root",
        /// Who may read answers from other origins.
        optional cors: String = "cors",
        /// Redirects and rewrites.
        optional redirects: Vec<Spanned<Redirect>> = "redirects",
        /// Headers of answers.
        optional headers: Vec<Spanned<Header>> = "headers",
    }
}

record! {
    /// A redirect, or a rewrite when it has no status.
    Redirect {
        /// The path or address that is asked for.
        required from: String = "from",
        /// Where it leads.
        required to: String = "to",
        /// The status of the answer.
        optional status: i64 = "status",
        /// Whether the rest of the path is kept.
        optional preserve_path: bool = "preservePath",
        /// Whether the query is kept.
        optional preserve_query: bool = "preserveQuery",
    }
}

record! {
    /// Headers of the answers for a path.
    Header {
        /// The path.
        required for_path: String = "for",
        /// The headers, with quotes of their own.
        required values: Scalars = "values",
    }
}
