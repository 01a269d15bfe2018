//! Which call a method and a path are: the operations of the API, and what is beside it.

use std::sync::LazyLock;

use super::handlers::{self, Handler, beside};
use super::paths::{BACKUP, Beside, LOG_BACKEND, PREFIX, RECIPES, UPLOAD, matched};
use crate::domain::operation::{Access, Effect, Method};
use crate::generated::further::Further;
use crate::generated::operations::Operation;

/// A call that is answered.
#[derive(Debug)]
pub(crate) struct Route {
    /// The name that faults and the request log use; for a declared operation, its own.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    /// The whole path.
    pub(crate) path: String,
    pub(crate) access: Access,
    pub(crate) handler: Handler,
    /// The declared operation that it is.
    pub(crate) operation: Option<Operation>,
}

/// Every call that is answered. An operation comes before what its path would also fit.
pub(crate) static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let beside = [
        Route::beside(&LOG_BACKEND, Method::Get, beside::LOG),
        Route::beside(&UPLOAD, Method::Put, Handler::Upload),
        Route::beside(&BACKUP, Method::Get, Handler::File),
        Route::beside(&RECIPES, Method::Get, beside::RECIPES),
    ];
    let operations = Operation::ALL.iter().copied().map(Route::of_operation);
    let further = Further::ALL.iter().copied().map(Route::of_further);
    beside.into_iter().chain(operations).chain(further).collect()
});

impl Route {
    fn beside(call: &Beside, method: Method, handler: Handler) -> Self {
        let path = call.path.to_owned();
        Self { name: call.name, method, path, access: Access::Public, handler, operation: None }
    }

    fn of_operation(operation: Operation) -> Self {
        let info = operation.info();
        let access = match info.effect {
            _ if handlers::is_public(operation) => Access::Public,
            Effect::Read => Access::Read,
            Effect::Write | Effect::Destroy => Access::Write,
        };
        Self {
            name: info.name,
            method: info.method,
            path: info.path.to_owned(),
            access,
            handler: handlers::of_operation(operation),
            operation: Some(operation),
        }
    }

    fn of_further(call: Further) -> Self {
        let info = call.info();
        let is_whole = info.path.starts_with("/api/");
        Self {
            name: info.name,
            method: info.method,
            path: if is_whole { info.path.to_owned() } else { format!("{PREFIX}{}", info.path) },
            access: info.access,
            handler: handlers::of_further(call),
            operation: None,
        }
    }

    /// Whether it takes a document that the preprocessor goes through.
    pub(crate) fn imports(&self) -> bool {
        matches!(self.name, "service.import" | "project.import")
    }
}

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Found {
    /// A route with its path arguments.
    Route(&'static Route, Vec<String>),
    /// A path that is known under another method.
    OtherMethod,
    Nothing,
}

/// Finds the route of a call.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let mut other = false;
    for route in ROUTES.iter() {
        if let Some(arguments) = matched(&route.path, path) {
            if route.method.as_str() == method {
                return Found::Route(route, arguments);
            }
            other = true;
        }
    }
    if other { Found::OtherMethod } else { Found::Nothing }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::yaml;
    use crate::sandbox::paths;

    #[test]
    fn every_declared_operation_has_its_route() {
        for operation in Operation::ALL {
            let info = operation.info();
            let arguments = ["a"; 4];
            match find(info.method.as_str(), &info.path_with(&arguments)) {
                Found::Route(route, _) => {
                    assert_eq!(route.name, info.name);
                    assert_eq!(route.access == Access::Write, info.effect != Effect::Read, "{}", info.name);
                }
                other => panic!("{} has no route: {other:?}", info.name),
            }
        }
    }

    /// What is said of the sandbox is checked by codegen against itself; this checks it against what is served.
    #[test]
    fn how_faithful_it_is_is_said_of_every_route_and_of_nothing_else() {
        let spec = yaml::parse(include_str!("../../spec/sandbox.yaml")).expect("YAML");
        let areas = spec.get("areas").expect("areas").entries().iter().flat_map(|(_, behaviours)| behaviours.items());
        let named: HashSet<&str> = areas
            .flat_map(|behaviour| behaviour.get("operations").expect("operations").items())
            .filter_map(|name| name.text())
            .collect();
        let routes: HashSet<&str> = ROUTES.iter().map(|route| route.name).collect();
        assert_eq!(named, routes);
    }

    #[test]
    fn names_are_unique() {
        let names: HashSet<_> = ROUTES.iter().map(|route| route.name).collect();
        assert_eq!(names.len(), ROUTES.len());
        assert_eq!(names, paths::names().collect());
    }

    #[test]
    fn arguments_are_decoded_and_literals_win_by_their_method() {
        match find("GET", "/api/rest/public/service-stack-by-name/p1/a%20b%2Fc") {
            Found::Route(route, arguments) => {
                assert_eq!((route.name, arguments), ("service.byName", vec!["p1".into(), "a b/c".into()]));
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(find("PUT", "/api/rest/public/process/search"), Found::OtherMethod));
        assert!(matches!(find("GET", "/api/rest/public/nope"), Found::Nothing));
        assert!(matches!(find("GET", "/process/x"), Found::Nothing));
    }
}
