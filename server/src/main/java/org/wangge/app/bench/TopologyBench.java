package org.wangge.app.bench;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// Random commands of all types by two users with undo and redo, each judged by means other than those that made it. A session of
/// a thousand commands has a seed and a partition of its own, and is undone to the last byte in the end. For one thread.
public final class TopologyBench {

    private static final int SESSION = 1_000;
    private static final int GRIDS_PER_SIDE = 20;
    private static final int GRID_UNITS = 50_000;
    private static final int WHOLE_CHECK_EVERY = 250;
    private static final int WARM_UP = 2_000;
    private static final int LISTED = 20;

    private final PrintWriter out;
    private final Map<String, List<Double>> millis = new TreeMap<>();
    private final List<Double> applying = new ArrayList<>();
    private int run;
    private int applied;
    private int refused;
    private int takenBack;
    private int violations;

    public TopologyBench(PrintWriter out) {
        this.out = out;
    }

    /// Runs so many commands and prints what it found; answers the number of violations.
    public int run(int commands, LongConsumer progress) {
        long start = System.nanoTime();
        for (long seed = 1; run < commands; seed++) {
            new Session(seed).run(Math.min(SESSION, commands - run), progress);
        }
        print((System.nanoTime() - start) / 1e9);
        return violations;
    }

    private void print(double seconds) {
        out.printf("topology: %,d commands in %.0f s (%,.0f/s, all checks included): "
                        + "%,d applied, %,d undone or redone, %,d refused%n", run, seconds, run / seconds, applied, takenBack,
                        refused);
        millis.forEach((type, times) -> print("preview of " + type, times));
        print("applying", applying);
        out.printf("violations: %d%n", violations);
        out.flush();
    }

    private void print(String what, List<Double> times) {
        Collections.sort(times);
        out.printf("%-22s %,9d  p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, max %.1f ms%n", what, times.size(),
                quantile(times, 0.5), quantile(times, 0.95), quantile(times, 0.99), quantile(times, 1));
    }

    private static double quantile(List<Double> sorted, double q) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(q * sorted.size())));
    }

    private final class Session {

        private final long seed;
        private final Random random;
        private final PlanarMap first;
        private final List<RandomCommands> users;
        private final List<Deque<Patch>> done = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final List<Deque<Patch>> undone = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final List<Patch> history = new ArrayList<>();
        private PlanarMap map;
        private int at;

        Session(long seed) {
            this.seed = seed;
            random = new Random(seed);
            first = PlanarMap.of(RandomPartition.of(random, GRIDS_PER_SIDE, GRID_UNITS));
            map = first;
            int grids = GRIDS_PER_SIDE * GRIDS_PER_SIDE;
            users = List.of(new RandomCommands(random, grids / 2, grids * 3 / 2, 1_000_000),
                    new RandomCommands(random, grids / 2, grids * 3 / 2, 2_000_000));
        }

        void run(int commands, LongConsumer progress) {
            for (at = 0; at < commands; at++) {
                int user = at % 2;
                switch (random.nextInt(10)) {
                    case 0 -> takeBack(done.get(user), undone.get(user));
                    case 1 -> takeBack(undone.get(user), done.get(user));
                    default -> draw(user);
                }
                if (at % WHOLE_CHECK_EVERY == WHOLE_CHECK_EVERY - 1) {
                    report(Inspection.ofMap(map), "whole map");
                }
                progress.accept(++run);
            }
            undoAll();
        }

        private void draw(int user) {
            Command command = users.get(user).next(map);
            long start = System.nanoTime();
            Patch patch = null;
            try {
                patch = map.preview(command);
            } catch (ProblemException e) {
                refused++;
            } catch (RuntimeException e) {
                report(e.toString(), command);
            }
            if (patch != null) {
                if (run >= WARM_UP) {
                    millis.computeIfAbsent(command.getClass().getSimpleName(), k -> new ArrayList<>())
                            .add((System.nanoTime() - start) / 1e6);
                }
                apply(patch, command);
                applied++;
                done.get(user).push(patch);
                undone.get(user).clear();
            }
        }

        private void apply(Patch patch, Object what) {
            PlanarMap before = map;
            long start = System.nanoTime();
            map = before.with(patch.change());
            if (run >= WARM_UP) {
                applying.add((System.nanoTime() - start) / 1e6);
            }
            history.add(patch);
            report(Inspection.ofPatch(before, map, patch, random), what);
        }

        /// Undo, or redo when the two are swapped: only where every grid is still as that patch left it, and all fits.
        private void takeBack(Deque<Patch> from, Deque<Patch> to) {
            if (from.isEmpty()) {
                return;
            }
            Patch back = from.peek().inverse();
            boolean asLeft = back.grids().stream()
                    .allMatch(id -> back.before().get(id) == (map.contains(id) ? map.face(id) : null));
            if (asLeft && map.misfits(back.change()).isEmpty()) {
                apply(back, "undo or redo");
                takenBack++;
                from.pop();
                to.push(back);
            }
        }

        private void undoAll() {
            for (Patch patch : history.reversed()) {
                map = map.with(patch.inverse().change());
            }
            boolean same = map.faces().equals(first.faces())
                    && first.faces().stream().allMatch(id -> first.face(id) == map.face(id));
            report(same ? null : "undoing all did not restore the first map", "the session's end");
        }

        private void report(String wrong, Object what) {
            if (wrong != null && ++violations <= LISTED) {
                out.printf("violation in session %d, command %d (%s): %s%n", seed, at, what, wrong);
                out.flush();
            }
        }
    }
}
