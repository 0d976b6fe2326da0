package org.wangge.store;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Actor;
import org.wangge.model.Grid;
import org.wangge.model.Lineage;

/// What a plan makes of the grids. `tree` is where those stood that there were when all this was worked out; empty when the
/// plan leaves the tree as it is. `changed` are rows as they shall be, with the version that they must still have; `made`
/// have ids from [Store#reserveGridIds]; `gone` names those that go, with the version that they must still have; `outlines` are
/// those of branches that change; `duties` say who takes over. `seenRevision` is the latest revision that all this
/// was worked out on. `figures` is kept as it is; may be null.
public record Publication(
        long plan, int expectedVersion, long seenRevision, Set<Standing> tree, List<Grid> changed, List<Grid> made,
        Map<Long, Integer> gone, List<OutlineChange> outlines, List<Duty> duties, List<Lineage> lineage, byte[] figures,
        Actor author, Actor approver) {

    /// The outline of a branch (lon/lat), as it was found and as it shall be.
    public record OutlineChange(long branch, Geometry before, Geometry after) {}

    /// Where a grid stands in the tree; `parent` is null directly below the branch.
    public record Standing(long grid, Long parent, long branch) {
        public Standing(Grid grid) {
            this(grid.id(), grid.parent(), grid.branch());
        }
    }

    /// Who shall look after a grid, which `changed` or `made` names too, from a day on. `present` are the ids of the
    /// assignments that hold on that day, the person in charge first, and must still be the same; those not among `staying` end
    /// the day before (one that began on that day is removed). `begins` is the id of the person who becomes grid manager; null
    /// for nobody.
    public record Duty(long grid, LocalDate day, List<Long> present, List<Long> staying, Long begins) {
        public Duty {
            present = List.copyOf(present);
            staying = List.copyOf(staying);
        }
    }
}
