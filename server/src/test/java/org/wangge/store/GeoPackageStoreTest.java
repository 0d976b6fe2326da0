package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wangge.store.StoreSamples.building;
import static org.wangge.store.StoreSamples.geometry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.wangge.model.Plan;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.ProblemException;
import org.wangge.store.row.RowReader;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases;

class GeoPackageStoreTest extends StoreContract {

    @TempDir
    static Path folder;

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Test
    void gdalAndThereforeQgisReadTheFileAsItIs() throws Exception {
        assumeTrue(isInstalled("ogrinfo"), "GDAL is not installed");
        put(building("a", 7));
        put(building("b", 8));
        put(new Port(0, "p", "ODF", null, null, null, 3, geometry("POINT (117.25 39.5)")));
        String layers = run("ogrinfo", "-ro", file().toString());
        assertEquals(
                List.of("1: branches", "2: grids", "3: buildings", "4: ports (Point)", "5: sightings (Point)", "6: base",
                        "7: persons (None)", "8: assignments (None)"),
                layers.lines().filter(l -> l.matches("\\d+: .*")).toList());
        String buildings = run("ogrinfo", "-ro", "-so", file().toString(), "buildings");
        assertTrue(buildings.contains("Feature Count: 2"), buildings);
        assertTrue(buildings.contains("ID[\"EPSG\",4326]"), buildings);
        assertTrue(buildings.contains("Extent: (117.000000, 39.000000) - (117.001000, 39.001000)"), buildings);
        String port = run("ogrinfo", "-ro", file().toString(), "ports");
        assertTrue(port.contains("capacity (Integer64) = (null)"), port);
        assertTrue(port.contains("POINT (117.25 39.5)"), port);
    }

    @Test
    void anEditByGdalIsVersionedAndInTheFeed() throws Exception {
        assumeTrue(isInstalled("ogrinfo"), "GDAL is not installed");
        long id = put(building("a", 7)).id();
        long before = Long.parseLong(text("select max(id) from feed"));
        run("ogrinfo", file().toString(), "-sql", "update buildings set households = 9 where code = 'a'");
        assertEquals(1, versionOf("buildings", "a"));
        assertEquals("buildings " + id, text("select distinct layer || ' ' || row_id from feed where id > " + before));
    }

    /// SQLite keeps any value in any column, and makes a number of it when it is asked for one: 0 of a word, 1 of 1.5.
    @ParameterizedTest
    @CsvSource({
        "abc, households is 'abc'; which is no whole number",
        "12x, households is '12x'; which is no whole number",
        "1.5, households is '1.5'; which is no whole number",
        "zeroblob(1), households is 1 bytes; which is no whole number",
        "9223372036854775807, households is '9223372036854775807'; which is no whole number up to 2147483647"})
    void whatIsNoNumberIsSaidAndNotTakenForOne(String written, String said) throws Exception {
        put(building("good", 1));
        put(building("bad", 7));
        String value = Set.of("abc", "12x").contains(written) ? "'" + written + "'" : written;
        try (Connection c = database.connect(); Statement s = c.createStatement()) {
            s.execute("update buildings set households = " + value + " where code = 'bad'");
        }
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger reader = (Logger) LoggerFactory.getLogger(RowReader.class);
        log.start();
        reader.addAppender(log);
        try {
            assertEquals(List.of("good"), scan(Table.BUILDINGS).stream().map(Row::code).toList());
        } finally {
            reader.detachAppender(log);
        }
        String line = log.list.getFirst().getFormattedMessage();
        assertTrue(line.endsWith(" of buildings is left out: " + said.replace(';', ',') + ". Correct it in the database."), line);
    }

    @Test
    void aCopyTakenWhileTheStoreIsOpenHoldsWhatWasCommitted() throws Exception {
        put(building("committed", 1));
        Path copy = Files.createDirectories(folder.resolve("copy")).resolve("wangge.gpkg");
        Files.copy(file(), copy);
        Files.copy(beside("-wal"), copy.resolveSibling("wangge.gpkg-wal"));
        try (Store restored = Store.openGeoPackage(copy)) {
            assertEquals(Set.of("committed"), restored.codes(Table.BUILDINGS).keySet());
        }
    }

