package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
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
    void whereTheFileLiesIsToldToNobodyButAnAdmin() throws Exception {
        Path file = folder.resolve("wangge.gpkg");
        String planner = "Bearer " + server.token("p", List.of(new Grant(Role.PLANNER, Scope.EVERYWHERE)));
        // Who asks is known from before.
        assertEquals(200, server.get("/api/plans").status());
        Files.move(file, folder.resolve("aside.gpkg"));
        Await.until("it notices", Duration.ofSeconds(20), () -> server.bare("GET", "/health/ready", null).status() == 503);

        String gone = " is gone: it or its folder was deleted or moved while wangge had it open.";
        assertEquals("The GeoPackage" + gone, detail(server.bare("GET", "/health/ready", null)));
        assertEquals("The GeoPackage" + gone, detail(server.bare("GET", "/api/plans", null, "Authorization", planner)));
        assertEquals("The GeoPackage" + gone, detail(server.bare("GET", "/api/plans", null)));
        assertEquals("The GeoPackage " + file + gone, detail(server.get("/api/plans")));
    }

    private static String detail(Answer answer) {
        assertEquals(503, answer.status(), answer.text());
        return answer.json().get("detail").asText();
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
