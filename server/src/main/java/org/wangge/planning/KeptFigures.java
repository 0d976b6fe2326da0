package org.wangge.planning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.wangge.atlas.Snapshot;
import org.wangge.metrics.Sums;
import org.wangge.planning.Results.Side;

/// The sums of every leaf as a revision is published, compressed, so that they can be compared with later ones. Pure functions.
final class KeptFigures {

    private static final int FORMAT = 1;

    private KeptFigures() {}

    /// Those of the snapshot, where the plan changes nothing.
    static byte[] write(Snapshot snapshot, Side after) {
        Map<Long, Sums> sums = new TreeMap<>();
        snapshot.grids().stream().filter(Snapshot.GridNode::isLeaf).forEach(n -> sums.put(n.grid().id(), n.sums()));
        after.sums().after().forEach(sums::put);
        after.rows().forEach((id, row) -> {
            if (row == null) {
                sums.remove(id);
            }
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(FORMAT);
            out.writeInt(sums.size());
            for (Map.Entry<Long, Sums> each : sums.entrySet()) {
                out.writeLong(each.getKey());
                each.getValue().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// By the id of the leaf.
    static Map<Long, Sums> read(byte[] bytes) {
        Map<Long, Sums> sums = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalStateException("kept figures have format " + format + "; this program reads " + FORMAT);
            }
            for (int n = in.readInt(); n > 0; n--) {
                long id = in.readLong();
                sums.put(id, Sums.read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sums;
    }
}
