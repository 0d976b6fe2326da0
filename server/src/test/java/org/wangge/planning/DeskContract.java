package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Count;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.feed.Follower;
import org.wangge.testing.TestDatabases;

/// A city on a database of its own for every test, its feed, an atlas, and a desk at which plans are drawn.
abstract class DeskContract {

    TestDatabases.Database database;
    Store store;
    Publisher publisher;
    Follower follower;
    Desk planning;

    abstract TestDatabases.Database provide() throws Exception;

    abstract SyntheticCity city();

    @BeforeEach
    void open() throws Exception {
        database = provide();
        store = database.open(city().content(Table.BRANCHES, Table.GRIDS, Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS));
        publisher = new Publisher();
        follower = new Follower(store, publisher);
        follower.start();
        planning = new Desk(new Planning(store, publisher::current, follower::sync));
    }

    @AfterEach
    void close() throws Exception {
        planning.planning().close();
        follower.close();
        store.close();
        database.close();
    }

    /// The atlas shows them after `follower.sync()`.
    void put(Table layer, List<? extends Row> rows) {
        Set<String> columns = new HashSet<>(Registry.of(layer).names());
        columns.add("geometry");
        store.load(layer, columns, rows.iterator(), n -> {});
    }

    long id(String code) {
        return publisher.current().findGrid(code).orElseThrow().grid().id();
    }

    Edit set(String code, Object... namesAndValues) {
        return new Edit.SetAttributes(id(code), values(namesAndValues));
    }

    static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    /// A line from one side of a grid to the other.
    LineString across(String code) {
        Envelope box = publisher.current().map().face(id(code)).getEnvelopeInternal();
        double y = Math.rint(box.centre().y);
        return FixedPoint.FIXED.createLineString(new Coordinate[] {
            new CoordinateXY(box.getMinX() - 500, y), new CoordinateXY(box.getMaxX() + 500, y + 7)});
    }

    /// The middle of a grid's box, this share of its width and height.
    Geometry middle(String code, double share) {
        return middleOf(publisher.current().map().face(id(code)), share);
    }

    static Geometry middleOf(Geometry area, double share) {
        Envelope box = area.getEnvelopeInternal();
        Envelope inner = new Envelope(box.centre());
        inner.expandBy(box.getWidth() / 2 * share, box.getHeight() / 2 * share);
        return FixedPoint.FIXED.toGeometry(new Envelope(
                Math.rint(inner.getMinX()), Math.rint(inner.getMaxX()), Math.rint(inner.getMinY()), Math.rint(inner.getMaxY())));
    }

    /// All grids are valid and fit together exactly.
    void assertCoverage() {
        Snapshot now = publisher.current();
        assertTrue(now.map().isClean());
        Geometry[] faces = now.map().faces().stream().map(now.map()::face).toArray(Geometry[]::new);
        assertTrue(CoverageValidator.isValid(faces));
        for (Geometry face : faces) {
            assertTrue(face.isValid());
        }
    }

    /// The area of the branch's own outline.
    double outline() {
        return FixedPoint.fixed(publisher.current().branches().iterator().next().branch().outline()).getArea();
    }

    /// The land of every leaf by its id.
    Map<Long, Geometry> faces() {
        Map<Long, Geometry> faces = new TreeMap<>();
        publisher.current().map().faces().forEach(id -> faces.put(id, publisher.current().map().face(id)));
        return faces;
    }

    /// Households of the grid, as the atlas has it.
    long live(String code) {
        return publisher.current().findGrid(code).orElseThrow().sums().total(Count.HOUSEHOLDS);
    }

    static Problem thrown(Callable<?> call) {
        return assertThrows(ProblemException.class, call::call).problem();
    }
}
