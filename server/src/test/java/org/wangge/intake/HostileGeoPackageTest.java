package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.problem.ProblemException;

/// Files that are made to keep an import busy for ever, or to fill its memory: refused in words, within bounds. All but the names
/// of the tables is SQLite's own, as anybody could make it.
@Timeout(600)
class HostileGeoPackageTest {

    private static final List<String> METADATA = List.of(
            "create table gpkg_contents (table_name text, data_type text, srs_id integer)",
            "create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer)",
            "insert into gpkg_contents values ('evil', 'features', 4326)",
            "insert into gpkg_geometry_columns values ('evil', 'geom', 4326)");
    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select i as fid, null as geom, i as code from n";
    private static final String IS_A_VIEW =
            "evil.gpkg: evil is a view or not there; only tables are read. Export it as a table first,"
            + " for example with QGIS (Export, Save Features As) or ogr2ogr.";

    @TempDir
    Path folder;

    @Test
    void aViewWithoutEnd() throws Exception {
        make(METADATA, "create view evil as " + ENDLESS);
        assertEquals(IS_A_VIEW, refusal());
    }

    @Test
    void viewsOfViewsThatDoubleEachTime() throws Exception {
        make(METADATA, "create view v0 as select 1 as fid, null as geom");
        make(List.of(), IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "create view v" + i + " as select a.fid, a.geom from v" + (i - 1) + " a, v" + (i - 1) + " b")
                .toArray(String[]::new));
        make(List.of(), "create view evil as select * from v40");
        assertEquals(IS_A_VIEW, refusal());
    }

    @Test
    void metadataThatAreViewsWithoutEnd() throws Exception {
        make(List.of(), "create view gpkg_contents as select 'evil' as table_name, 'features' as data_type from (" + ENDLESS
                + ")",
                METADATA.get(1), METADATA.get(3), "create table evil (fid integer primary key, geom blob)");
        assertEquals("evil.gpkg is an SQLite database, but no GeoPackage. Export it again as GeoPackage with at least one layer.",
                refusal());
    }

    @Test
    void aViewThatPosesAsATableByItsText() throws Exception {
        make(METADATA, "create view evil as " + ENDLESS, "pragma writable_schema = on",
                "update sqlite_schema set type = 'table' where name = 'evil'");
        assertTrue(refusal().startsWith("evil.gpkg"), "whatever SQLite says of it");
    }

    @Test
    void metadataThatMultiplyWhenTheyAreJoined() throws Exception {
        make(METADATA, "delete from gpkg_contents", "delete from gpkg_geometry_columns",
                "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000)"
                        + " insert into gpkg_contents select 'c' || i, 'features', 0 from n",
                "insert into gpkg_geometry_columns select 'g' || table_name, 'geom', 0 from gpkg_contents");
        assertEquals("evil.gpkg is given up: SQLite computes on and on without coming to a row. Export it again, as a "
                + "GeoPackage with"
                + " plain tables.", refusal());
    }

    @Test
    void triggersAreNeverRun() throws Exception {
        make(METADATA, "create table evil (fid integer primary key, geom blob, code text)",
                "insert into evil values (1, null, 'a')",
                "create trigger t after insert on evil begin insert into evil select null, null, code from evil; end",
                "create trigger u after update on evil begin select raise(fail, 'run'); end");
        byte[] before = Files.readAllBytes(file());
        try (GeoPackageReader reader = new GeoPackageReader(file(), null, "buildings", Terms.COMMAND_LINE)) {
            assertEquals("a", reader.next().values()[0]);
            assertEquals(null, reader.next());
        }
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(file())));
        try (var files = Files.list(folder)) {
            assertEquals(List.of("evil.gpkg"), files.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void aColumnThatComputesWithoutEndIsNotAsked() throws Exception {
        make(METADATA, "create table evil (fid integer primary key, geom blob, code text, bomb text as "
                + "(replace(hex(zeroblob(5000000)),"
                + " '00', code || 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa')))", "insert into evil values (1, null, 'a')");
        try (GeoPackageReader reader = new GeoPackageReader(file(), null, "buildings", Terms.COMMAND_LINE)) {
            assertEquals(List.of("code"), reader.fields());
            assertEquals("a", reader.next().values()[0]);
        }
    }

    @Test
    void aValueThatIsTooLarge() throws Exception {
        make(METADATA, "create table evil (fid integer primary key, geom blob, code text)",
                "insert into evil values (1, zeroblob(70000000), 'a')");
        assertEquals("evil.gpkg has a value of more than 64 MB. Export it again without that column, or with simpler geometry.",
                refusal());
    }

    @Test
    void moreColumnsThanThereMayBe() throws Exception {
        make(METADATA, "create table evil (fid integer primary key, geom blob)", "pragma writable_schema = on",
                "update sqlite_schema set sql = 'CREATE TABLE evil (fid integer primary key, geom blob, "
                        + IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(", "))
                        + ")' where name = 'evil'");
        assertTrue(refusal().startsWith("evil.gpkg is damaged: "), refusal());
    }

    @Test
    void pagesThatStandForMoreRowsThanFit() throws Exception {
        make(METADATA, "pragma page_size = 512", "vacuum", "create table evil (fid integer primary key, geom blob, code text)",
                "with recursive n(i) as (select 1 union all select i + 1 from n limit 20000) insert into evil select i, null, "
                        + "'x' from n");
        int root;
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement s = c.createStatement();
                var rs = s.executeQuery("select rootpage from sqlite_schema where name = 'evil'")) {
            root = rs.getInt(1);
        }
        multiply(root);
        assertEquals("evil.gpkg is damaged: its table evil goes on for more rows than fit into it. Copy or export it again.",
                refusal());
    }

    /// Makes one long chain of the inner pages, each of which has the next one for all its children.
    private void multiply(int root) throws Exception {
        try (FileChannel f = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            List<Integer> inner = new ArrayList<>(List.of(root));
            ByteBuffer top = read(f, root);
            for (int i = 0; i < top.getShort(3); i++) {
                inner.add(top.getInt(top.getShort(12 + 2 * i)));
            }
            assertTrue(inner.size() > 5, inner.toString());
            for (int level = 0; level < inner.size() - 1; level++) {
                ByteBuffer page = read(f, inner.get(level));
                assertEquals(5, page.get(0), "an inner page");
                page.putInt(8, inner.get(level + 1));
                for (int i = 0; i < page.getShort(3); i++) {
                    page.putInt(page.getShort(12 + 2 * i), inner.get(level + 1));
                }
                f.write(page.rewind(), (inner.get(level) - 1) * 512L);
            }
        }
    }

    private static ByteBuffer read(FileChannel f, int page) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(512);
        f.read(bytes, (page - 1) * 512L);
        return bytes;
    }

    private Path file() {
        return folder.resolve("evil.gpkg");
    }

    private void make(List<String> first, String... then) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement s = c.createStatement()) {
            for (String statement : first) {
                s.execute(statement);
            }
            for (String statement : then) {
                s.execute(statement);
            }
        }
    }

    /// What is said when the file is read to its end.
    private String refusal() {
        return assertThrows(ProblemException.class, () -> {
            try (GeoPackageReader reader = new GeoPackageReader(file(), null, "buildings", Terms.COMMAND_LINE)) {
                while (reader.next() != null) {
                    // On to the end.
                }
            }
        }).getMessage();
    }
}
