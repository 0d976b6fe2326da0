package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;

/// What a server says of its own health.
class HealthTest extends TownContract {

    @TempDir
    Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Test
    void aServerInGoodHealthSaysSo() {
        // Where the follower's thread stands still for seconds it is behind, and that is told.
        Await.until("it is in step", Duration.ofSeconds(20), () -> {
            JsonNode ready = server.bare("GET", "/health/ready", null).json();
            boolean isInStep = ready.get("database").asText().equals("in step");
            assertEquals(isInStep ? "following" : "trying again", ready.get("follower").asText());
            assertEquals(!isInStep, ready.has("stale_since"), ready.toString());
            return isInStep;
        });
    }

    @Test
    void aMapThatIsStillBeingLoadedIsNotShownAsEmpty() {
        try (TestServer loading = TestServer.stillLoading(server.store())) {
            for (String path : List.of("/api/grids", "/api/grids?revision=0", "/api/grids/1",
                    "/api/locate?lon=117.005&lat=39.005", "/api/search?q=A", "/api/changes?since=x", "/api/events", "/api/plans",
                    "/api/revisions", "/api/jobs", "/api/accounts", "/api/persons", "/tiles/grids.json",
                    "/tiles/grids/14/13517/6217.mvt", "/tiles/surface/penetration/1/0/0.png", "/ogc",
                    "/ogc/collections/grids/items")) {
                Answer answer = loading.get(path);
                assertEquals("The map is still being loaded. loading 1", detail(answer) + " "
                        + answer.json().get("reason").asText() + " " + answer.header("Retry-After"), path);
            }
            for (String path : List.of("/api/metrics", "/api/schema", "/metrics", "/api/session")) {
                assertEquals(200, loading.get(path).status(), path);
            }
            loading.follower().start();
            assertEquals(200, loading.get("/api/grids").status());
        }
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
