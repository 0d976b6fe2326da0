package org.wangge.atlas;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.IdChanges;
import org.wangge.metrics.Sums;
import org.wangge.model.Ancestry;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Person;
import org.wangge.model.Position;
import org.wangge.model.Row;
import org.wangge.model.Seen;
import org.wangge.model.Table;
import org.wangge.topology.PlanarMap;

/// One consistent, immutable state of everything that is served. A request takes it once and passes it down. For any number of
/// threads.
public final class Snapshot {

    /// A grid in its tree. `level` is 1 directly under the branch; `children` are ids, sorted by code; `area` is the leaf's own
    /// polygon or the union of the leaves below, WGS 84 lon/lat, null when there is none; `sums` are those of everything below.
    /// `branchCode` is null when the branch is not known; `parent` (an id) and `parentCode` directly under the branch, and
    /// where the parent that the row names is of no use (see [#misplaced()]).
    public record GridNode(
            Grid grid, String branchCode, Long parent, String parentCode, int level, List<Long> children, Geometry area,
            Sums sums, List<Responsible> responsible) {
        public boolean isLeaf() {
            return children.isEmpty();
        }
    }

    /// Grids whose rows name parents that are of no use, so that they stand directly under their branch: a [#LOOP] of grids,
    /// each the parent of the next and the last of the first, or a single one that is [#TOO_DEEP]. Only other programs write
    /// such rows.
    public record Misplaced(String kind, List<Long> grids) {
        public static final String LOOP = "parent_loop";
        public static final String TOO_DEEP = "too_deep";

        public Misplaced {
            grids = List.copyOf(grids);
        }
    }

    /// Who looks after a grid today, in which role; the first of a grid is the person in charge. `assignment` is the id of the
    /// row that says so, 0 while it is only planned.
    public record Responsible(long assignment, Person person, String role, String contract) {}

    /// A person and the number of grids of which this is the person in charge.
    public record Staff(Person person, int grids) {}

    /// A branch with the sums of its grids and of what lies inside its outline but in no leaf (`unassigned`, part of `sums`; it
    /// goes to the branch with the lowest id where outlines overlap, and is zero for a branch without an outline of its own).
    /// `children` are the grids directly under it; `area` is WGS 84 lon/lat, null when it has neither outline nor grids.
    public record BranchNode(Branch branch, Geometry area, List<Long> children, Sums sums, Sums unassigned) {}

    /// Takes buildings one by one: the interior point, fixed, and the compound or null.
    @FunctionalInterface
    public interface AnchorVisitor {
        void visit(long id, int lon, int lat, String compound, long leaf);
    }

    /// Takes buildings one by one; `counts` is only good during the call.
    @FunctionalInterface
    public interface PointVisitor {
        void visit(int worldX, int worldY, BuildingCounts counts);
    }

    /// The numbers of the building just visited.
    @FunctionalInterface
    public interface BuildingCounts {
        /// The count with this ordinal of [Count], `Counts.UNKNOWN` when not known.
        int raw(int ordinal);
    }

    private final State state;
    private final long seq;
    private final long revision;
    private final Seen seen;
    private final ZonedDateTime asOf;
    private final Unassigned unassignedLand;

    Snapshot(State state, long seq, long revision, Seen seen, ZonedDateTime asOf, Unassigned unassignedLand) {
        this.state = state;
        this.seq = seq;
        this.revision = revision;
        this.seen = seen;
        this.asOf = asOf;
        this.unassignedLand = unassignedLand;
    }

    Unassigned unassignedLand() {
        return unassignedLand;
    }

    State state() {
        return state;
    }

    /// Grows by one with each change of what is shown, in this process.
    public long seq() {
        return seq;
    }

    /// What of the change feed is shown, on which day: the same on every server of the database.
    public Position position() {
        return new Position(seen, day());
    }

    /// The same state, in which more of the feed is seen: nothing that shows.
    Snapshot at(Seen later) {
        return new Snapshot(state, seq, revision, later, asOf, unassignedLand);
    }

    /// Id of the latest published revision in this state.
    public long revision() {
        return revision;
    }

    /// When this state was taken.
    public Instant asOf() {
        return asOf.toInstant();
    }

    public PlanarMap map() {
        return state.map();
    }

    /// Sorted by code.
    public Collection<BranchNode> branches() {
        return Collections.unmodifiableCollection(state.tree().branches().values());
    }

    /// All grids, parents before children, siblings by code.
    public List<GridNode> grids() {
        return state.tree().nodes();
    }

    /// Those of [#grids()] that may have land in this box in degrees, and some more, in the same order. Quicker than going
    /// through all where the box is small.
    public List<GridNode> gridsNear(Envelope lonLat) {
        double units = FixedPoint.UNITS_PER_DEGREE;
        return state.tree().near(new Envelope(
                Math.floor(lonLat.getMinX() * units), Math.ceil(lonLat.getMaxX() * units),
                Math.floor(lonLat.getMinY() * units), Math.ceil(lonLat.getMaxY() * units)));
    }

