package org.wangge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wangge.model.Loaded;
import org.wangge.problem.Problem;
import org.wangge.store.Store;

/// Counts what happens to the rows of one import and makes the report of it. One thread.
final class Tally {

    private static final int PROGRESS_ROWS = 1_000;
    private static final int QUOTED_REJECTS = 20;

    private final ImportRequest request;
    private final FeatureReader reader;
    private final List<ImportReport.Reject> rejects = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long read;
    private long rejected;

    Tally(ImportRequest request, FeatureReader reader) {
        this.request = request;
        this.reader = reader;
    }

    void read() {
        read++;
        if (read % PROGRESS_ROWS == 1) {
            progress();
        }
    }

    /// To be called now and then where no rows are read for long: it may end the import.
    void step() {
        progress();
    }

    private void progress() {
        request.progress().rows(read, Math.max(read, reader.estimatedTotal()));
    }

    /// One row that is not taken, and all its faults.
    void reject(List<ImportReport.Reject> faults) {
        rejected++;
        for (ImportReport.Reject fault : faults) {
            if (rejects.size() < request.maxRejects()) {
                rejects.add(fault);
            }
        }
    }

    void reject(long row, String field, String value, String reason) {
        reject(List.of(new ImportReport.Reject(row, field, Text.shortened(value), reason)));
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /// So far the tally has come.
    record Mark(List<ImportReport.Reject> rejects, List<String> notes, long rejected) {}

    Mark mark() {
        return new Mark(List.copyOf(rejects), List.copyOf(notes), rejected);
    }

    /// Forgets what was rejected and noted since.
    void goBackTo(Mark mark) {
        rejects.clear();
        rejects.addAll(mark.rejects);
        notes.clear();
        notes.addAll(mark.notes);
        rejected = mark.rejected;
    }

    long rejected() {
        return rejected;
    }

    /// To be called after the last row and before anything is made durable: throws when there is nothing to write, or when a
    /// strict import must stop.
    void finish() {
        request.progress().rows(read, read);
        String file = request.file().getFileName().toString();
        if (read == 0) {
            throw new Problem.BadInput(file + " is empty: it has a heading and no rows.", "Export it again.").asException();
        }
        rejects.sort((a, b) -> Long.compare(a.row(), b.row()));
        if (rejected == read) {
            throw new Problem.BadInput(
                    "No row of " + file + " can be taken: " + Text.count(read, "row", "rows") + " read, all rejected; "
                            + rejects.getFirst().sentence() + ".",
                    "Mend the rows, or check " + request.terms().ofRows + ".",
                    Map.of("rejected", rejected, "rejects",
                            rejects.stream().limit(QUOTED_REJECTS).map(ImportReport.Reject::asMap).toList()))
                    .asException();
        }
        if (request.strict() && rejected > 0) {
            throw new Stopped();
        }
    }

    ImportReport report(Columns columns, String crs, boolean written, Loaded loaded) {
        return new ImportReport(
                request.layer(),
                request.file().getFileName().toString(),
                reader.format(),
                crs,
                written,
                read,
                loaded.inserted(),
                loaded.updated(),
                loaded.unchanged(),
                rejected,
                rejects,
                columns.recognised(),
                columns.ignored(),
                Stream.concat(reader.notes().stream(), notes.stream()).toList());
    }

    /// Rolls a strict import back.
    static final class Stopped extends RuntimeException {
        private Stopped() {
            super("a strict import has rejects", null, false, false);
        }
    }
}
