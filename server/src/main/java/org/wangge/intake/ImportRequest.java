package org.wangge.intake;

import java.nio.file.Path;
import java.util.Map;
import org.wangge.model.Layer;

/// What to import and how. `layer` is one of branches, grids, buildings, ports, sightings, base (persons come with grids); `file`
/// may be of any of the formats that [Importer] reads.
///
/// `crs` names the system of the file's coordinates (see [org.wangge.geo.Crs#find]); null takes what the file itself says,
/// WGS 84 when it says nothing. `columns` maps a column of ours to a field of the file where their names differ. `table`
/// chooses among several feature tables of a GeoPackage; null when it has one. With `dryRun` nothing is
/// written, and the report is exactly that of the import. With `strict` one rejected row stops the import. At most
/// `maxRejects` rejects are kept in the report; all are counted. What is said of it names its options in `terms`.
public record ImportRequest(
        Layer layer,
        Path file,
        String crs,
        Map<String, String> columns,
        String table,
        boolean dryRun,
        boolean strict,
        int maxRejects,
        Progress progress,
        Terms terms) {

    /// Hears how far an import is; called on the importing thread, at the first row, every 1,000 rows and at the end.
    @FunctionalInterface
    public interface Progress {
        /// `estimatedTotal` is at least `rowsRead` and settles as the file is read.
        void rows(long rowsRead, long estimatedTotal);
    }

    public static final int DEFAULT_MAX_REJECTS = 100;

    public ImportRequest {
        columns = Map.copyOf(columns);
        if (maxRejects < 1) {
            throw new IllegalArgumentException("maxRejects is " + maxRejects + "; at least one reject must be shown");
        }
    }

    /// An import with everything at its default.
    public static ImportRequest of(Layer layer, Path file) {
        return new ImportRequest(layer, file, null, Map.of(), null, false, false, DEFAULT_MAX_REJECTS, (read, total) -> {},
                Terms.COMMAND_LINE);
    }

    public ImportRequest withCrs(String name) {
        return new ImportRequest(layer, file, name, columns, table, dryRun, strict, maxRejects, progress, terms);
    }

    public ImportRequest withColumns(Map<String, String> fieldByColumn) {
        return new ImportRequest(layer, file, crs, fieldByColumn, table, dryRun, strict, maxRejects, progress, terms);
    }

    public ImportRequest withTable(String name) {
        return new ImportRequest(layer, file, crs, columns, name, dryRun, strict, maxRejects, progress, terms);
    }

    public ImportRequest withDryRun(boolean on) {
        return new ImportRequest(layer, file, crs, columns, table, on, strict, maxRejects, progress, terms);
    }

    public ImportRequest withStrict(boolean on) {
        return new ImportRequest(layer, file, crs, columns, table, dryRun, on, maxRejects, progress, terms);
    }

    public ImportRequest withMaxRejects(int count) {
        return new ImportRequest(layer, file, crs, columns, table, dryRun, strict, count, progress, terms);
    }

    public ImportRequest withProgress(Progress listener) {
        return new ImportRequest(layer, file, crs, columns, table, dryRun, strict, maxRejects, listener, terms);
    }

    public ImportRequest withTerms(Terms other) {
        return new ImportRequest(layer, file, crs, columns, table, dryRun, strict, maxRejects, progress, other);
    }
}
