package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.TestTown;

/// `wangge backup` and `wangge restore` as they are typed.
class BackupCommandTest {

    @TempDir
    Path folder;

    private int wangge(String command, Path file, String data, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = command;
        arguments[1] = file.toString();
        arguments[2] = "--data-dir";
        arguments[3] = folder.resolve(data).toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Main.run(arguments);
    }

    private Store open(String data) {
        return Store.openGeoPackage(folder.resolve(data).resolve("wangge.gpkg"));
    }

    @Test
    void aStoreIsBackedUpWhileItIsOpenAndRestoredElsewhere() {
        Path file = folder.resolve("folder/that/is/new/backup.gpkg");
        try (Store store = open("original")) {
            TestTown.load(store);
            assertEquals(0, wangge("backup", file, "original"));
        }
        assertEquals(0, wangge("restore", file, "restored"));
        try (Store restored = open("restored")) {
            assertEquals(400, restored.codes(Table.BUILDINGS).size());
        }
        assertEquals(1, wangge("backup", file, "original"), "the file is there");
        assertEquals(0, wangge("backup", file, "original", "--overwrite"));
        assertEquals(1, wangge("restore", file, "restored"), "it has data");
        assertEquals(0, wangge("restore", file, "restored", "--replace"));
    }

    @Test
    void whatIsWrongMakesNothing() {
        Path file = folder.resolve("backup.gpkg");
        assertEquals(1, wangge("backup", file, "nowhere"));
        assertEquals(1, wangge("restore", file, "nowhere"));
        assertEquals(2, Main.run("backup"));
        assertEquals(2, wangge("restore", file, "nowhere", "--force"));
        assertFalse(Files.exists(folder.resolve("nowhere")));
        assertFalse(Files.exists(file));
        assertEquals(0, Main.run("backup", "--help"));
        assertTrue(folder.toFile().list().length == 0);
    }
}
