//! The issuer of access tokens whom `zcp serve --http` trusts, and where its keys are read.

use std::sync::Arc;

use futures_util::future::join_all;

use super::offer_args::HttpArgs;
use super::problem::Problem;
use crate::generated::registry::TOOLS;
use crate::mcp::http::{Issuer, MOST_DOCUMENT_BYTES, MOST_KEY_BYTES, documents, keys_of};
use crate::mcp::offer::names_of_groups;
use crate::platform::published::PublicDocument;
use crate::platform::settings::Settings;

/// Who gives tokens. Its keys are read when the first one comes.
pub(super) fn issuer(args: &HttpArgs) -> Result<Option<Issuer>, Problem> {
    let (Some(issuer), Some(audience)) = (&args.oauth_issuer, &args.oauth_audience) else { return Ok(None) };
    let source = Arc::new(match &args.oauth_jwks {
        Some(keys) => Source::Named(Box::new(document(keys, MOST_KEY_BYTES).map_err(|_| {
            Problem::Usage("--oauth-jwks is no address such as https://id.example.com/jwks".to_owned())
        })?)),
        None => Source::said_by(issuer)?,
    });
    let read = move || {
        let source = Arc::clone(&source);
        let read = async move { source.read().await };
        Box::pin(read) as std::pin::Pin<Box<dyn Future<Output = _> + Send>>
    };
    let issuer = Issuer::new(issuer, audience, Box::new(read), names_of_groups(TOOLS)).map_err(Problem::Usage)?;
    Ok(Some(issuer))
}

/// Where keys are read.
enum Source {
    /// At an address that was named on the command line.
    Named(Box<PublicDocument>),
    /// Where the issuer says, in one of these documents.
    Said { issuer: String, documents: Vec<PublicDocument> },
}

impl Source {
    fn said_by(issuer: &str) -> Result<Self, Problem> {
        let usual = documents(issuer);
        let all: Result<Vec<_>, _> = usual.iter().map(|address| document(address, MOST_DOCUMENT_BYTES)).collect();
        match all {
            Ok(documents) if !documents.is_empty() => Ok(Self::Said { issuer: issuer.to_owned(), documents }),
            _ => Err(Problem::Usage("--oauth-issuer is no address such as https://id.example.com".to_owned())),
        }
    }

    /// The keys as they are published now. Where they are is asked each time: an issuer may move them.
    async fn read(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::Named(keys) => keys.read().await.map_err(|error| error.message),
            Self::Said { issuer, documents } => {
                let answers = join_all(documents.iter().map(PublicDocument::read)).await;
                let said = answers.into_iter().map(|answer| {
                    let document = answer.map_err(|error| error.message)?;
                    let keys = keys_of(issuer, &document)?;
                    PublicDocument::new(&keys, MOST_KEY_BYTES, Settings::from_environment())
                        .map_err(|error| error.message)
                });
                first(said)?.read().await.map_err(|error| error.message)
            }
        }
    }
}

/// The first that is right, or all that is wrong.
fn first<T>(all: impl Iterator<Item = Result<T, String>>) -> Result<T, String> {
    let mut wrong = Vec::new();
    for one in all {
        match one {
            Ok(found) => return Ok(found),
            Err(why) if wrong.contains(&why) => {}
            Err(why) => wrong.push(why),
        }
    }
    Err(format!("no document of the issuer says where they are: {}", wrong.join("; ")))
}

fn document(address: &str, most_bytes: usize) -> Result<PublicDocument, crate::platform::error::Error> {
    PublicDocument::new(address, most_bytes, Settings::from_environment())
}
