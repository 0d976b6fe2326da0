package org.wangge.planning;

import java.util.function.LongPredicate;
import org.wangge.model.Actor;

/// Who changes a plan, and what this account may change: `grids` accepts the ids of grids, `branches` those of branches.
public record Editor(Actor actor, LongPredicate grids, LongPredicate branches) {

    /// May change everything.
    public static Editor everywhere(Actor actor) {
        return new Editor(actor, grid -> true, branch -> true);
    }
}
