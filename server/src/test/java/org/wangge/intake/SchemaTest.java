package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

/// `data/schema` against the registry and what an import understands. With `-Dwangge.schema.write=true` its pages and templates
/// are written anew.
class SchemaTest {

    private static final Path FOLDER = Path.of("../data/schema");
    private static final String WRITE = "mvn -pl server -am test -Dtest=SchemaTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dwangge.schema.write=true writes it anew";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void thePageAndTheTemplateOfALayerSayWhatTheRegistrySays(Layer layer) throws IOException {
        Path page = FOLDER.resolve(layer.key() + ".md");
        Path template = FOLDER.resolve(layer.key() + ".csv");
        if (Boolean.getBoolean("wangge.schema.write")) {
            Files.writeString(page, SchemaPages.page(layer, Files.readString(page)));
            Files.writeString(template, SchemaPages.template(layer, Files.readString(template)));
        }

        assertEquals(SchemaPages.page(layer, Files.readString(page)), Files.readString(page), WRITE);
        assertEquals(SchemaPages.template(layer, Files.readString(template)), Files.readString(template), WRITE);
    }

    @ParameterizedTest
    @EnumSource
    void thePageOfALayerHasThePlacesColumnsWithTheirOtherNames(Layer layer) throws IOException {
        String page = Files.readString(FOLDER.resolve(layer.key() + ".md"));
        for (Property p : Registry.PLACE) {
            String row = page.lines().filter(line -> line.startsWith("| `" + p.name() + "` ")).findFirst().orElseThrow();
            String names = p.aliases().stream().map(a -> "`" + a + "`").collect(Collectors.joining(", "));
            assertTrue(row.endsWith("| " + names + " |"), row);
        }
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
