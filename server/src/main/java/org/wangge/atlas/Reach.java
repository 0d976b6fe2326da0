package org.wangge.atlas;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.model.Seen;

/// How far an atlas has come in a change feed: all that was taken over, but for the transactions of which large tables are still
/// to be loaded. The publisher guards it.
final class Reach {

    private Seen taken = Seen.NOTHING;
    private final Set<Long> behind = new TreeSet<>();

    /// These are behind from now on; false when there would be too many then: each makes the text of a position longer.
    boolean postpone(Set<Long> transactions) {
        Set<Long> all = new TreeSet<>(behind);
        all.addAll(transactions);
        if (all.size() > FeedStep.MOST) {
            return false;
        }
        behind.addAll(transactions);
        return true;
    }

    /// What is seen with a step, which may have transactions in it that are behind.
    FeedStep shown(FeedStep step) {
        if (step.isPart()) {
            return step;
        }
        taken = step.seen();
        if (!step.known()) {
            // All was loaded.
            behind.clear();
        }
        List<Long> seen = step.transactions() == null ? null
                : step.transactions().stream().filter(t -> !behind.contains(t)).toList();
        return new FeedStep(taken.without(behind), seen, step.plans(), step.known());
    }

    /// What is seen when these are not behind any more, where `present` was seen before.
    FeedStep caughtUp(Set<Long> transactions, Seen present) {
        if (transactions.isEmpty()) {
            return FeedStep.within(present);
        }
        behind.removeAll(transactions);
        return new FeedStep(taken.without(behind), transactions.stream().sorted().toList(), List.of(), true);
    }
}
