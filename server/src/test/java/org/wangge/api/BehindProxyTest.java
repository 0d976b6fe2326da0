package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.access.Access;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// A server that browsers reach through a proxy with TLS.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BehindProxyTest {

    private static final String PUBLIC = "https://maps.example.com";

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        var store = TestDatabases.geoPackage(folder).open();
        TestTown.load(store);
        Exposure exposure = new Exposure("127.0.0.1", 0, URI.create(PUBLIC), false, Set.of("127.0.0.1", "10.0.0.1"));
        server = new TestServer(store, new Access.Settings(true, false, null), exposure, Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "203.0.113.7|203.0.113.7",
        "abc|127.0.0.1",
        "abc, 203.0.113.7|203.0.113.7",
        "203.0.113.7, abc|127.0.0.1",
        "203.0.113.7, abc, 10.0.0.1|10.0.0.1",
        "198.51.100.1, 203.0.113.7, 10.0.0.1|203.0.113.7",
        "203.0.113.7:4711|203.0.113.7",
        "[2001:db8::7]:4711|2001:db8:0:0:0:0:0:7",
        "''|127.0.0.1",
        "1 OR 1=1|127.0.0.1",
        "010.0.0.1|127.0.0.1",
        "203.0.113.7, 010.0.0.1|127.0.0.1",
        "203.0.113.7, 10.1|127.0.0.1",
        "0xcb.0.0x71.7|127.0.0.1",
        "3405803783|127.0.0.1",
        "fe80::1%eth0|127.0.0.1",
        "[203.0.113.7]:80|127.0.0.1",
        "203.0.113.7:99999|127.0.0.1",
        "::ffff:010.0.0.1, 10.0.0.1|10.0.0.1",
    })
    void theAuditHasTheAddressThatTheLastProxyHeardFromAndNeverAWord(String forwarded, String address) {
        server.post("/api/plans", "{\"name\":\"x\"}", "X-Forwarded-For", forwarded);

        assertEquals(address, server.get("/api/audit?action=plan.create&limit=1").json().at("/entries/0/address").asText());
    }

    @Test
    void severalLinesOfOneHeaderAreOneList() {
        server.post("/api/plans", "{\"name\":\"x\"}", "X-Forwarded-For", "203.0.113.8", "X-Forwarded-For", "10.0.0.1");

        assertEquals("203.0.113.8", server.get("/api/audit?action=plan.create&limit=1").json().at("/entries/0/address").asText());
    }

    @Test
    void onlyPagesThatCameOverTlsMayChangeAnything() {
        assertEquals(201, from(PUBLIC).status());
        assertEquals(403, from("http://maps.example.com").status());
        assertEquals(403, from("null").status());
        assertEquals("max-age=31536000", server.get("/").header("Strict-Transport-Security"));
        assertEquals("max-age=31536000", server.get("/nowhere").header("Strict-Transport-Security"));
    }

    private Answer from(String origin) {
        return server.post("/api/plans", "{\"name\":\"x\"}", "Host", "maps.example.com", "Origin", origin);
    }

    @Test
    void everyMethodThatChangesAnythingNeedsTheTokenOfTheSession() {
        long plan = server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
        TestServer.Browser browser = server.member("m" + plan, "correct horse 9", "[{\"role\":\"planner\"}]");
        for (String method : new String[] {"PUT", "DELETE"}) {
            String path = "/api/plans/" + plan + "/presence";
            Answer refused = server.bare(method, path, "{\"grids\":[]}", "Cookie", browser.cookie());
            assertEquals("403 csrf", refused.status() + " " + refused.json().path("reason").asText(), method);
            assertEquals(method.equals("PUT") ? 200 : 204, browser.send(method, path, "{\"grids\":[]}").status());
        }
    }
}
