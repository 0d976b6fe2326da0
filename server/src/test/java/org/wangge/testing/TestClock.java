package org.wangge.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// A clock that goes on only when told.
public final class TestClock extends Clock {

    private final ZoneId zone;
    private volatile Instant now;

    /// In UTC.
    public TestClock(Instant now) {
        this(now.atZone(ZoneOffset.UTC));
    }

    public TestClock(ZonedDateTime now) {
        this.zone = now.getZone();
        this.now = now.toInstant();
    }

    public void set(Instant to) {
        now = to;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a clock of one zone");
    }
}