    @Test
    void anotherProcessMayWriteAtTheSameTimeAndBeKilledWithoutLosingWhatItWasTold() throws Exception {
        Plan theirs = store.createPlan("theirs", 0, PLANNER);
        Plan ours = store.createPlan("ours", 0, PLANNER);
        Process other = new ProcessBuilder(
                        Jvm.command(CommandWriter.class, file().toString(), String.valueOf(theirs.id())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = 0;
        int written = 0;
        try (BufferedReader lines = other.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (!line.startsWith("version ")) {
                    continue;
                }
                acknowledged = Integer.parseInt(line.substring("version ".length()));
                ours = store.appendCommand(ours.id(), ours.version(), command("{}"));
                written++;
                if (acknowledged >= 20) {
                    // By its handle, which leaves open what it has still said.
                    other.toHandle().destroyForcibly();
                }
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertTrue(acknowledged >= 20, "the other process wrote " + acknowledged);
        int kept = store.listCommands(theirs.id()).size();
        assertTrue(kept == acknowledged || kept == acknowledged + 1, kept + " kept of " + acknowledged + " acknowledged");
        assertEquals(written, store.listCommands(ours.id()).size());
        assertEquals("ok", text("pragma integrity_check"));
    }

    @Test
    void severalMayOpenAFileThatIsNotThereYetAtOnce() {
        Path fresh = folder.resolve("new/folder/city.gpkg");
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    try (Store each = Store.openGeoPackage(fresh)) {
                        each.createPlan("plan " + i, 0, PLANNER);
                    }
                }))
                .toList();
        threads.forEach(StoreFixture::join);
        try (Store all = Store.openGeoPackage(fresh)) {
            assertEquals(Set.of("plan 0", "plan 1", "plan 2", "plan 3"),
                    all.listPlans(Set.of(Plan.Status.DRAFT), Long.MAX_VALUE, 10).stream().map(p -> p.plan().name())
                    .collect(Collectors.toSet()));
        }
        assertEquals(List.of("city.gpkg"), names(fresh.getParent()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text      | The GeoPackage F is not a GeoPackage: it is no SQLite file at all.
            empty     | The file F is not a GeoPackage: it is empty.
            folder    | The file F is a folder, not a GeoPackage.
            sqlite    | The file F is not a GeoPackage: its application id is not GPKG.
            foreign   | The file F is a GeoPackage, but not one that wangge keeps its data in; its layers can be imported.
            newer     | The GeoPackage F has schema version 999; this program knows only up to N.
            truncated | The GeoPackage F is damaged or cut short: database disk image is malformed.
            """)
    void aFileThatIsNotOursIsRefusedInWordsAndNotTouched(String kind, String text) throws Exception {
        Path file = folder.resolve("bad-" + kind + ".gpkg");
        spoil(kind, file);
        byte[] before = Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file);
        ProblemException e = assertThrows(ProblemException.class, () -> Store.openGeoPackage(file));
        String expected = text.replace(" F ", " " + file + " ").replace(" N.", " " + StoreSamples.newestSchema() + ".");
        assertEquals(expected, e.problem().detail());
        assertTrue(e.problem().remedy().matches(".*[Nn](othing was|ot) changed.*"), e.problem().remedy());
        assertArrayEquals(before, Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file));
    }

    private static void spoil(String kind, Path file) throws Exception {
        switch (kind) {
            case "text" -> Files.writeString(file, "not a database, whatever its name says\n".repeat(50));
            case "empty" -> Files.createFile(file);
            case "folder" -> Files.createDirectory(file);
            case "sqlite" -> alter(file, "create table t (a)");
            case "foreign" -> alter(file, "pragma application_id = 1196444487", "create table t (a)");
            case "newer" -> {
                Store.openGeoPackage(file).close();
                alter(file, "insert into flyway_schema_history select 99, '999', 'later', type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success from flyway_schema_history where version = '1'");
            }
            case "truncated" -> {
                Store.openGeoPackage(file).close();
                byte[] whole = Files.readAllBytes(file);
                Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static void alter(Path file, String... statements) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            for (String statement : statements) {
                s.execute(statement);
            }
        }
    }

    private static Path file() {
        return folder.resolve("wangge.gpkg");
    }

    private static Path beside(String suffix) {
        return folder.resolve("wangge.gpkg" + suffix);
    }

    private static List<String> names(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isInstalled(String program) {
        try {
            return new ProcessBuilder(program, "--version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
