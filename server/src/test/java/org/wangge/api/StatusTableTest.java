package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// What is written of the routes names exactly those that there are.
class StatusTableTest {

    @Test
    void theReferenceNamesTheStatusesOfEveryRoute() throws IOException {
        Set<String> served = new TreeSet<>();
        StatusTable.routes().forEach(r -> served.add(r.method() + " " + r.path()));

        assertEquals(served, StatusTable.read().keySet());
    }

    @Test
    void theOpenApiDocumentHasOnlyPathsAndParametersThatTheServerTakes(@TempDir Path folder) {
        var store = TestDatabases.geoPackage(folder).open();
        TestTown.load(store);
        try (TestServer server = new TestServer(store)) {
            server.get("/ogc/api").json().get("paths").properties().forEach(entry -> {
                String path = ("/ogc" + entry.getKey()).replaceFirst("/$", "").replaceFirst("(/collections/)[a-z]+", "$1{layer}");
                Endpoint route = StatusTable.routes().stream().filter(r -> r.path().equals(path)).findFirst()
                        .orElseThrow(() -> new AssertionError(path));
                Set<String> named = new TreeSet<>();
                entry.getValue().at("/get/parameters").forEach(p -> {
                    if (p.get("in").asText().equals("query")) {
                        named.add(p.get("name").asText());
                    }
                });
                assertEquals(new TreeSet<>(route.parameters()), named, path);
                assertTrue(entry.getValue().at("/get/responses").has("default"), "problems");
            });
        }
    }
}
