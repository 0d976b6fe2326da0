package org.wangge.planning;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Plan;
import org.wangge.model.PlanComment;
import org.wangge.model.PlanEvent;
import org.wangge.store.Store;

/// What is said about plans, and what happened to them. Safe for any number of threads.
public final class Discussion {

    private final Store store;
    private final Planning plans;
    private final Touched touched;
    private final Supplier<Snapshot> live;

    Discussion(Store store, Planning plans, Touched touched, Supplier<Snapshot> live) {
        this.store = store;
        this.plans = plans;
        this.touched = touched;
        this.live = live;
    }

    /// What happened to the plan, oldest first. `NotFound` problem when there is no such plan.
    public List<PlanEvent> events(long id) {
        return store.listEvents(plans.plan(id).id());
    }

    /// Oldest first. `NotFound` problem when there is no such plan.
    public List<PlanComment> comments(long id) {
        return store.listComments(plans.plan(id).id());
    }

    /// `NotFound` problem when there is no such plan; `BadInput` for an empty or overlong note, or when there is no such `grid`
    /// (null: about the whole), neither live nor in the draft; `Forbidden` outside of what the editor may change: the grid, or
    /// all that the plan changes.
    public PlanComment comment(long id, Long grid, String note, Editor editor) {
        Plan plan = plans.plan(id);
        Snapshot snapshot = live.get();
        if (grid == null) {
            plans.requireScope(plan, editor, snapshot);
        } else {
            editor.require(touched.standing(plan, List.of(grid), snapshot));
        }
        return store.inTransaction(() -> {
            PlanComment comment = store.addComment(id, grid, editor.actor(), note);
            editor.ledger().note(plan, Map.of());
            return comment;
        });
    }
}
