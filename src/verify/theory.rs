//! Queueing theory that is known exactly, as pure functions. Rates are per unit of time, times in that unit.

use libm::{exp, log};

/// Erlang B: the probability that all of `servers` are busy in a loss system with `load` = λ/μ offered (Erlang
/// 1917), by the usual recursion B(c) = aB(c-1)/(c + aB(c-1)).
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |b, c| load * b / (f64::from(c) + load * b))
}

/// Erlang C: the probability of waiting in M/M/c, load < servers (Erlang 1917; Kleinrock 1975, Queueing Systems I,
/// section 3.5).
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let b = erlang_b(servers, load);
    b / (1.0 - load / f64::from(servers) * (1.0 - b))
}

/// M/M/c, first come first served; M/M/1 is the case of one server. Needs λ < cμ.
#[derive(Clone, Copy, Debug)]
pub struct MMc {
    /// Arrival rate λ.
    pub arrivals: f64,
    /// Service rate μ of one server.
    pub service: f64,
    /// Servers c.
    pub servers: u32,
}

impl MMc {
    /// Utilization λ/(cμ).
    pub fn utilization(&self) -> f64 {
        self.arrivals / (self.service * f64::from(self.servers))
    }

    /// Probability of waiting.
    pub fn probability_of_wait(&self) -> f64 {
        erlang_c(self.servers, self.arrivals / self.service)
    }

    /// The rate at which the tail of the wait falls, cμ - λ.
    fn decay(&self) -> f64 {
        f64::from(self.servers) * self.service - self.arrivals
    }

    /// Mean wait C/(cμ - λ).
    pub fn wait(&self) -> f64 {
        self.probability_of_wait() / self.decay()
    }

    /// Mean time in the system.
    pub fn sojourn(&self) -> f64 {
        self.wait() + 1.0 / self.service
    }

    /// Mean number in the system (Little 1961).
    pub fn number(&self) -> f64 {
        self.arrivals * self.sojourn()
    }

    /// P(wait <= t) = 1 - C exp(-(cμ - λ)t) (Kleinrock 1975, section 3.5).
    pub fn wait_at_most(&self, t: f64) -> f64 {
        1.0 - self.probability_of_wait() * exp(-self.decay() * t)
    }

    /// The quantile of the wait, from the formula of [`MMc::wait_at_most`].
    pub fn wait_quantile(&self, q: f64) -> f64 {
        (log(self.probability_of_wait() / (1.0 - q)) / self.decay()).max(0.0)
    }
}

/// Mean wait in M/G/1: λE(S²)/(2(1-ρ)) (Pollaczek 1930, Khinchine 1932).
pub fn mg1_wait(arrivals: f64, mean: f64, second_moment: f64) -> f64 {
    arrivals * second_moment / (2.0 * (1.0 - arrivals * mean))
}

/// Standard deviation of the wait in M/G/1: E(W²) = 2E(W)² + λE(S³)/(3(1-ρ)) (Takács 1962).
pub fn mg1_wait_sd(arrivals: f64, mean: f64, second_moment: f64, third_moment: f64) -> f64 {
    let wait = mg1_wait(arrivals, mean, second_moment);
    (wait * wait + arrivals * third_moment / (3.0 * (1.0 - arrivals * mean))).sqrt()
}

/// Stationary measures of a birth-and-death queue.
#[derive(Clone, Copy, Debug)]
pub struct BirthDeath {
    /// Share of arrivals turned away.
    pub blocked: f64,
    /// Mean length of the line.
    pub line: f64,
    /// Mean number in the system.
    pub number: f64,
    /// Mean time in the line of those admitted.
    pub wait: f64,
    /// Share of servers busy.
    pub utilization: f64,
    /// Probability that someone admitted has to wait.
    pub probability_of_wait: f64,
    /// Share of arrivals that give up.
    pub reneged: f64,
}

