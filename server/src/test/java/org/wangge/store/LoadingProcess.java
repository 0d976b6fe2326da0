package org.wangge.store;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.ProblemException;

/// A process of its own that loads so many buildings into a store, says how far it is and how it ended, then makes a plan
/// and says whether that worked.
final class LoadingProcess {

    private LoadingProcess() {}

    public static void main(String[] args) {
        boolean isShared = args[0].startsWith("jdbc:postgresql:");
        try (Store store = isShared ? Store.openPostgis(args[0]) : Store.openGeoPackage(Path.of(args[0]))) {
            say("load", () -> store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS),
                    IntStream.range(0, Integer.parseInt(args[1])).<Row>mapToObj(i -> StoreSamples.building("b" + i, 1))
                    .iterator(),
                    taken -> System.out.println("taken " + taken)));
            say("plan", () -> store.createPlan("after", 0, StoreFixture.PLANNER));
        }
    }

    private static void say(String what, Runnable work) {
        try {
            work.run();
            System.out.println(what + " done");
        } catch (ProblemException e) {
            System.out.println(what + " failed: " + e.getMessage());
        }
    }
}
