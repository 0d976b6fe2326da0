package org.wangge.intake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Crs;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Loaded;
import org.wangge.model.Person;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.topology.Areal;

/// Imports a file of grids: reads it whole, finds the tree, the coverage of its leaves and the branch, and writes branches,
/// grids, persons and assignments. All this is worked out before anybody has to wait for it, on what is stored then; where that
/// has changed when it is to be written, it is worked out again. One thread, one file.
final class GridImport {

    /// Uncovered parts of a parent's outline above this share are worth a note.
    private static final double UNCOVERED_SHARE = 0.001;

    private static final Set<Table> TABLES = EnumSet.of(Table.BRANCHES, Table.GRIDS, Table.PERSONS, Table.ASSIGNMENTS);
    private static final int ATTEMPTS = 5;

    private final Store store;
    private final Columns columns;
    private final Tally tally;
    private final String fallbackBranch;
    private final List<Branch> branches = new ArrayList<>();
    private final List<Grid> grids = new ArrayList<>();
    private final List<Person> persons = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();

    GridImport(Store store, Columns columns, Tally tally, String fallbackBranch) {
        this.store = store;
        this.columns = columns;
        this.tally = tally;
        this.fallbackBranch = fallbackBranch;
    }

    /// What happened to the grids of the file, or, in a dry run, would have. `last` is called with that in the end of the
    /// transaction that writes them.
    Loaded run(FeatureReader reader, Crs crs, boolean dryRun, Consumer<Loaded> last) {
        GridDrafts reading = new GridDrafts(columns, crs, tally);
        List<GridDraft> drafts = reading.read(reader);
        Tally.Mark asRead = tally.mark();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            tally.goBackTo(asRead);
            Optional<Loaded> done = attempt(reading, drafts, dryRun, last);
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw new Problem.Unavailable("Others change the grids all the time.", "Try again; nothing was changed.").asException();
    }

    /// Empty when what was stored has changed meanwhile.
    private Optional<Loaded> attempt(
            GridDrafts reading, List<GridDraft> drafts, boolean dryRun, Consumer<Loaded> last) {
        Store.Mark mark = store.mark(TABLES);
        read();
        GridTree tree = new GridTree(grids, drafts, tally);
        String geometryField = columns.has(Columns.WKT) ? columns.field(Columns.WKT) : "geometry";
        if (columns.has("parent")) {
            tree.linkByColumn(reading.rejected(), columns.field("parent"));
        } else {
            tree.linkByArea(geometryField);
        }
        tally.step();
        GridBranches inBranches = new GridBranches(branches, tree, fallbackBranch, tally);
        inBranches.rejectStrays(columns.field("branch"));
        LeafCoverage coverage = new LeafCoverage(tree, tally, geometryField);
        do {
            tally.step();
            coverage.settle();
            inBranches.resolve();
        } while (inBranches.rejectFar(geometryField));
        coverage.note();
        inBranches.note();
        noteParents(tree);
        tally.finish();
        try {
            return store.inTransactionSince(mark, () -> {
                Loaded done = write(tree, inBranches.made());
                if (dryRun) {
                    throw new Undo(done);
                }
                last.accept(done);
                return done;
            });
        } catch (Undo undone) {
            return Optional.of(undone.done);
        }
    }

    private void read() {
        List.of(branches, grids, persons, assignments).forEach(List::clear);
        store.read(source -> {
            source.scan(Table.BRANCHES, r -> branches.add((Branch) r));
            source.scan(Table.GRIDS, r -> grids.add((Grid) r));
            source.scan(Table.PERSONS, r -> persons.add((Person) r));
            source.scan(Table.ASSIGNMENTS, r -> assignments.add((Assignment) r));
        });
    }

    private void noteParents(GridTree tree) {
        List<GridNode> replaced = tree.nodes().stream().filter(n -> !n.isLeaf() && n.outline != null && n.draft != null).toList();
        if (!replaced.isEmpty()) {
            tally.note(Text.count(replaced.size(), "parent outline was", "parent outlines were")
                    + " replaced by the union of the leaves below.");
        }
        for (GridNode n : tree.nodes()) {
            if (!n.isLeaf() && n.outline != null && n.children.stream().allMatch(c -> c.outline != null)) {
                double uncovered = n.outline.getArea() - n.children.stream().mapToDouble(c -> c.outline.getArea()).sum();
                if (uncovered > UNCOVERED_SHARE * n.outline.getArea()) {
                    tally.note("Of the outline of " + n.title() + ", "
                            + Text.area(Areal.squareMetres(n.outline) * uncovered / n.outline.getArea())
                            + " belong to no grid below it and are unassigned now.");
                }
            }
        }
        long split = tree.nodes().stream().filter(n -> n.draft == null && !n.isLeaf() && n.stored.geometry() != null).count();
        if (split > 0) {
            tally.note(Text.count(split, "stored grid has", "stored grids have") + " grids below now and gave their land to "
                    + "them.");
        }
    }

