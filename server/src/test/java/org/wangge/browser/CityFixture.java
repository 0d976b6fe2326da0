package org.wangge.browser;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The sample city for one class of tests, as it is before anybody has changed it.
@Tag("browser")
@Timeout(600)
abstract class CityFixture {

    @TempDir
    static Path folder;

    static City city;

    @BeforeAll
    static void openCity() throws Exception {
        city = new City(folder);
    }

    @AfterAll
    static void closeCity() {
        if (city != null) {
            city.close();
            city = null;
        }
    }
}
