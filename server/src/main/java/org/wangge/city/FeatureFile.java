package org.wangge.city;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.locationtech.jts.geom.Geometry;

/// A GeoJSON file that is written feature by feature, one to a line.
final class FeatureFile implements Closeable {

    private final Out out;
    private final List<String> columns;
    private boolean any;

    FeatureFile(Path path, List<String> columns) throws IOException {
        this.columns = List.copyOf(columns);
        out = new Out(path);
        out.line("{\"type\":\"FeatureCollection\",\"features\":[");
    }

    /// `values` in the order of the columns, null where there is none; `fixed` in 1e-7 degree or null.
    void add(Geometry fixed, Object... values) throws IOException {
        StringBuilder feature = new StringBuilder(any ? "," : "").append("{\"type\":\"Feature\",\"properties\":{");
        for (int i = 0; i < values.length; i++) {
            feature.append(i == 0 ? "" : ",").append(Out.json(columns.get(i))).append(':').append(Out.json(values[i]));
        }
        out.line(feature.append("},\"geometry\":").append(Out.geoJson(fixed)).append('}'));
        any = true;
    }

    @Override
    public void close() throws IOException {
        out.line("]}");
        out.close();
    }
}
