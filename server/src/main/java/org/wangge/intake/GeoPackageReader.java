package org.wangge.intake;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// A feature table of a GeoPackage that anybody may have made.
final class GeoPackageReader implements FeatureReader {

    private record Table(String name, String geometryColumn, int srsId) {}

    private final Path file;
    private final UntrustedSqlite sqlite;
    private final Connection connection;
    private final Table table;
    private final String crs;
    private final long total;
    private final List<String> fields = new ArrayList<>();
    private final ResultSet rows;

    /// `wanted` names the table, or is null; where several could be meant the one called `preferred` is. `terms` are those of the
    /// import.
    GeoPackageReader(Path file, String wanted, String preferred, Terms terms) {
        this.file = file;
        checkWhole(file);
        try {
            this.sqlite = new UntrustedSqlite(file);
        } catch (SQLException e) {
            throw broken(e);
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
        this.connection = sqlite.connection();
        try {
            this.table = table(wanted, preferred, terms);
            this.crs = declaredCrs();
            this.total = sqlite.count(quoted(table.name()));
            List<String> columns = columns();
            String key = columns.removeFirst();
            fields.addAll(columns);
            String others = columns.stream().map(c -> ", " + quoted(c)).collect(Collectors.joining());
            PreparedStatement statement = connection.prepareStatement("select " + key + ", " + quoted(table.geometryColumn())
                    + others + " from " + quoted(table.name()));
            this.rows = statement.executeQuery();
        } catch (SQLException e) {
            close();
            throw broken(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        if (total == 0) {
            close();
            throw new Problem.BadInput(
                    file.getFileName() + " is empty: its table " + table.name() + " has no rows.",
                            "Export it again.").asException();
        }
    }

    /// A file that was cut off, or that another program has changes for, would otherwise be read in part without a word.
    private static void checkWhole(Path file) {
        String name = file.getFileName().toString();
        for (String beside : new String[] {"-wal", "-journal"}) {
            Path other = file.resolveSibling(name + beside);
            try {
                if (Files.exists(other) && Files.size(other) > 0) {
                    throw new Problem.Conflict(
                            name + " is open in another program: " + other.getFileName()
                                    + " holds changes that are not in it yet.",
                            "Close it there (QGIS: remove the layer or quit) and import again.").asException();
                }
            } catch (IOException e) {
                throw Format.unreadable(other, e);
            }
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = new byte[100];
            int read = in.read(head);
            long actual = in.length();
            int pageSize = (head[16] & 0xFF) << 8 | head[17] & 0xFF;
            long pages = (head[28] & 0xFFL) << 24 | (head[29] & 0xFF) << 16 | (head[30] & 0xFF) << 8 | head[31] & 0xFF;
            long expected = read < 100 ? 100 : pages * (pageSize == 1 ? 65_536 : pageSize);
            if (actual < expected) {
                throw new Problem.BadInput(
                        name + " is cut off: it has " + Text.count(actual) + " of " + Text.count(expected) + " bytes.",
                        "Copy or export it again.").asException();
            }
        } catch (IOException e) {
            throw Format.unreadable(file, e);
        }
    }

    private Table table(String wanted, String preferred, Terms terms) throws SQLException {
        List<Table> tables = new ArrayList<>();
        boolean isGeoPackage = sqlite.isTable("gpkg_contents") && sqlite.isTable("gpkg_geometry_columns");
        if (isGeoPackage) {
            try (var st = connection.createStatement();
                    var rs = st.executeQuery("""
                            select g.table_name, g.column_name, g.srs_id from gpkg_geometry_columns g join gpkg_contents c
                            on lower(c.table_name) = lower(g.table_name)
                            where c.data_type = 'features' order by g.table_name limit 1000""")) {
                while (rs.next()) {
                    tables.add(new Table(rs.getString(1), rs.getString(2), rs.getInt(3)));
                }
            }
        }
        if (tables.isEmpty()) {
            throw new Problem.BadInput(
                    file.getFileName() + (isGeoPackage ? " has no feature table." : " is an SQLite database, but no GeoPackage."),
                    "Export it again as GeoPackage with at least one layer.").asException();
        }
        Table table = chosen(tables, wanted, preferred, terms);
        if (!sqlite.isTable(table.name())) {
            throw new Problem.BadInput(
                    file.getFileName() + ": " + table.name() + " is a view or not there; only tables are read.",
                    "Export it as a table first, for example with QGIS (Export, Save Features As) or ogr2ogr.").asException();
        }
        return table;
    }

    private Table chosen(List<Table> tables, String wanted, String preferred, Terms terms) {
        String names = String.join(", ", Text.names(tables.stream().map(Table::name).toList()));
        if (wanted != null) {
            return tables.stream().filter(t -> t.name().equalsIgnoreCase(wanted)).findFirst().orElseThrow(() ->
                    new Problem.BadInput(
                    file.getFileName() + " has no feature table " + wanted + "; it has " + names + ".",
                    "Name one of them with " + terms.table + ".", Map.of("tables", names)).asException());
        }
        if (tables.size() == 1) {
            return tables.getFirst();
        }
        return tables.stream().filter(t -> t.name().equalsIgnoreCase(preferred)).findFirst().orElseThrow(() ->
                new Problem.BadInput(
                file.getFileName() + " has " + tables.size() + " feature tables: " + names + ".",
                "Say which with " + terms.table + ", for example " + terms.table(Text.shortened(tables.getFirst().name())) + ".",
                Map.of("tables", names)).asException());
    }

    /// The table's system as `EPSG:4527`; null when it is WGS 84 or not stated.
    private String declaredCrs() throws SQLException {
        if (table.srsId() == 4326 || table.srsId() <= 0) {
            return null;
        }
        if (!sqlite.isTable("gpkg_spatial_ref_sys")) {
            return "srs_id " + table.srsId();
        }
        try (PreparedStatement st = connection.prepareStatement(
                "select organization, organization_coordsys_id, srs_name from gpkg_spatial_ref_sys where srs_id = ?")) {
            st.setInt(1, table.srsId());
            try (ResultSet rs = st.executeQuery()) {
                if (!rs.next()) {
                    return "srs_id " + table.srsId();
                }
                return "EPSG".equalsIgnoreCase(rs.getString(1)) ? "EPSG:" + rs.getInt(2) : rs.getString(3);
            }
        }
    }

    /// The expression that numbers a row, then the columns without geometry and key.
    private List<String> columns() throws SQLException {
        List<String> columns = new ArrayList<>();
        String key = null;
        try (var st = connection.createStatement();
                var rs = st.executeQuery("pragma table_info(" + quoted(table.name()) + ")")) {
            while (rs.next()) {
                String name = rs.getString("name");
                if (rs.getInt("pk") == 1 && "INTEGER".equalsIgnoreCase(rs.getString("type"))) {
                    key = quoted(name);
                    if (name.equalsIgnoreCase("id")) {
                        columns.add(name);
                    }
                } else if (!name.equalsIgnoreCase(table.geometryColumn())) {
                    columns.add(name);
                }
            }
        }
        columns.addFirst(key == null ? "row_number() over ()" : key);
        return columns;
    }

    @Override
    public Feature next() {
        try {
            if (!rows.next()) {
                return null;
            }
            if (!sqlite.isPlausible()) {
                throw new Problem.BadInput(
                        file.getFileName() + " is damaged: its table " + table.name()
                        + " goes on for more rows than fit into it.",
                        "Copy or export it again.").asException();
            }
            String[] values = new String[fields.size()];
            for (int i = 0; i < values.length; i++) {
                String value = rows.getString(i + 3);
                values[i] = value == null || value.isEmpty() ? null : value;
            }
            long row = rows.getLong(1);
            byte[] blob = rows.getBytes(2);
            try {
                return new Feature(row, values, blob == null ? null : Wkb.readGeoPackage(blob), null);
            } catch (Fault e) {
                return new Feature(row, values, null, e);
            }
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    private ProblemException broken(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException s ? s.getResultCode() : null;
        if (code == SQLiteErrorCode.SQLITE_INTERRUPT) {
            return new ProblemException(
                    new Problem.BadInput(
                            file.getFileName() + " is given up: SQLite computes on and on without coming to a row.",
                            "Export it again, as a GeoPackage with plain tables."),
                    e);
        }
        if (code == SQLiteErrorCode.SQLITE_TOOBIG) {
            return new ProblemException(
                    new Problem.BadInput(
                            file.getFileName() + " has a value of more than " + (UntrustedSqlite.MAX_VALUE_BYTES >> 20) + " MB.",
                            "Export it again without that column, or with simpler geometry."),
                    e);
        }
        return new ProblemException(
                new Problem.BadInput(file.getFileName() + " is damaged: " + e.getMessage() + ".", "Copy or export it again."), e);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String format() {
        return "GeoPackage";
    }

    @Override
    public List<String> fields() {
        return fields;
    }

    @Override
    public boolean hasGeometry() {
        return true;
    }

    @Override
    public String crs() {
        return crs;
    }

    @Override
    public long estimatedTotal() {
        return total;
    }

    @Override
    public void close() {
        try {
            sqlite.close();
        } catch (SQLException e) {
            throw broken(e);
        }
    }
}
