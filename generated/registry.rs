//! All tools in the order of their names.
//! Source: spec/tools/*.yaml. Written by build.rs (src/codegen/render/registry.rs); edit the spec.

use serde_json::{Map, Value};
use crate::domain::outcome::Render;
use crate::generated::tools;
use crate::ops;
use crate::ops::context::Context;
use crate::ops::support::end_of_call;
use crate::ops::tool::{Answer, Tool};

/// All tools.
pub static TOOLS: &[Tool] = &[
    Tool {
        spec: &tools::zerops_backup::SPEC,
        call: zerops_backup,
    },
    Tool {
        spec: &tools::zerops_browse::SPEC,
        call: zerops_browse,
    },
    Tool {
        spec: &tools::zerops_context::SPEC,
        call: zerops_context,
    },
    Tool {
        spec: &tools::zerops_delete::SPEC,
        call: zerops_delete,
    },
    Tool {
        spec: &tools::zerops_deploy::SPEC,
        call: zerops_deploy,
    },
    Tool {
        spec: &tools::zerops_dev_server::SPEC,
        call: zerops_dev_server,
    },
    Tool {
        spec: &tools::zerops_discover::SPEC,
        call: zerops_discover,
    },
    Tool {
        spec: &tools::zerops_env::SPEC,
        call: zerops_env,
    },
    Tool {
        spec: &tools::zerops_events::SPEC,
        call: zerops_events,
    },
    Tool {
        spec: &tools::zerops_exec::SPEC,
        call: zerops_exec,
    },
    Tool {
        spec: &tools::zerops_import::SPEC,
        call: zerops_import,
    },
    Tool {
        spec: &tools::zerops_knowledge::SPEC,
        call: zerops_knowledge,
    },
    Tool {
        spec: &tools::zerops_logs::SPEC,
        call: zerops_logs,
    },
    Tool {
        spec: &tools::zerops_manage::SPEC,
        call: zerops_manage,
    },
    Tool {
        spec: &tools::zerops_mount::SPEC,
        call: zerops_mount,
    },
    Tool {
        spec: &tools::zerops_preprocess::SPEC,
        call: zerops_preprocess,
    },
    Tool {
        spec: &tools::zerops_process::SPEC,
        call: zerops_process,
    },
    Tool {
        spec: &tools::zerops_query::SPEC,
        call: zerops_query,
    },
    Tool {
        spec: &tools::zerops_recipes::SPEC,
        call: zerops_recipes,
    },
    Tool {
        spec: &tools::zerops_scale::SPEC,
        call: zerops_scale,
    },
    Tool {
        spec: &tools::zerops_status::SPEC,
        call: zerops_status,
    },
    Tool {
        spec: &tools::zerops_subdomain::SPEC,
        call: zerops_subdomain,
    },
    Tool {
        spec: &tools::zerops_usage::SPEC,
        call: zerops_usage,
    },
    Tool {
        spec: &tools::zerops_validate::SPEC,
        call: zerops_validate,
    },
    Tool {
        spec: &tools::zerops_verify::SPEC,
        call: zerops_verify,
    },
    Tool {
        spec: &tools::zerops_versions::SPEC,
        call: zerops_versions,
    },
    Tool {
        spec: &tools::zerops_workflow::SPEC,
        call: zerops_workflow,
    },
];

fn zerops_backup(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_backup::Args = tools::zerops_backup::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_backup::Args::List(args) => {
                end_of_call::done(ops::backup::list(&cx, args).await, Render::Json)
            }
            tools::zerops_backup::Args::Create(args) => {
                end_of_call::done(ops::backup::create(&cx, args).await, Render::Json)
            }
            tools::zerops_backup::Args::Download(args) => {
                end_of_call::done(ops::backup::download(&cx, args).await, Render::Json)
            }
            tools::zerops_backup::Args::Delete(args) => {
                end_of_call::done(ops::backup::delete(&cx, args).await, Render::Json)
            }
        }
    })
}

fn zerops_browse(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_browse::Args = tools::zerops_browse::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_browse::Args::Open(args) => {
                end_of_call::lines(ops::browse::open(&cx, args).await)
            }
            tools::zerops_browse::Args::Use(args) => {
                end_of_call::lines(ops::browse::act(&cx, args).await)
            }
        }
    })
}

fn zerops_context(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let _args: tools::zerops_context::Args = tools::zerops_context::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::guidance::context(&cx).await, Render::Text)
    })
}

