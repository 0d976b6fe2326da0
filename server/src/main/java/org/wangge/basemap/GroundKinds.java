package org.wangge.basemap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// As what of the map's own ground features of a vector tile are drawn, by the table `data/schema/basemap.csv`.
public final class GroundKinds {

    /// Rows of layer, property, its value (`*`: any), place (`point`, `line` or `area`) and kind; the first that fits holds.
    /// What fits none is not drawn. A row without a property is of all features of its layer.
    public static final List<List<String>> TABLE = read();

    private GroundKinds() {}

    private static List<List<String>> read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                GroundKinds.class.getResourceAsStream("/schema/basemap.csv"), StandardCharsets.UTF_8))) {
            return in.lines().skip(1).map(line -> List.of(line.split(",", -1))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
