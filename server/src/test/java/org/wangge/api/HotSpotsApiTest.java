package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
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
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

class HotSpotsApiTest {

    private static final SyntheticCity CITY = new SyntheticCity(3, 6_000, 8);

    @Test
    void everyLeafHasTheGetisOrdOfItselfAndThoseThatTouchIt(@TempDir Path folder) throws Exception {
        try (TestServer server = new TestServer(city(folder))) {
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

    /// What is kept is given again only while it is what would be worked out.
    @Test
    void anAnswerIsAnotherWhenAFigureOrABorderIsAnother(@TempDir Path folder) throws Exception {
        Store store = city(folder);
        List<Building> buildings = new ArrayList<>();
        CITY.scan(Table.BUILDINGS, row -> buildings.add((Building) row));
        Building any = buildings.getFirst();
        try (TestServer server = new TestServer(store)) {
            String path = "/api/hotspots?metric=penetration";
            String first = server.get(path).header("ETag");
            load(store, Table.SIGHTINGS, List.of(new Sighting(
                    0, "S", "甲通信", "booth", null, null, null, null, LocalDate.now(), null, any.geometry().getCentroid())));
            server.sync();
            assertEquals(first, server.get(path).header("ETag"));

            Counts counts = Counts.of(Map.of(Count.HOUSEHOLDS, 5_000, Count.SUBSCRIBERS, 0));
            load(store, Table.BUILDINGS, List.of(new Building(
                    0, any.code(), any.name(), any.address(), any.compound(), any.kind(), counts, any.geometry())));
            server.sync();
            String second = server.get(path).header("ETag");
            assertNotEquals(first, second);

            JsonNode leaf = server.get("/api/grids").json().get("grids");
            long id = leaf.get(leaf.size() - 1).get("id").asLong();
            long plan = server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
            assertEquals(200, server.change(plan, "commands", "{\"type\":\"delete\",\"grid\":" + id + "}").status());
            assertEquals(200, server.publish(plan).status());
            assertNotEquals(second, server.get(path).header("ETag"));
        }
    }

    private static Store city(Path folder) {
        Store store = TestDatabases.geoPackage(folder).open();
        for (Table table : List.of(Table.BRANCHES, Table.GRIDS, Table.PERSONS, Table.BUILDINGS)) {
            List<Row> rows = new ArrayList<>();
            CITY.scan(table, rows::add);
            load(store, table, rows);
        }
        return store;
    }

    private static void load(Store store, Table table, List<? extends Row> rows) {
        Set<String> columns = new HashSet<>(Registry.of(table).names());
        columns.add("geometry");
        store.load(table, columns, rows.iterator(), n -> {});
    }
}
