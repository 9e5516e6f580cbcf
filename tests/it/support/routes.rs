//! What the console answers, as its router says.

const ROUTER: &str = include_str!("../../../src/console/http.rs");

/// Method and path of each route.
pub fn all() -> Vec<(&'static str, &'static str)> {
    let mut routes = vec![];
    for route in ROUTER.split(".route(\"").skip(1) {
        let (path, rest) = route.split_once('"').unwrap();
        let rest = rest.split("\n        .layer(").next().unwrap();
        let methods =
            [("GET", "get("), ("POST", "post("), ("", "put("), ("", "patch("), ("", "any(")];
        let before = routes.len();
        for (method, call) in methods.into_iter().chain([("", "delete("), ("", "on(")]) {
            let calls =
                rest.match_indices(call).filter(|(at, _)| rest[..*at].ends_with([' ', '.']));
            if calls.count() > 0 {
                assert_ne!(method, "", "{path}: {call}…) is not known here");
                routes.push((method, path));
            }
        }
        assert!(routes.len() > before, "{path} answers to nothing");
    }
    for known in [("GET", "/api/me"), ("GET", "/api/reseal"), ("POST", "/api/reseal")] {
        assert!(routes.contains(&known), "{routes:?}");
    }
    routes
}
