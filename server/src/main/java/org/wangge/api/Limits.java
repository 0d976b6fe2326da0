package org.wangge.api;

import java.time.Duration;

/// How long a client may take: `header` from a request's first byte to the end of its headers, `body` from there to the end of
/// its body, `idle` between two requests on one connection. At most `waiting` connections stay open on which no request is
/// being answered; one more, and the one that has waited longest is closed. A stream of events says each `heartbeat` that it is
/// still there, and ends when by then its client may no longer listen.
public record Limits(Duration header, Duration body, Duration idle, int waiting, Duration heartbeat) {

    public static final Limits USUAL = new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 2_000, Duration.ofSeconds(15));
}
