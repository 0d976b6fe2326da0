package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The front end's files: those that there are, and nothing that strangers think of.
class AssetsTest {

    private final Assets assets = new Assets(List::of);

    @Test
    void whatIsAskedForAndIsNotThereLeavesNothingBehind() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(assets.find(assets.hash(), "no-" + i + ".js").isEmpty());
            assertTrue(assets.find("build-" + i, "main.js").isEmpty());
        }
        assertEquals(0, assets.kept());
        assertTrue(assets.find(assets.hash(), "main.js").isPresent());
        assertEquals(1, assets.kept());
    }

    @ParameterizedTest
    @ValueSource(strings = {"./main.js", "core/../main.js", "//main.js", "main.js/", "../org/wangge/app/Main.class",
            "webjars/leaflet/package.json", "", "core", "webjars", "webjars/x/y"})
    void aFileHasOneName(String path) {
        assertTrue(assets.find(assets.hash(), path).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"main.js", "style/app.css", "webjars/leaflet/dist/leaflet.js", "webjars/leaflet/dist/leaflet.css",
            "webjars/leaflet/dist/images/layers.png"})
    void whatThePageNamesIsThere(String path) {
        assertTrue(assets.find(assets.hash(), path).isPresent());
    }
}