fn zerops_delete(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_delete::Args = tools::zerops_delete::SPEC
            .decode(arguments)?;
        {
            let wait = args.wait;
            end_of_call::awaited(
                    &cx,
                    wait,
                    ops::delete::delete(&cx, args).await,
                    Render::Json,
                )
                .await
        }
    })
}

fn zerops_deploy(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_deploy::Args = tools::zerops_deploy::SPEC
            .decode(arguments)?;
        {
            let wait = args.wait;
            end_of_call::awaited(
                    &cx,
                    wait,
                    ops::deploy::deploy(&cx, args).await,
                    Render::Json,
                )
                .await
        }
    })
}

fn zerops_dev_server(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_dev_server::Args = tools::zerops_dev_server::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_dev_server::Args::Start(args) => {
                end_of_call::lines(ops::dev_server::start(&cx, args).await)
            }
            tools::zerops_dev_server::Args::Restart(args) => {
                end_of_call::lines(ops::dev_server::restart(&cx, args).await)
            }
            tools::zerops_dev_server::Args::Stop(args) => {
                end_of_call::lines(ops::dev_server::stop(&cx, args).await)
            }
            tools::zerops_dev_server::Args::Status(args) => {
                end_of_call::lines(ops::dev_server::status(&cx, args).await)
            }
            tools::zerops_dev_server::Args::Logs(args) => {
                end_of_call::lines(ops::dev_server::logs(&cx, args).await)
            }
        }
    })
}

fn zerops_discover(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_discover::Args = tools::zerops_discover::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::discover::discover(&cx, args).await, Render::Json)
    })
}

fn zerops_env(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_env::Args = tools::zerops_env::SPEC.decode(arguments)?;
        match args {
            tools::zerops_env::Args::Set(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::env::set(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
            tools::zerops_env::Args::Get(args) => {
                end_of_call::done(ops::env::get(&cx, args).await, Render::Json)
            }
            tools::zerops_env::Args::Delete(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::env::delete(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
            tools::zerops_env::Args::GenerateDotenv(args) => {
                end_of_call::done(
                    ops::env::generate_dotenv(&cx, args).await,
                    Render::Json,
                )
            }
        }
    })
}

fn zerops_events(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_events::Args = tools::zerops_events::SPEC
            .decode(arguments)?;
        end_of_call::lines(ops::events::events(&cx, args).await)
    })
}

fn zerops_exec(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_exec::Args = tools::zerops_exec::SPEC.decode(arguments)?;
        end_of_call::lines(ops::exec::exec(&cx, args).await)
    })
}

fn zerops_import(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_import::Args = tools::zerops_import::SPEC
            .decode(arguments)?;
        {
            let wait = args.wait;
            end_of_call::awaited(
                    &cx,
                    wait,
                    ops::import::import(&cx, args).await,
                    Render::Json,
                )
                .await
        }
    })
}

fn zerops_knowledge(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_knowledge::Args = tools::zerops_knowledge::SPEC
            .decode(arguments)?;
        end_of_call::lines(ops::knowledge::knowledge(&cx, args).await)
    })
}

fn zerops_logs(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_logs::Args = tools::zerops_logs::SPEC.decode(arguments)?;
        end_of_call::lines(ops::logs::logs(&cx, args).await)
    })
}

fn zerops_manage(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_manage::Args = tools::zerops_manage::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_manage::Args::Start(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::manage::start(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
            tools::zerops_manage::Args::Stop(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::manage::stop(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
            tools::zerops_manage::Args::Restart(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::manage::restart(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
            tools::zerops_manage::Args::Reload(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::manage::reload(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
        }
    })
}

fn zerops_mount(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_mount::Args = tools::zerops_mount::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_mount::Args::Mount(args) => {
                end_of_call::done(ops::mount::mount(&cx, args).await, Render::Json)
            }
            tools::zerops_mount::Args::Unmount(args) => {
                end_of_call::done(ops::mount::unmount(&cx, args).await, Render::Json)
            }
            tools::zerops_mount::Args::Status(args) => {
                end_of_call::done(ops::mount::status(&cx, args).await, Render::Json)
            }
        }
    })
}

fn zerops_preprocess(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_preprocess::Args = tools::zerops_preprocess::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::preprocess::expand(&cx, args).await, Render::Json)
    })
}

