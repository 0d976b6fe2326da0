package org.wangge.jobs;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.store.Store;
import org.wangge.store.StoreLocation;

/// A process of its own with a job in a store (a URL or a file) that goes on for ever: after it has written something in its
/// transaction, or with `read` without one.
final class JobProcess {

    private JobProcess() {}

    public static void main(String[] args) {
        StoreLocation location = args[0].startsWith("jdbc:postgresql:")
                ? new StoreLocation.Postgis(args[0])
                : new StoreLocation.GeoPackage(Path.of(args[0].replace("jdbc:sqlite:", "")));
        Store store = location.open();
        Jobs jobs = new Jobs(store);
        if (args[1].equals("read")) {
            jobs.doHere(Job.Kind.BACKUP, "killed", task -> goOn());
        } else {
            jobs.doHere(Job.Kind.IMPORT, "killed", task -> store.inTransaction(() -> {
                store.createPlan("half", 0, new Actor(1, "planner"));
                return goOn();
            }));
        }
    }

    private static Map<String, ?> goOn() {
        System.out.println("begun");
        while (true) {
            LockSupport.park();
        }
    }
}
