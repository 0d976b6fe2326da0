package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Misplaced;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.topology.PlanarMap;

/// Grids and branches as a tree with areas, sums and persons. [NextTree] makes one of another. Immutable, for any number of
/// threads.
final class GridTree {

    /// What a tree is made of.
    record Parts(IdMap<Branch> branches, Hierarchy hierarchy, PlanarMap map, IdMap<Sums> sums, Staff staff) {

        /// The same objects.
        boolean isSame(Parts other) {
            return branches == other.branches && hierarchy == other.hierarchy && map == other.map && sums == other.sums
                    && staff == other.staff;
        }
    }

    /// The grids in the order in which they are listed: parents first, siblings by code. Sorted when first asked for, beginning
    /// with an earlier order; two threads may do so at once and find the same.
    static final class Order {
        private static final Comparator<GridNode> LISTED = Comparator.comparingInt(GridNode::level)
                .thenComparing(n -> n.branchCode() == null ? "" : n.branchCode())
                .thenComparing(n -> n.parentCode() == null ? "" : n.parentCode())
                .thenComparing(n -> n.grid().code())
                .thenComparing(n -> n.grid().id());

        /// Null where nobody has asked before.
        private final long[] begin;
        private volatile long[] ids;

        Order(Order earlier) {
            long[] known = earlier == null ? null : earlier.ids;
            begin = known == null && earlier != null ? earlier.begin : known;
        }

        List<GridNode> listed(IdMap<GridNode> nodes) {
            long[] known = ids;
            if (known != null) {
                List<GridNode> all = new ArrayList<>(known.length);
                for (long id : known) {
                    all.add(nodes.get(id));
                }
                return all;
            }
            Map<Long, GridNode> beginning = new LinkedHashMap<>();
            for (int i = 0; begin != null && i < begin.length; i++) {
                if (nodes.containsKey(begin[i])) {
                    beginning.put(begin[i], nodes.get(begin[i]));
                }
            }
            nodes.forEach(beginning::putIfAbsent);
            List<GridNode> all = new ArrayList<>(beginning.values());
            all.sort(LISTED);
            ids = all.stream().mapToLong(n -> n.grid().id()).toArray();
            return all;
        }
    }

    /// From this part of all on, going through all that are listed is quicker than sorting those near a place.
    private static final int MANY_ONE_IN = 16;

    static final GridTree EMPTY = new GridTree(
            new Parts(IdMap.empty(), Hierarchy.EMPTY, PlanarMap.of(Map.of()), IdMap.empty(), Staff.EMPTY),
            IdMap.empty(), IdMap.empty(), Borders.EMPTY, Map.of(), Map.of(), new Order(null));

    private final Parts parts;
    private final IdMap<GridNode> nodes;
    private final IdMap<Outline> outlines;
    private final Borders borders;
    /// In their order.
    private final Map<Long, BranchNode> branches;
    private final Map<Long, Outline> branchOutlines;
    private final Order order;
    /// In order, when asked for.
    private volatile List<GridNode> listed;

    GridTree(
            Parts parts, IdMap<GridNode> nodes, IdMap<Outline> outlines, Borders borders, Map<Long, BranchNode> branches,
            Map<Long, Outline> branchOutlines, Order order) {
        this.parts = parts;
        this.nodes = nodes;
        this.outlines = outlines;
        this.borders = borders;
        this.branches = branches;
        this.branchOutlines = branchOutlines;
        this.order = order;
    }

    /// The tree of these parts, which shares with this one what is the same. `change` is what differs in their hierarchy.
    GridTree next(Parts now, Hierarchy.Change change) {
        return now.isSame(parts) ? this : new NextTree(this, now, change).tree();
    }

    Parts parts() {
        return parts;
    }

    Hierarchy hierarchy() {
        return parts.hierarchy;
    }

    Borders borders() {
        return borders;
    }

    Order order() {
        return order;
    }

    List<Misplaced> misplaced() {
        return parts.hierarchy.misplaced();
    }

    /// Parents before children, siblings by code.
    List<GridNode> nodes() {
        List<GridNode> all = listed;
        if (all == null) {
            all = Collections.unmodifiableList(order.listed(nodes));
            listed = all;
        }
        return all;
    }

    /// Those of them that may have land in this box (fixed), and some more.
    List<GridNode> near(Envelope box) {
        List<Long> leaves = parts.map.meeting(box);
        if (leaves.size() > nodes.size() / MANY_ONE_IN) {
            return nodes();
        }
        Set<Long> ids = new HashSet<>(leaves);
        leaves.forEach(leaf -> ids.addAll(parts.hierarchy.line(leaf)));
        return ids.stream().map(nodes::get).sorted(Order.LISTED).toList();
    }

    /// The same by id, without an order to wait for.
    IdMap<GridNode> byId() {
        return nodes;
    }

    /// Null when there is no such grid.
    GridNode node(long id) {
        return nodes.get(id);
    }

    GridNode node(String code) {
        Grid grid = parts.hierarchy.find(code);
        return grid == null ? null : node(grid.id());
    }

    LocalDate day() {
        return parts.staff.day();
    }

    /// Null when there is no such person.
    Person person(String code) {
        return parts.staff.person(code);
    }

    Map<Long, BranchNode> branches() {
        return branches;
    }

    IdMap<Outline> outlines() {
        return outlines;
    }

    Outline outline(long grid) {
        return outlines.get(grid);
    }

    Outline branchOutline(long branch) {
        return branchOutlines.get(branch);
    }
}
