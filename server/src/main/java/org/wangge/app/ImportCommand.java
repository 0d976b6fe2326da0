package org.wangge.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wangge.intake.ImportReport;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Job;
import org.wangge.model.Layer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `wangge import`: reads a file into a layer. Exit code 0 when every row was taken, 3 when some were rejected.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Read a GeoJSON, GeoPackage or CSV file into a layer.",
            "Rows are inserted or updated by code, in one transaction. Rows that can't be taken are listed; the others are "
                    + "imported."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every row was taken", "1:nothing was written, the text says why", "2:wrong arguments",
                "3:some rows were rejected"})
final class ImportCommand implements Callable<Integer> {

    static final int ROWS_REJECTED = 3;

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            required = true,
            description = "branches, grids, buildings, ports, sightings or base")
    private String layer;

    @Parameters(paramLabel = "FILE", description = "GeoJSON, GeoPackage, or CSV with lon/lat or WKT")
    private Path file;

    @Option(
            names = "--crs",
            paramLabel = "CRS",
            description = "Coordinate system of the file: EPSG:4490, EPSG:4527, GCJ-02, BD-09, … (default: what the file says, "
                    + "else WGS 84)")
    private String crs;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            description = "Column of wangge = field of the file, where names differ; may be given several times")
    private List<String> columns = List.of();

    @Option(names = "--table", paramLabel = "NAME", description = "Layer of a GeoPackage that has several")
    private String table;

    @Option(names = "--dry-run", description = "Check everything, write nothing")
    private boolean dryRun;

    @Option(names = "--strict", description = "Write nothing when any row is rejected")
    private boolean strict;

    @Option(
            names = "--max-rejects",
            paramLabel = "N",
            defaultValue = "20",
            description = "List at most so many rejected rows (default: ${DEFAULT-VALUE}); all are counted")
    private int maxRejects;

    @Mixin
    private StoreOptions stores;

    @Override
    public Integer call() {
        Layer target = Layer.find(layer).orElseThrow(() ->
                new ParameterException(spec.commandLine(), "--layer is '" + layer + "'; it must be " + Layer.names()));
        if (maxRejects < 1) {
            throw new ParameterException(spec.commandLine(), "--max-rejects is " + maxRejects + "; it must be 1 or more");
        }
        ImportRequest request = ImportRequest.of(target, file)
                .withCrs(crs)
                .withColumns(fieldByColumn())
                .withTable(table)
                .withDryRun(dryRun)
                .withStrict(strict)
                .withMaxRejects(maxRejects);
        ImportReport[] report = {null};
        main.job().run(() -> stores.open("wangge-data"), dryRun ? Job.Kind.IMPORT_CHECK : Job.Kind.IMPORT,
                String.valueOf(file.getFileName()), (store, task) -> {
                    try (var bar = Progress.on(spec).start("Importing " + file.getFileName())) {
                        report[0] = new Importer(store).run(
                                request.withProgress((rows, total) -> {
                                    bar.max(total);
                                    bar.accept(rows);
                                    task.at(rows, total);
                                }),
                                written -> task.done(written.asMap()));
                    }
                    return report[0].asMap();
                });
        print(report[0], spec.commandLine().getOut());
        return report[0].rejectedRows() > 0 ? ROWS_REJECTED : 0;
    }

    /// Read here, since the parser would let a column that is given twice have its last field without a word.
    private Map<String, String> fieldByColumn() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String given : columns) {
            int sign = given.indexOf('=');
            if (sign < 1 || sign == given.length() - 1) {
                throw new ParameterException(spec.commandLine(), "--map is '" + given
                        + "'; it must be COLUMN=FIELD: a column of wangge, and what the file calls it");
            }
            String column = given.substring(0, sign);
            String other = fields.putIfAbsent(column, given.substring(sign + 1));
            if (other != null) {
                throw new ParameterException(spec.commandLine(), "--map names the column " + column + " twice, as " + other
                        + " and as " + given.substring(sign + 1) + "; name it once");
            }
        }
        return fields;
    }

    private void print(ImportReport report, PrintWriter out) {
        out.printf("%s: %s, %s, %,d rows%n", report.file(), report.format(), report.crs(), report.rowsRead());
        report.recognised().forEach((column, field) -> out.printf("  %-24s from %s%n", column, field));
        if (!report.ignored().isEmpty()) {
            out.println("  not used: " + String.join(", ", report.ignored()));
        }
        report.notes().forEach(note -> out.println("  " + note));
        for (ImportReport.Reject reject : report.rejects()) {
            out.println("  rejected " + reject.sentence());
        }
        if (report.rejectedRows() > 0 && report.rejects().size() == maxRejects) {
            out.println("  (more rejects may follow; --max-rejects shows them)");
        }
        String mode = report.written() ? "" : dryRun ? "dry run, nothing written: " : "nothing written: ";
        out.printf("%s%,d inserted, %,d updated, %,d unchanged, %,d rejected%n",
                mode, report.inserted(), report.updated(), report.unchanged(), report.rejectedRows());
        out.flush();
    }
}
