package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Layer;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

/// An empty store, and files that are imported into it.
abstract class ImportFixture {

    @TempDir
    Path folder;

    TestDatabases.Database database;
    Store store;
    Importer importer;

    abstract TestDatabases.Database database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = database();
        store = database.open();
        importer = new Importer(store);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        database.close();
    }

    ImportReport load(Layer layer, String fixture) {
        return importer.run(ImportRequest.of(layer, Fixtures.file(fixture)));
    }

    Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    static String problem(Runnable run) {
        return assertThrows(ProblemException.class, run::run).getMessage();
    }

    static List<String> sentences(ImportReport report) {
        return report.rejects().stream().map(ImportReport.Reject::sentence).toList();
    }

    static String outcome(ImportReport r) {
        return r.rowsRead() + " read, " + r.inserted() + " inserted, " + r.updated() + " updated, " + r.unchanged()
                + " unchanged, "
                + r.rejectedRows() + " rejected";
    }
}