    /// Always in the same order; empty as a rule.
    public List<Misplaced> misplaced() {
        return state.tree().misplaced();
    }

    /// What is wrong there and how to mend it, for people.
    public String inWords(Misplaced m) {
        List<String> codes = m.grids().stream().map(id -> state.grids().get(id).code()).toList();
        return switch (m.kind()) {
            case Misplaced.LOOP -> "Grids stand below themselves: " + Ancestry.inWords(codes)
                    + ". They are shown directly under their branch; give one of them another parent.";
            default -> "Grid " + codes.getFirst() + " is more than " + Ancestry.MAX_LEVELS
                    + " levels deep. It is shown directly under its branch; give it another parent.";
        };
    }

    public Optional<GridNode> findGrid(long id) {
        return Optional.ofNullable(state.tree().node(id));
    }

    public Optional<GridNode> findGrid(String code) {
        return Optional.ofNullable(state.tree().node(code));
    }

    public Optional<Person> findPerson(String code) {
        return Optional.ofNullable(state.tree().person(code));
    }

    public Optional<Person> findPerson(long id) {
        return Optional.ofNullable(state.persons().get(id));
    }

    /// The ids of the grids that a person is in charge of, in the order of [#grids].
    public List<Long> inChargeOf(long person) {
        return grids().stream()
                .filter(node -> node.responsible().stream().findFirst().filter(r -> r.person().id() == person).isPresent())
                .map(node -> node.grid().id())
                .toList();
    }

    /// Persons whose code or name contains the text (all for an empty one), whatever its case; at most `limit`, whole matches and
    /// beginnings first, among equals by code.
    public List<Staff> persons(String text, int limit) {
        return Search.staff(text.strip(), state.persons().values(), grids(), limit);
    }

    /// The day on which those are responsible who are.
    public LocalDate day() {
        return state.tree().day();
    }

