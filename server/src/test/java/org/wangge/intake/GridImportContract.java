package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Person;
import org.wangge.model.Table;

/// What an import makes of grids: which is above which, in which branch, and whose land it is.
abstract class GridImportContract extends ImportFixture {

    @Test
    void gridsAreLinkedByTheirParentColumnAndHavePersons() throws IOException {
        ImportReport report = load(Layer.GRIDS, "grids-parents.csv");
        assertEquals(List.of(
                "Branch SZ was made; its area is the union of its grids.",
                "2 persons (2 new) and 2 new assignments, 0 changed."), report.notes());
        assertEquals(List.of("C1 < D1 < SZ, leaf", "C2 < D1 < SZ, leaf", "D1 < SZ"), StoreDump.tree(store));
        assertEquals(List.of("Li Na", "Wang Wei"), StoreDump.rows(store, Table.PERSONS, Person.class).stream().map(Person::code)
                .toList());
        assertEquals(List.of("Li Na grid_manager null null", "Wang Wei customer_manager null null"), duties("C1", "C2"));

        importer.run(ImportRequest.of(Layer.GRIDS, write("new-manager.csv", "code,person", "C1,Zhao Min")));
        assertEquals(List.of("Zhao Min grid_manager null null"), duties("C1"));

        importer.run(ImportRequest.of(Layer.GRIDS, write("dated.csv", "code,person,valid_from", "C1,Li Na,2026-07-01")));
        assertEquals(List.of("Li Na grid_manager 2026-07-01 null", "Zhao Min grid_manager null 2026-06-30"), duties("C1"));
        assertEquals(List.of("C1 < D1 < SZ, leaf", "C2 < D1 < SZ, leaf", "D1 < SZ"), StoreDump.tree(store));
    }

    private List<String> duties(String... codes) {
        Map<Long, String> grids = new java.util.HashMap<>();
        Map<Long, String> persons = new java.util.HashMap<>();
        StoreDump.rows(store, Table.GRIDS, Grid.class).forEach(g -> grids.put(g.id(), g.code()));
        StoreDump.rows(store, Table.PERSONS, Person.class).forEach(p -> persons.put(p.id(), p.code()));
        return StoreDump.rows(store, Table.ASSIGNMENTS, Assignment.class).stream()
                .filter(a -> List.of(codes).contains(grids.get(a.grid())))
                .map(a -> persons.get(a.person()) + " " + a.role() + " " + a.validFrom() + " " + a.validTo())
                .sorted()
                .toList();
    }

    @Test
    void gridsAreLinkedByLevelAndByContainment() {
        ImportReport levels = load(Layer.GRIDS, "grids-levels.geojson");
        assertEquals(List.of(
                "Branch grids-levels was made; its area is the union of its grids.",
                "2 parent outlines were replaced by the union of the leaves below.",
                "Of the outline of grid E (row 3), 2,117,471 m² belong to no grid below it and are unassigned now."),
                        levels.notes());
        assertEquals(List.of("E < grids-levels", "E1 < E < grids-levels, leaf", "E2 < E < grids-levels, leaf", "W < grids-levels",
                "W1 < W < grids-levels, leaf"), StoreDump.tree(store));
        List<String> before = StoreDump.of(store);
        assertEquals("5 read, 0 inserted, 0 updated, 5 unchanged, 0 rejected", outcome(load(Layer.GRIDS,
                "grids-levels.geojson")));
        assertEquals(before, StoreDump.of(store));
    }

    @Test
    void aGridAroundOthersIsTheirParentWhenTheyFillIt() {
        load(Layer.GRIDS, "grids-contained.geojson");
        assertEquals(List.of("D < grids-contained", "D00 < D < grids-contained, leaf", "D01 < D < grids-contained, leaf",
                "D10 < D < grids-contained, leaf", "D11 < D < grids-contained, leaf"), StoreDump.tree(store));
    }

    @Test
    void aGridDrawnInsideAnotherIsRejectedSinceItsLandIsClaimedTwice() {
        assertEquals(
                List.of("row 2: geometry: grid MARKET lies inside grid BIG (row 1) (42,351 m²); name that as its parent in a "
                        + "column parent, or "
                        + "cut it out of that"),
                sentences(load(Layer.GRIDS, "grids-drawn-inside.geojson")));
        assertEquals(List.of("BIG < grids-drawn-inside, leaf"), StoreDump.tree(store));
    }

