package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.slf4j.LoggerFactory;
import org.wangge.access.Access;
import org.wangge.atlas.Update;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Port;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.testing.Await;
import org.wangge.testing.EventClient;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

/// Who may listen to events, and what becomes of those who do not keep up. The server takes this machine for a proxy, so that its
/// clients come from wherever they say.
@Timeout(300)
class EventHubTest {

    private static final List<Grant> VIEWER = List.of(new Grant(Role.VIEWER, Scope.EVERYWHERE));

    @TempDir
    Path folder;

    private TestServer server;
    private final Map<String, String> tokens = new HashMap<>();
    private final Deque<EventClient> open = new ArrayDeque<>();

    @BeforeEach
    void start() {
        Exposure exposure = new Exposure("127.0.0.1", 0, null, false, Set.of("127.0.0.1"));
        server = new TestServer(TestDatabases.geoPackage(folder).open(),
                new Access.Settings(true, false, null), exposure, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException {
        for (EventClient client : open) {
            client.close();
        }
        server.close();
    }

    @Test
    void anAddressHasItsShareAndWhoIsSignedInThereDoesNotCount() throws IOException {
        fill("10.0.0.1", EventHub.MAX_OF_ADDRESS);
        EventClient refused = from("10.0.0.1");
        assertEquals(503, refused.status());
        assertEquals("30", refused.header("Retry-After"));
        assertEquals("application/problem+json", refused.header("Content-Type"));
        assertEquals("{\"type\":\"urn:wangge:problem:unavailable\",", refused.awaitEnd().substring(0, 41));
        assertEquals(200, from("10.0.0.2").status());
        assertEquals(200, signedIn("10.0.0.1", "anna").status());
        open.removeFirst().close();
        Await.until("the place of one who went", Duration.ofSeconds(20), () -> {
            // It is found out by writing to it.
            server.publisher().apply(List.of(), 1);
            return gauge("wangge_events_clients") < EventHub.MAX_OF_ADDRESS + 2;
        });
        assertEquals(200, from("10.0.0.1").status());
    }

    @Test
    void anAccountHasItsShareFromWhereverItComes() throws IOException {
        for (int i = 0; i < EventHub.MAX_OF_ACCOUNT; i++) {
            assertEquals(200, signedIn("10.0.1." + i, "anna").status());
        }
        EventClient refused = signedIn("10.0.2.1", "anna");
        assertEquals(503, refused.status());
        assertTrue(refused.awaitEnd().contains("This account has 20 event streams open already."));
        assertEquals(200, signedIn("10.0.2.1", "bert").status());
    }

    @Test
    void strangersDoNotShutOutWhoIsSignedIn() throws IOException {
        for (int a = 0; a < EventHub.MAX_CLIENTS / EventHub.MAX_OF_ADDRESS; a++) {
            fill("10.0.3." + a, EventHub.MAX_OF_ADDRESS);
        }
        EventClient oldest = open.getFirst();
        assertEquals(503, from("10.0.4.1").status());
        EventClient anna = signedIn("10.0.4.1", "anna");
        assertEquals(200, anna.status());
        oldest.awaitEnd();
        assertEquals(503, from("10.0.4.1").status(), "its place is taken");
        anna.await("hello");
        server.publisher().apply(List.of(), 1);
        anna.await("day");
    }

    /// What it would not read is lost to it, so it must not go on as if nothing were: it is cut off, and comes back to a `hello`
    /// whose `seq` tells that it missed something.
    @Test
    void aClientThatDoesNotKeepUpIsDroppedWhileOthersHearEverything() throws Exception {
        EventClient slow = EventClient.narrow(server.url(), "X-Forwarded-For", "10.0.5.1");
        open.add(slow);
        long seq = slow.await("hello").get("seq").asLong();
        Thread reader;
        long[] heard = new long[2];
        try (EventClient quick = from("10.0.5.2")) {
            reader = Thread.ofVirtual().start(() -> {
                try {
                    heard[0] = quick.await("hello").get("seq").asLong();
                    for (JsonNode change = quick.await("change"); change != null; change = quick.await("change")) {
                        if (change.get("seq").asLong() > heard[0] + 1) {
                            heard[1] = heard[0];
                        }
                        heard[0] = change.get("seq").asLong();
                    }
                } catch (IOException e) {
                    // the end of the test
                }
            });
            Await.until("the slow one is dropped", Duration.ofSeconds(200), () -> {
                server.publisher().apply(scattered(), 1);
                long now = server.publisher().current().seq();
                Await.until("the quick one is there", Duration.ofSeconds(20), () -> heard[0] >= now);
                return gauge("wangge_events_clients") == 1;
            });
            assertEquals(0, heard[1], "no gap");
        }
        reader.join();
        slow.awaitEnd();
        JsonNode back = from("10.0.5.1").await("hello");
        assertEquals(server.publisher().current().seq(), back.get("seq").asLong());
        assertNotEquals(seq, back.get("seq").asLong());
    }

    /// There is always more to hear, long before a heartbeat is over.
    @Test
    void aStreamEndsSoonAfterItsKeyHoweverMuchThereIsToHear() throws Exception {
        try (TestServer busy = beating(Duration.ofSeconds(2));
                EventClient ending = new EventClient(busy.url(), "Authorization", "Bearer " + busy.token("anna", VIEWER))) {
            ending.await("hello");
            // As another server does it, and what this one knew of keys is out of date.
            Account anna = busy.store().accounts().findByName("anna").orElseThrow();
            busy.store().accounts().update(anna.withDisabled(true));
            assertEquals(201, busy.post("/api/accounts", "{\"name\":\"bert\"}").status());
            long bert = busy.store().accounts().findByName("bert").orElseThrow().id();
            assertEquals(200, busy.send("PATCH", "/api/accounts/" + bert, "{\"disabled\":true}").status());
            CompletableFuture<String> end = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    end.complete(ending.awaitEnd());
                } catch (IOException e) {
                    end.completeExceptionally(e);
                }
            });
            Await.until("it ends", Duration.ofSeconds(20), () -> {
                busy.publisher().apply(List.of(), 1);
                return end.isDone();
            });
            end.get();
        }
    }

    private TestServer beating(Duration heartbeat) {
        Limits usual = Limits.USUAL;
        return new TestServer(TestDatabases.geoPackage(folder.resolve("busy")).open(), new Access.Settings(false, false, null),
                Exposure.loopback(0),
                new Limits(usual.header(), usual.body(), usual.idle(), usual.waiting(), usual.unread(), heartbeat),
                Clock.systemUTC());
    }

    /// A stream whose client is gone can't be answered any more, and the framework hands what is thrown then back to whoever
    /// answers failures: once, and not for ever.
    @Test
    void streamsThatEndWithTheirClientsLeaveNothingGoingOn() throws IOException {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        var log = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                said.add(event.getFormattedMessage());
            }
        };
        Logger framework = (Logger) LoggerFactory.getLogger("io.javalin.Javalin");
        log.start();
        framework.addAppender(log);
        framework.setLevel(Level.WARN);
        try {
            for (int a = 0; a < EventHub.MAX_CLIENTS / EventHub.MAX_OF_ADDRESS; a++) {
                fill("10.0.6." + a, EventHub.MAX_OF_ADDRESS);
            }
            for (EventClient client : open) {
                client.close();
            }
            server.close();
            assertEquals(0, said.size(), said::peek);
        } finally {
            framework.setLevel(null);
            framework.detachAppender(log);
        }
    }

    /// As many ports as one publication tells of one by one.
    private static List<Update> scattered() {
        return IntStream.range(0, 250).<Update>mapToObj(i -> new Update.Put(new Port(
                i + 1, "P" + i, null, null, null, null, null,
                FixedPoint.LON_LAT.createPoint(new Coordinate(117 + i * 0.001, 39))))).toList();
    }

    private void fill(String address, int clients) throws IOException {
        for (int i = 0; i < clients; i++) {
            assertEquals(200, from(address).status());
        }
    }

    private EventClient from(String address, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-Forwarded-For";
        all[headers.length + 1] = address;
        EventClient client = new EventClient(server.url(), all);
        open.add(client);
        return client;
    }

    private EventClient signedIn(String address, String account) throws IOException {
        return from(address, "Authorization", "Bearer "
                + tokens.computeIfAbsent(account, a -> server.token(a, VIEWER)));
    }

    private double gauge(String name) {
        return server.get("/metrics").text().lines().filter(l -> l.startsWith(name + " "))
                .mapToDouble(l -> Double.parseDouble(l.split(" ")[1]))
                .findFirst().orElseThrow();
    }
}
