package org.wangge.store.postgis;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.wangge.model.Row;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Rows;
import org.wangge.store.row.RowReader;

/// Reads a whole table from PostgreSQL by COPY. The thread that reads only takes the bytes of each row from the socket; what they
/// mean is found out by those who unpack the batches.
final class CopyReader {

    /// Signature, flags, length of what follows.
    private static final int HEADER = 19;

    private CopyReader() {}

    static void read(Connection connection, String select, RowReader reader, Consumer<Dialect.Batch> consumer)
            throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyOut("copy (" + select + ") to stdout (format binary)");
        try {
            List<byte[]> rows = new ArrayList<>(Rows.BATCH);
            byte[] row = withoutHeader(copy.readFromCopy());
            row = row.length == 0 ? copy.readFromCopy() : row;
            // The last message holds -1 in place of a number of columns.
            while (ByteBuffer.wrap(row).getShort() >= 0) {
                rows.add(row);
                if (rows.size() == Rows.BATCH) {
                    consumer.accept(batch(rows, reader));
                    rows = new ArrayList<>(Rows.BATCH);
                }
                row = copy.readFromCopy();
            }
            // Nothing but the end of the copy is left to read.
            copy.readFromCopy();
            consumer.accept(batch(rows, reader));
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static byte[] withoutHeader(byte[] first) {
        int more = ByteBuffer.wrap(first).getInt(HEADER - Integer.BYTES);
        return Arrays.copyOfRange(first, HEADER + more, first.length);
    }

    private static Dialect.Batch batch(List<byte[]> rows, RowReader reader) {
        return () -> {
            List<Row> unpacked = new ArrayList<>(rows.size());
            CopiedValues values = new CopiedValues();
            for (byte[] row : rows) {
                values.start(row);
                reader.read(values, unpacked::add);
            }
            return unpacked;
        };
    }
}
