package org.wangge.store;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// A process of its own that appends commands to a plan and says so after each, until it is killed.
final class CommandWriter {

    private CommandWriter() {}

    public static void main(String[] args) {
        long plan = Long.parseLong(args[1]);
        try (Store store = Store.openGeoPackage(Path.of(args[0]))) {
            int version = 0;
            while (true) {
                version = store.appendCommand(plan, version, StoreFixture.command("{\"n\":" + version + "}")).version();
                System.out.println("version " + version);
                // SQLite is not fair: without a pause whoever else writes gets a turn only by luck.
                LockSupport.parkNanos(10_000_000);
            }
        }
    }
}
