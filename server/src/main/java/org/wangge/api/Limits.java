package org.wangge.api;

import java.time.Duration;

/// How long a client may take: `header` from a request's first byte to the end of its headers, `body` from there to the end of
/// its body, `idle` between two requests on one connection, and while it reads nothing of an answer. At most `waiting`
/// connections stay open on which no request is being answered; one more, and the one that has waited longest is closed. Of all
/// answers, at most `unread` bytes are kept for clients that are slow to read them; more, and the slowest are sent away. A
/// stream of events says each `heartbeat` that it is still there, and ends when by then its client may no longer listen.
public record Limits(Duration header, Duration body, Duration idle, int waiting, long unread, Duration heartbeat) {

    private static final long MOST_UNREAD = 256L << 20;
    private static final int PART_OF_MEMORY = 8;

    public static final Limits USUAL = new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 2_000,
            Math.min(MOST_UNREAD, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY), Duration.ofSeconds(15));
}
