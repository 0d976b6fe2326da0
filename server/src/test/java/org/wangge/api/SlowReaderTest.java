package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.access.Access;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Port;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.RawHttp;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Clients that do not read what they have asked for hold up nobody.
@Timeout(300)
class SlowReaderTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long ROOM = 8 << 20;
    private static final int ROWS = 4_000;
    private static final int CLIENTS = 70;
    private static final String PATH = "/ogc/collections/ports/items?limit=" + ROWS;

    @TempDir
    Path folder;

    private final List<RawHttp> clients = new ArrayList<>();

    private TestServer server(Duration idle, long room) {
        Store store = TestDatabases.geoPackage(folder).open(TestTown.CONTENT);
        store.load(Table.PORTS, Set.of("managed_by", "geometry"),
                IntStream.range(0, ROWS).mapToObj(SlowReaderTest::port).iterator(), n -> {});
        return new TestServer(store, new Access.Settings(true, false, null), Exposure.loopback(0),
                new Limits(LONG, LONG, idle, 1_000, room, LONG), Clock.systemDefaultZone());
    }

    private static Port port(int i) {
        return new Port(0, "many" + i, null, null, null, null, null, "一个很长的名字".repeat(28),
                FixedPoint.LON_LAT.createPoint(new Coordinate(TestTown.WEST, TestTown.SOUTH)));
    }

    @AfterEach
    void close() throws IOException {
        for (RawHttp client : clients) {
            client.close();
        }
    }

    private RawHttp asking(TestServer server) throws IOException {
        RawHttp client = RawHttp.narrow(server.port());
        clients.add(client);
        client.write("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n");
        return client;
    }

    private static double measured(TestServer server, String name) {
        return server.get("/metrics").text().lines().filter(line -> line.startsWith(name + " ")).findFirst()
                .map(line -> Double.parseDouble(line.substring(name.length() + 1))).orElseThrow();
    }

    @Test
    void moreThanThereAreThreadsHoldUpNobody() throws IOException {
        try (TestServer server = server(LONG, 1L << 40)) {
            for (int i = 1; i <= CLIENTS; i++) {
                asking(server);
                int asking = i;
                Await.until("it waits", PATIENCE, () -> measured(server, "wangge_answers_unread") == asking);
            }
            assertEquals(200, server.get("/health/live").status());
            assertEquals(200, server.get("/tiles/grids/14/13516/6261.mvt").status());
            assertEquals(201, server.post("/api/plans", "{\"name\":\"x\"}").status());
            assertEquals(0, measured(server, "wangge_answers_closed_total"));
            assertEquals(server.get(PATH).text().length(), whole(clients.getFirst()).length());
        }
    }

    @Test
    void theSlowestMakeRoom() throws IOException {
        try (TestServer server = server(LONG, ROOM)) {
            while (measured(server, "wangge_answers_closed_total") < CLIENTS / 5) {
                asking(server);
            }
            Await.until("the others have room", PATIENCE, () -> measured(server, "wangge_answers_unread_bytes") <= ROOM);
            JsonNode all = server.get(PATH).json();
            assertEquals(ROWS, all.get("numberReturned").asInt());
        }
    }

    /// What one has unread beyond its share its thread waits with: nothing is lost.
    @Test
    void anAnswerLargerThanItsShareOfTheRoomComesWhole() throws IOException {
        try (TestServer server = server(LONG, ROOM / 8)) {
            RawHttp late = asking(server);
            Await.until("it waits", PATIENCE, () -> measured(server, "wangge_answers_unread_bytes") > ROOM / 32);
            assertEquals(server.get(PATH).text().length(), whole(late).length());
            assertEquals(0, measured(server, "wangge_answers_closed_total"));
            Await.until("nothing is kept", PATIENCE, () -> measured(server, "wangge_answers_unread_bytes") == 0);
            late.write("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertEquals(200, late.read(false).status(), "the line goes on");
        }
    }

    @Test
    void whoReadsNothingForLongIsSentAway() throws IOException {
        try (TestServer server = server(SHORT, ROOM)) {
            RawHttp silent = asking(server);
            Await.until("its answer begins", PATIENCE, silent::hasMore);
            Await.until("it is sent away", PATIENCE, () -> measured(server, "wangge_answers_unread") == 0);
            assertEquals(0, measured(server, "wangge_answers_unread_bytes"));
            assertTrue(whole(silent).length() < server.get(PATH).text().length());
        }
    }

    /// The queue takes no more than half of the threads.
    @Test
    void moreWhoAskForLongPagesThanThereAreThreadsHoldUpNobody() throws Exception {
        try (TestServer server = server(LONG, 1L << 40)) {
            for (int i = 0; i < CLIENTS; i++) {
                asking(server);
            }
            assertEquals(200, server.get("/health/live").status());
            Set<Integer> statuses = new TreeSet<>();
            for (RawHttp client : clients) {
                statuses.add(client.read(false).status());
            }
            assertEquals(Set.of(200, 503), statuses);
        }
    }

    private static String whole(RawHttp client) throws IOException {
        return client.read(false).body();
    }
}
