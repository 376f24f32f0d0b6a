//! Real connections: slow ones, patient ones, and the end of the server.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use onefold_tests::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const ASK: &[u8] = b"GET /health/live HTTP/1.1\r\nhost: onefold\r\n\r\n";

struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    server: JoinHandle<()>,
    _app: TestApp,
}

impl Listening {
    async fn start() -> Self {
        let app = TestApp::start_with(|config| config.http.head_seconds = 1).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (address, stop) = (listener.local_addr().expect("an address"), CancellationToken::new());
        let server = tokio::spawn(onefold::web::listen(listener, app.app.clone(), stop.clone()));
        Self { address, stop, server, _app: app }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }
}

/// Reads one answer of a connection that stays open.
async fn answer(stream: &mut TcpStream) -> String {
    let mut seen = vec![0; 4096];
    let read = stream.read(&mut seen).await.expect("an answer");
    String::from_utf8_lossy(&seen[..read]).into_owned()
}

#[tokio::test]
async fn a_head_that_never_ends_loses_its_connection() {
    let listening = Listening::start().await;
    let mut slow = listening.connect().await;
    slow.write_all(b"GET /health/live HTTP/1.1\r\nhost: onefold\r\nx-slow: ").await.expect("sent");
    let (started, mut rest) = (Instant::now(), Vec::new());
    let ended = tokio::time::timeout(Duration::from_secs(10), slow.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the connection was held");
    assert!(started.elapsed() >= Duration::from_millis(900), "it had its second: {:?}", started.elapsed());
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let listening = Listening::start().await;
    let mut stream = listening.connect().await;
    for _ in 0..3 {
        stream.write_all(ASK).await.expect("sent");
        let seen = answer(&mut stream).await;
        assert!(seen.starts_with("HTTP/1.1 200 ") && seen.ends_with(r#"{"status":"live"}"#), "{seen}");
    }
}

#[tokio::test]
async fn a_server_told_to_stop_answers_what_is_under_way_and_ends() {
    let listening = Listening::start().await;
    let mut idle = listening.connect().await;
    idle.write_all(ASK).await.expect("sent");
    answer(&mut idle).await;
    let mut busy = listening.connect().await;
    let body = br#"{"query":"{ __typename }"}"#;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: onefold\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    busy.write_all(head.as_bytes()).await.expect("sent");
    tokio::time::sleep(Duration::from_millis(100)).await;
    listening.stop.cancel();
    tokio::time::sleep(Duration::from_millis(100)).await;
    busy.write_all(body).await.expect("sent");
    let mut seen = String::new();
    busy.read_to_string(&mut seen).await.expect("an answer");
    assert!(seen.ends_with(r#"{"data":{"__typename":"Query"}}"#), "{seen}");
    tokio::time::timeout(Duration::from_secs(5), listening.server)
        .await
        .expect("the server ends")
        .expect("in good order");
    assert!(TcpStream::connect(listening.address).await.is_err(), "nobody listens any more");
}
