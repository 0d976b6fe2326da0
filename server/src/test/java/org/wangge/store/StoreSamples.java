package org.wangge.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Registry;
import org.wangge.model.Table;

/// Rows for tests.
public final class StoreSamples {

    private StoreSamples() {}

    /// Every column of a layer, for loads that overwrite everything.
    public static Set<String> all(Table layer) {
        return Stream.concat(Registry.of(layer).names().stream(), Stream.of("geometry")).collect(Collectors.toSet());
    }

    /// The number of the last migration.
    public static int newestSchema() {
        try (Stream<Path> migrations = Files.list(Path.of("src/main/resources/org/wangge/store/migration/postgis"))) {
            return migrations.mapToInt(file -> Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1")))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Building building(String code, int households) {
        return new Building(0, code, null, null, null, null, Counts.of(Map.of(Count.HOUSEHOLDS, households)),
                geometry("POLYGON ((117 39, 117.001 39, 117.001 39.001, 117 39))"));
    }

    public static Geometry geometry(String wkt) {
        try {
            return new WKTReader(FixedPoint.LON_LAT).read(wkt);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
