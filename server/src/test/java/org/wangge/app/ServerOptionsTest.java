package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.basemap.Basemap;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import picocli.CommandLine;

class ServerOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Shanghai", "Europe/Berlin", "+08:00", "UTC"})
    void daysBeginInTheZoneThatIsGiven(String zone) {
        assertEquals(ZoneId.of(zone), of("--time-zone", zone).clock().getZone());
    }

    @Test
    void withoutOneTheyBeginInThatOfTheMachine() {
        assertEquals(ZoneId.systemDefault(), of().clock().getZone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Peking", "CST", "8", "+25:00", "../etc/passwd"})
    void whatIsNoZoneIsRefusedInWords(String zone) {
        Problem problem = assertThrows(ProblemException.class, () -> of("--time-zone", zone).clock()).problem();
        assertEquals(new Problem.BadInput("--time-zone is '" + zone + "', which is no time zone that is known here.",
                "Give one of the IANA list, such as Asia/Shanghai, or an offset such as +08:00."), problem);
    }

    @Test
    void severalBasemapsAreNamedOneByOneOrInARow() {
        assertEquals(List.of("osm", "tianditu-vec", "amap"),
                of("--basemap", "osm;tianditu-vec,key=a", "--basemap", "amap").basemaps().stream().map(Basemap::id).toList());
        assertEquals(List.of(), of().basemaps());
        Problem problem = assertThrows(ProblemException.class, () -> of("--basemap", "osm;bing").basemaps()).problem();
        assertEquals("Basemap 'bing': that is no map service that is known here (osm, tianditu-vec, tianditu-img, amap), no"
                + " address and no file of tiles.", problem.detail());
    }

    private static ServerOptions of(String... arguments) {
        ServerOptions options = new ServerOptions();
        CommandLine.populateCommand(options, arguments);
        return options;
    }
}
