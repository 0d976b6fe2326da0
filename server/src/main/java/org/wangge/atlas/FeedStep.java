package org.wangge.atlas;

import java.util.List;
import org.wangge.model.PlanChange;
import org.wangge.model.Seen;

/// How far an update of the atlas comes in the change feed: what is seen with it, the numbers of the transactions that are new
/// (ascending; null when they are many, or not known), and the plans that they changed. `known` is false when changes in between
/// are missing from the feed, so that nobody can tell what has changed on the way.
public record FeedStep(Seen seen, List<Long> transactions, List<PlanChange> plans, boolean known) {

    /// More than so many transactions are not remembered one by one.
    public static final int MOST = 1_000;

    public FeedStep {
        transactions = transactions == null || transactions.size() > MOST ? null : List.copyOf(transactions);
        plans = List.copyOf(plans);
    }

    /// The first state, or one of which nobody can tell how it came from the last.
    public static FeedStep anew(Seen seen, List<PlanChange> plans) {
        return new FeedStep(seen, null, plans, false);
    }

    /// A part of a step that is shown before the rest, or what comes from no feed: it shows more than is seen.
    public static FeedStep within(Seen seen) {
        return new FeedStep(seen, List.of(), List.of(), true);
    }

    boolean isPart() {
        return transactions != null && transactions.isEmpty();
    }
}
