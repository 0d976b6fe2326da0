package org.wangge.store.backup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.wangge.problem.Problem;
import org.wangge.store.row.GeoPackageBlob;

/// Writes what a GeoPackage keeps into a table of PostgreSQL, in the text format of one COPY: the database itself reads the
/// values, and says where one is none that it knows.
final class PostgisText {

    static final String REMEDY = "Correct that value in a copy of the file, with QGIS or any other program for SQLite,"
            + " and restore the copy; nothing was changed.";

    private static final int PIECE_BYTES = 64 << 10;
    private static final int WITH_SRID = 0x20000000;
    /// PostgreSQL would also take words such as `today`, which mean something else each day.
    private static final String DAY_OR_MOMENT = "-?\\d{4,}-\\d\\d-\\d\\d.*|-?infinity";

    private final String table;
    private final List<String> columns;
    private final List<String> types;
    private final CopyIn copy;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);

    PostgisText(PGConnection connection, String table, Set<String> columns, Map<String, String> types) throws SQLException {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.types = this.columns.stream().map(types::get).toList();
        this.copy = connection.getCopyAPI().copyIn("copy " + table + " (" + String.join(", ", columns) + ") from stdin");
    }

    void write(Object[] row) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                line.append('\t');
            }
            put(line, row, i);
        }
        piece.writeBytes(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        if (piece.size() >= PIECE_BYTES) {
            flush();
        }
    }

    void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    private void flush() throws SQLException {
        copy.writeToCopy(piece.toByteArray(), 0, piece.size());
        piece.reset();
    }

    private void put(StringBuilder line, Object[] row, int i) {
        Object value = row[i];
        String type = types.get(i);
        boolean isBytes = type.equals("geometry") || type.equals("bytea");
        if (value == null) {
            line.append("\\N");
        } else if (value instanceof byte[] bytes && isBytes) {
            line.append(type.equals("geometry") ? extendedWkb(bytes, row, i) : "\\\\x" + HexFormat.of().formatHex(bytes));
        } else if (value instanceof byte[] || isBytes) {
            throw misfit(row, i);
        } else if (type.equals("bool")) {
            if (!(value instanceof Integer n) || n < 0 || n > 1) {
                throw misfit(row, i);
            }
            line.append(n);
        } else if (value instanceof Number millis && type.equals("timestamptz")) {
            line.append(Instant.ofEpochMilli(millis.longValue()));
        } else if ((type.equals("date") || type.equals("timestamptz")) && !value.toString().matches(DAY_OR_MOMENT)) {
            throw misfit(row, i);
        } else {
            escape(line, value.toString());
        }
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c);
            }
        }
    }

    /// Hexadecimal, with the coordinate system behind the type, as PostGIS writes it itself.
    private String extendedWkb(byte[] bytes, Object[] row, int i) {
        int start = GeoPackageBlob.isBlob(bytes, 0, bytes.length) ? GeoPackageBlob.headerLength(bytes, 0) : 0;
        if (bytes.length < start + 1 + Integer.BYTES) {
            throw misfit(row, i);
        }
        ByteOrder order = bytes[start] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int type = ByteBuffer.wrap(bytes).order(order).getInt(start + 1);
        ByteBuffer extended = ByteBuffer.allocate(bytes.length - start + Integer.BYTES)
                .order(order)
                .put(bytes[start])
                .putInt(type | WITH_SRID)
                .putInt(4326)
                .put(bytes, start + 1 + Integer.BYTES, bytes.length - start - 1 - Integer.BYTES);
        return HexFormat.of().formatHex(extended.array());
    }

    private RuntimeException misfit(Object[] row, int i) {
        String shown = row[i] instanceof byte[] b ? b.length + " bytes" : "'" + row[i] + "'";
        return new Problem.BadInput(
                        "Row " + row[0] + " of " + table + " in the backup has " + shown + " in " + columns.get(i)
                                + ", which is no " + types.get(i) + ".",
                        REMEDY)
                .asException();
    }
}
