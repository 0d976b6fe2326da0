package org.wangge.store.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

/// No table and no column can be left out of backups by mistake.
class KeptTablesTest {

    @TempDir
    Path folder;

    @Test
    void everyTableOfAGeoPackageIsKeptOrLeftOutOnPurpose() throws Exception {
        assertEquals(expected(), own(geoPackage().keySet()));
    }

    /// Milliseconds or ISO 8601, as it was decided for each: what is compared in SQL is of one kind.
    @Test
    void eachColumnOfMomentsHasOneForm() throws Exception {
        TestDatabases.Database town = TestDatabases.geoPackage(folder);
        town.open(LivedInTown.CONTENT).close();
        Map<String, Set<String>> forms = new TreeMap<>();
        try (Connection c = town.connect();
                Statement s = c.createStatement()) {
            for (String table : KeptTables.ALL) {
                for (String column : columnsOfMoments(s, table)) {
                    try (ResultSet rs = s.executeQuery("select distinct typeof(" + column + ") from " + table + " where " + column
                            + " is not null")) {
                        while (rs.next()) {
                            forms.computeIfAbsent(table + "." + column, k -> new TreeSet<>()).add(rs.getString(1));
                        }
                    }
                }
            }
        }
        assertEquals(Set.of("text"), forms.get("grid_history.at"));
        assertEquals(Set.of("integer"), forms.get("revisions.published_at"));
        assertTrue(forms.values().stream().allMatch(f -> f.size() == 1), forms::toString);
    }

    private static List<String> columnsOfMoments(Statement s, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rs = s.executeQuery("select name from pragma_table_info('" + table + "') where type = 'DATETIME'")) {
            while (rs.next()) {
                columns.add(rs.getString(1));
            }
        }
        return columns;
    }

    @Test
    @Tag("postgis")
    void everyTableAndColumnOfPostgisIsThereToo() throws Exception {
        TreeMap<String, Set<String>> postgis;
        try (TestDatabases.Database database = TestDatabases.postgis()) {
            database.open().close();
            postgis = columns(database, "public");
        }
        var expected = expected();
        expected.remove("feed_muted");
        assertEquals(expected, own(postgis.keySet()));
        var geoPackage = geoPackage();
        for (String table : KeptTables.ALL) {
            assertEquals(geoPackage.get(table), postgis.get(table), table);
        }
    }

    private static TreeSet<String> expected() {
        return Stream.concat(KeptTables.ALL.stream(), KeptTables.LEFT_OUT.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Without those of SQLite, GeoPackage and PostGIS.
    private static TreeSet<String> own(Set<String> tables) {
        return tables.stream()
                .filter(t -> !t.startsWith("sqlite_") && !t.startsWith("gpkg_") && !Set.of("spatial_ref_sys").contains(t))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TreeMap<String, Set<String>> geoPackage() throws SQLException {
        TestDatabases.Database database = TestDatabases.geoPackage(folder);
        database.open().close();
        return columns(database, null);
    }

    private static TreeMap<String, Set<String>> columns(TestDatabases.Database database, String schema) throws SQLException {
        var tables = new TreeMap<String, Set<String>>();
        try (Connection c = database.connect()) {
            try (ResultSet rs = c.getMetaData().getTables(null, schema, null, new String[] {"TABLE"})) {
                while (rs.next()) {
                    tables.put(rs.getString("TABLE_NAME"), new TreeSet<>());
                }
            }
            for (var table : tables.entrySet()) {
                try (ResultSet rs = c.getMetaData().getColumns(null, schema, table.getKey(), null)) {
                    while (rs.next()) {
                        table.getValue().add(rs.getString("COLUMN_NAME"));
                    }
                }
            }
        }
        return tables;
    }
}
