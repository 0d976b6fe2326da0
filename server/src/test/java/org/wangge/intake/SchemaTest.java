package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

/// `data/schema` against what an import understands.
class SchemaTest {

    private static final Path FOLDER = Path.of("../data/schema");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void thePageOfALayerListsExactlyItsColumnsAndTheirOtherNames(Layer layer) throws IOException {
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve(layer.key() + ".md"))) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                documented.add(cells[1].strip() + " " + cells[6].strip());
            }
        }
        List<Property> understood = Stream.concat(Columns.understood(layer).stream(), Registry.PLACE.stream()).toList();
        assertEquals(
                understood.stream().map(p -> "`" + p.name() + "` "
                        + String.join(", ", p.aliases().stream().map(a -> "`" + a + "`").toList())).toList(),
                documented);
    }

    @Test
    void theTemplatesImportCleanly() throws Exception {
        try (TestDatabases.Database database = TestDatabases.geoPackage(folder);
                Store store = database.open()) {
            for (Layer layer : Layer.values()) {
                ImportReport report =
                        new Importer(store).run(ImportRequest.of(layer, FOLDER.resolve(layer.key() + ".csv")).withStrict(true));
                assertEquals(List.of(), report.rejects(), layer.key());
                assertEquals(List.of(), report.ignored(), layer.key());
                assertEquals(2, report.inserted(), layer.key());
                assertTrue(report.recognised().keySet().containsAll(Registry.of(layer.table()).names()), layer.key());
            }
            assertEquals(List.of("SZ-01 < SZ", "SZ-01-02 < SZ-01 < SZ, leaf"), StoreDump.tree(store));
        }
    }

    @Test
    void everyPageIsLinkedFromTheFirst() throws IOException {
        String first = Files.readString(FOLDER.resolve("README.md"));
        for (Layer layer : Layer.values()) {
            assertTrue(first.contains("(" + layer.key() + ".md)"), layer.key());
        }
    }
}
