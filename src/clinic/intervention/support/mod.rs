//! Support: what helps people to bear their work.
