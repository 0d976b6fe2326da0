package org.wangge.city;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// A city eight times the demo's size keeps all its properties.
class LargerCityTest extends CityRules {

    private static final int BUILDINGS = 100_000;

    @TempDir
    static Path dir;

    private static CityFiles city;

    @BeforeAll
    static void generate() throws Exception {
        SampleCity.generate(dir, BUILDINGS, done -> {});
        city = new CityFiles(dir);
    }

    @Override
    CityFiles city() {
        return city;
    }

    @Override
    int buildings() {
        return BUILDINGS;
    }
}
