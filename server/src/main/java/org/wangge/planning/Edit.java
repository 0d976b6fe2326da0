package org.wangge.planning;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.locationtech.jts.geom.Geometry;
import org.wangge.topology.Command;

/// A change of the grids as a planner gives it: of their land, or of what is known of them.
public sealed interface Edit {

    /// A change of borders. `made` describes the grids that it makes, in the order of their ids; one that is not described gets
    /// the words of the grid that it comes from.
    ///
    /// `buildings`: a transfer that was given by buildings instead of an area; its area is worked out, and is null before that.
    /// `outside`: land that it gives up leaves the branch altogether, instead of being unassigned land inside it.
    record Land(Command command, List<NewGrid> made, List<Long> buildings, boolean outside) implements Edit {
        public Land {
            made = List.copyOf(made);
            buildings = List.copyOf(buildings);
        }

        Land(Command command) {
            this(command, List.of(), List.of(), false);
        }
    }

    /// New values of a grid by the names of its columns: `name`, `kind`, `target_new_subscribers`, `target_renewal_rate`,
    /// `yellow_cards`, `parent` (an id) and `person` (the code of the person in charge); null for unknown or none.
    record SetAttributes(long grid, Map<String, Object> attributes) implements Edit {}

    /// The land of these leaves (fixed; null: gone) as it was at a revision, all at once; `made` are those among them that are
    /// gone since then, under the ids that they had; `outlines` (fixed) are those of branches that have changed; `parents` what
    /// grids that are there stand below again (null: at the top of the tree), since taken one by one a parent might be left with
    /// none in between. It is made by going back to a revision and not by hand.
    record Restore(long revision, Map<Long, Geometry> areas, List<NewGrid> made, Map<Long, Geometry> outlines,
            Map<Long, Long> parents) implements Edit {
        public Restore {
            areas = Collections.unmodifiableMap(new TreeMap<>(areas));
            made = List.copyOf(made);
            outlines = Collections.unmodifiableMap(new TreeMap<>(outlines));
            parents = Collections.unmodifiableMap(new TreeMap<>(parents));
        }
    }

    /// A grid to be made. `id` is 0 until one is reserved; all else may be null; `parent` is an id, and `branch` is needed only
    /// where there are several and no parent tells. `person` is the code of the person in charge.
    record NewGrid(long id, String code, String name, String kind, Long parent, Long branch, String person) {
        static NewGrid unnamed(long id) {
            return new NewGrid(id, null, null, null, null, null, null);
        }
    }

    /// The grids that it makes.
    default List<NewGrid> made() {
        return List.of();
    }

    /// The type as the API calls it.
    default String type() {
        return switch (this) {
            case SetAttributes _ -> "setAttributes";
            case Restore _ -> "restore";
            case Land land -> switch (land.command()) {
                case Command.Reshape _ -> "reshape";
                case Command.MoveNode _ -> "moveNode";
                case Command.Split _ -> "split";
                case Command.Merge _ -> "merge";
                case Command.Transfer _ -> "transfer";
                case Command.Create _ -> "create";
                case Command.Delete _ -> "delete";
            };
        };
    }
}
