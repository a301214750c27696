//! The page's server on a port of its own, and a small browser: requests over real sockets, and the events of a channel.

#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cliniq::web::{self, Settings, Site};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// A server that ends with the test.
pub struct Server {
    pub address: SocketAddr,
    over: Arc<Notify>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// A server without a folder.
    pub fn start() -> Self {
        Self::of(None)
    }

    /// A server that offers the scenarios of a folder.
    pub fn of(folder: Option<&Path>) -> Self {
        let (sender, receiver) = std::sync::mpsc::channel();
        let (over, folder) = (Arc::new(Notify::new()), folder.map(Path::to_path_buf));
        let told = over.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_io().enable_time().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                let address = listener.local_addr().expect("it has an address");
                let site = Site::new(&settings(address, folder)).expect("the folder is there");
                sender.send(address).expect("the test waits");
                web::run(listener, site.clone(), told.notified()).await;
                site.close();
            });
            runtime.shutdown_background();
        });
        let address = receiver.recv().expect("the server starts");
        Server { address, over, thread: Some(thread) }
    }

    /// A request of the page itself.
    pub fn ask(&self, method: &str, path: &str, body: &str) -> Reply {
        ask(self.address, method, path, &[("Content-Type", "application/json")], body.as_bytes())
    }

    /// The health of the server.
    pub fn health(&self) -> Value {
        self.ask("GET", "/api/health", "").json()
    }

    /// Waits until a number of the health is as wanted.
    pub fn wait_for(&self, what: &str, wanted: u64) -> Duration {
        let begun = Instant::now();
        while self.health()[what] != wanted {
            assert!(begun.elapsed() < Duration::from_secs(20), "{what} is {}", self.health());
            std::thread::sleep(Duration::from_millis(2));
        }
        begun.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.notify_one();
        let _ = self.thread.take().map(std::thread::JoinHandle::join);
    }
}

/// How the tests serve.
pub fn settings(address: SocketAddr, folder: Option<std::path::PathBuf>) -> Settings {
    Settings { folder, address, host: "127.0.0.1".into(), threads: 2, replications: 100 }
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

/// One request on a connection of its own.
pub fn ask(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut stream = connect(address);
    let mut head =
        format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        head.push_str(&format!("Host: {address}\r\n"));
    }
    headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
    stream.write_all(format!("{head}\r\n").as_bytes()).expect("the head is taken");
    let _ = stream.write_all(body); // a refusal may come before the end of the body
    reply(stream)
}

/// A connection that does not wait for ever.
pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
    stream
}

/// Reads an answer to its end.
pub fn reply(stream: TcpStream) -> Reply {
    let mut reader = BufReader::new(stream);
    let (status, headers) = head_of(&mut reader);
    let mut body = Vec::new();
    let _ = reader.read_to_end(&mut body);
    if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
        body = unchunked(&body);
    }
    Reply { status, headers, body }
}

fn head_of(reader: &mut impl BufRead) -> (u16, Vec<(String, String)>) {
    let mut first = String::new();
    reader.read_line(&mut first).expect("an answer");
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) <= 2 {
            return (status, headers);
        }
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            headers.push((name.to_lowercase(), value.to_owned()));
        }
    }
}

fn unchunked(body: &[u8]) -> Vec<u8> {
    let (mut whole, mut rest) = (Vec::new(), body);
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        let size =
            std::str::from_utf8(&rest[..end]).ok().and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && end + 2 + size <= rest.len()) else { break };
        whole.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[(end + 4 + size).min(rest.len())..];
    }
    whole
}

/// A channel, open as long as it lives.
pub struct Channel {
    pub id: String,
    reader: BufReader<TcpStream>,
    text: String,
}

impl Channel {
    /// Opens one.
    pub fn open(address: SocketAddr) -> Self {
        Self::try_open(address).expect("there is room for one more")
    }

    /// Opens one; `None` where there are too many.
    pub fn try_open(address: SocketAddr) -> Option<Self> {
        let mut stream = connect(address);
        let head = "GET /api/live HTTP/1.1\r\nAccept: text/event-stream\r\n";
        write!(stream, "{head}Host: {address}\r\n\r\n").expect("the head is taken");
        let mut reader = BufReader::new(stream);
        let (status, headers) = head_of(&mut reader);
        if status == 503 {
            return None;
        }
        assert_eq!(status, 200, "{headers:?}");
        let mut channel = Channel { id: String::new(), reader, text: String::new() };
        let (event, data) = channel.next();
        assert_eq!(event, "hello");
        channel.id = data["id"].as_str().expect("it has an id").to_owned();
        Some(channel)
    }

    /// The next event and its data.
    pub fn next(&mut self) -> (String, Value) {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| {
                    block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim().to_owned()
                };
                let event = field("event:");
                if !event.is_empty() {
                    let data = field("data:");
                    return (event, serde_json::from_str(&data).unwrap_or_else(|e| panic!("{e}: {data}")));
                }
                continue;
            }
            let mut size = String::new();
            self.reader.read_line(&mut size).expect("the channel is open");
            let size = usize::from_str_radix(size.trim(), 16).expect("a chunk");
            assert!(size > 0, "the channel was closed");
            let mut chunk = vec![0; size + 2];
            self.reader.read_exact(&mut chunk).expect("a whole chunk");
            self.text.push_str(std::str::from_utf8(&chunk[..size]).expect("text"));
        }
    }

    /// The next event of a kind for a question.
    pub fn wait(&mut self, event: &str, question: u64) -> Value {
        loop {
            let (name, data) = self.next();
            if name == event && data["question"] == question {
                return data;
            }
        }
    }

    /// All events of a question up to its end.
    pub fn until_done(&mut self, question: u64) -> Vec<(String, Value)> {
        let mut events = Vec::new();
        loop {
            let (event, data) = self.next();
            let over = data["state"] == "done" || data["state"] == "failed";
            if data["question"] == question {
                events.push((event, data));
                if over {
                    return events;
                }
            }
        }
    }
}

/// A question of the small kind that tests can wait for: few weeks, few replications.
pub fn question(number: u64, replications: u32, changes: &Value) -> Value {
    let run = json!({ "weeks": 3, "warmup_weeks": 2, "period": [1, 3] });
    let mut changed = changes.clone();
    changed["run"] = run.clone();
    json!({
        "question": number, "base": "workshop.toml", "seed": 1, "replications": replications,
        "arms": [{ "name": "Now", "changes": { "run": run } }, { "name": "What if", "changes": changed }],
    })
}

/// More assistants, as a change.
pub fn assistants(number: i64) -> Value {
    json!({ "interventions": { "second_ma": { "staffing": { "add": { "ma": number } } } } })
}
