package org.wangge.intake;

import java.util.Objects;
import java.util.function.Consumer;
import org.wangge.geo.Crs;
import org.wangge.model.Layer;
import org.wangge.model.Loaded;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Store;

/// Imports files: GeoJSON (FeatureCollection, single Feature, newline-delimited), GeoPackage and CSV (longitude and latitude,
/// or WKT).
///
/// Rows are inserted or updated by their code; of a row that is there already only the columns that the file has are
/// overwritten. Bad rows are reported, all of them, and the good ones are written in one transaction, or, with
/// [ImportRequest#strict()], none. A file that is broken as a file, or that has no good row, is refused with a problem and
/// leaves the store as it was; so does anything that fails on the way. Others may change the store meanwhile: they wait only
/// while what the file changes is written. Files of any length are read in bounded memory; only
/// codes (to find those given twice) and grids are held. Safe for any number of threads.
public final class Importer {

    private static final Loaded NOTHING = new Loaded(0, 0, 0);

    private final Store store;

    public Importer(Store store) {
        this.store = store;
    }

    /// Imports one file. Throws a [org.wangge.problem.ProblemException] when nothing of it can be imported.
    public ImportReport run(ImportRequest request) {
        return run(request, written -> {});
    }

    /// The same; when something is written, `kept` is called last in the transaction of the import: what it writes stands and
    /// falls with that, and what it throws undoes all.
    public ImportReport run(ImportRequest request, Consumer<ImportReport> kept) {
        try (FeatureReader reader = open(request)) {
            Tally tally = new Tally(request, reader);
            Crs crs = crs(request, reader, tally);
            Columns columns = Columns.resolve(request.file().getFileName().toString(), request.layer(), reader,
                    request.columns(), request.terms());
            return run(request, reader, columns, crs, tally, kept);
        }
    }

    private ImportReport run(ImportRequest request, FeatureReader reader, Columns columns, Crs crs, Tally tally,
            Consumer<ImportReport> kept) {
        try {
            ImportReport[] report = {null};
            Consumer<Loaded> last = done -> {
                report[0] = tally.report(columns, crs.name(), true, done);
                kept.accept(report[0]);
            };
            Loaded loaded = request.layer() == Layer.GRIDS
                    ? new GridImport(store, columns, tally, stem(request)).run(reader, crs, request.dryRun(), last)
                    : loaded(request, columns, new RowStream(reader, new RowMapper(request.layer(), columns, crs), tally), last);
            return request.dryRun() ? tally.report(columns, crs.name(), false, loaded) : report[0];
        } catch (Tally.Stopped strict) {
            return tally.report(columns, crs.name(), false, NOTHING);
        }
    }

    private Loaded loaded(ImportRequest request, Columns columns, RowStream rows, Consumer<Loaded> last) {
        Table table = request.layer().table();
        return request.dryRun()
                ? store.tryLoad(table, columns.overwritten(), rows, count -> {})
                : store.load(table, columns.overwritten(), rows, count -> {}, last);
    }

    private static FeatureReader open(ImportRequest request) {
        Format format = Format.of(request.file());
        if (request.table() != null && format != Format.GEOPACKAGE) {
            throw new Problem.BadInput(
                    request.terms().table(request.table()) + ": " + request.file().getFileName()
                            + " is no GeoPackage and has no tables.",
                    "Leave " + request.terms().table + " out.").asException();
        }
        FeatureReader reader = switch (format) {
            case GEOJSON -> new GeoJsonReader(request.file());
            case GEOPACKAGE -> new GeoPackageReader(request.file(), request.table(), request.layer().key(), request.terms());
            case CSV -> new CsvReader(request.file());
        };
        return request.layer() == Layer.BASE ? OsmGround.of(reader, request) : reader;
    }

    private static Crs crs(ImportRequest request, FeatureReader reader, Tally tally) {
        String declared = reader.crs();
        if (request.crs() != null) {
            Crs crs = Crs.find(request.crs()).orElseThrow(() -> new Problem.BadInput(
                    request.terms().crs(request.crs()) + ": there is no such coordinate system.",
                    "Examples: EPSG:4326 (WGS 84), EPSG:4490 (CGCS2000), EPSG:4527 (CGCS2000, Gauss–Krüger zone 39), GCJ-02 "
                            + "(Amap, "
                            + "Tencent), BD-09 (Baidu).").asException());
            if (declared != null && !Crs.find(declared).map(crs::equals).orElse(false)) {
                tally.note("The file names the coordinate system " + declared + "; it was read as " + crs.name() + ", as asked.");
            }
            return crs;
        }
        return Crs.find(Objects.requireNonNullElse(declared, "EPSG:4326")).orElseThrow(() -> new Problem.BadInput(
                request.file().getFileName() + " names the coordinate system " + Text.shortened(declared)
                        + ", which is not known.",
                "Say which it is, for example " + request.terms().crs("EPSG:4527") + " or " + request.terms().crs("GCJ-02") + ".")
                .asException());
    }

    private static String stem(ImportRequest request) {
        String name = request.file().getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
