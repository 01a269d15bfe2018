//! The methods of the protocol, as the library hands them over.
//!
//! Subscriptions and logging are deliberately absent: their methods do not exist here.

use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CancelTaskParams, CompleteRequestParams, CompleteResult,
    CustomRequest, CustomResult, DiscoverResult, ErrorData, GetPromptRequestParams, GetPromptResponse,
    GetSkillRequestParams, GetSkillResult, GetTaskParams, GetTaskResult, InitializeRequestParams, InitializeResult,
    ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListSkillsResult, ListToolsResult, MetaObject,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ServerConfig, Tool, UpdateTaskParams,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};

use super::consent::is_modern;
use super::server::Server;
use super::{call, completion, methods, prompts, resources, skills, tasks};
use crate::domain::scope::Scope;

/// How long a client may keep a list, in milliseconds: it changes only with another version.
const TTL_MS: u64 = 300_000;

/// A result that a client may keep, and who answered, where the protocol has words for them.
macro_rules! kept {
    ($server:ident, $cx:ident, $scope:expr, $result:expr) => {{
        let mut result = $result;
        if is_modern(&$cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope($scope);
        }
        result.meta = $server.identity_for(&$cx);
        result
    }};
}

impl Server {
    /// The `_meta` of a result: who answered, where the protocol wants that in every result.
    fn identity_for(&self, cx: &RequestContext<RoleServer>) -> Option<MetaObject> {
        is_modern(cx).then(|| self.identity().clone())
    }
}

/// Refuses a cursor where there is only one page.
fn one_page(request: Option<&PaginatedRequestParams>) -> Result<(), ErrorData> {
    match request {
        Some(request) if request.cursor.is_some() => {
            Err(ErrorData::invalid_params("the list has one page, so no `cursor` is valid", None))
        }
        _ => Ok(()),
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        self.config().clone()
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.offer().listed().iter().find(|tool| tool.name == name).cloned()
    }

    /// The library keeps a connection that a request of the current protocol opened to that protocol:
    /// it would answer `initialize` and refuse every request after it.
    async fn initialize(
        &self,
        request: InitializeRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        if cx.peer.peer_info().is_none() {
            let message = "This connection was opened by a request of a protocol that has no `initialize`; \
                go on in that protocol, or open another connection";
            return Err(ErrorData::invalid_request(message, None));
        }
        cx.peer.set_peer_info(request.clone());
        let mut result = self.negotiate_initialize(&request)?;
        // Those protocols have no extensions.
        result.capabilities.extensions = None;
        Ok(result)
    }

    async fn discover(&self, _: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        Ok(DiscoverResult::from_server_info(versions, self.get_info())
            .with_ttl_ms(TTL_MS)
            .with_cache_scope(self.offer_scope()))
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        one_page(request.as_ref())?;
        Ok(kept!(self, cx, self.offer_scope(), ListToolsResult::with_all_items(self.offer().listed().to_vec())))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        // It is most of what a request is, which the library moves about, so that has a place of its own.
        let mut response = Box::pin(call::call(self, request, &cx)).await?;
        match &mut response {
            CallToolResponse::Complete(result) => result.meta = self.identity_for(&cx),
            CallToolResponse::InputRequired(result) => result.meta = self.identity_for(&cx),
            CallToolResponse::Task(result) => result.meta = self.identity_for(&cx),
            _ => {}
        }
        Ok(response)
    }

    async fn get_task(
        &self,
        request: GetTaskParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<GetTaskResult, ErrorData> {
        let mut result = Box::pin(tasks::get(self, &request.task_id, &cx)).await?;
        result.meta = self.identity_for(&cx);
        Ok(result)
    }

    async fn update_task(&self, request: UpdateTaskParams, cx: RequestContext<RoleServer>) -> Result<(), ErrorData> {
        Box::pin(tasks::update(self, &request, &cx)).await
    }

    async fn cancel_task(&self, request: CancelTaskParams, cx: RequestContext<RoleServer>) -> Result<(), ErrorData> {
        Box::pin(tasks::cancel(self, &request.task_id, &cx)).await
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(methods::misfit(&request.method))
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        one_page(request.as_ref())?;
        Ok(kept!(self, cx, CacheScope::Public, prompts::list()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let mut result = prompts::get(&request.name, request.arguments.as_ref(), self.offer())?;
        result.meta = self.identity_for(&cx);
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(kept!(self, cx, CacheScope::Public, resources::list(request.and_then(|request| request.cursor).as_deref())?))
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        one_page(request.as_ref())?;
        Ok(kept!(self, cx, CacheScope::Public, resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        Ok(kept!(self, cx, CacheScope::Public, resources::read(&request.uri)?).into())
    }

    async fn list_skills(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListSkillsResult, ErrorData> {
        one_page(request.as_ref())?;
        Ok(kept!(self, cx, CacheScope::Public, ListSkillsResult::with_all_items(skills::all())))
    }

    async fn get_skill(
        &self,
        request: GetSkillRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<GetSkillResult, ErrorData> {
        Ok(kept!(self, cx, CacheScope::Public, GetSkillResult::new(skills::get(&request.uri)?)))
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let scope = Scope { cancel: cx.ct.clone(), ..Scope::default() };
        let mut result = Box::pin(completion::complete(&self.context(scope), request)).await?;
        result.meta = self.identity_for(&cx);
        Ok(result)
    }
}
