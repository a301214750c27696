//! Who comes in: connections are counted, and one that asks nothing gives way to one that does. So any number of half-open
//! connections costs no more than a fixed number of them, and the next request is answered.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use futures_util::future::{Either, select};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tower::ServiceExt;

/// Most connections: the two hundred channels and as many again for their questions, below the usual thousand open files.
pub const MOST_CONNECTIONS: usize = 512;

/// A request's head takes no longer than this.
const HEAD: Duration = Duration::from_secs(10);

/// Bytes of a request's head.
const LARGEST_HEAD: usize = 32 << 10;

/// A connection.
#[derive(Default)]
struct Line {
    /// Requests that are being answered.
    busy: AtomicUsize,
    /// It has to give way.
    away: Notify,
}

/// While this lives, the connection of a request does not give way to others.
pub struct Busy(Arc<Line>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The connection of a request, among the extensions of the request.
#[derive(Clone)]
pub struct Caller(Arc<Line>);

impl Caller {
    /// From now on it is being answered.
    pub fn busy(&self) -> Busy {
        self.0.busy.fetch_add(1, Ordering::Relaxed);
        Busy(self.0.clone())
    }
}

/// The connections, the oldest first.
#[derive(Default)]
struct Lines {
    next: AtomicU64,
    open: Mutex<BTreeMap<u64, Arc<Line>>>,
}

impl Lines {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Line>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends the oldest connection away that nobody is answering; false where there is none.
    fn give_way(&self) -> bool {
        let mut open = self.lock();
        let idle =
            |(number, line): (&u64, &Arc<Line>)| (line.busy.load(Ordering::Relaxed) == 0).then_some(*number);
        let oldest = open.iter().find_map(idle);
        let line = oldest.and_then(|number| open.remove(&number));
        line.inspect(|line| line.away.notify_one()).is_some()
    }

    /// A place for one more; `None` where all others are being answered.
    fn admit(self: &Arc<Self>) -> Option<Place> {
        if self.lock().len() >= MOST_CONNECTIONS && !self.give_way() {
            return None;
        }
        let mut open = self.lock();
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let line = Arc::<Line>::default();
        open.insert(number, line.clone());
        Some(Place { lines: self.clone(), number, line })
    }
}

/// The place of a connection, free again when it ends.
struct Place {
    lines: Arc<Lines>,
    number: u64,
    line: Arc<Line>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lines.lock().remove(&self.number);
    }
}

/// Answers everybody who comes, until `over`.
pub async fn serve(listener: TcpListener, app: Router, over: impl Future<Output = ()>) {
    let lines = Arc::<Lines>::default();
    let mut over = pin!(over);
    loop {
        let accepted = match select(pin!(listener.accept()), &mut over).await {
            Either::Left((accepted, _)) => accepted,
            Either::Right(_) => return,
        };
        match accepted {
            Ok((stream, _)) => {
                if let Some(place) = lines.admit() {
                    let _ = stream.set_nodelay(true);
                    tokio::spawn(answer(stream, app.clone(), place));
                }
            }
            // most often no open file is left: a moment later one may be
            Err(_) => {
                lines.give_way();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}

/// Answers one connection until it ends or has to give way.
async fn answer(stream: TcpStream, app: Router, place: Place) {
    let caller = Caller(place.line.clone());
    let service = service_fn(move |request: Request<Incoming>| {
        let (app, caller) = (app.clone(), caller.clone());
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(caller);
            let answered: Result<_, Infallible> = app.oneshot(request).await;
            answered
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let away = pin!(place.line.away.notified());
    let _ = select(pin!(connection), away).await;
}
