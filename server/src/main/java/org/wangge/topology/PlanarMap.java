package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.wangge.geo.BoxIndex;
import org.wangge.memory.IdMap;
import org.wangge.problem.Problem;

/// The partition of the land into leaf grids as a planar map. Immutable and safe for any number of threads.
///
/// No two faces overlap, and two faces that meet share every vertex there. Polygons that break this are mended by rule when they
/// come in; what was mended is in [#findings()].
public final class PlanarMap {

    /// A stretch of a ring: an edge, walked forwards or backwards.
    public record Step(Edge edge, boolean forward) {}

    /// A closed ring of an outline, with the land to its left; `hole` when it bounds a hole. A shell is followed by its holes.
    public record Ring(List<Step> steps, boolean hole) {
        public Ring {
            steps = List.copyOf(steps);
        }
    }

    /// Something that was wrong with the polygons and was mended by rule, or that a person should look at: `kind` is one of
    /// `empty`, `invalid`, `overlap`, `covered` and `sliver` (a gap that is too thin to be meant); `where` is fixed, null when
    /// there is no place to show.
    public record Finding(String kind, List<Long> grids, String text, Geometry where) {
        public Finding {
            grids = List.copyOf(grids);
        }
    }

    private static final PlanarMap EMPTY = new PlanarMap(IdMap.empty(), BoxIndex.EMPTY, IdMap.empty(), List.of(), 0, 0, null);

    private final IdMap<Face> faces;
    /// The boxes of the faces, the buried ones too.
    private final BoxIndex boxes;
    /// Grids that have no land, since others hold all of it.
    private final IdMap<Face> buried;
    private final List<Finding> mended;
    private final int mendedFaces;
    private final int contestedFaces;
    /// The same map before its cracks were closed; null where there are none.
    private final PlanarMap open;
    /// Worked out when first asked for; two threads may do so at once and find the same.
    private volatile List<Edge> edges;
    private volatile List<Finding> findings;

    PlanarMap(IdMap<Face> faces, BoxIndex boxes, IdMap<Face> buried, List<Finding> mended, int mendedFaces, int contestedFaces,
            PlanarMap open) {
        this.faces = faces;
        this.boxes = boxes;
        this.buried = buried;
        this.mended = mended;
        this.mendedFaces = mendedFaces;
        this.contestedFaces = contestedFaces;
        this.open = open;
    }

    /// Builds the map of these leaf areas (fixed Polygon or MultiPolygon, by grid id). Overlaps go to the lowest id; a grid
    /// without usable area has no face. Whatever was mended or left out is listed in [#findings()]; never throws for bad areas.
    /// The outcome is the same, to the last vertex, as when the areas come one after another by [#with].
    public static PlanarMap of(Map<Long, Geometry> leaves) {
        return EMPTY.with(leaves);
    }

    /// Ids of the grids that have land, ascending. Unmodifiable.
    public Set<Long> faces() {
        return faces.keySet();
    }

    /// Ids of the grids whose land or border, as objects, is another in `after`, gone or new; ascending. What the two maps share
    /// is not looked at, so where one was made of the other by few changes that is quick.
    public Set<Long> differing(PlanarMap after) {
        Set<Long> ids = new TreeSet<>();
        faces.differences(after.faces, (id, _, _) -> ids.add(id));
        return ids;
    }

    /// Area of a leaf, fixed Polygon or MultiPolygon; the very object that was given where nothing had to be mended.
    ///
    /// @throws org.wangge.problem.ProblemException `NotFound` when the map has no such face
    public Geometry face(long grid) {
        return faceOf(grid).area();
    }

    public boolean contains(long grid) {
        return faces.containsKey(grid);
    }

    Face faceOf(long grid) {
        Face face = faces.get(grid);
        if (face == null) {
            throw new Problem.NotFound(
                    "Grid " + grid + " has no area of its own in the map.",
                            "Name a leaf grid; grids with children follow from theirs.").asException();
        }
        return face;
    }

    IdMap<Face> faceMap() {
        return faces;
    }

    BoxIndex boxes() {
        return boxes;
    }

    /// Ids of the grids whose boxes meet this one (fixed), ascending.
    public List<Long> meeting(Envelope box) {
        return facesMeeting(box).stream().map(Face::id).toList();
    }

    /// The faces whose boxes meet this one, by id.
    List<Face> facesMeeting(Envelope box) {
        return claimsMeeting(box).stream().filter(f -> f.area() != null).toList();
    }

    /// The same with those of grids that have no land.
    List<Face> claimsMeeting(Envelope box) {
        List<Face> found = new ArrayList<>();
        boxes.near(box, id -> {
            Face face = claim(id);
            if (face.box().intersects(box)) {
                found.add(face);
            }
        });
        found.sort(Comparator.comparingLong(Face::id));
        return found;
    }

    /// The face of a grid, also of one that has no land; null when nothing was given for it that could be an area.
    Face claim(long grid) {
        Face face = faces.get(grid);
        return face == null ? buried.get(grid) : face;
    }

