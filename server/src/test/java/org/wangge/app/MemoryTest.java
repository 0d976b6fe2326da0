package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.geo.FixedPoint;
import org.wangge.model.BaseFeature;
import org.wangge.model.Table;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases;

/// A process of its own whose memory does not do for what it is to load.
@Timeout(300)
class MemoryTest {

    private static final int POSITIONS = 50_000;

    @TempDir
    Path folder;

    @Test
    void aServerWithoutRoomForItsMapEndsWithWords() throws Exception {
        store();
        Path words = folder.resolve("words");
        Process server = new ProcessBuilder(Jvm.command(
                        List.of("-Xmx96m"), Main.class, "serve", "--port", "0", "--data-dir", folder.resolve("data").toString()))
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        try {
            assertTrue(server.waitFor(90, TimeUnit.SECONDS), "it ends");
        } finally {
            server.destroyForcibly();
        }

        String text = Files.readString(words, StandardCharsets.UTF_8);
        assertEquals(1, server.exitValue(), text);
        assertTrue(text.contains("wangge: The memory that Java may use, ") && text.contains("WANGGE_JAVA_OPTS=-Xmx8g"), text);
        // another thread that fails at the same moment may have logged so
        assertFalse(text.contains("Exception in thread") || text.contains("serves on"), text);
    }

    /// Some 200 MB when they are read.
    private void store() throws Exception {
        Coordinate[] line = new Coordinate[POSITIONS];
        for (int i = 0; i < POSITIONS; i++) {
            line[i] = new Coordinate(117 + i * 1e-6, 39 + i % 2 * 1e-4);
        }
        TestDatabases.Database database = TestDatabases.geoPackage(folder.resolve("data"));
        Files.createDirectories(folder.resolve("data"));
        try (var store = database.open()) {
            BaseFeature street = new BaseFeature(0, "0", "street", "路", FixedPoint.LON_LAT.createLineString(line));
            store.load(Table.BASE, Set.of("code", "kind", "name", "geometry"), List.of(street).iterator(), _ -> {});
        }
        database.sql("with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)"
                + " insert into base (code, kind, name, geometry) select i, kind, name, geometry from n, base where code = '0'");
    }
}