/// Poisson arrivals, `servers`, room for `capacity` in all and exponential patience of rate `reneging` in the line
/// (0 for endless): M/M/c/K with 0, M/M/c+M or Erlang A with a capacity that is never reached (Palm 1943; Gross
/// et al. 2008, Fundamentals of Queueing Theory, sections 2.3 to 2.10).
pub fn birth_death(arrivals: f64, service: f64, servers: u32, capacity: u32, reneging: f64) -> BirthDeath {
    let (mut p, mut sum) = (vec![1.0], 1.0);
    for n in 1..=capacity {
        let death = f64::from(n.min(servers)) * service + f64::from(n.saturating_sub(servers)) * reneging;
        p.push(p[n as usize - 1] * arrivals / death);
        sum += p[n as usize];
    }
    let expectation =
        |f: &dyn Fn(u32) -> f64| (0..=capacity).map(|n| f(n) * p[n as usize] / sum).sum::<f64>();
    let blocked = p[capacity as usize] / sum;
    let line = expectation(&|n| f64::from(n.saturating_sub(servers)));
    let admitted = arrivals * (1.0 - blocked);
    let all_busy = expectation(&|n| f64::from(u8::from(n >= servers && n < capacity)));
    BirthDeath {
        blocked,
        line,
        number: expectation(&f64::from),
        wait: line / admitted,
        utilization: expectation(&|n| f64::from(n.min(servers))) / f64::from(servers),
        probability_of_wait: all_busy / (1.0 - blocked),
        reneged: reneging * line / arrivals,
    }
}

/// Mean wait of those who are served in M/M/c+M (Erlang A) with patience of rate `reneging` above 0. Who comes to
/// place j of the line is served with probability cμ/(cμ + jθ), and moves from place i on at the rate cμ + iθ whatever
/// comes of them: their wait is Σ 1/(cμ + iθ), i = 1..j (Palm 1957; Whitt 1999, Operations Research 47(1)).
pub fn wait_of_served(arrivals: f64, service: f64, servers: u32, reneging: f64) -> f64 {
    let speed = service * f64::from(servers);
    let (mut weight, mut wait) = (1.0, 0.0);
    let (mut served, mut waited) = (0.0, 0.0);
    // 400 places in line are never taken where patience ends; the weights fall faster than 1/j!
    for present in 0..servers + 400 {
        let place = f64::from((present + 1).saturating_sub(servers));
        if place > 0.0 {
            wait += 1.0 / (speed + place * reneging);
        }
        let chance = speed / (speed + place * reneging);
        served += weight * chance;
        waited += weight * chance * wait;
        weight *= arrivals / (f64::from((present + 1).min(servers)) * service + place * reneging);
    }
    waited / served
}

/// Mean waits of M/G/1 classes in order of priority, non-preemptive (Cobham 1954): with R = Σλ E(S²)/2 and σ the
/// load of a class and those above it, R/((1-σ_above)(1-σ)). Classes are (λ, E(S), E(S²)), the first goes first.
pub fn nonpreemptive_waits(classes: &[(f64, f64, f64)]) -> Vec<f64> {
    let residual = classes.iter().map(|(rate, _, second)| rate * second).sum::<f64>() / 2.0;
    let mut load = 0.0;
    let waits = classes.iter().map(|(rate, mean, _)| {
        let above = load;
        load += rate * mean;
        residual / ((1.0 - above) * (1.0 - load))
    });
    waits.collect()
}

/// Mean waits of M/M/c classes of one service rate, non-preemptive (Cobham 1954; Kella and Yechiali 1985): as for
/// one server with R = C/(cμ).
pub fn nonpreemptive_waits_mmc(rates: &[f64], service: f64, servers: u32) -> Vec<f64> {
    let total: f64 = rates.iter().sum();
    let speed = service * f64::from(servers);
    let residual = erlang_c(servers, total / service) / speed;
    let mut load = 0.0;
    let waits = rates.iter().map(|rate| {
        let above = load;
        load += rate / speed;
        residual / ((1.0 - above) * (1.0 - load))
    });
    waits.collect()
}

/// Mean times in the system of M/G/1 classes, preemptive-resume (White and Christie 1958; Gross et al. 2008,
/// section 3.4): E(S)/(1-σ_above) + R/((1-σ_above)(1-σ)) with R over the class and those above it only.
pub fn preemptive_sojourns(classes: &[(f64, f64, f64)]) -> Vec<f64> {
    let (mut load, mut residual) = (0.0, 0.0);
    let sojourns = classes.iter().map(|(rate, mean, second)| {
        let above = load;
        load += rate * mean;
        residual += rate * second / 2.0;
        mean / (1.0 - above) + residual / ((1.0 - above) * (1.0 - load))
    });
    sojourns.collect()
}

