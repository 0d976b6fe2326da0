package org.wangge.atlas;

import java.time.LocalDate;
import java.util.Set;
import org.locationtech.jts.geom.Geometry;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.topology.PlanarMap;

/// Everything that a [Snapshot] is made of. Collections are never changed once they are here. `leafAreas` are the fixed areas
/// that the map was given; `sums` are by zone (see [Territory]).
record State(
        Features buildings,
        Features ports,
        Features sightings,
        Features base,
        IdMap<Branch> branches,
        IdMap<Grid> grids,
        IdMap<Person> persons,
        IdMap<Assignment> assignments,
        IdMap<Geometry> leafAreas,
        PlanarMap map,
        Territory territory,
        IdMap<Sums> sums,
        GridTree tree) {

    static final State EMPTY = new State(
            Features.empty(Codec.BUILDINGS),
            Features.empty(Codec.PORTS),
            Features.empty(Codec.SIGHTINGS),
            Features.empty(Codec.BASE),
            IdMap.empty(),
            IdMap.empty(),
            IdMap.empty(),
            IdMap.empty(),
            IdMap.empty(),
            GridTree.EMPTY.parts().map(),
            Territory.EMPTY,
            IdMap.empty(),
            GridTree.EMPTY);

    /// This state with these tables of columns as another has them, whose other tables say the same, and with its sums.
    State with(State other, Set<Table> tables, LocalDate day) {
        GridTree.Parts parts = tree.parts();
        Staff staff = parts.staff().next(persons, assignments, day);
        GridTree.Parts now = new GridTree.Parts(branches, parts.hierarchy(), map, other.sums, staff);
        return new State(
                (tables.contains(Table.BUILDINGS) ? other : this).buildings,
                (tables.contains(Table.PORTS) ? other : this).ports,
                (tables.contains(Table.SIGHTINGS) ? other : this).sightings,
                (tables.contains(Table.BASE) ? other : this).base,
                branches, grids, persons, assignments, leafAreas, map, territory, other.sums,
                tree.next(now, parts.hierarchy().differences(parts.hierarchy())));
    }

    Features features(Codec codec) {
        return switch (codec) {
            case BUILDINGS -> buildings;
            case PORTS -> ports;
            case SIGHTINGS -> sightings;
            case BASE -> base;
        };
    }

    /// The rows of a table that is kept as objects, by id; none of those in columns.
    IdMap<? extends Row> objects(Table table) {
        return switch (table) {
            case BRANCHES -> branches;
            case GRIDS -> grids;
            case PERSONS -> persons;
            case ASSIGNMENTS -> assignments;
            case BUILDINGS, PORTS, SIGHTINGS, BASE -> IdMap.<Row>empty();
        };
    }
}