    private Loaded write(GridTree tree, List<Branch> made) {
        if (!made.isEmpty()) {
            store.load(Table.BRANCHES, Set.of("name"), made.iterator(), count -> {});
        }
        Map<String, Long> branchIds = store.codes(Table.BRANCHES);
        Set<String> overwritten = new LinkedHashSet<>(columns.overwritten());
        overwritten.remove("person");
        overwritten.addAll(List.of("branch", "parent", "geometry"));
        TreeMap<Integer, List<GridNode>> byDepth = new TreeMap<>();
        tree.drafted().forEach(n -> byDepth.computeIfAbsent(n.depth(), k -> new ArrayList<>()).add(n));
        Map<String, Long> gridIds = new HashMap<>();
        grids.forEach(g -> gridIds.put(g.code(), g.id()));
        Loaded sum = new Loaded(0, 0, 0);
        for (List<GridNode> level : byDepth.values()) {
            tally.step();
            List<Grid> rows = level.stream().map(n -> row(n, branchIds, gridIds)).toList();
            Loaded done = store.load(Table.GRIDS, overwritten, rows.iterator(), count -> {});
            sum = new Loaded(
                    sum.inserted() + done.inserted(), sum.updated() + done.updated(), sum.unchanged() + done.unchanged());
            gridIds.putAll(store.codes(Table.GRIDS));
        }
        writeNeighbours(tree, branchIds);
        new GridDuties(store, columns, tally, persons, assignments).write(tree.drafted(), gridIds);
        return sum;
    }

    private static Grid row(GridNode n, Map<String, Long> branchIds, Map<String, Long> gridIds) {
        GridDraft d = n.draft;
        return new Grid(
                0,
                0,
                d.code(),
                d.name(),
                branchIds.get(n.branch),
                n.parent == null ? null : Objects.requireNonNull(gridIds.get(n.parent.code)),
                d.kind(),
                d.targetNewSubscribers(),
                d.targetRenewalRate(),
                d.yellowCards(),
                n.isLeaf() ? land(n) : null);
    }

    /// In degrees; exactly what is stored where only the point differs at which a ring begins, so that nothing changes
    /// without need.
    private static Geometry land(GridNode n) {
        return isStoredLand(n) ? n.stored.geometry() : FixedPoint.lonLat(n.land);
    }

    private static boolean isStoredLand(GridNode n) {
        return n.stored != null
                && n.stored.geometry() != null
                && FixedPoint.fixed(n.stored.geometry()).norm().equalsExact(n.land.norm());
    }

    /// Stored grids that the file does not have, but whose land, vertices or branch change with it.
    private void writeNeighbours(GridTree tree, Map<String, Long> branchIds) {
        Map<String, Grid> changed = new LinkedHashMap<>();
        int renoded = 0;
        for (GridNode n : tree.nodes()) {
            if (n.draft == null) {
                Geometry land = n.isLeaf() && n.land != null ? n.land : null;
                boolean isSame = land == null ? n.stored.geometry() == null : isStoredLand(n);
                long branch = branchIds.get(n.branch);
                if (!isSame || branch != n.stored.branch()) {
                    Grid g = n.stored;
                    changed.put(g.code(), new Grid(0, 0, g.code(), g.name(), branch, g.parent(), g.kind(),
                            g.targetNewSubscribers(), g.targetRenewalRate(), g.yellowCards(),
                            land == null ? null : FixedPoint.lonLat(land)));
                    renoded += land != null && !isSame ? 1 : 0;
                }
            }
        }
        if (!changed.isEmpty()) {
            store.load(Table.GRIDS, Set.of("geometry", "branch"), changed.values().iterator(), count -> {});
        }
        if (renoded > 0) {
            tally.note(Text.count(renoded, "stored neighbour", "stored neighbours")
                    + " took over vertices of the new borders, so that both sides share them.");
        }
    }

    /// Rolls a dry run back and carries what it would have done.
    private static final class Undo extends RuntimeException {
        private final transient Loaded done;

        private Undo(Loaded done) {
            super("a dry run is undone", null, false, false);
            this.done = done;
        }
    }
}
