package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.intake.ImportReport;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.store.StoreLocation;
import org.wangge.store.backup.Backup;
import org.wangge.testing.TestDatabases.Database;
import org.wangge.testing.TestServer;

/// Whatever the registry names comes in from a file, is kept, survives a restart and a backup, and goes out again: asked of every
/// property of every layer without naming any, so that the next one is held to the same.
@Timeout(300)
abstract class RegistryContract {

    private static final List<Layer> IN_ORDER = List.of(Layer.values());

    @TempDir
    Path folder;

    private final List<Database> databases = new ArrayList<>();

    /// Another database of this kind.
    abstract Database provide(Path folder) throws Exception;

    abstract StoreLocation location(Database database);

    @AfterEach
    void close() throws Exception {
        for (Database database : databases) {
            database.close();
        }
    }

    @Test
    void everyPropertyComesInIsKeptAndGoesOut() throws Exception {
        Database database = another("first");
        try (Store store = database.open()) {
            for (Layer layer : IN_ORDER) {
                ImportReport report = new Importer(store).run(ImportRequest.of(layer, file(layer)));
                assertEquals(List.of(), report.rejects(), layer.key());
                assertTrue(report.recognised().keySet().containsAll(Registry.of(layer.table()).names()), layer.key());
            }
        }
        assertServed(database);
        assertServed(database);

        Path file = folder.resolve("backup.gpkg");
        Database restored = another("second");
        Backup.write(location(database), file, false, at -> {});
        Backup.restore(file, location(restored), false, at -> {});
        assertServed(restored);
    }

    private Database another(String name) throws Exception {
        Database database = provide(Files.createDirectory(folder.resolve(name)));
        databases.add(database);
        return database;
    }

    private static void assertServed(Database database) {
        try (TestServer server = new TestServer(database.open())) {
            JsonNode layers = server.get("/api/schema").json().get("layers");
            for (Layer layer : IN_ORDER) {
                String collection = "/ogc/collections/" + layer.key();
                JsonNode item = null;
                for (JsonNode each : server.get(collection + "/items").json().get("features")) {
                    item = each.at("/properties/code").asText().equals(code(layer.table(), 1)) ? each.get("properties") : item;
                }
                JsonNode schema = server.get(collection + "/schema").json().get("properties");
                Map<String, Object> expected = values(layer, 1);
                for (Property p : Registry.of(layer.table()).properties()) {
                    JsonNode served = item.get(p.name());
                    assertEquals(String.valueOf(expected.get(p.name())), served.asText(), layer.key() + " " + p);
                    assertEquals(p.title(), schema.at("/" + p.name() + "/title").asText(), layer.key() + " " + p);
                }
                Set<String> described = names(schema);
                Set<String> told = names(item);
                told.addAll(Set.of("id", "geometry"));
                assertEquals(told, described, "what the schema names and what items have of " + layer.key());
                for (String name : names(item)) {
                    assertTrue(isOf(schema.at("/" + name + "/type").asText(), item.get(name)), layer.key() + " " + name);
                }
                layers.get(layer.key()).forEach(p -> assertTrue(told.contains(p.get("name").asText()), layer.key() + " " + p));
            }
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean isOf(String type, JsonNode value) {
        return value.isNull() || switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    /// Two rows with a value for everything that files may have of the layer; the first refers to none of its own table.
    private Path file(Layer layer) throws Exception {
        List<Map<String, Object>> rows = List.of(values(layer, 0), values(layer, 1));
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", rows.getFirst().keySet()) + ",wkt");
        for (int i = 0; i < rows.size(); i++) {
            lines.add(rows.get(i).values().stream().map(v -> v == null ? "" : v.toString()).collect(Collectors.joining(","))
                    + "," + wkt(layer, i));
        }
        return Files.write(folder.resolve(layer.key() + ".csv"), lines);
    }

    private static Map<String, Object> values(Layer layer, int row) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Property> properties = Registry.of(layer.table()).properties();
        for (int i = 0; i < properties.size(); i++) {
            values.put(properties.get(i).name(), i == 0 ? code(layer.table(), row) : value(layer, properties.get(i), i, row));
        }
        return values;
    }

    private static Object value(Layer layer, Property p, int i, int row) {
        return switch (p.type()) {
            case TEXT -> p.name() + " of " + layer.key() + " " + row;
            case CODE -> p.refersTo() == layer.table() && row == 0 ? null : code(p.refersTo(), 0);
            case WHOLE -> Math.min(p.max(), p.min() + i + row);
            case DECIMAL -> p.min() + (p.max() - p.min()) * 0.25;
            case DAY -> "2026-05-0" + (1 + row);
            case TRUTH -> throw new AssertionError("a file has no " + p);
        };
    }

    private static String code(Table table, int row) {
        return table.key() + "-" + row;
    }

    /// A grid that has another below it has no land of its own.
    private static String wkt(Layer layer, int row) {
        return switch (layer.places()) {
            case AREA -> row == 0 ? "" : "\"POLYGON ((117 39, 117.1 39, 117.1 39.1, 117 39.1, 117 39))\"";
            case POINT_OR_AREA, POINT, ANY -> "POINT (117.0" + (1 + row) + " 39.01)";
        };
    }
}
