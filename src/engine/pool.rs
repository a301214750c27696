//! A pool of equal servers with one waiting line: priorities, preemption, a finite waiting room, leaving the
//! line, a capacity that changes. Statistics are exact integers. Knows no clinic.

use super::collect::TimeWeighted;
use super::line::{Line, Rank};
use super::time::Time;

/// The answer to [`Pool::request`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Requested {
    /// A server is taken.
    Granted,
    /// Waiting in the line at this rank; with it the wait can be given up.
    Queued(Rank),
    /// The waiting room is full.
    TurnedAway,
}

/// The answer to [`Pool::request_preemptive`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum RequestedPreemptive<W> {
    /// A free server is taken.
    Granted,
    /// The server of `loser` is taken, who waits at the head of its class again.
    Preempted {
        /// Who lost its server.
        loser: W,
    },
    /// Waiting in the line at this rank.
    Queued(Rank),
    /// The waiting room is full.
    TurnedAway,
}

/// Equal servers and one line. A pool is used either with preemption (every request by
/// [`Pool::request_preemptive`]) or without; only the first keeps a list of who is served.
#[derive(Clone, Debug)]
pub struct Pool<W: Copy + Eq> {
    capacity: u32,
    in_use: u32,
    waiting_limit: u32,
    serial: u64,
    line: Line<W>,
    /// With preemption: who is in service, with the rank it had when it asked.
    serving: Vec<(Rank, W)>,
    preemptive: bool,
    busy: TimeWeighted,
    queue: TimeWeighted,
}

impl<W: Copy + Eq> Pool<W> {
    /// A pool of `capacity` servers with an unlimited waiting room, watched from [`Time::ZERO`]. For servers
    /// without limit take `u32::MAX`.
    pub fn new(capacity: u32) -> Self {
        Self::with_waiting_limit(capacity, u32::MAX)
    }

    /// A pool whose line holds at most `limit` at a time.
    pub fn with_waiting_limit(capacity: u32, limit: u32) -> Self {
        Pool {
            capacity,
            in_use: 0,
            waiting_limit: limit,
            serial: 0,
            line: Line::new(),
            serving: Vec::new(),
            preemptive: false,
            busy: TimeWeighted::new(Time::ZERO, 0),
            queue: TimeWeighted::new(Time::ZERO, 0),
        }
    }

    /// Asks for a server.
    #[inline]
    pub fn request(&mut self, now: Time, who: W, priority: i32) -> Requested {
        debug_assert!(!self.preemptive, "a pool is used either with or without preemption");
        if self.in_use < self.capacity && self.line.is_empty() {
            self.in_use += 1;
            self.busy.add(now, 1);
            return Requested::Granted;
        }
        if self.waiting() >= self.waiting_limit {
            return Requested::TurnedAway;
        }
        let rank = self.next_rank(priority);
        self.join(now, rank, who);
        Requested::Queued(rank)
    }

    /// Asks for a server, if need be that of someone of lower priority: the lowest priority in service loses,
    /// the most recent among equals, and waits at its old place, which is the head of its class. With a full
    /// waiting room nobody is admitted, since the loser could not stay.
    pub fn request_preemptive(&mut self, now: Time, who: W, priority: i32) -> RequestedPreemptive<W> {
        assert!(
            self.preemptive || self.in_use == 0,
            "a pool is used either with or without preemption, from its first request"
        );
        self.preemptive = true;
        if self.in_use < self.capacity && self.line.is_empty() {
            let rank = self.next_rank(priority);
            self.in_use += 1;
            self.busy.add(now, 1);
            self.serving.push((rank, who));
            return RequestedPreemptive::Granted;
        }
        if self.waiting() >= self.waiting_limit {
            return RequestedPreemptive::TurnedAway;
        }
        let rank = self.next_rank(priority);
        // The greatest rank is the lowest priority and, among equals, the latest to have asked.
        let last = (0..self.serving.len()).max_by_key(|&index| self.serving[index].0);
        match last {
            Some(index) if self.serving[index].0.priority < priority => {
                let (lost, loser) = std::mem::replace(&mut self.serving[index], (rank, who));
                self.join(now, lost, loser);
                RequestedPreemptive::Preempted { loser }
            }
            _ => {
                self.join(now, rank, who);
                RequestedPreemptive::Queued(rank)
            }
        }
    }

    /// Gives a server back; the one now granted comes back, if any.
    #[inline]
    pub fn release(&mut self, now: Time, who: W) -> Option<W> {
        assert!(self.in_use > 0, "only a server in use can be released");
        if self.preemptive {
            let index = self.serving.iter().position(|&(_, other)| other == who);
            self.serving.swap_remove(index.expect("only someone in service can release a server"));
        }
        if self.in_use <= self.capacity
            && let Some((rank, next)) = self.line.pop()
        {
            // The server goes from hand to hand: its use does not change.
            self.queue.add(now, -1);
            if self.preemptive {
                self.serving.push((rank, next));
            }
            return Some(next);
        }
        self.in_use -= 1;
        self.busy.add(now, -1);
        None
    }

    /// Leaves the line (reneging); `false` where nobody has this rank any more.
    pub fn withdraw(&mut self, now: Time, rank: Rank) -> bool {
        self.leave(now, rank).is_some()
    }

    /// As [`Pool::withdraw`], and says who left.
    pub fn leave(&mut self, now: Time, rank: Rank) -> Option<W> {
        let who = self.line.remove(rank)?;
        self.queue.add(now, -1);
        Some(who)
    }

    /// Changes what is kept about the one in the line at this rank; `false` where nobody has it any more.
    pub fn replace(&mut self, rank: Rank, who: W) -> bool {
        self.line.replace(rank, who)
    }

