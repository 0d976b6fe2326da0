package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.access.Access;
import org.wangge.model.Actor;
import org.wangge.testing.Await;
import org.wangge.testing.RawHttp;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Clients that send so slowly that they never come to an end are sent away, and hold up nobody while they are there.
@Timeout(300)
class SlowClientTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    /// Of unread answers.
    private static final long ROOM = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POST = "POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n";

    @TempDir
    Path folder;

    private TestServer server(Limits limits) {
        var store = TestDatabases.geoPackage(folder).open();
        TestTown.load(store);
        return new TestServer(store, new Access.Settings(true, false, null), Exposure.loopback(0), limits,
                Clock.systemDefaultZone());
    }

    @Test
    void aHeaderThatNeverEndsIsCutOffHoweverOftenAByteComes() throws IOException {
        try (TestServer server = server(new Limits(SHORT, LONG, LONG, 100, ROOM, LONG));
                RawHttp slow = new RawHttp(server.port())) {
            slow.write("GET /api/grids HTTP/1.1\r\nX-A: ");
            Await.until("the end of the line", PATIENCE, () -> {
                slow.write("x");
                return slow.isRefused();
            });
        }
    }

    @Test
    void emptyLinesBeforeARequestDoNotKeepALineOpen() throws IOException {
        try (TestServer server = server(new Limits(LONG, LONG, SHORT, 100, ROOM, LONG));
                RawHttp slow = new RawHttp(server.port())) {
            Await.until("the end of the line", PATIENCE, () -> {
                slow.write("\r\n");
                return slow.isRefused();
            });
        }
    }

    @Test
    void aBodyThatNeverEndsIs408() throws IOException {
        try (TestServer server = server(new Limits(LONG, SHORT, LONG, 100, ROOM, LONG));
                RawHttp slow = new RawHttp(server.port())) {
            slow.write(POST + "{");
            RawHttp.Raw answer = slow.read(false);

            assertEquals(408, answer.status());
            assertEquals("application/problem+json", answer.header("Content-Type"));
            assertTrue(slow.isEnded());
        }
    }

    @Test
    void aLineOnWhichARequestIsAnsweredIsNotCutOff() throws IOException {
        // Long enough for who connects to ask.
        Duration moment = SHORT.multipliedBy(10);
        try (TestServer server = server(new Limits(moment, LONG, moment, 100, ROOM, LONG)); RawHttp events =
                new RawHttp(server.port()); RawHttp other = new RawHttp(server.port())) {
            events.write("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n");
            assertEquals(200, events.read(true).status());
            assertTrue(other.isEnded(), "one that asks nothing is cut off");
            server.store().createPlan("x", 0, new Actor(1, "x"));
            Await.until("the event", PATIENCE, () -> events.line().startsWith("event: plan"));
        }
    }

    @Test
    void moreSlowClientsThanThreadsHoldUpNobody() throws IOException {
        List<RawHttp> slow = new ArrayList<>();
        try (TestServer server = server(new Limits(LONG, LONG, LONG, 1_000, ROOM, LONG))) {
            for (int i = 0; i < 100; i++) {
                slow.add(new RawHttp(server.port()));
                slow.getLast().write("GET /api/grids HTTP/1.1\r\nX-A: ");
                slow.add(new RawHttp(server.port()));
                slow.getLast().write(POST + "{");
            }
            assertEquals(200, server.get("/tiles/grids/14/13516/6261.mvt").status());
            assertEquals(201, server.post("/api/plans", "{\"name\":\"x\"}").status());
        } finally {
            for (RawHttp one : slow) {
                one.close();
            }
        }
    }

    @Test
    void theOneThatHasWaitedLongestMakesRoom() throws IOException {
        List<RawHttp> slow = new ArrayList<>();
        try (TestServer server = server(new Limits(LONG, LONG, LONG, 20, ROOM, LONG))) {
            for (int i = 0; i < 30; i++) {
                slow.add(new RawHttp(server.port()));
                slow.getLast().write("GET /api/grids HTTP/1.1\r\nX-A: ");
            }
            assertTrue(slow.getFirst().isEnded());
            slow.getLast().write("\r\nHost: 127.0.0.1\r\n\r\n");
            assertEquals(200, slow.getLast().read(false).status());
        } finally {
            for (RawHttp one : slow) {
                one.close();
            }
        }
    }
}