fn zerops_process(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_process::Args = tools::zerops_process::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_process::Args::Status(args) => {
                end_of_call::done(ops::process::status(&cx, args).await, Render::Json)
            }
            tools::zerops_process::Args::Cancel(args) => {
                end_of_call::done(ops::process::cancel(&cx, args).await, Render::Json)
            }
        }
    })
}

fn zerops_query(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_query::Args = tools::zerops_query::SPEC
            .decode(arguments)?;
        end_of_call::lines(ops::query::query(&cx, args).await)
    })
}

fn zerops_recipes(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_recipes::Args = tools::zerops_recipes::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_recipes::Args::Search(args) => {
                end_of_call::done(ops::recipes::search(&cx, args).await, Render::Json)
            }
            tools::zerops_recipes::Args::Show(args) => {
                end_of_call::done(ops::recipes::show(&cx, args).await, Render::Json)
            }
        }
    })
}

fn zerops_scale(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_scale::Args = tools::zerops_scale::SPEC
            .decode(arguments)?;
        {
            let wait = args.wait;
            end_of_call::awaited(
                    &cx,
                    wait,
                    ops::scale::scale(&cx, args).await,
                    Render::Json,
                )
                .await
        }
    })
}

fn zerops_status(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_status::Args = tools::zerops_status::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::status::status(&cx, args).await, Render::Json)
    })
}

fn zerops_subdomain(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_subdomain::Args = tools::zerops_subdomain::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_subdomain::Args::Enable(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::subdomain::enable(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
            tools::zerops_subdomain::Args::Disable(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::subdomain::disable(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
        }
    })
}

fn zerops_usage(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_usage::Args = tools::zerops_usage::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::usage::usage(&cx, args).await, Render::Json)
    })
}

fn zerops_validate(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_validate::Args = tools::zerops_validate::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::validate::validate(&cx, args).await, Render::Json)
    })
}

fn zerops_verify(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_verify::Args = tools::zerops_verify::SPEC
            .decode(arguments)?;
        end_of_call::done(ops::verify::verify(&cx, args).await, Render::Json)
    })
}

fn zerops_versions(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_versions::Args = tools::zerops_versions::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_versions::Args::List(args) => {
                end_of_call::done(ops::versions::list(&cx, args).await, Render::Json)
            }
            tools::zerops_versions::Args::Rollback(args) => {
                let wait = args.wait;
                end_of_call::awaited(
                        &cx,
                        wait,
                        ops::versions::rollback(&cx, args).await,
                        Render::Json,
                    )
                    .await
            }
        }
    })
}

fn zerops_workflow(cx: Context, arguments: Map<String, Value>) -> Answer {
    Box::pin(async move {
        let args: tools::zerops_workflow::Args = tools::zerops_workflow::SPEC
            .decode(arguments)?;
        match args {
            tools::zerops_workflow::Args::Guide(args) => {
                end_of_call::done(ops::workflow::guide(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Status(args) => {
                end_of_call::done(ops::workflow::status(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Start(args) => {
                end_of_call::done(ops::workflow::start(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Close(args) => {
                end_of_call::done(ops::workflow::close(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Plan(args) => {
                end_of_call::done(ops::workflow::plan(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Provision(args) => {
                end_of_call::done(
                    ops::workflow::provision(&cx, args).await,
                    Render::Json,
                )
            }
            tools::zerops_workflow::Args::Adopt(args) => {
                end_of_call::done(ops::workflow::adopt(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Reset(args) => {
                end_of_call::done(ops::workflow::reset(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::CloseMode(args) => {
                end_of_call::done(
                    ops::workflow::close_mode(&cx, args).await,
                    Render::Json,
                )
            }
            tools::zerops_workflow::Args::GitPushSetup(args) => {
                end_of_call::done(
                    ops::workflow::git_push_setup(&cx, args).await,
                    Render::Json,
                )
            }
            tools::zerops_workflow::Args::BuildIntegration(args) => {
                end_of_call::done(
                    ops::workflow::build_integration(&cx, args).await,
                    Render::Json,
                )
            }
            tools::zerops_workflow::Args::Handoff(args) => {
                end_of_call::done(ops::workflow::handoff(&cx, args).await, Render::Json)
            }
            tools::zerops_workflow::Args::Export(args) => {
                end_of_call::done(ops::workflow::export(&cx, args).await, Render::Json)
            }
        }
    })
}
