package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

@Tag("postgis")
class PostgisBasemapTest extends BasemapContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Test
    void anotherServerOnTheDatabaseShowsThemToo() throws Exception {
        try (TestDatabases.Database database = provide(); TestServer one = new TestServer(database.open());
                TestServer other = new TestServer(database.open())) {
            assertEquals(200, change(one, 0, "osm").status());
            Await.until("the other server shows it", Duration.ofSeconds(60),
                    () -> ids(other.get("/api/basemaps")).equals(List.of("osm")));
        }
    }
}
