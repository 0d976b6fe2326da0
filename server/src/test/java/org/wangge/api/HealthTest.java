package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// What a server says of its own health.
class HealthTest {

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        Store store = TestDatabases.geoPackage(folder).open();
        TestTown.load(store);
        server = new TestServer(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerInGoodHealthSaysSo() {
        JsonNode ready = server.bare("GET", "/health/ready", null).json();
        assertEquals("following", ready.get("follower").asText());
        assertEquals("in step", ready.get("database").asText());
        assertFalse(ready.has("stale_since"), ready.toString());
    }

    @Test
    void aServerWhoseFollowerHasEndedIsNotReadyAndSaysSinceWhenItsMapIsOld() {
        server.follower().close();
        Answer answer = server.bare("GET", "/health/ready", null);
        assertEquals(503, answer.status());
        assertEquals("ended", answer.json().get("follower").asText());
        Await.until("it says so with the map", Duration.ofSeconds(20),
                () -> server.bare("GET", "/api/grids", null).header("Wangge-Stale-Since") != null);
        assertEquals(200, server.bare("GET", "/api/grids", null).status());
    }
}
