//! Who may frame and load what shows the files that people sent.

use reqwest::Method;

use super::desk::play;

#[tokio::test]
async fn only_what_shows_files_is_framed_and_only_what_it_loads_goes_to_an_origin_that_is_nobodys()
{
    play(async |desk| {
        let of = |method: Method, path: &str, host: &str| {
            let asked = desk.http.request(method, format!("{}{path}", desk.url));
            // As the frame asks, which has no origin.
            asked.header("host", host).header("sec-fetch-site", "cross-site")
        };
        for (path, refused) in [
            ("/viewer.js", false),
            ("/viewer-pdf.js", false),
            ("/viewer.css", false),
            ("/viewer.html", true),
            ("/viewer-pdf.html", true),
            ("/console.js", true),
            ("/words/en", true),
            ("/api/me", true),
            ("/api/cases", true),
        ] {
            let answer = of(Method::GET, path, "desk.example").send().await.unwrap();
            assert_eq!(answer.status().as_u16() == 403, refused, "{path}");
            let loaded = if refused { "same-origin" } else { "cross-origin" };
            assert_eq!(answer.headers()["cross-origin-resource-policy"], loaded, "{path}");
            let null = of(Method::GET, path, "desk.example").header("origin", "null");
            assert_eq!(null.send().await.unwrap().status().as_u16() == 403, refused, "{path}");
            let post = of(Method::POST, path, "desk.example").send().await.unwrap();
            assert_eq!(post.status().as_u16(), 403, "{path}");
            let other = of(Method::GET, path, "other.example").send().await.unwrap();
            assert_eq!(other.status().as_u16(), 403, "{path}: a name that leads here");
        }
        for path in ["/viewer.html", "/viewer-pdf.html"] {
            let asked = desk.http.get(format!("{}{path}", desk.url)).header("host", "desk.example");
            let framed = asked.header("sec-fetch-site", "same-origin").send().await.unwrap();
            assert_ne!(framed.status().as_u16(), 403, "{path}");
            let allowed = framed.headers()["content-security-policy"].to_str().unwrap();
            assert!(allowed.starts_with("sandbox allow-scripts; default-src 'none';"), "{allowed}");
            assert!(allowed.contains("frame-ancestors 'self';"), "{allowed}");
            assert_eq!(framed.headers()["x-frame-options"], "SAMEORIGIN", "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_console_has_nothing_but_what_is_on_its_list() {
    if !habeas::pages::are_there() {
        return;
    }
    play(async |desk| {
        let status = async |path: &str| {
            let asked = desk.http.get(format!("{}{path}", desk.url)).header("host", "desk.example");
            asked.send().await.unwrap().status().as_u16()
        };
        for file in habeas::pages::published() {
            assert_eq!(status(&file.path).await, 200, "{}", file.path);
            if let Some(other) = file.other() {
                assert_eq!(status(other).await, 404, "{other}");
            }
        }
        for path in ["/console.html", "/page.js", "/page.css", "/console-other.js"] {
            assert_eq!(status(path).await, 404, "{path}");
        }
    })
    .await;
}
