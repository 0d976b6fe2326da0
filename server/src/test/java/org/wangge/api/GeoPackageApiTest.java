package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

class GeoPackageApiTest extends ApiContract {

    @TempDir
    Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Test
    void aFileThatIsTakenAwayTurnsTheServerFromReadyAndTheMapStays() throws Exception {
        Path file = folder.resolve("wangge.gpkg");
        assertEquals(200, server.get("/api/grids").status(), "who asks is known");
        Files.move(file, folder.resolve("aside.gpkg"));
        String gone = " is gone: it or its folder was deleted or moved while wangge had it open.";
        TestServer.Answer refused = server.post("/api/plans", "{\"name\":\"lost\"}");
        assertEquals(503, refused.status(), refused.text());
        assertEquals("The GeoPackage " + file + gone, refused.json().get("detail").asText());
        TestServer.Answer ready = server.get("/health/ready");
        assertEquals(503, ready.status(), ready.text());
        assertEquals("The GeoPackage" + gone, ready.json().get("detail").asText());
        TestServer.Answer map = server.get("/api/grids");
        assertEquals(200, map.status(), map.text());
        assertFalse(Files.exists(file));
    }
}