    /// Changes the number of servers. Services that run go on; call [`Pool::grant_next`] until it gives `None`
    /// to fill servers that are new.
    pub fn set_capacity(&mut self, _now: Time, capacity: u32) {
        self.capacity = capacity;
    }

    /// Grants a free server to the first of the line; `None` when there is no free server or nobody waits.
    pub fn grant_next(&mut self, now: Time) -> Option<W> {
        if self.in_use >= self.capacity {
            return None;
        }
        let (rank, next) = self.line.pop()?;
        self.in_use += 1;
        self.busy.add(now, 1);
        self.queue.add(now, -1);
        if self.preemptive {
            self.serving.push((rank, next));
        }
        Some(next)
    }

    /// Servers in use; above the capacity while services outlast a reduction.
    pub fn in_use(&self) -> u32 {
        self.in_use
    }

    /// How many wait.
    pub fn waiting(&self) -> u32 {
        self.line.len() as u32
    }

    /// Number of servers at present.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// The line, to look at.
    pub fn line(&self) -> &Line<W> {
        &self.line
    }

    /// Servers in use over time.
    pub fn busy(&self) -> &TimeWeighted {
        &self.busy
    }

    /// Length of the line over time.
    pub fn queue(&self) -> &TimeWeighted {
        &self.queue
    }

    /// Starts both statistics afresh, e.g. at the end of a warm-up.
    pub fn reset_statistics(&mut self, now: Time) {
        self.busy.reset(now);
        self.queue.reset(now);
    }

    #[inline]
    fn next_rank(&mut self, priority: i32) -> Rank {
        let serial = self.serial;
        self.serial += 1;
        Rank { priority, serial }
    }

    #[inline]
    fn join(&mut self, now: Time, rank: Rank, who: W) {
        self.line.push(rank, who);
        self.queue.add(now, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(micros: u64) -> Time {
        Time::from_micros(micros)
    }

    #[test]
    fn first_come_first_served_and_exact_statistics() {
        let mut pool = Pool::new(1);
        assert_eq!(pool.request(t(0), 'a', 0), Requested::Granted);
        assert!(matches!(pool.request(t(1), 'b', 0), Requested::Queued(_)));
        assert!(matches!(pool.request(t(2), 'c', 0), Requested::Queued(_)));
        assert_eq!(pool.release(t(10), 'a'), Some('b'));
        assert_eq!(pool.release(t(12), 'b'), Some('c'));
        assert_eq!(pool.release(t(20), 'c'), None);
        assert_eq!(pool.busy().integral_until(t(30)), 20);
        assert_eq!(pool.queue().integral_until(t(30)), 9 + 10);
    }

    #[test]
    fn priorities_finite_room_and_reneging() {
        let mut pool = Pool::with_waiting_limit(1, 2);
        pool.request(t(0), 'a', 0);
        let Requested::Queued(rank) = pool.request(t(0), 'b', 0) else { panic!("b waits") };
        assert!(matches!(pool.request(t(0), 'c', 5), Requested::Queued(_)));
        assert_eq!(pool.request(t(0), 'd', 9), Requested::TurnedAway);
        assert!(pool.withdraw(t(3), rank));
        assert!(!pool.withdraw(t(3), rank));
        assert_eq!(pool.release(t(4), 'a'), Some('c'));
        assert_eq!(pool.release(t(5), 'c'), None);
        assert_eq!(pool.queue().integral_until(t(9)), 3 + 4);
    }

    #[test]
    fn capacity_follows_a_schedule() {
        let mut pool = Pool::new(0);
        for who in 0..4 {
            assert!(matches!(pool.request(t(0), who, 0), Requested::Queued(_)));
        }
        pool.set_capacity(t(5), 2);
        assert_eq!(
            (pool.grant_next(t(5)), pool.grant_next(t(5)), pool.grant_next(t(5))),
            (Some(0), Some(1), None)
        );
        pool.set_capacity(t(6), 1);
        assert_eq!(pool.release(t(7), 0), None, "one server too many leaves instead");
        assert_eq!(pool.release(t(8), 1), Some(2));
        assert_eq!((pool.in_use(), pool.waiting(), pool.capacity()), (1, 1, 1));
    }

    #[test]
    fn preemption_takes_the_lowest_and_most_recent() {
        let mut pool = Pool::new(2);
        assert_eq!(pool.request_preemptive(t(0), 'a', 0), RequestedPreemptive::Granted);
        assert_eq!(pool.request_preemptive(t(1), 'b', 0), RequestedPreemptive::Granted);
        assert!(matches!(pool.request_preemptive(t(2), 'c', 0), RequestedPreemptive::Queued(_)));
        assert_eq!(pool.request_preemptive(t(3), 'X', 1), RequestedPreemptive::Preempted { loser: 'b' });
        assert_eq!(pool.request_preemptive(t(4), 'Y', 1), RequestedPreemptive::Preempted { loser: 'a' });
        assert!(matches!(pool.request_preemptive(t(5), 'Z', 1), RequestedPreemptive::Queued(_)));
        assert_eq!(pool.release(t(6), 'Y'), Some('Z'));
        assert_eq!(pool.release(t(7), 'X'), Some('a'));
        assert_eq!(pool.release(t(8), 'Z'), Some('b'));
        assert_eq!(pool.release(t(9), 'a'), Some('c'));
        assert_eq!(pool.busy().integral_until(t(10)), 1 + 2 * 9);
    }

    #[test]
    fn without_limit_everyone_is_served() {
        let mut pool = Pool::new(u32::MAX);
        assert!((0..1000).all(|who| pool.request(t(0), who, 0) == Requested::Granted));
    }
}
