package org.wangge.store.geopackage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.sqlite.SQLiteException;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Says what a failure of SQLite means and what to check.
public record GeoPackageFailures(Path file) {

    private static final int PRIMARY_CODE = 0xFF;

    public Optional<Problem> explain(SQLException e) {
        if (e instanceof SQLTransientConnectionException && !(e.getCause() instanceof SQLiteException)) {
            return unavailable("is busy: another change is being written.", "Try again when it is done.");
        }
        SQLiteException failure = e instanceof SQLiteException s ? s : e.getCause() instanceof SQLiteException s ? s : null;
        if (failure == null) {
            // The driver's own words have no code.
            return String.valueOf(e.getMessage()).matches(".*(closed|not executing).*")
                    ? unavailable("was closed in the middle of this; nothing was changed.", "Try again.")
                    : Optional.empty();
        }
        // Primary result codes: https://sqlite.org/rescode.html
        return switch (failure.getResultCode().code & PRIMARY_CODE) {
            case 5, 6 -> unavailable(
                    "is busy: another program is writing to it.", "Try again when it is done, or close that program.");
            case 8 -> unavailable("is read-only.", "Allow this user to write the file and its folder.");
            case 10 -> unavailable("could not be read or written: " + said(failure) + ".", "Check the disk.");
            case 11 -> unavailable(
                    "is damaged or cut short: " + said(failure) + ".",
                    "Restore it from a copy, or move it away to begin anew; wangge has not changed it.");
            case 13 -> unavailable("could not grow: the disk is full.", "Make room on the disk; nothing was changed.");
            case 14 -> unavailable("can't be opened.", "Check that the folder exists and this user may read and write there.");
            case 26 -> unavailable(
                    "is not a GeoPackage: it is no SQLite file at all.", "Name another file; wangge has not changed this one.");
            case 19 -> Optional.of(new Problem.BadInput(
                    "The GeoPackage refused a row: " + constraint(failure) + ".",
                    "Correct that value and repeat; nothing was changed."));
            default -> Optional.empty();
        };
    }

    /// What to throw for it.
    RuntimeException thrown(SQLException e) {
        return explain(e).<RuntimeException>map(p -> new ProblemException(p, e))
                .orElseGet(() -> new IllegalStateException(file + ": " + e.getMessage(), e));
    }

    private static String constraint(SQLiteException e) {
        String said = said(e);
        return said.contains("FOREIGN KEY") ? "it refers to a branch, grid or person that is not there" : said;
    }

    /// SQLite's own words, which the driver puts in parentheses behind its code and its own.
    private static String said(SQLiteException e) {
        return String.valueOf(e.getMessage()).replaceAll(".*\\((.*)\\)$", "$1");
    }

    private Optional<Problem> unavailable(String what, String remedy) {
        return Optional.of(new Problem.Unavailable("The GeoPackage " + file + " " + what, remedy)
                .toldAs("The GeoPackage " + what));
    }
}
