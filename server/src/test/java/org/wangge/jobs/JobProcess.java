package org.wangge.jobs;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.store.Store;
import org.wangge.store.StoreLocation;

/// A process of its own with a job in a store (a URL or a file), for a kill at this step of it: `waiting` behind another,
/// `begun`, `writing` in its transaction, or `committed`, with its end still to be noticed by the program.
final class JobProcess {

    private JobProcess() {}

    public static void main(String[] args) {
        StoreLocation location = args[0].startsWith("jdbc:postgresql:")
                ? new StoreLocation.Postgis(args[0])
                : new StoreLocation.GeoPackage(Path.of(args[0].replace("jdbc:sqlite:", "")));
        Store store = location.open();
        Jobs jobs = new Jobs(store);
        Actor planner = new Actor(1, "planner");
        switch (args[1]) {
            case "waiting" -> {
                jobs.start(Job.Kind.IMPORT, "first", null, job -> {}, task -> goOn());
                jobs.start(Job.Kind.IMPORT, "killed", null, job -> {}, task -> goOn());
                say();
            }
            case "begun" -> jobs.doHere(Job.Kind.BACKUP, "killed", task -> say());
            case "writing" -> jobs.doHere(Job.Kind.IMPORT, "killed", task -> store.inTransaction(() -> {
                store.createPlan("half", 0, planner);
                return say();
            }));
            case "committed" -> jobs.doHere(Job.Kind.IMPORT, "killed", task -> {
                store.inTransaction(() -> {
                    store.createPlan("kept", 0, planner);
                    task.done(Map.of("plans", 1));
                    return null;
                });
                return say();
            });
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static Map<String, ?> say() {
        System.out.println("there");
        return goOn();
    }

    private static Map<String, ?> goOn() {
        while (true) {
            LockSupport.park();
        }
    }
}
