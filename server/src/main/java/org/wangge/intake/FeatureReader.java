package org.wangge.intake;

import java.util.List;

/// Reads a file as a stream of raw features, in bounded memory. One thread; close it. A file that is broken as a file ends with a
/// [org.wangge.problem.ProblemException].
sealed interface FeatureReader extends AutoCloseable permits CsvReader, GeoJsonReader,
        GeoPackageReader, OsmGround {

    /// One row of a file: `values` in the order of [#fields()], null where nothing stands; `shape` is its geometry, null when
    /// it has none or holds it in a column of text; `fault` tells what is wrong with the geometry, or with the row as such.
    record Feature(long row, String[] values, Shape shape, Fault fault) {}

    /// The format's name, as reports show it.
    String format();

    /// The names of the fields, as the file has them.
    List<String> fields();

    /// Whether features carry geometry of their own, rather than in columns of text.
    boolean hasGeometry();

    /// The coordinate system that the file names, or null.
    String crs();

    /// How many features the file has, as far as is known by now.
    long estimatedTotal();

    /// The next feature, or null after the last.
    Feature next();

    /// Sentences about how the file was read; after the last feature.
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close();
}
