//! Use of the electronic record as its log shows it, normalised to eight scheduled hours.
//!
//! metric = 480 × minutes / scheduled minutes (Sinsky et al. 2020, "Metrics for assessing physician activity using
//! electronic health record log data", JAMIA; checklist B68; levels in C10 to C13). A log sees logged time only:
//! work away from the record, and work that people keep off the log, is not in it. So these are the metrics of the
//! organisation, and not the burden.

/// Minutes of eight hours.
pub const EIGHT_HOURS: f64 = 480.0;

/// Logged minutes of one activity.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Minutes {
    /// Within the scheduled hours.
    pub in_hours: f64,
    /// Outside of them: before, after, at weekends.
    pub outside: f64,
}

impl Minutes {
    /// All of them.
    pub fn total(self) -> f64 {
        self.in_hours + self.outside
    }
}

/// Logged minutes at the record by activity, of one person or of several, over some time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Log {
    /// Writing notes.
    pub documentation: Minutes,
    /// Entering orders.
    pub order_entry: Minutes,
    /// Messages.
    pub inbox: Minutes,
    /// Reading and other work in the chart.
    pub chart_review: Minutes,
    /// Billing, log-ins and the like.
    pub administration: Minutes,
    /// Minutes scheduled with patients in the same time.
    pub scheduled_minutes: f64,
}

/// Minutes at the record per eight scheduled hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EhrMetrics {
    /// All time at the record (EHR8).
    pub ehr8: f64,
    /// Work outside of work: time at the record outside of scheduled hours (WOW8).
    pub wow8: f64,
    /// Inbox (IB8).
    pub inbox8: f64,
    /// Notes.
    pub note8: f64,
    /// Orders.
    pub order8: f64,
}

impl Log {
    /// The activities, each once.
    fn activities(&self) -> [Minutes; 5] {
        [self.documentation, self.order_entry, self.inbox, self.chart_review, self.administration]
    }

    /// The metrics; nothing without scheduled time, for then they mean nothing.
    pub fn metrics(&self) -> Option<EhrMetrics> {
        if self.scheduled_minutes <= 0.0 {
            return None;
        }
        let per_eight_hours = |minutes: f64| EIGHT_HOURS * minutes / self.scheduled_minutes;
        let all = self.activities();
        Some(EhrMetrics {
            ehr8: per_eight_hours(all.iter().map(|activity| activity.total()).sum()),
            wow8: per_eight_hours(all.iter().map(|activity| activity.outside).sum()),
            inbox8: per_eight_hours(self.inbox.total()),
            note8: per_eight_hours(self.documentation.total()),
            order8: per_eight_hours(self.order_entry.total()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(in_hours: f64, outside: f64) -> Minutes {
        Minutes { in_hours, outside }
    }

    /// The day of C10 and C11 (Arndt 2017): 84 notes, 43 orders, 85 inbox, 30 administration, 113 other; 355 in
    /// all, 86 of them outside (their split over activities is made up).
    fn published_day(scheduled_minutes: f64) -> Log {
        Log {
            documentation: minutes(54.0, 30.0),
            order_entry: minutes(35.0, 8.0),
            inbox: minutes(50.0, 35.0),
            chart_review: minutes(103.0, 10.0),
            administration: minutes(27.0, 3.0),
            scheduled_minutes,
        }
    }

    #[test]
    fn a_day_of_eight_scheduled_hours_is_its_own_metric() {
        let metrics = published_day(480.0).metrics().expect("it is scheduled");
        assert_eq!((metrics.ehr8, metrics.wow8), (355.0, 86.0));
        assert_eq!((metrics.note8, metrics.order8, metrics.inbox8), (84.0, 43.0, 85.0));
    }

    #[test]
    fn half_a_schedule_doubles_the_metrics_and_none_has_none() {
        let metrics = published_day(240.0).metrics().expect("it is scheduled");
        assert_eq!((metrics.ehr8, metrics.wow8, metrics.inbox8), (710.0, 172.0, 170.0));
        assert_eq!(published_day(0.0).metrics(), None);
    }

    #[test]
    fn what_is_not_logged_lowers_the_metric() {
        let mut log = published_day(480.0);
        log.documentation.outside = 0.0;
        assert_eq!(log.metrics().expect("it is scheduled").wow8, 56.0);
    }
}
