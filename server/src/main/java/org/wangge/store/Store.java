package org.wangge.store;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Source;
import org.wangge.model.Layer;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Revision;
import org.wangge.model.Row;

/// The system of record. Safe for any number of threads; each method is one transaction.
public final class Store implements AutoCloseable {

    /// What an import did to a layer.
    public record Loaded(long inserted, long updated, long unchanged) {}

    /// The new area (lon/lat) of a grid that must still have this version.
    public record GridChange(long grid, int expectedVersion, Geometry area) {}

    /// Opens `jdbc:postgresql://…` (PostGIS) and brings its schema up to date.
    public static Store openPostgis(String jdbcUrl) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Opens the GeoPackage, made if it is not there, and brings its schema up to date.
    public static Store openGeoPackage(Path file) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Runs `work` against one consistent state of the whole store.
    public void read(java.util.function.Consumer<Source> work) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<Row> find(Layer layer, long id) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<Row> findByCode(Layer layer, String code) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Inserts or updates rows by code, all or nothing, in one transaction with one coarse feed row. Of a row that is there already only
    /// `columns` (names of [Layer#columns()], and `geometry`) are overwritten; ids of the given rows are ignored. Several layers may be
    /// loaded together with [#inTransaction].
    public Loaded load(Layer layer, Set<String> columns, Iterator<? extends Row> rows, LongConsumer progress) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Runs several calls as one transaction: all or nothing. Nested calls on this thread join it.
    public <T> T inTransaction(java.util.function.Supplier<T> work) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Plan createPlan(String name, long baseRevision) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Optional<Plan> findPlan(long id) {
        throw new UnsupportedOperationException("not built yet");
    }

    public List<Plan> listPlans() {
        throw new UnsupportedOperationException("not built yet");
    }

    public void deletePlan(long id) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Commands by position, undone ones too.
    public List<PlanCommand> listCommands(long plan) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Drops undone commands and adds this one. Throws a `Conflict` problem when the plan has another version than expected.
    public Plan appendCommand(long plan, int expectedVersion, String json) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Marks a command as undone, or as done again.
    public Plan markCommand(long plan, int expectedVersion, int position, boolean undone) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Writes the new areas, a revision that remembers what was there before, and the plan's new status, all or nothing. Throws a
    /// `Conflict` problem that names both versions of every grid that has moved on meanwhile.
    public Revision publish(long plan, int expectedPlanVersion, List<GridChange> changes) {
        throw new UnsupportedOperationException("not built yet");
    }

    public List<Revision> listRevisions() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("not built yet");
    }
}
