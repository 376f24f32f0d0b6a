//! One connection to the server that stays open, with no more of HTTP than the server's answers need.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// A client.
pub(crate) struct Client {
    stream: BufStream<TcpStream>,
    address: SocketAddr,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Self { stream: BufStream::new(stream), address }
    }

    /// Sends JSON and reads what comes back, which must be a success.
    pub(crate) async fn post(&mut self, path: &str, header: (&str, &str), body: &str) -> Value {
        self.send("POST", path, header, body).await
    }

    /// Asks for JSON, which must be a success.
    pub(crate) async fn get(&mut self, path: &str, header: (&str, &str)) -> Value {
        self.send("GET", path, header, "").await
    }

    async fn send(&mut self, method: &str, path: &str, (name, value): (&str, &str), body: &str) -> Value {
        let (address, length) = (self.address, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n{name}: {value}\r\ncontent-length: {length}\r\n\r\n"
        );
        self.stream.write_all(head.as_bytes()).await.expect("sent");
        self.stream.write_all(body.as_bytes()).await.expect("sent");
        self.stream.flush().await.expect("sent");
        let head = self.head().await;
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        let mut answer = vec![0; length.unwrap_or_else(|| panic!("an answer with a length: {head}"))];
        self.stream.read_exact(&mut answer).await.expect("an answer");
        let answer = serde_json::from_slice(&answer).expect("JSON");
        assert!(head.starts_with("HTTP/1.1 2"), "{head}{answer}");
        answer
    }

    async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await.expect("an answer"));
        }
        String::from_utf8(head).expect("text")
    }
}
