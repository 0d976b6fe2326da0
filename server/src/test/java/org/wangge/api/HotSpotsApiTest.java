package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.SyntheticCity;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

class HotSpotsApiTest {

    @Test
    void everyLeafHasTheGetisOrdOfItselfAndThoseThatTouchIt(@TempDir Path folder) throws Exception {
        SyntheticCity city = new SyntheticCity(3, 6_000, 8);
        Store store = TestDatabases.geoPackage(folder).open();
        for (Table table : List.of(Table.BRANCHES, Table.GRIDS, Table.PERSONS, Table.BUILDINGS)) {
            List<Row> rows = new ArrayList<>();
            city.scan(table, rows::add);
            Set<String> columns = new HashSet<>(Registry.of(table).names());
            columns.add("geometry");
            store.load(table, columns, rows.iterator(), n -> {});
        }
        try (TestServer server = new TestServer(store)) {
            Snapshot snapshot = server.publisher().current();
            Map<Long, JsonNode> ratios = new HashMap<>();
            server.get("/api/grids").json().get("grids")
                    .forEach(g -> ratios.put(g.get("id").asLong(), g.at("/figures/ratios/penetration")));
            Map<Long, Double> values = new HashMap<>();
            snapshot.grids().stream().filter(GridNode::isLeaf).map(g -> g.grid().id())
                    .filter(id -> !ratios.get(id).get("value").isNull() && !ratios.get(id).get("small").asBoolean())
                    .forEach(id -> values.put(id, ratios.get(id).get("value").asDouble()));
            double n = values.size();
            double mean = values.values().stream().mapToDouble(v -> v).sum() / n;
            double deviation = Math.sqrt(values.values().stream().mapToDouble(v -> v * v).sum() / n - mean * mean);

            JsonNode body = server.get("/api/hotspots?metric=penetration").json();

            assertEquals("penetration", body.get("metric").asText());
            Map<Long, JsonNode> spots = new HashMap<>();
            body.get("grids").forEach(g -> spots.put(g.get("id").asLong(), g));
            assertEquals(snapshot.grids().stream().filter(GridNode::isLeaf).count(), spots.size());
            assertTrue(n > 50);
            for (long id : values.keySet()) {
                Geometry area = snapshot.findGrid(id).orElseThrow().area();
                List<Double> window = values.keySet().stream()
                        .filter(other -> area.intersects(snapshot.findGrid(other).orElseThrow().area()))
                        .map(values::get).toList();
                double w = window.size();
                double z = (window.stream().mapToDouble(v -> v).sum() - mean * w) / deviation
                        / Math.sqrt((n * w - w * w) / (n - 1));
                JsonNode spot = spots.get(id);
                assertEquals(z, spot.get("z").asDouble(), 0.002, spot.toString());
                double q = spot.get("q").asDouble();
                assertEquals(q > 0.05 ? "none" : (q <= 0.01 ? "clear_" : "likely_") + (z > 0 ? "hot" : "cold"),
                        spot.get("spot").asText());
                assertTrue(spot.get("p").asDouble() <= q);
            }
        }
    }
}