    IdMap<Face> buried() {
        return buried;
    }

    int mendedFaces() {
        return mendedFaces;
    }

    int contestedFaces() {
        return contestedFaces;
    }

    /// This map with its cracks open.
    PlanarMap open() {
        return open == null ? this : open;
    }

    List<Finding> mended() {
        return mended;
    }

    /// Every edge, once.
    public List<Edge> edges() {
        List<Edge> all = edges;
        if (all == null) {
            List<Edge> list = new ArrayList<>(faces.size() * 4);
            for (Face f : faces.values()) {
                for (Edge e : f.edges()) {
                    if (e.left() == f.id()) {
                        list.add(e);
                    }
                }
            }
            all = Collections.unmodifiableList(list);
            edges = all;
        }
        return all;
    }

    /// The edges around a leaf.
    ///
    /// @throws org.wangge.problem.ProblemException `NotFound` when the map has no such face
    public List<Edge> edgesOf(long grid) {
        return faceOf(grid).edges();
    }

    /// The rings around the union of the leaves that `inside` accepts; see [#rings].
    public List<Ring> outline(LongPredicate inside) {
        List<Step> steps = new ArrayList<>();
        for (Face f : faces.values()) {
            if (inside.test(f.id())) {
                for (Edge e : f.edges()) {
                    long other = e.across(f.id());
                    if (other == 0 || !inside.test(other)) {
                        steps.add(new Step(e, e.left() == f.id()));
                    }
                }
            }
        }
        return rings(steps);
    }

    /// The rings of the land that has these stretches around it, to the left of each; shells are followed by their holes. Shells
    /// run counter-clockwise, holes clockwise; parts that touch in a point are shells of their own. Where a ring begins and which
    /// comes first follows from where they lie, and not from how the map was made.
    public static List<Ring> rings(Collection<Step> border) {
        List<Step> steps = new ArrayList<>(border);
        steps.sort(Comparator.comparing(Step::edge, Edge.BY_PLACE));
        return RingTracer.rings(steps);
    }

    /// The land inside such rings, fixed Polygon or MultiPolygon with every vertex of the outline; null when there are none.
    /// Valid, shells counter-clockwise.
    public static Geometry land(List<Ring> rings) {
        return RingTracer.polygon(rings);
    }

    /// The union of the leaves that `inside` accepts, fixed Polygon or MultiPolygon with every vertex of the outline; null when
    /// there are none. Valid, shells counter-clockwise.
    public Geometry union(LongPredicate inside) {
        return land(outline(inside));
    }

    /// True when every grid has exactly what was given for it, so that [#with] gives changed grids exactly the areas asked for
    /// and leaves all others as they are, as long as these fit together.
    public boolean isClean() {
        return buried.isEmpty() && mendedFaces == 0;
    }

    /// What was mended, and gaps that are too thin to be meant.
    public List<Finding> findings() {
        List<Finding> all = findings;
        if (all == null) {
            all = new ArrayList<>(mended);
            all.addAll(Sliver.findings(this));
            all = List.copyOf(all);
            findings = all;
        }
        return all;
    }

    /// Works the command out without changing anything. Throws a `Refused` problem that says where and why when it can't be done.
    public Patch preview(Command command) {
        return preview(command, id -> "grid " + id);
    }

    /// The same, where the words of a refusal call a grid by the name that `name` gives it.
    public Patch preview(Command command, LongFunction<String> name) {
        return switch (command) {
            case Command.Reshape reshape -> new Reshaping(this, reshape, name).patch(reshape.path());
            case Command.MoveNode move -> new NodeMove(this, move, name).patch();
            case Command.Split split -> new Splitting(this, split.grid(), split.line(), name).patch(split.ids());
            case Command.Merge merge -> Neighbours.merge(this, merge);
            case Command.Transfer transfer -> new Areas(this, transfer.area(), name).transfer(transfer.to());
            case Command.Create create -> new Areas(this, create.area(), name).create(create.id(), create.carve());
            case Command.Delete delete -> Neighbours.delete(this, delete, name);
        };
    }

    /// How many grids a split along this line would make of the grid, itself included: one more than the ids it needs. Throws the
    /// problem that the split would be refused with.
    public int parts(long grid, LineString line, LongFunction<String> name) {
        return new Splitting(this, grid, line, name).parts();
    }

    /// Ids of grids that would have to be mended if these leaves had these areas (null: gone): empty when [#with] takes them as
    /// they are. So can be told whether a patch, or its inverse, still fits a map that others have changed.
    public Set<Long> misfits(Map<Long, Geometry> changed) {
        return MapBuilder.misfits(this, changed);
    }

    /// The map in which these leaves have these areas (null: gone) and all others are as they were. Edges that are not touched
    /// stay the same objects. Costs what the changed leaves and those whose boxes they meet cost, however many others there are.
    public PlanarMap with(Map<Long, Geometry> changed) {
        return MapBuilder.build(this, changed);
    }
}
