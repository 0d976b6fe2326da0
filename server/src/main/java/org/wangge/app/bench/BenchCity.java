package org.wangge.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.wangge.city.SampleCity;
import org.wangge.problem.Problem;
import org.wangge.store.Store;

/// A generated city in a PostGIS database of its own, made on the first run and kept for the next.
public final class BenchCity {

    private final String adminUrl;
    private final int buildings;
    private final Path directory;

    /// `adminUrl` is a JDBC URL of a server on which databases may be created.
    public BenchCity(String adminUrl, int buildings, Path workDirectory) {
        this.adminUrl = adminUrl;
        this.buildings = buildings;
        this.directory = workDirectory.resolve("city-" + buildings);
    }

    int buildings() {
        return buildings;
    }

    /// JDBC URL of the city's database.
    String url() {
        URI uri = URI.create(adminUrl.substring("jdbc:".length()));
        String query = uri.getQuery() == null ? "" : "?" + uri.getQuery();
        return "jdbc:postgresql://" + uri.getAuthority() + "/wangge_bench_" + buildings + query;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /// Generates and loads the city unless that was done before. `task` runs a named piece of work with its progress; `load`
    /// imports the files of a folder.
    public void prepare(BiConsumer<String, Consumer<LongConsumer>> task, BiConsumer<Store, Path> load) {
        try (Connection admin = DriverManager.getConnection(adminUrl)) {
            if (!exists(admin)) {
                try (Statement s = admin.createStatement()) {
                    s.execute("create database wangge_bench_" + buildings);
                }
            }
            if (isLoaded()) {
                return;
            }
            if (!Files.exists(directory.resolve("complete"))) {
                task.accept("Generating " + buildings + " buildings", bar -> SampleCity.generate(directory, buildings, bar));
                Files.createFile(directory.resolve("complete"));
            }
            try (Store store = Store.openPostgis(url())) {
                load.accept(store, directory);
            }
            task.accept("Preparing the reference", _ -> prepareReference());
        } catch (SQLException e) {
            throw new Problem.Unavailable("The benchmark's database can't be used: " + e.getMessage() + ".",
                    "See WANGGE_TEST_DATABASE_URL.")
                    .asException();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean exists(Connection admin) throws SQLException {
        try (Statement s = admin.createStatement();
                ResultSet r = s.executeQuery("select 1 from pg_database where datname = 'wangge_bench_" + buildings + "'")) {
            return r.next();
        }
    }

    private boolean isLoaded() throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select to_regclass('bench_buildings') is not null")) {
            return r.next() && r.getBoolean(1);
        }
    }

    /// What a careful user of ST_AsMVT would set up: Web Mercator geometry stored and indexed, in the order of place, the leaf
    /// of each building worked out beforehand, vacuumed.
    private void prepareReference() {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute("set max_parallel_workers_per_gather = 0");
            s.execute("create table bench_new as select b.id, b.kind, b.households, b.subscribers,"
                    + " (select min(g.id) from grids g where st_intersects(g.geometry, st_pointonsurface(b.geometry))) as grid,"
                    + " st_pointonsurface(b.geometry) as inside, st_transform(b.geometry, 3857) as geom from buildings b");
            s.execute("create index bench_buildings_geom on bench_new using gist (geom)");
            s.execute("cluster bench_new using bench_buildings_geom");
            s.execute("create index bench_buildings_inside on bench_new using gist (inside)");
            s.execute("alter table bench_new rename to bench_buildings");
            s.execute("vacuum analyze bench_buildings");
        } catch (SQLException e) {
            throw new IllegalStateException("the reference table can't be made", e);
        }
    }
}
