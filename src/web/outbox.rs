//! What is on its way to one tab. A slow reader gets the newest, never a pile: a result replaces one that was not sent yet.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The name of an event and its data, JSON on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `hello`, `state` or `result`.
    pub event: &'static str,
    /// Data.
    pub data: String,
}

#[derive(Debug, Default)]
struct Queue {
    /// The run whose words count; older ones have no say.
    run: u64,
    waiting: VecDeque<Message>,
}

/// The messages of a tab.
#[derive(Debug, Default)]
pub struct Outbox {
    queue: Mutex<Queue>,
    bell: Notify,
}

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says something that belongs to no run.
    pub fn say(&self, event: &'static str, data: String) {
        self.lock().waiting.push_back(Message { event, data });
        self.bell.notify_one();
    }

    /// From now on, only this run has a say; what others said and nobody read is gone.
    pub fn listen_to(&self, run: u64) {
        let mut queue = self.lock();
        queue.run = run;
        queue.waiting.retain(|message| message.event == "hello");
    }

    /// A run says something; it replaces what it said of the same kind before.
    pub fn tell(&self, run: u64, event: &'static str, data: String) {
        let mut queue = self.lock();
        if queue.run != run {
            return;
        }
        queue.waiting.retain(|message| message.event != event);
        queue.waiting.push_back(Message { event, data });
        drop(queue);
        self.bell.notify_one();
    }

    /// The next message, as soon as there is one.
    pub async fn next(&self) -> Message {
        loop {
            if let Some(message) = self.lock().waiting.pop_front() {
                return message;
            }
            self.bell.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_counts_and_older_runs_have_no_say() {
        let outbox = Outbox::default();
        outbox.say("hello", "h".into());
        outbox.listen_to(1);
        outbox.tell(1, "state", "running".into());
        outbox.tell(1, "result", "4".into());
        outbox.tell(1, "result", "8".into());
        outbox.tell(0, "result", "old".into());
        outbox.tell(1, "state", "done".into());
        let waiting: Vec<String> = outbox.lock().waiting.iter().map(|m| m.data.clone()).collect();
        assert_eq!(waiting, ["h", "8", "done"]);
        outbox.listen_to(2);
        assert_eq!(outbox.lock().waiting.len(), 1);
    }
}
