package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.testing.RawHttp;
import org.wangge.testing.RawHttp.Raw;

/// Parameters that Java's own parsers would take, or fail on: 400 that names the parameter, whatever the database.
abstract class ParameterContract extends TownContract {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/api/grids?asOf=|%2B999999999-12-31T23:59:59Z,-999999999-01-01T00:00:00Z,2026-11-22T24:00:00Z,T24:00:00Z,"
        + "2026-02-30T08:00:00Z,9999-12-31T23:59:59Z,0000-01-01T00:00:00Z"
                + ",%EF%BC%92026-11-22T08:00:00Z,2026-11-22,%,%ZZ,%4,%ff,%c3%28,%ed%a0%80,%00",
        "/api/audit?from=|%2B999999999-01-01,-0001-01-01,2026-11-22T24:00:00Z,2026-02-29,%D9%A22026-11-2,%,x",
        "/api/audit?to=|%2B999999999-01-01T00:00:00Z,9999-12-31,1899-12-31",
        "/api/audit?actor=|%00,%ZZ,%ff",
        "/api/audit?before=|1e5,%EF%BC%91,99999999999999999999,NaN",
        "/api/locate?lat=1&lon=|NaN,Infinity,-Infinity,0x1p3,1e400,1e-400,1d,1f,%D9%A3,1_0,181,%2B,"
        + "9999999999999999999999999999999999",
        "/api/search?limit=1&q=|%,%ZZ,%00,%1f,%ff,%f0%9f",
        "/api/search?q=A&limit=|05,-0,%EF%BC%91,%D9%A3,0x10,1.0,2147483648,99999999999999999999,1e1",
        "/api/grids?since=|x,%25,MSxhYiw1,1,%00,%ZZ,%EF%BC%91",
        "/api/changes?since=|x,MSxhYiw1",
        "/api/grids?revision=|01,%EF%BC%91,9223372036854775808,1.0,x",
        "/api/plans?before=|NaN,9223372036854775808",
        "/api/revisions/0/compare?with=|1e0,%",
        "/ogc/collections/sightings/items?datetime=|2026-11-22T24:00:00Z,%2B999999999-01-01/..,-999999999-01-01,%ZZ,"
        + "2026-13-01,%EF%BC%92026-11-22",
        "/ogc/collections/grids/items?bbox=|NaN,0%2C1%2C1,0%2C0%2C1e400%2C1,0x0%2C0%2C1%2C1,1d%2C0%2C2%2C2,%D9%A3%2C0%2C4%2C4,%",
        "/ogc/collections/grids/items?bbox-crs=|x,%ZZ",
        "/ogc?f=|html,%,",
    })
    void whatIsNoValueIsRefusedByName(String path, String values) throws IOException {
        String name = path.substring(path.lastIndexOf(path.contains("&") ? '&' : '?') + 1, path.length() - 1);
        for (String value : values.split(",")) {
            if (value.isEmpty()) {
                continue;
            }
            Raw answer = ask(path + value);

            assertEquals("400 " + name, answer.status() + " " + server.json(answer.body()).path("parameter").asText(), path
                    + value + " " + answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/api/grids/%EF%BC%91", "/api/grids/%D9%A3", "/api/plans/99999999999999999999", "/api/revisions/1e0",
        "/ogc/collections/grids/items/%EF%BC%91",
        "/tiles/grids/02/1/1.mvt", "/tiles/grids/2/01/1.mvt", "/tiles/surface/penetration/2/1/-0.png", "/api/grids/01",
        "/ogc/collections/grids/items/01",
        "/tiles/grids/%EF%BC%91/0/0.mvt", "/tiles/grids/1/%D9%A3/0.mvt", "/tiles/surface/penetration/+1/0/0.png",
    })
    void whatHasAnotherFormIsNoNumberInAPath(String path) throws IOException {
        assertEquals(400, ask(path).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/api/grids?asOf=2001-11-22T08:00:00%2B08:00", "/api/grids?asOf=2001-11-22T08:00:00+08:00",
        "/api/audit?from=1900-01-01&to=2999-12-31T23:59:59.999999999Z",
        "/api/search?q=%E4%BA%BA%E6%B0%91+B7&limit=%205", "/api/locate?lon=1.17e2&lat=-.5",
        "/ogc/collections/sightings/items?datetime=2026-11-22T08:00:00Z/..",
    })
    void whatIsAValueIsTaken(String path) throws IOException {
        int status = ask(path).status();
        // The history of a store made just now begins later than that.
        assertEquals(path.contains("asOf") ? 404 : 200, status, path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-0|-0.0", "-0|0", "-.0e1|+0"})
    void noughtHasNoSign(String lon, String lat) throws IOException {
        String body = ask("/api/locate?lon=" + lon + "&lat=" + lat).body();
        assertTrue(body.startsWith("{\"lon\":0.0,\"lat\":0.0,"), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/grids", "/api/locate?lon=117.005&lat=39.005", "/tiles/grids/14/13517/6217.mvt"})
    void aMomentThatHasNotComeIsRefusedInWords(String path) throws IOException {
        Raw answer = ask(path + (path.contains("?") ? "&" : "?") + "asOf=2999-01-01T00:00:00Z");
        assertEquals("400 The moment 2999-01-01T00:00:00Z has not come yet. Ask for an earlier one, or name none for the present"
                + " state.", answer.status() + " " + server.json(answer.body()).path("detail").asText() + " "
                + server.json(answer.body()).path("remedy").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST|/api/plans|Content-Encoding|gzip", "POST|/api/plans|Content-Encoding|br",
        "PATCH|/api/plans/1|Content-Encoding|x-gzip, deflate", "POST|/api/plans/1/preview|Content-Encoding|gzip",
        "POST|/api/imports?layer=ports&name=a.csv|Content-Encoding|gzip",
        "POST|/api/imports?layer=ports&name=a.csv|Content-Type|multipart/form-data; boundary=x",
        "POST|/api/session|Content-Type|multipart/form-data",
    })
    void aBodyThatIsPackedIsRefusedInWords(String method, String path, String header, String value) throws IOException {
        String body = "\u001f\u008b\b";
        Raw answer = RawHttp.ask(server.port(), method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "If-Match: \"1\"\r\nAuthorization: Bearer " + server.ownToken() + "\r\n" + header + ": " + value
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        assertEquals("415 The body can't be read (its " + header + " is '" + value + "').",
                answer.status() + " " + server.json(answer.body()).path("detail").asText());
    }

    private Raw ask(String path) throws IOException {
        return RawHttp.ask(server.port(), "GET " + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " + server.ownToken() + "\r\n\r\n");
    }
}