/// Mean number in M^(b)/M/1 with batches of exactly b at rate λ: ρ(1+b)/(2(1-ρ)), ρ = λb/μ (Gross et al. 2008,
/// section 3.1).
pub fn batch_number(batches: f64, size: u32, service: f64) -> f64 {
    let load = batches * f64::from(size) / service;
    load * (1.0 + f64::from(size)) / (2.0 * (1.0 - load))
}

/// The state of M(t)/M/c at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Transient {
    /// E[N(t)].
    pub number: f64,
    /// P(N(t) >= c).
    pub all_busy: f64,
    /// ∫ E[line] up to t.
    pub line_integral: f64,
    /// ∫ E[servers busy] up to t.
    pub busy_integral: f64,
}

/// M(t)/M/c from an empty start at the end of each unit of time, `arrivals` being the rate in each: Kolmogorov's
/// forward equations on 0..=250 customers by the classical Runge-Kutta method of order four, 1000 steps a unit.
pub fn transient(arrivals: &[f64], service: f64, servers: u32) -> Vec<Transient> {
    const TOP: usize = 250;
    const STEPS: usize = 1000;
    let deaths: Vec<f64> = (0..=TOP).map(|n| n.min(servers as usize) as f64 * service).collect();
    let line = |p: &[f64]| (0..=TOP).map(|n| n.saturating_sub(servers as usize) as f64 * p[n]).sum::<f64>();
    let busy = |p: &[f64]| (0..=TOP).map(|n| n.min(servers as usize) as f64 * p[n]).sum::<f64>();
    let slope = |p: &[f64], rate: f64| -> Vec<f64> {
        let change = |n: usize| {
            let births_in = if n > 0 { rate * p[n - 1] } else { 0.0 };
            let births_out = if n < TOP { rate * p[n] } else { 0.0 };
            let deaths_in = if n < TOP { deaths[n + 1] * p[n + 1] } else { 0.0 };
            births_in + deaths_in - births_out - deaths[n] * p[n]
        };
        (0..=TOP).map(change).collect()
    };
    let moved =
        |p: &[f64], k: &[f64], h: f64| -> Vec<f64> { p.iter().zip(k).map(|(p, k)| p + h * k).collect() };
    let h = 1.0 / STEPS as f64;
    let mut p = vec![0.0; TOP + 1];
    p[0] = 1.0;
    let (mut line_integral, mut busy_integral) = (0.0, 0.0);
    let mut hours = Vec::with_capacity(arrivals.len());
    for &rate in arrivals {
        for _ in 0..STEPS {
            let k1 = slope(&p, rate);
            let half = moved(&p, &k1, h / 2.0);
            let k2 = slope(&half, rate);
            let half = moved(&p, &k2, h / 2.0);
            let k3 = slope(&half, rate);
            let k4 = slope(&moved(&p, &k3, h), rate);
            let next: Vec<f64> =
                (0..=TOP).map(|n| p[n] + h / 6.0 * (k1[n] + 2.0 * k2[n] + 2.0 * k3[n] + k4[n])).collect();
            // Simpson's rule with the middle of the step.
            line_integral += h / 6.0 * (line(&p) + 4.0 * line(&half) + line(&next));
            busy_integral += h / 6.0 * (busy(&p) + 4.0 * busy(&half) + busy(&next));
            p = next;
        }
        let number = (0..=TOP).map(|n| n as f64 * p[n]).sum();
        let all_busy = p[servers as usize..].iter().sum();
        hours.push(Transient { number, all_busy, line_integral, busy_integral });
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} instead of {expected}");
    }

    /// Textbook values of M/M/1 with λ 0.9, μ 1 and of M/M/5 and M/M/10.
    #[test]
    fn single_station() {
        let one = MMc { arrivals: 0.9, service: 1.0, servers: 1 };
        near(one.wait(), 9.0);
        near(one.number(), 9.0);
        near(one.wait_quantile(0.5), 5.877_866_649_021_191);
        near(one.wait_quantile(0.95), 28.903_717_578_961_65);
        let five = MMc { arrivals: 4.0, service: 1.0, servers: 5 };
        near(five.probability_of_wait(), 0.554_112_554_112_554_3);
        near(five.wait_quantile(0.9), 1.712_197_646_391_869_6);
        near(five.wait_at_most(0.5), 0.663_913_746_999_060_1);
        near(MMc { arrivals: 12.0, service: 1.5, servers: 10 }.sojourn(), 0.803_060_050_265_481_1);
    }

    /// M/G/1 with Erlang-4 and lognormal services of mean 1, ρ 0.8; a lognormal of scv 1 has E(S³) = 8.
    #[test]
    fn general_service() {
        near(mg1_wait(0.8, 1.0, 1.25), 2.5);
        near(mg1_wait_sd(0.8, 1.0, 2.0, 8.0), 5.163_977_794_943_223);
    }

    /// M/M/3/6 with λ 4; without reneging and room it is M/M/c; patience as fast as service is M/M/∞.
    #[test]
    fn birth_and_death() {
        let queue = birth_death(4.0, 1.0, 3, 6, 0.0);
        near(queue.blocked, 0.307_831_053_660_003);
        near(queue.line, 1.558_394_709_153_765_3);
        near(queue.wait, 0.562_866_449_511_400_7);
        near(queue.utilization, 0.922_891_928_453_329_2);
        let wide = birth_death(4.0, 1.0, 5, 500, 0.0);
        let five = MMc { arrivals: 4.0, service: 1.0, servers: 5 };
        near(wide.wait, five.wait());
        near(wide.probability_of_wait, five.probability_of_wait());
        near(birth_death(6.0, 1.0, 5, 200, 1.0).number, 6.0);
    }

    /// Everybody's wait is the mean of those who are served and those who give up; where patience hardly ends, those
    /// who are served are all. One server, work and patience of rate 1: a Poisson number present, and a wait of the
    /// served of Σ P(n) H(n+1)-1 over (n+1), summed independently.
    #[test]
    fn impatience() {
        near(wait_of_served(4.0, 1.0, 5, 1e-14), MMc { arrivals: 4.0, service: 1.0, servers: 5 }.wait());
        let (mut p, mut harmonic, mut above, mut below) = (1.0, 1.0, 0.0, 0.0);
        for n in 0..60 {
            let n = f64::from(n);
            above += p / (n + 1.0) * (harmonic - 1.0);
            below += p / (n + 1.0);
            p *= 1.5 / (n + 1.0);
            harmonic += 1.0 / (n + 2.0);
        }
        near(wait_of_served(1.5, 1.0, 1, 1.0), above / below);
    }

    /// One class alone is the queue without priorities; all classes together keep the work conserved.
    #[test]
    fn priorities() {
        near(nonpreemptive_waits(&[(0.8, 1.0, 2.0)])[0], 4.0);
        near(preemptive_sojourns(&[(0.8, 1.0, 2.0)])[0], 5.0);
        let waits = nonpreemptive_waits_mmc(&[1.0, 3.0], 1.0, 5);
        let all = MMc { arrivals: 4.0, service: 1.0, servers: 5 };
        near((waits[0] + 3.0 * waits[1]) / 4.0, all.wait());
        let both = preemptive_sojourns(&[(0.3, 1.0, 2.0), (0.4, 1.0, 2.0)]);
        near(0.3 * both[0] + 0.4 * both[1], 0.7 / 0.3);
        near(batch_number(0.2, 3, 1.0), 0.6 * 4.0 / 0.8);
    }

    /// Forward equations for hourly rates 6, 8, 10, ... an hour, μ 2, c 4, solved independently.
    #[test]
    fn empty_start() {
        let hours = transient(&[6.0, 8.0, 10.0, 9.0, 7.0, 5.0, 6.0, 9.0, 8.0, 4.0], 2.0, 4);
        let close = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found}");
        close(hours[0].number, 2.727_234_404_966_17);
        close(hours[0].all_busy, 0.280_703_792_133_624_23);
        close(hours[9].number, 6.390_416_229_264_956);
        close(hours[9].line_integral / 10.0, 3.485_668_965_080_672_7);
        close(hours[9].busy_integral / 40.0, 0.820_119_687_333_979_8);
    }
}
