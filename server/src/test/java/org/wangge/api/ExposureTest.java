package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.problem.ProblemException;

/// Where a server listens, and which names and origins are its own.
class ExposureTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "127.255.255.254", "::1", "[::1]", "0:0:0:0:0:0:0:1", "localhost",
            "LOCALHOST"})
    void everyLoopbackAddressIsThisMachine(String host) {
        Exposure exposure = new Exposure(host, 0, null, false, Set.of());

        assertTrue(exposure.isLoopbackOnly());
        assertFalse(exposure.secureCookies());
        assertTrue(exposure.isKnownName("127.0.0.1") && exposure.isKnownName("[::1]") && exposure.isKnownName("localhost"));
        assertFalse(exposure.isKnownName("evil.example"));
        assertFalse(exposure.isKnownName("10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "128.0.0.1", "10.0.0.1", "127.0.0.1.evil.example", "fe80::1", "maps.example"})
    void everyOtherIsNot(String host) {
        assertThrows(ProblemException.class, () -> new Exposure(host, 0, null, false, Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4", "' 1.2.3.4 ', 1.2.3.4", "1.2.3.4:56789, 1.2.3.4", "::1, 0:0:0:0:0:0:0:1", "[::1], 0:0:0:0:0:0:0:1",
        "[2001:DB8::1]:443, 2001:db8:0:0:0:0:0:1",
        "::ffff:1.2.3.4, 1.2.3.4", "0.10.200.255, 0.10.200.255", "::, 0:0:0:0:0:0:0:0", "[::1]:65535, 0:0:0:0:0:0:0:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0", "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8", "64:ff9b::1.2.3.4, 64:ff9b:0:0:0:0:102:304",
        "abc,", "'',", "1.2.3,", "1.2.3.4.5,", "1.2.3.256,", "unknown,", "_hidden,", "[::1,", "::g,",
        "fe80::1%eth0,", "1.2.3.4:x,", "localhost,", "face,", "0x7f.1,",
        // what some programs read as another address, or as one at all
        "010.0.0.1,", "1.2.3.04,", "00.0.0.0,", "0x0a.0.0.1,", "10.1,", "10.0.1,", "167772161,", "012,", "::ffff:010.0.0.1,",
        "::10.0.01,", "::00001,", "[::1%25eth0],", "[::1%eth0]:80,", "[1.2.3.4],", "[1.2.3.4]:80,", "[[::1]],", "[],", "[]:80,",
        "1.2.3.4:,", "1.2.3.4:0,", "1.2.3.4:080,", "1.2.3.4:65536,", "[::1]:x,", "[::1]80,", "1:2:3:4:5:6:7:8:9,", "1::2::3,",
        "1.2.3.4.,", ".1.2.3.4,", "1..2.3.4,", "+1.2.3.4,", "1.2.3.-4,", "１.2.3.4,", "١.2.3.4,", "1.2.3.4/24,", "1.2.3.4 5,",
    })
    void onlyAddressesAreRead(String text, String address) {
        assertEquals(address, Exposure.address(text).orElse(null));
    }

    @Test
    void behindTlsOnlyThePublicOriginIsItsOwn() {
        Exposure tls = new Exposure("127.0.0.1", 8080, URI.create("https://maps.example.com"), false, Set.of("127.0.0.1"));
        assertTrue(tls.isOwnOrigin("https://maps.example.com", "http://maps.example.com"));
        assertFalse(tls.isOwnOrigin("http://maps.example.com", "http://maps.example.com"));
        assertFalse(tls.isOwnOrigin("null", "http://maps.example.com"));

        Exposure local = Exposure.loopback(8080);
        assertTrue(local.isOwnOrigin("http://127.0.0.1:8080", "http://127.0.0.1:8080"));
        assertFalse(local.isOwnOrigin("http://127.0.0.1:8081", "http://127.0.0.1:8080"));
    }

    @Test
    void aTrustedProxyIsAnAddress() {
        ProblemException e = assertThrows(ProblemException.class, () ->
                new Exposure("127.0.0.1", 0, null, false, Set.of("proxy.example")));
        assertEquals("The trusted proxy is 'proxy.example', which is no address.", e.problem().detail());
    }
}
