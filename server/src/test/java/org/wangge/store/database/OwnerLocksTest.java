package org.wangge.store.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLocksTest {

    @TempDir
    Path folder;

    /// Who sweeps meets files that are made, but not locked yet.
    @Test
    void whoComesWhileAnotherTakesAwayWhatWasLeftIsThereForAll() throws Exception {
        OwnerLocks own = new OwnerLocks(folder.resolve("a.gpkg"));
        OwnerLocks other = new OwnerLocks(folder.resolve("a.gpkg"));
        AtomicBoolean over = new AtomicBoolean();
        Thread sweeping = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                other.sweep();
            }
        });
        try {
            for (int i = 0; i < 2_000; i++) {
                String owner = UUID.randomUUID().toString();
                own.claim(owner);
                assertFalse(other.isGone(owner));
                assertTrue(Files.exists(folder.resolve("a.gpkg." + owner + ".lock")));
                own.leave(owner);
                assertTrue(other.isGone(owner));
            }
        } finally {
            over.set(true);
            sweeping.join();
        }
    }
}
