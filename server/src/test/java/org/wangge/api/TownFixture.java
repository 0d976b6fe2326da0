package org.wangge.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// A server over [TestTown], and what its tests ask again and again.
abstract class TownFixture {

    TestDatabases.Database database;
    TestServer server;

    abstract TestDatabases.Database provide() throws Exception;

    void begin() throws Exception {
        database = provide();
        server = serve(database.open(TestTown.CONTENT));
    }

    TestServer serve(Store store) {
        return new TestServer(store);
    }

    void end() throws Exception {
        server.close();
        database.close();
    }

    long id(String code) {
        return grid(server.get("/api/grids").json(), code).get("id").asLong();
    }

    static List<String> codes(JsonNode grids) {
        var codes = new ArrayList<String>();
        grids.forEach(g -> codes.add(g.get("code").asText()));
        return codes;
    }

    static JsonNode grid(JsonNode body, String code) {
        for (JsonNode grid : body.get("grids")) {
            if (grid.get("code").asText().equals(code)) {
                return grid;
            }
        }
        throw new AssertionError("no grid " + code);
    }
}
