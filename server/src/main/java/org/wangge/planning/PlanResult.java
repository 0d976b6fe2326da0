package org.wangge.planning;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.locationtech.jts.geom.Geometry;
import org.wangge.metrics.Sums;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.topology.Patch;

/// What a change of the grids does, worked out on the snapshot with this `seq`, of the time `asOf`. `grids` are the leaves whose
/// area, sums or words change, and the grids above them whose words do, by code; `strips` the land that changes hands (fixed
/// coordinates; 0 is nobody); `flows` what goes from whom to whom; `findings` what a person should look at before this is
/// published.
public record PlanResult(
        long seq, Instant asOf, List<GridResult> grids, List<Patch.Strip> strips, Moved moved, List<Flow> flows,
        List<Finding> findings) {

    /// A grid with its sums before and after, and its area after: fixed Polygon or MultiPolygon, null when it has none.
    /// `rowBefore` is null for a grid that is new, `rowAfter` for one that is gone; their geometry means nothing. `personBefore`
    /// and `personAfter` are in charge; null for nobody. `reshaped` tells whether land came or went; else the area differs in a
    /// vertex at most.
    public record GridResult(
            long id, Grid rowBefore, Grid rowAfter, Person personBefore, Person personAfter, Sums before, Sums after,
                    Geometry area, boolean reshaped) {

        public String code() {
            return (rowAfter == null ? rowBefore : rowAfter).code();
        }

        public String name() {
            return (rowAfter == null ? rowBefore : rowAfter).name();
        }

        /// False where only a vertex on its border is another: nobody has to look at that.
        public boolean isChanged() {
            return reshaped || !Objects.equals(rowBefore, rowAfter) || !Objects.equals(personBefore, personAfter);
        }
    }

    /// The buildings that change hands; households, subscribers and monthly revenue are summed where they are known, and counted
    /// where they are not: a sum is null where there are buildings and it is known in none of them. `items` are the first
    /// [#MAX_ITEMS] of them, by id.
    public record Moved(
            int buildings, Long households, int householdsUnknown, Long subscribers, int subscribersUnknown, Long revenue,
                    int revenueUnknown, List<MovedItem> items) {

        public static final int MAX_ITEMS = 50;

        public Moved {
            items = List.copyOf(items);
        }
    }

    /// A building that goes from one leaf to another; 0 is no leaf. `name` may be null.
    public record MovedItem(long id, String code, String name, long from, long to) {}

    /// The buildings that go from one leaf to another; 0 is no leaf. Its `items` are empty.
    public record Flow(long from, long to, Moved moved) {}

    /// `kind` is one of `compound_cut`, `several_parts`, `no_person`, `overloaded`, `replacement_due`, `unassigned`; `grid` may
    /// be 0; `detail` is the compound's name or a number, by kind; `lonLat` is a place to look at, or null.
    public record Finding(String kind, long grid, String detail, double[] lonLat) {}

    public PlanResult {
        grids = List.copyOf(grids);
        strips = List.copyOf(strips);
        flows = List.copyOf(flows);
        findings = List.copyOf(findings);
    }

    PlanResult with(List<Finding> found) {
        return new PlanResult(seq, asOf, grids, strips, moved, flows, found);
    }
}
