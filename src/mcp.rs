//! `ormscope mcp`: what ormscope knows, as tools for an agent, over standard input and output.

mod tools;

use std::{borrow::Cow, sync::Arc};

use anyhow::Context as _;
use ormscope::workspace::Workspace;
use rmcp::{
    ErrorData, RoleServer, ServerHandler, ServiceExt as _,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
        ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    },
    service::RequestContext,
    transport,
};

use self::tools::TOOLS;

/// What an agent is told of the whole.
const INSTRUCTIONS: &str = "\
ormscope reads an application's source and says what a change of its database schema does to the \
application. Ask `table_context` before you write a migration, and `check_change` before you propose \
it; `explain_effect` says how to roll a change out. Nothing is written and no database is asked.";

/// Answers until the other side closes the standard input.
///
/// # Errors
/// When the other side does not speak the protocol.
pub(crate) fn serve(workspace: Workspace) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the server")?;
    let server = Server { workspace: Arc::new(workspace) };
    runtime.block_on(async {
        let running = server.serve(transport::stdio()).await.context("cannot start the server")?;
        running.waiting().await.context("the server ended")?;
        anyhow::Ok(())
    })
}

#[derive(Clone)]
struct Server {
    workspace: Arc<Workspace>,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("ormscope", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(TOOLS.iter().map(tools::Known::tool).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = TOOLS.iter().find(|tool| tool.name == request.name) else {
            let unknown = format!("there is no tool `{}`", request.name);
            return Err(ErrorData::invalid_params(unknown, None));
        };
        let arguments = request.arguments.unwrap_or_default();
        let workspace = self.workspace.clone();
        // Questions take their time, and the protocol goes on meanwhile.
        let answer = tokio::task::spawn_blocking(move || (tool.answer)(&workspace, arguments));
        let answer = answer.await.map_err(|error| {
            ErrorData::internal_error(Cow::from(format!("internal error: {error}")), None)
        })?;
        let result = match answer {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            // An agent can put right what it asked.
            Err(error) => CallToolResult::error(vec![ContentBlock::text(format!("{error:#}"))]),
        };
        Ok(result.into())
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        TOOLS.iter().find(|tool| tool.name == name).map(tools::Known::tool)
    }
}
