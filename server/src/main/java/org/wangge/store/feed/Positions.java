package org.wangge.store.feed;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.wangge.atlas.Missed;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.memory.ByteCache;
import org.wangge.model.PlanChange;
import org.wangge.model.Position;
import org.wangge.model.Seen;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Finds out what somebody has missed who was at a position, whichever server of the database gave it: from the memory of this
/// process as a rule, which asks nobody, else from the change feed. For any number of threads.
public final class Positions {

    /// A row that has changed: of a layer, or of `plans` or `revisions`. Id 0 stands for the whole table.
    public record ChangedRow(String table, long id, boolean gone) {}

    /// Some of the rows that have changed, the position that one has reached with them, and whether there are more.
    public record Changes(List<ChangedRow> rows, Position position, boolean more) {}

    /// A state of the atlas, and what one has missed up to it, or a little more.
    public record Found(Snapshot now, Missed missed) {}

    private record Reach(Seen there, Seen begin) {}

    private static final long REACH_BYTES = 1 << 20;

    private final Feed feed;
    private final Follower follower;
    private final Publisher publisher;
    private final ByteCache<Reach, Feed.Gap> gaps =
            new ByteCache<>("positions", REACH_BYTES, (reach, _) -> 200 + 24L * reach.there.open().size());

    Positions(Feed feed, Follower follower, Publisher publisher) {
        this.feed = feed;
        this.follower = follower;
        this.publisher = publisher;
    }

    /// What one has missed who was there; never `Beyond`. What is behind that position is brought up to it first. `Gone` problem
    /// for a position of another database, of a state that this one never had, or older than the feed; `Unavailable` while
    /// the database can't be asked how far it is.
    public Found missed(Position there) {
        require(there);
        // In this order: what is missed reaches as far as what is shown.
        Snapshot now = publisher.current();
        return new Found(now, there.day().equals(now.day()) ? remembered(there) : new Missed.Everything());
    }

    private Missed remembered(Position there) {
        Missed missed = publisher.missed(there, null);
        if (!(missed instanceof Missed.Beyond)) {
            return missed;
        }
        Seen begin = publisher.remembered();
        Feed.Gap gap = gaps.get(new Reach(there.seen(), begin), reach -> feed.between(reach.there, reach.begin));
        return switch (gap) {
            case PRUNED -> throw tooOld();
            case SHOWN -> new Missed.Everything();
            case NOTHING -> with(publisher.missed(there, begin), List.of());
            case PLANS -> with(publisher.missed(there, begin), List.of(PlanChange.MANY));
        };
    }

    private static Missed with(Missed missed, List<PlanChange> plans) {
        return switch (missed) {
            case Missed.Beyond _, Missed.Everything _ -> new Missed.Everything();
            case Missed.Steps s when plans.isEmpty() -> s;
            case Missed.Steps s -> new Missed.Steps(s.first(), s.grids(), s.branches(), s.touched(), plans);
        };
    }

    /// At most `limit` of the rows that were changed since, in the order in which they can be told; each once or more often. When
    /// it returns the atlas shows them. Problems as in [#missed].
    public Changes changes(Position there, int limit) {
        require(there);
        Feed.Page page = feed.page(there.seen(), limit);
        if (page.rows() == null) {
            throw tooOld();
        }
        if (page.rows().stream().anyMatch(row -> row.id() == 0)) {
            follower.syncAll();
        } else if (!page.rows().isEmpty()) {
            follower.sync();
        }
        LocalDate day = publisher.current().day();
        return new Changes(page.rows(), new Position(page.seen(), day), page.more());
    }

    /// What is kept of the feed's answers.
    public ByteCache.Use use() {
        return gaps.use();
    }

    private void require(Position there) {
        Seen here = follower.seen();
        if (here == null) {
            throw new Problem.Unavailable("The map is still being loaded.", "Try again in a moment.").asException();
        }
        if (!here.origin().equals(there.seen().origin())) {
            throw gone("other_database", "That is a position in the changes of another database.");
        }
        if (!here.covers(there.seen())) {
            follower.sync();
            if (!follower.seen().covers(there.seen())) {
                throw gone("never_reached", "This database has never been at that position: it was put back to an older state.");
            }
        }
    }

    private static ProblemException tooOld() {
        return gone("too_old", "What has changed since that position is not known any more; it is kept for "
                + Follower.FEED_KEPT.toDays() + " days.");
    }

    private static ProblemException gone(String reason, String detail) {
        return new Problem.Gone(detail, "Read everything anew, without since.", Map.of("reason", reason)).asException();
    }
}
