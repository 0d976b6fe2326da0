package org.wangge.atlas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.model.Layer;
import org.wangge.model.PlanChange;
import org.wangge.model.Position;
import org.wangge.model.Seen;

/// What each of the last steps of the atlas has changed, as far back as a bound of bytes allows. For any number of threads.
final class ChangeLog {

    private static final long MOST_BYTES = 8 << 20;
    private static final int STEP_BYTES = 200;
    /// More boxes of a layer, or plans, than this are told as one, or as many.
    private static final int ONE_BY_ONE = 250;

    /// `before` and `after` are what was seen; `transactions` is null when they are not known one by one.
    private record Step(
            long number, Seen before, Seen after, List<Long> transactions, long[] grids, long[] branches, List<Touched> touched,
            List<PlanChange> plans) {

        long bytes() {
            return STEP_BYTES + 8L * (grids.length + branches.length) + 80L * touched.size() + 40L * plans.size()
                    + (transactions == null ? 0 : 24L * transactions.size());
        }

        boolean isSeenBy(Seen seen) {
            return transactions == null ? seen.covers(after)
                    : !transactions.isEmpty() && transactions.stream().allMatch(seen::sees);
        }

        /// In the middle of it: what one saw there and what came of it later may be neither what was before nor what is now.
        boolean isSplitBy(Seen seen) {
            return transactions == null ? !before.covers(seen) : transactions.stream().anyMatch(seen::sees);
        }
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private long bytes;
    private long next = 1;
    private Seen begin = Seen.NOTHING;

    /// Before the new snapshot is shown, so that whoever has one finds here all that led to it.
    synchronized void add(Snapshot before, Snapshot after, FeedStep step, List<Touched> touched) {
        if (!step.known()) {
            steps.clear();
            bytes = 0;
            begin = after.position().seen();
            return;
        }
        if (step.transactions() != null && step.transactions().isEmpty() && !before.day().equals(after.day())) {
            // Who saw another day reads everything anyway.
            return;
        }
        Step added = new Step(next++, before.position().seen(), after.position().seen(), step.transactions(),
                changedGrids(before.state().tree(), after.state().tree()),
                changedBranches(before.state().tree(), after.state().tree()),
                touched, step.plans());
        steps.addLast(added);
        bytes += added.bytes();
        while (bytes > MOST_BYTES) {
            Step oldest = steps.removeFirst();
            bytes -= oldest.bytes();
            begin = oldest.after;
        }
    }

    /// What one has missed who was there, up to this snapshot or a later one. `known` is null, or the beginning of this
    /// log if nothing that shows lies between there and that.
    synchronized Missed since(Position there, Snapshot now, Seen known) {
        if (!there.day().equals(now.day())) {
            return new Missed.Everything();
        }
        Seen seen = there.seen();
        List<Step> missed = new ArrayList<>();
        for (Iterator<Step> back = steps.descendingIterator(); back.hasNext();) {
            Step step = back.next();
            boolean isSeen = step.isSeenBy(seen);
            if (isSeen && seen.covers(step.after)) {
                return together(missed.reversed());
            }
            if (!isSeen && step.isSplitBy(seen)) {
                return new Missed.Everything();
            }
            // Who has seen it need not have seen what was told before: servers load large changes at their own pace.
            if (!isSeen) {
                missed.add(step);
            }
        }
        return begin.equals(known) || seen.covers(begin) ? together(missed.reversed()) : new Missed.Beyond();
    }

    /// What had been seen when the log begins.
    synchronized Seen begin() {
        return begin;
    }

    private Missed together(List<Step> missed) {
        Set<Long> grids = new HashSet<>();
        Set<Long> branches = new HashSet<>();
        Map<Layer, Set<Envelope>> boxes = new EnumMap<>(Layer.class);
        Set<Touched> touched = new LinkedHashSet<>();
        Map<Long, PlanChange> plans = new LinkedHashMap<>();
        for (Step step : missed) {
            for (long id : step.grids) {
                grids.add(id);
            }
            for (long id : step.branches) {
                branches.add(id);
            }
            for (Touched t : step.touched) {
                switch (t) {
                    case Touched.Place(Layer layer, Envelope box) -> boxes.computeIfAbsent(layer, _ -> new HashSet<>()).add(box);
                    case Touched.Rows rows -> touched.add(rows);
                }
            }
            step.plans.forEach(p -> plans.put(p.plan(), p));
        }
        boxes.forEach((layer, all) -> (all.size() > ONE_BY_ONE ? Set.of(around(all)) : all)
                .forEach(box -> touched.add(new Touched.Place(layer, box))));
        boolean many = plans.size() > ONE_BY_ONE || plans.containsKey(PlanChange.MANY.plan());
        return new Missed.Steps(missed.isEmpty() ? next : missed.getFirst().number, grids, branches, List.copyOf(touched),
                many ? List.of(PlanChange.MANY) : List.copyOf(plans.values()));
    }

    private static Envelope around(Collection<Envelope> boxes) {
        Envelope all = new Envelope();
        boxes.forEach(all::expandToInclude);
        return all;
    }

    private static long[] changedGrids(GridTree before, GridTree after) {
        List<Long> changed = new ArrayList<>();
        before.byId().differences(after.byId(), (id, a, b) -> {
            if (a == null || b == null || !isShownAlike(a, b)) {
                changed.add(id);
            }
        });
        return changed.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] changedBranches(GridTree before, GridTree after) {
        Set<Long> ids = new HashSet<>(before.branches().keySet());
        ids.addAll(after.branches().keySet());
        return ids.stream().filter(id -> {
            BranchNode a = before.branches().get(id);
            BranchNode b = after.branches().get(id);
            return a != b && (a == null || b == null || !isShownAlike(a, b));
        }).mapToLong(Long::longValue).toArray();
    }

    private static boolean isShownAlike(GridNode a, GridNode b) {
        return a.level() == b.level() && a.isLeaf() == b.isLeaf() && isSame(a.area(), b.area())
                && Objects.equals(a.parent(), b.parent()) && Objects.equals(a.branchCode(), b.branchCode())
                && Objects.equals(a.parentCode(), b.parentCode())
                && (a.grid() == b.grid() || a.grid().equals(b.grid()))
                && a.responsible().equals(b.responsible()) && a.sums().equals(b.sums());
    }

    /// What has not changed is the same object as a rule.
    private static boolean isSame(Geometry a, Geometry b) {
        return a == b || a != null && b != null && a.equalsExact(b);
    }

    private static boolean isShownAlike(BranchNode a, BranchNode b) {
        return isSame(a.area(), b.area()) && (a.branch() == b.branch() || a.branch().equals(b.branch()))
                && a.sums().equals(b.sums());
    }
}
