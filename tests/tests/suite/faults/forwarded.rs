//! Clients' calls that go on to the vendor.

use std::time::Instant;

use onefold::vendor::outbound::Repeat;
use onefold::vendor::outbound::carry::repeat_of;

use super::vendors::{CARECLOUD, CUSTOMERGAUGE, CUSTOMERSCORE, DATABASE_APP, OMNIDESK, Tried};
use super::{begin, carried_out, end, faults, in_time, start};

async fn is_answered_whatever_happens(tried: &Tried) {
    let proxied = start().await;
    let repeat = repeat_of(&proxied.connection(tried.vendor).await, tried.forwarded);
    for (at, fault) in faults(tried.field).iter().enumerate() {
        let what = format!("{} at {}", fault.name, tried.name);
        begin(&proxied, tried.vendor, tried.forwarded, fault);
        let began = Instant::now();
        let answer = tried.call(&proxied, &format!("eva-{at}")).await;
        in_time(began, &what);
        end(&proxied, fault).await;
        let there = carried_out(&proxied, tried.vendor, tried.forwarded);
        if answer.status.is_success() && fault.name != "no JSON" {
            assert!(there >= 1, "{what}: the client is told that it was done: {}", answer.body);
        }
        if repeat == Some(Repeat::Doubles) {
            let most = if fault.doubles { 2 } else { 1 };
            assert!(there <= most, "{what}: it was done {there} times");
        }
        proxied.vendor.clear_calls();
        let answer = tried.call(&proxied, &format!("iva-{at}")).await;
        assert!(answer.status.is_success(), "{what}, afterwards: {} {}", answer.status, answer.body);
        assert_eq!(carried_out(&proxied, tried.vendor, tried.forwarded), 1, "{what}, afterwards");
    }
}

#[tokio::test]
async fn omnidesk() {
    is_answered_whatever_happens(&OMNIDESK).await;
}

#[tokio::test]
async fn carecloud() {
    is_answered_whatever_happens(&CARECLOUD).await;
}

#[tokio::test]
async fn customer_database_app() {
    is_answered_whatever_happens(&DATABASE_APP).await;
}

#[tokio::test]
async fn customerscore() {
    is_answered_whatever_happens(&CUSTOMERSCORE).await;
}

#[tokio::test]
async fn customergauge() {
    is_answered_whatever_happens(&CUSTOMERGAUGE).await;
}
