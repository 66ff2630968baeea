//! `assay serve`: the same product in a browser, over loopback only, behind a token.

mod call;
mod guard;
mod json;
mod open;
mod page;
mod reply;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use protocol::message::Failure;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::args::Serve;
use crate::console;
use crate::exit::Exit;
use crate::host;
use crate::stopped::Stopped;
use guard::Guard;

/// Connections that are served at a time.
const MAX_CONNECTIONS: usize = 32;
/// Connections that are turned away at a time; what comes beyond is closed without a word.
const MAX_TURNED_AWAY: usize = 64;
/// Bytes of a request line with its headers.
const MAX_HEADER_BYTES: usize = 8 * 1024;
/// Headers of a request.
const MAX_HEADERS: usize = 64;
/// Time for a request line with its headers, and the life of an idle connection.
const HEADER_LIMIT: Duration = Duration::from_secs(10);

/// Serves until it is cancelled.
pub(crate) async fn serve(asked: Serve, cancel: &CancellationToken) -> Exit {
    match serve_until(asked, cancel).await {
        Ok(()) => Exit::Cancelled,
        Err(failure) => Stopped::from(failure).report(""),
    }
}

async fn serve_until(asked: Serve, cancel: &CancellationToken) -> Result<(), Failure> {
    let listeners = listen(asked.port).await?;
    let port = listeners[0]
        .local_addr()
        .map_err(|_| not_listening(asked.port))?
        .port();
    let places = host::places()?;
    let app = host::start(host::engine(&places), places)?;
    if let Some(file) = &asked.file {
        host::open(&app, file).await?;
    }
    let token = new_token()?;
    let address = format!("http://127.0.0.1:{port}/#token={token}");
    console::print(&format!("{address}\n"));
    if asked.open {
        open::in_browser(&address);
    }
    let router = router(app, Guard::new(port, &token));
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let exits = Arc::new(Semaphore::new(MAX_TURNED_AWAY));
    for listener in listeners {
        tokio::spawn(accept(
            listener,
            router.clone(),
            Arc::clone(&slots),
            Arc::clone(&exits),
        ));
    }
    cancel.cancelled().await;
    Ok(())
}

/// Loopback only: 127.0.0.1, and the same of IPv6 where there is one and its port is free.
async fn listen(port: u16) -> Result<Vec<TcpListener>, Failure> {
    let first = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(|_| not_listening(port))?;
    let port = first.local_addr().map_err(|_| not_listening(port))?.port();
    let second = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await;
    Ok(std::iter::once(first).chain(second).collect())
}

fn not_listening(port: u16) -> Failure {
    Failure {
        code: "SERVE_PORT_TAKEN".to_owned(),
        message: format!(
            "Port {port} of this machine cannot be used: another program has it or the system \
             forbids it. Choose another with --port N, or leave --port out to take a free one."
        ),
    }
}

/// 256 bits, so that guessing is hopeless.
fn new_token() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure {
        code: "SYSTEM_NO_RANDOM".to_owned(),
        message: "The system gives no random numbers, so no safe key can be made and nothing is \
                  served. Try again when the system has fully started."
            .to_owned(),
    })?;
    Ok(blake3::hash(&bytes).to_hex().to_string())
}

fn router(app: App, guard: Guard) -> Router {
    let guard = Arc::new(guard);
    Router::new()
        .route("/call/{name}", post(call::answer))
        .fallback(any(page::answer))
        .with_state(call::Door::new(app, Arc::clone(&guard)))
        .layer(from_fn_with_state(guard, guard::protect))
}

async fn accept(
    listener: TcpListener,
    router: Router,
    slots: Arc<Semaphore>,
    exits: Arc<Semaphore>,
) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // No descriptors left: some connection will end.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        if let Ok(slot) = Arc::clone(&slots).try_acquire_owned() {
            let router = router.clone();
            tokio::spawn(async move {
                hold(stream, router).await;
                drop(slot);
            });
        } else if let Ok(exit) = Arc::clone(&exits).try_acquire_owned() {
            tokio::spawn(async move {
                let _ = tokio::time::timeout(Duration::from_secs(1), turn_away(stream)).await;
                drop(exit);
            });
        }
    }
}

async fn hold(stream: TcpStream, router: Router) {
    let _ = stream.set_nodelay(true);
    let ended = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_LIMIT)
        .max_header_size(MAX_HEADER_BYTES)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .await;
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn turn_away(mut stream: TcpStream) -> std::io::Result<()> {
    const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n\
        connection: close\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(BUSY).await?;
    stream.shutdown().await?;
    // Reading what was sent lets the answer arrive.
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
