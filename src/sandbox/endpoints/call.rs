//! One call of the API, and what a token may reach by it.

use serde_json::{Value, json};

use crate::domain::ids::{ProcessId, ProjectId, ServiceId};
use crate::domain::operation::Access;
use crate::sandbox::ids::is_id;
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::Process;
use crate::sandbox::model::project::Project;
use crate::sandbox::model::service::Service;
use crate::sandbox::tokens::TokenKind;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::index::View;
use crate::sandbox::wire::process;
use crate::sandbox::wire::reply::Reply;
use crate::sandbox::world::World;

/// The answer of a call.
pub(crate) type Answer = Result<Value, ApiError>;

/// The answer of a call that may have very much to say.
pub(crate) type LongAnswer = Result<Reply, ApiError>;

/// Entries of a page where a list is asked for no number of them. Observed: 20 (2026-09-18) and 30
/// (2026-10-02).
const DEFAULT_PAGE: usize = 30;

/// A call that has found its route and whose token is known to be good.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) world: &'a mut World,
    /// The address of the sandbox, as the caller reached it.
    pub(crate) url: &'a str,
    /// Its address with TLS, where it has one.
    pub(crate) secure_url: Option<&'a str>,
    /// None where no token is needed.
    pub(crate) token: Option<TokenKind>,
    /// What the route wants of the token.
    pub(crate) access: Access,
    /// The path arguments in order, decoded.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    /// An object; an absent body is an empty one.
    pub(crate) body: Value,
    /// The document of an import after the preprocessor, where that was done before.
    pub(crate) expanded: Option<Result<String, ApiError>>,
}

impl Call<'_> {
    /// The path argument of this number.
    pub(crate) fn argument(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    /// The last query argument of this name that is not empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().rev().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// A string that the body must have.
    pub(crate) fn required_text(&self, name: &str) -> Result<&str, ApiError> {
        match &self.body[name] {
            Value::String(text) => Ok(text),
            Value::Null => Err(ApiError::user_input(name, "field is required")),
            _ => Err(ApiError::user_input(name, "must be a string")),
        }
    }

    /// Whether the token reaches a project. Guessed: what it may only read is as if absent to a change.
    pub(crate) fn reaches(&self, data: &Data, project: &ProjectId) -> bool {
        let changes = self.access == Access::Write;
        self.token.is_some_and(|token| data.reaches(token, project) && !(changes && data.only_reads(token, project)))
    }

    /// Whether secrets are withheld from the token. Derived: from tokens that may only read.
    pub(crate) fn redacts(&self) -> bool {
        self.token == Some(TokenKind::ReadOnly)
    }

    /// The project of a path argument. One that the token does not reach is as if absent.
    pub(crate) fn project(&self, index: usize) -> Result<&Project, ApiError> {
        let id = ProjectId::new(self.argument(index));
        let project = self.world.data.project(&id).filter(|_| self.reaches(&self.world.data, &id));
        project.ok_or_else(ApiError::project_not_found)
    }

    /// The service of a path argument.
    ///
    /// Derived: what is no id at all is refused as such, which sends a client on to the lookup by
    /// name.
    pub(crate) fn service(&self, index: usize) -> Result<&Service, ApiError> {
        let id = self.argument(index);
        if !is_id(id) {
            return Err(ApiError::user_input("id", "invalid id"));
        }
        let service = self.world.data.service(&ServiceId::new(id));
        let service = service.filter(|service| self.reaches(&self.world.data, &service.project));
        service.ok_or_else(ApiError::service_not_found)
    }

    /// The process of a path argument; what is no id is unknown like any other.
    pub(crate) fn process(&self, index: usize) -> Result<&Process, ApiError> {
        let process = self.world.data.process(&ProcessId::new(self.argument(index)));
        let process = process.filter(|process| self.reaches(&self.world.data, &process.project));
        process.ok_or_else(|| ApiError::process_not_found(self.world.platform))
    }

    /// A process as the answer of the call that made it.
    pub(crate) fn process_answer(&self, id: &ProcessId) -> Answer {
        let found = self.world.data.process(id).ok_or_else(|| ApiError::process_not_found(self.world.platform))?;
        Ok(process::full(&self.world.data, found))
    }

    /// What the token sees of the index.
    pub(crate) fn view(&self) -> Result<View<'_>, ApiError> {
        let token = self.token.ok_or_else(ApiError::not_authorized)?;
        Ok(View { data: self.world.indexed(), token, redact: self.redacts() })
    }

    /// A page of a list, cut by the query's `offset` and `limit`. Only what is on the page is rendered.
    ///
    /// Observed: `{count, total, limit, offset, list}` and small pages by default (2026-09-16, 09-18,
    /// 10-02). Formerly `{list, totalCount}`; guessed: everything where no limit was given.
    pub(crate) fn list<T>(&self, items: impl Iterator<Item = T>, render: impl Fn(T) -> Value) -> Answer {
        let number = |name: &str| match self.query(name) {
            None => Ok(None),
            Some(text) => match text.parse::<usize>() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(ApiError::user_input(name, "must be a whole number")),
            },
        };
        let former = self.world.platform.is_former();
        let default = if former { usize::MAX } else { DEFAULT_PAGE };
        let (offset, limit) = (number("offset")?.unwrap_or(0), number("limit")?.unwrap_or(default));
        let items: Vec<T> = items.collect();
        let total = items.len();
        let page: Vec<Value> = items.into_iter().skip(offset).take(limit).map(render).collect();
        if former {
            return Ok(json!({ "list": page, "totalCount": total }));
        }
        // The SDK of July reads `totalCount`.
        Ok(json!({
            "count": page.len(), "total": total, "totalCount": total, "limit": limit, "offset": offset, "list": page,
        }))
    }

    /// Whether a status is one of those that the query asks for.
    pub(crate) fn has_status(&self, status: &str) -> bool {
        self.query("statuses").is_none_or(|wanted| wanted.split(',').any(|name| name == status))
    }

    /// Whether a text holds what the query asks for.
    pub(crate) fn contains(&self, parameter: &str, text: &str) -> bool {
        self.query(parameter).is_none_or(|wanted| text.contains(wanted))
    }
}
