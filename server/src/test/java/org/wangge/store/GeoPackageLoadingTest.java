package org.wangge.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

class GeoPackageLoadingTest extends LoadingContract {

    @TempDir
    static Path folder;

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    /// SQLite takes their file away as soon as it has opened it; what is left open shows with the process. The pool closes the
    /// connection on a thread of its own.
    @Override
    int temporaryTables() {
        Await.until("the temporary tables are gone", Duration.ofSeconds(60), () -> count() == 0);
        return count();
    }

    private static int count() {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (var files = Files.list(open)) {
            return (int) files.filter(GeoPackageLoadingTest::isTemporary).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isTemporary(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("/etilqs_");
        } catch (IOException e) {
            return false;
        }
    }
}
