package org.wangge.atlas;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.metrics.Sums;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Person;
import org.wangge.model.Row;
import org.wangge.topology.PlanarMap;

/// One consistent, immutable state of everything that is served. A request takes it once and passes it down.
public final class Snapshot {

    /// A grid in its tree. `level` is 1 directly under the branch; `children` are ids, sorted by code; `area` is the leaf's own
    /// polygon or the union of the leaves below, WGS 84 lon/lat, null when there is none; `sums` are those of everything below.
    public record GridNode(
            Grid grid, String branchCode, String parentCode, int level, List<Long> children, Geometry area, Sums sums, List<Responsible> responsible) {
        public boolean isLeaf() {
            return children.isEmpty();
        }
    }

    /// Who is in charge today, in which role.
    public record Responsible(Person person, String role, String contract) {}

    /// A branch with the sums of its grids and of what lies inside its outline but in no leaf (`unassigned`).
    public record BranchNode(Branch branch, Geometry area, List<Long> children, Sums sums) {}

    /// What a change of leaf areas does: the sums of every leaf touched, before and after, and the ids of the buildings that change
    /// hands with the leaf they go to (0: none).
    public record Reassignment(Map<Long, Sums> before, Map<Long, Sums> after, Map<Long, Long> moved) {}

    /// Grows by one with each swap in this process.
    public long seq() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Id of the latest published revision in this state.
    public long revision() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// When this state was taken.
    public Instant asOf() {
        throw new UnsupportedOperationException("not built yet");
    }

    public PlanarMap map() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Collection<BranchNode> branches() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// All grids, parents before children, siblings by code.
    public List<GridNode> grids() {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<GridNode> findGrid(long id) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<GridNode> findGrid(String code) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The leaf in which a point lies; on a border, the one with the lowest id.
    public Optional<GridNode> findLeafAt(double lon, double lat) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Sums of everything that lies in no leaf.
    public Sums unassigned() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The leaf to which a building, port or sighting is assigned, 0 when none.
    public long leafOf(Layer layer, long id) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<Row> find(Layer layer, long id) {
        throw new UnsupportedOperationException("not built yet");
    }

    public long count(Layer layer) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Box of a layer in degrees; null-envelope when the layer is empty.
    public Envelope extent(Layer layer) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Up to `limit` rows of a layer with an id above `afterId` that meet the box (null: all), in order of id.
    public void page(Layer layer, Envelope lonLat, long afterId, int limit, Consumer<Row> consumer) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Buildings whose name, address or code contains the text, at most `limit`, best first.
    public List<Row> search(String text, int limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// What would move if these leaves had these areas (fixed Polygon or MultiPolygon): the very computation that publishing does.
    public Reassignment reassign(Map<Long, Geometry> areasAfter) {
        throw new UnsupportedOperationException("not built yet");
    }
}
