//! Work beside the connections. What takes a second or more is done for few at a time and few wait for it; it goes on for
//! nobody who has gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::http::StatusCode;
use axum::response::Response;
use tokio::sync::Semaphore;

use super::guard::refuse;

/// So many days and reports are made at a time.
const AT_A_TIME: usize = 2;

/// So many more may wait for their turn.
const MOST_WAITING: usize = 8;

/// Does work that takes a moment beside the connections.
pub async fn beside(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    tokio::task::spawn_blocking(move || crate::experiment::catch(work))
        .await
        .ok()
        .and_then(Result::ok)
        .unwrap_or_else(|| {
            refuse(
                StatusCode::INTERNAL_SERVER_ERROR,
                "This is a fault of the program, not of what was asked: it failed while it looked at it. Change something and \
                 ask again.",
            )
        })
}

/// Turns for slow work.
pub struct Slow {
    turns: Arc<Semaphore>,
    asked: Arc<AtomicUsize>,
}

/// While this lives, somebody waits for slow work or it is being done.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The one who asked: when this goes, so has he, and the work is told to stop.
struct Asker(Arc<AtomicBool>);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Slow {
    /// Nobody asks yet.
    pub fn new() -> Self {
        Slow { turns: Arc::new(Semaphore::new(AT_A_TIME)), asked: Arc::default() }
    }

    /// How much slow work is done and waited for.
    pub fn busy(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Counts one more; `None` where too many wait.
    fn count(&self) -> Option<Counted> {
        let before = self.asked.fetch_add(1, Ordering::Relaxed);
        let counted = Counted(self.asked.clone());
        (before < AT_A_TIME + MOST_WAITING).then_some(counted)
    }

    /// Does slow work in its turn. It is handed a flag that becomes true when nobody waits for it any more.
    pub async fn work(&self, work: impl FnOnce(&Arc<AtomicBool>) -> Response + Send + 'static) -> Response {
        let Some(counted) = self.count() else {
            return refuse(
                StatusCode::SERVICE_UNAVAILABLE,
                "Many days and reports are asked for at once. Ask again in a moment.",
            );
        };
        let Ok(turn) = self.turns.clone().acquire_owned().await else {
            return refuse(StatusCode::SERVICE_UNAVAILABLE, "The server is ending.");
        };
        let asker = Asker(Arc::default());
        let stop = asker.0.clone();
        let answer = beside(move || {
            // the turn ends with the work, not with the request: a thread that still works is not free
            let _held = (turn, counted);
            work(&stop)
        })
        .await;
        drop(asker);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_work_few_wait_and_those_who_go_stop_their_work() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let slow = Arc::new(Slow::new());
            let done = |stop: &Arc<AtomicBool>| {
                while !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
                refuse(StatusCode::OK, "nobody reads this")
            };
            let ask = || {
                let slow = slow.clone();
                tokio::spawn(async move { slow.work(done).await })
            };
            let all: Vec<_> = (0..AT_A_TIME + MOST_WAITING).map(|_| ask()).collect();
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            assert_eq!(slow.busy(), AT_A_TIME + MOST_WAITING);
            assert_eq!(slow.work(done).await.status(), StatusCode::SERVICE_UNAVAILABLE);
            all.iter().for_each(tokio::task::JoinHandle::abort);
            for _ in 0..2000 {
                if slow.busy() == 0 {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            assert_eq!((slow.busy(), slow.turns.available_permits()), (0, AT_A_TIME));
            let failed = slow.work(|_| panic!("it fails")).await;
            assert_eq!((failed.status(), slow.busy()), (StatusCode::INTERNAL_SERVER_ERROR, 0));
        });
    }
}
