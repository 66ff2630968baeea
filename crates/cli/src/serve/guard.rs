//! Who may ask: the right host, the right origin, the right token. Every answer leaves with the
//! headers that keep the page strict.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName,
    HeaderValue, ORIGIN, REFERRER_POLICY, UPGRADE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use subtle::ConstantTimeEq;

use super::reply::refused;

/// What a page may load and reach: nothing but this server. Styles may stand in the page because
/// the editor and the component library write them there; scripts never.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' \
    'unsafe-inline'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'none'";

/// The names under which this server may be asked, and its token.
pub(super) struct Guard {
    hosts: [String; 3],
    token: blake3::Hash,
}

impl Guard {
    /// For a server on `port` that knows callers by `token`.
    pub(super) fn new(port: u16, token: &str) -> Self {
        Self {
            hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")),
            token: blake3::hash(token.as_bytes()),
        }
    }

    /// Whether the request is meant for this server: 400 or 421 when not.
    fn host(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), StatusCode> {
        let mut named = headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            return Err(StatusCode::BAD_REQUEST);
        };
        let host = host.to_str().map_err(|_| StatusCode::BAD_REQUEST)?;
        let is_ours = |name: &str| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name));
        if !is_ours(host)
            || uri
                .authority()
                .is_some_and(|authority| !is_ours(authority.as_str()))
        {
            return Err(StatusCode::MISDIRECTED_REQUEST);
        }
        Ok(())
    }

    /// Whether a page that is not ours asks.
    fn is_foreign(&self, headers: &HeaderMap) -> bool {
        let of_ours = |origin: &HeaderValue| {
            origin
                .to_str()
                .ok()
                .and_then(|text| text.strip_prefix("http://"))
                .is_some_and(|name| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name)))
        };
        !headers.get_all(ORIGIN).iter().all(of_ours)
    }

    /// Whether the caller knows the token. Takes the same time for every wrong one.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(AUTHORIZATION).iter();
        let (Some(given), None) = (given.next(), given.next()) else {
            return false;
        };
        let Some((scheme, token)) = given.as_bytes().split_at_checked(7) else {
            return false;
        };
        let is_right = blake3::hash(token).as_bytes().ct_eq(self.token.as_bytes());
        scheme.eq_ignore_ascii_case(b"bearer ") && bool::from(is_right)
    }
}

/// Lets a request through to the routes, or refuses it before anything is read from it.
pub(super) async fn protect(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let answer = match refusal(&guard, &request) {
        Some(answer) => answer,
        None => next.run(request).await,
    };
    strict(answer)
}

fn refusal(guard: &Guard, request: &Request) -> Option<Response> {
    let headers = request.headers();
    if let Err(status) = guard.host(headers, request.uri()) {
        return Some(refused(
            status,
            "SRV_WRONG_HOST",
            "This server does not answer that host.",
        ));
    }
    if headers.contains_key(UPGRADE) || guard.is_foreign(headers) || is_cross_site_call(request) {
        return Some(refused(
            StatusCode::FORBIDDEN,
            "SRV_FOREIGN_PAGE",
            "Other pages and protocols may not ask this server.",
        ));
    }
    let is_known = matches!(*request.method(), Method::GET | Method::HEAD | Method::POST);
    (!is_known).then(|| {
        refused(
            StatusCode::METHOD_NOT_ALLOWED,
            "SRV_METHOD",
            "This method is not answered here.",
        )
    })
}

/// Browsers say themselves when a call comes from elsewhere.
fn is_cross_site_call(request: &Request) -> bool {
    let site = request
        .headers()
        .get("sec-fetch-site")
        .map(HeaderValue::as_bytes);
    request.method() == Method::POST && !matches!(site, None | Some(b"same-origin" | b"none"))
}

fn strict(mut answer: Response) -> Response {
    const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
    let headers = answer.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        SAME_ORIGIN,
    );
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        SAME_ORIGIN,
    );
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn s01_only_the_loopback_names_with_the_right_port_are_ours() {
        let guard = Guard::new(8080, "secret");
        let check = |pairs: &[(&'static str, &str)], uri: &str, expected: u16| {
            let outcome = guard.host(&headers(pairs), &uri.parse().unwrap());
            assert_eq!(
                outcome.err().map_or(200, |status| status.as_u16()),
                expected,
                "{pairs:?}"
            );
        };
        check(&[("host", "127.0.0.1:8080")], "/", 200);
        check(&[("host", "LOCALHOST:8080")], "/", 200);
        check(&[("host", "[::1]:8080")], "/", 200);
        check(&[("host", "evil.example")], "/", 421);
        check(&[("host", "localhost.evil:8080")], "/", 421);
        check(&[("host", "127.0.0.1")], "/", 421);
        check(&[("host", "127.0.0.1:8081")], "/", 421);
        check(&[("host", "")], "/", 421);
        check(&[], "/", 400);
        check(
            &[("host", "127.0.0.1:8080"), ("host", "127.0.0.1:8080")],
            "/",
            400,
        );
        check(&[("host", "127.0.0.1:8080")], "http://evil.example/", 421);
    }

    #[test]
    fn only_our_own_origin_may_ask() {
        let guard = Guard::new(8080, "secret");
        for (origin, is_foreign) in [
            ("http://127.0.0.1:8080", false),
            ("http://localhost:8080", false),
            ("https://127.0.0.1:8080", true),
            ("http://127.0.0.1:8081", true),
            ("http://127.0.0.1:8080.evil", true),
            ("null", true),
            ("", true),
        ] {
            assert_eq!(
                guard.is_foreign(&headers(&[("origin", origin)])),
                is_foreign,
                "{origin}"
            );
        }
        assert!(!guard.is_foreign(&HeaderMap::new()));
    }

    #[test]
    fn s03_only_the_whole_token_in_the_header_opens() {
        let guard = Guard::new(1, "Secret");
        let knows = |text: &str| guard.knows(&headers(&[("authorization", text)]));
        assert!(knows("Bearer Secret") && knows("bearer Secret"));
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer secret",
            "Bearer Secret ",
            "Basic Secret",
            "Secret",
        ] {
            assert!(!knows(wrong), "{wrong}");
        }
        let twice = [
            ("authorization", "Bearer Secret"),
            ("authorization", "Bearer Secret"),
        ];
        assert!(!guard.knows(&headers(&twice)) && !guard.knows(&HeaderMap::new()));
    }

    #[test]
    fn p25_the_policy_allows_no_foreign_and_no_inline_script() {
        let scripts = POLICY
            .split("; ")
            .find(|part| part.starts_with("script-src"))
            .unwrap();
        assert_eq!(scripts, "script-src 'self'");
        assert!(POLICY.starts_with("default-src 'none'"));
        assert!(POLICY.contains("connect-src 'self'") && !POLICY.contains("unsafe-eval"));
    }
}
