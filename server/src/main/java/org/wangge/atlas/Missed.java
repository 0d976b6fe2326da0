package org.wangge.atlas;

import java.util.List;
import java.util.Set;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.model.PlanChange;

/// What one has missed who has seen the atlas at another position.
public sealed interface Missed {

    /// These grids and branches are to be shown otherwise, or are gone; these boxes are to be drawn anew, and these plans are
    /// not what they were. `first` is the number of the first step missed: it is the same for all who have missed the same.
    record Steps(long first, Set<Long> grids, Set<Long> branches, List<Touched> touched, List<PlanChange> plans)
            implements Missed {
        public Steps {
            grids = Set.copyOf(grids);
            branches = Set.copyOf(branches);
            touched = List.copyOf(touched);
            plans = List.copyOf(plans);
        }
    }

    /// Perhaps everything: nobody remembers any more, or it is another day, on which others may be in charge.
    record Everything() implements Missed {}

    /// More than this process remembers; the change feed may know.
    record Beyond() implements Missed {}
}