    @Test
    void gridsThatOverlapAreRejectedAndSliversCleaned() {
        assertEquals(
                List.of("row 2: geometry: grid B overlaps grid A (row 1) by 529,396 m² at 120.6075, 31.305; grids may not "
                        + "overlap"),
                sentences(load(Layer.GRIDS, "grids-overlap.geojson")));
        assertEquals(List.of("A < grids-overlap, leaf", "C < grids-overlap, leaf"), StoreDump.tree(store));
    }

    @Test
    void sliversAreCleanedAndNotedAndBordersShareTheirVertices() {
        ImportReport report = load(Layer.GRIDS, "grids-sliver.geojson");
        assertEquals(List.of(
                "1 overlap not wider than 1 m (424 m² in all) went to the grid that comes first.",
                "Branch grids-sliver was made; its area is the union of its grids."), report.notes());
        List<Grid> grids = StoreDump.rows(store, Table.GRIDS, Grid.class);
        assertEquals(0, grids.get(0).geometry().intersection(grids.get(1).geometry()).getArea());
        assertTrue(Stream.of(grids.get(2).geometry().getCoordinates()).anyMatch(new Coordinate(120.61, 31.31)::equals2D),
                "T has the vertex where A and B meet on its border");
        List<String> before = StoreDump.of(store);
        load(Layer.GRIDS, "grids-sliver.geojson");
        assertEquals(before, StoreDump.of(store));
    }

    @Test
    void circlesAndMissingParentsAreRejected() {
        assertEquals(
                List.of(
                        "row 2: parent is \"B\": makes a circle: B › A › B",
                        "row 3: parent is \"A\": makes a circle: B › A › B",
                        "row 4: parent is \"A\": is not there: its row 2 was rejected",
                        "row 5: parent is \"Z\": is the code of no grid in the file or the store"),
                sentences(load(Layer.GRIDS, "grids-circle.csv")));
        assertEquals(List.of("E < grids-circle, leaf"), StoreDump.tree(store));
    }

    @Test
    void gridsBelowAStoredLeafTakeItsLand() throws IOException {
        load(Layer.GRIDS, "grids-overlap.geojson");
        Path file = write("below.csv", "code,parent,wkt",
                "A1,A,\"POLYGON ((120.60 31.30, 120.605 31.30, 120.605 31.31, 120.60 31.31, 120.60 31.30))\"",
                "A2,A,\"POLYGON ((120.605 31.30, 120.61 31.30, 120.61 31.31, 120.605 31.31, 120.605 31.30))\"");
        ImportReport report = importer.run(ImportRequest.of(Layer.GRIDS, file));
        assertEquals(List.of("1 stored grid has grids below now and gave their land to them."), report.notes());
        assertEquals(List.of("A < grids-overlap", "A1 < A < grids-overlap, leaf", "A2 < A < grids-overlap, leaf",
                "C < grids-overlap, leaf"), StoreDump.tree(store));
    }

    @Test
    void gridsGoIntoTheBranchThatHoldsThem() throws IOException {
        importer.run(ImportRequest.of(Layer.BRANCHES, write("branches.csv", "code,name,wkt",
                "N,North,\"POLYGON ((120.5 31.2, 120.7 31.2, 120.7 31.4, 120.5 31.4, 120.5 31.2))\"", "S,South,")));
        ImportReport inside = load(Layer.GRIDS, "grids-contained.geojson");
        assertEquals("1 tree of grids was put into branch N, whose outline holds them.", inside.notes().getFirst());
        Path far = write("far.csv", "code,wkt", "F,\"POLYGON ((9.5 47.1, 9.6 47.1, 9.6 47.2, 9.5 47.2, 9.5 47.1))\"");
        assertEquals(List.of("Branch far was made; its area is the union of its grids."),
                importer.run(ImportRequest.of(Layer.GRIDS, far)).notes());
        assertEquals(List.of("N", "S", "far"), StoreDump.rows(store, Table.BRANCHES, Branch.class).stream().map(Branch::code)
                .toList());
    }
}