    /// The day of a moment, in the time zone in which [#day()] turns.
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, asOf.getZone());
    }

    /// Whether the same assignments hold on this other day.
    public boolean isStaffedAlike(LocalDate other) {
        LocalDate day = day();
        return day.equals(other) || state.assignments().values().stream().allMatch(a -> a.isValidOn(day) == a.isValidOn(other));
    }

    /// The land of a grid for drawing; empty when it has none.
    public Optional<Outline> outline(long grid) {
        return Optional.ofNullable(state.tree().outline(grid));
    }

    /// The land of a branch for drawing; empty when it has none.
    public Optional<Outline> branchOutline(long branch) {
        return Optional.ofNullable(state.tree().branchOutline(branch));
    }

    /// Land inside the branch's own outline that belongs to no leaf, WGS 84 lon/lat; empty when there is none. Worked out when
    /// first asked for.
    public Optional<Geometry> unassignedLand(long branch) {
        return unassignedLand.find(branch);
    }

    /// The leaf in which a point lies; on a border, the one with the lowest id.
    public Optional<GridNode> findLeafAt(double lon, double lat) {
        long zone = state.territory().locate(FixedPoint.units(lon), FixedPoint.units(lat));
        return zone > 0 ? findGrid(zone) : Optional.empty();
    }

    /// Sums of everything that lies in no leaf.
    public Sums unassigned() {
        Sums sums = new Sums();
        new TreeMap<>(state.sums()).headMap(0L, true).values().forEach(sums::add);
        return sums;
    }

    /// The leaf to which a building, port or sighting is assigned, 0 when none.
    public long leafOf(Table table, long id) {
        Features.Place place = place(table, id);
        return place == null ? 0 : Math.max(0, place.block().zone(place.row()));
    }

    /// The buildings in columns, for drawing in bulk; likewise the others.
    public Features buildings() {
        return state.buildings();
    }

    public Features ports() {
        return state.ports();
    }

    public Features sightings() {
        return state.sightings();
    }

    public Features base() {
        return state.base();
    }

    public Optional<Row> find(Table table, long id) {
        Features.Place place = place(table, id);
        return place == null
                ? Optional.ofNullable(state.objects(table).get(id)) : Optional.of(place.block().row(place.row()));
    }

    /// Null for what is not kept in columns, or not there.
    private Features.Place place(Table table, long id) {
        Codec codec = Codec.of(table);
        return codec == null ? null : state.features(codec).find(id);
    }

    public long count(Table table) {
        Codec codec = Codec.of(table);
        return codec == null ? state.objects(table).size() : state.features(codec).size();
    }

    /// Box of a layer in degrees; null-envelope when the layer is empty.
    public Envelope extent(Layer layer) {
        Envelope box = new Envelope();
        switch (layer) {
            case BUILDINGS -> expand(box, buildings());
            case PORTS -> expand(box, ports());
            case SIGHTINGS -> expand(box, sightings());
            case BASE -> expand(box, base());
            case GRIDS -> grids().forEach(n -> box.expandToInclude(boxOf(n.area())));
            case BRANCHES -> branches().forEach(n -> box.expandToInclude(boxOf(n.area())));
        }
        return box;
    }

    private static void expand(Envelope box, Features features) {
        features.blocks().forEach(b -> box.expandToInclude(degrees(b.fixedBox())));
    }

    static Envelope degrees(int[] fixedBox) {
        return new Envelope(
                FixedPoint.degrees(fixedBox[0]), FixedPoint.degrees(fixedBox[2]),
                FixedPoint.degrees(fixedBox[1]), FixedPoint.degrees(fixedBox[3]));
    }

    private static Envelope boxOf(Geometry area) {
        return area == null ? new Envelope() : area.getEnvelopeInternal();
    }

    /// Up to `limit` rows of a layer with an id above `afterId` that meet the box (null: all), in order of id. A footprint
    /// meets the box when its own box does; grids and branches count with their derived area.
    public void page(Layer layer, Envelope lonLat, long afterId, int limit, Consumer<Row> consumer) {
        switch (layer) {
            case BUILDINGS -> Pages.read(buildings(), lonLat, afterId, limit, consumer);
            case PORTS -> Pages.read(ports(), lonLat, afterId, limit, consumer);
            case SIGHTINGS -> Pages.read(sightings(), lonLat, afterId, limit, consumer);
            case BASE -> Pages.read(base(), lonLat, afterId, limit, consumer);
            case GRIDS -> Pages.read(
                    state.grids().values(), g -> boxOf(state.tree().node(g.id()).area()), lonLat, afterId, limit, consumer);
            case BRANCHES -> Pages.read(
                    state.branches().values(), b -> boxOf(state.tree().branches().get(b.id()).area()), lonLat, afterId, limit,
                    consumer);
        }
    }

    /// Grids whose code or name, then buildings whose name, address or code contains the text, whatever its case; at most
    /// `limit`, whole matches and beginnings first.
    public List<Row> search(String text, int limit) {
        String wanted = text.strip();
        if (wanted.isEmpty() || wanted.indexOf(0) >= 0 || limit <= 0) {
            return List.of();
        }
        List<Row> found = new ArrayList<>(Search.grids(wanted, grids(), limit));
        if (found.size() < limit) {
            found.addAll(Search.rows(wanted, buildings(), limit - found.size()));
        }
        return found;
    }

    /// Visits the buildings whose interior point lies in a box of world units (borders count).
    public void buildingPoints(int minWorldX, int minWorldY, int maxWorldX, int maxWorldY, PointVisitor visitor) {
        Points.visit(buildings(), minWorldX, minWorldY, maxWorldX, maxWorldY, visitor);
    }

    /// Visits the buildings whose interior point lies in a box of fixed coordinates (borders count).
    public void buildingAnchors(Envelope fixed, AnchorVisitor visitor) {
        Points.visitAnchors(buildings(), fixed, visitor);
    }

    /// This state with other branches, grids and assignments in it, as of a revision, with those in charge who were it on that
    /// day: the buildings, ports and sightings of today counted in the borders of another time. Costs what taking over all
    /// borders costs, so it is no matter of milliseconds.
    public Snapshot withGrids(
            Collection<Branch> branches, Collection<Grid> grids, Collection<Assignment> assignments, LocalDate day,
            long otherRevision) {
        Draft draft = new Draft(state);
        draft.replace(Table.BRANCHES, byId(branches));
        draft.replace(Table.GRIDS, byId(grids));
        draft.replace(Table.ASSIGNMENTS, byId(assignments));
        State other = draft.finish(day);
        return new Snapshot(other, seq, otherRevision, seen, asOf, new Unassigned(other.branches(), other.map()));
    }

    /// What a state made by [#withGrids] takes in memory besides what it shares with the one it was made from, about: which leaf
    /// each row is in, and the grids.
    public long ownBytes() {
        long rows = count(Table.BUILDINGS) + count(Table.PORTS) + count(Table.SIGHTINGS);
        long points = state.leafAreas().values().stream().mapToLong(Geometry::getNumPoints).sum();
        return 8 * rows + 500L * state.grids().size() + 120 * points;
    }

    private static Map<Long, Row> byId(Collection<? extends Row> rows) {
        Map<Long, Row> all = new HashMap<>();
        rows.forEach(r -> all.put(r.id(), r));
        return all;
    }

    /// What would move if these leaves had these areas (fixed Polygon or MultiPolygon, null for a leaf that goes).
    public Reassignment reassign(Map<Long, Geometry> areasAfter) {
        return reassign(areasAfter, Reassignment.NONE);
    }

    /// The same, going on from another reassignment of this snapshot.
    public Reassignment reassign(Map<Long, Geometry> areasAfter, Reassignment known) {
        return known.next(state, IdChanges.copyOf(areasAfter));
    }
}
