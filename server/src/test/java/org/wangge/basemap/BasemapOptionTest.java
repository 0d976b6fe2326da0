package org.wangge.basemap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.basemap.Basemap.Credit;
import org.wangge.basemap.Basemap.Datum;
import org.wangge.basemap.Basemap.Remote;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

class BasemapOptionTest {

    @Test
    void openStreetMapNeedsNothingButItsName() {
        assertEquals(
                new Basemap("osm", "OpenStreetMap", "OpenStreetMap", Datum.WGS84, 0, 19,
                        new Credit("© OpenStreetMap contributors", "https://www.openstreetmap.org/copyright"),
                        new Remote(List.of(List.of("https://tile.openstreetmap.org/{z}/{x}/{y}.png")), 256)),
                BasemapOption.parse("osm"));
    }

    @Test
    void tiandituIsTwoPicturesOneOverTheOtherFromEightServersWithTheKey() {
        for (String layers : List.of("vec cva", "img cia")) {
            String[] layer = layers.split(" ");
            Remote tiles = (Remote) BasemapOption.parse("tianditu-" + layer[0] + ",key=a b").tiles();
            for (int i = 0; i < 2; i++) {
                String name = layer[i];
                assertEquals(IntStream.range(0, 8).mapToObj(n -> "https://t" + n + ".tianditu.gov.cn/" + name
                        + "_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=" + name + "&STYLE=default&TILEMATRIXSET=w"
                        + "&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a+b").toList(), tiles.layers().get(i));
            }
        }
    }

    @Test
    void amapLiesInGcj02() {
        Basemap amap = BasemapOption.parse("AMAP");
        assertEquals(Datum.GCJ02, amap.datum());
        assertEquals(4, ((Remote) amap.tiles()).layers().getFirst().size());
    }

    @Test
    void anAddressTakesWordsAboutIt() {
        assertEquals(
                new Basemap("城区图", "城区图", "城区图", Datum.GCJ02, 3, 17, new Credit("© A, B", "https://a.example/b"),
                        new Remote(List.of(List.of("https://a.tile.example:8443/{z}/{x}/{-y}.png?k=k%2F1",
                                "https://b.tile.example:8443/{z}/{x}/{-y}.png?k=k%2F1")), 512)),
                BasemapOption.parse("https://{a-b}.tile.example:8443/{z}/{x}/{-y}.png?k={key},key=k/1,name=城区图,crs=gcj02,"
                        + "attribution=© A, B,attribution-url=https://a.example/b,min-zoom=3,max-zoom=17,tile-size=512"));
    }

    @Test
    void withoutWordsItIsCalledByItsServer() {
        Basemap plain = BasemapOption.parse("http://127.0.0.1:9/{z}/{x}/{y}");
        assertEquals("127.0.0.1", plain.id());
        assertEquals("127.0.0.1", plain.title());
        assertNull(plain.credit());
        assertEquals(18, plain.maxZoom());
    }

    @Test
    void aWmtsIsNamedByItsLayerOrByTheAddressOfItsCapabilities() {
        assertEquals(List.of(List.of("https://maps.example/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=town"
                        + "&STYLE=default&TILEMATRIXSET=EPSG:3857&FORMAT=image/png&TILEMATRIX=EPSG:3857:{z}&TILEROW={y}"
                        + "&TILECOL={x}")),
                ((Remote) BasemapOption.parse("https://maps.example/wmts,layer=town,matrix-set=EPSG:3857,matrix=EPSG:3857:{z}")
                        .tiles()).layers());
        assertEquals(List.of(List.of("https://maps.example/town/g/{z}/{y}/{x}.png")),
                ((Remote) BasemapOption.parse("https://maps.example/town/g/{TileMatrix}/{TileRow}/{TileCol}.png").tiles())
                        .layers());
    }

    @Test
    void thoseThatWouldBeCalledAlikeAreNumbered() {
        List<String> options = List.of("osm", "osm,name=Second", " ", "https://a.example/{z}/{x}/{y},name=None",
                "https://a.example/{z}/{x}/{y}");
        assertEquals(List.of("osm", "osm-2", "none-2", "a.example"),
                BasemapOption.parseAll(options).stream().map(Basemap::id).toList());
    }

    @Test
    void pagesMayShowPicturesOfTheConfiguredServersAndOfNoOthers() {
        assertEquals(List.of("https://t0.example:1", "https://t1.example:1", "https://tile.openstreetmap.org"),
                new Basemaps(BasemapOption.parseAll(List.of("osm", "https://t{0-1}.example:1/{z}/{x}/{y}")), null).origins());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bing | bing | that is no map service that is known here (osm, tianditu-vec, tianditu-img, amap), no address and no \
            file of tiles. | Give one of these, an address with {z}, {x} and {y}, or a file that ends in .mbtiles or .pmtiles.
            ftp://a.example/{z}/{x}/{y} | ftp://a.example/{z}/{x}/{y} | that is no map service that is known here (osm, \
            tianditu-vec, tianditu-img, amap), no address and no file of tiles. | Give one of these, an address with {z}, {x} \
            and {y}, or a file that ends in .mbtiles or .pmtiles.
            no-such.mbtiles | no-such.mbtiles | there is no such file. | Name a file of tiles that this user may read.
            tianditu-vec | tianditu-vec | it needs a key. | Give the key that its operator has given you: ,key=KEY.
            osm,key=1 | osm | there is a key, and no {key} in the address where it would stand. | \
            Write {key} there, or leave the key out.
            osm,crs=GCJ-02 | osm | nothing is known of 'crs'. | Known are key, name; a comma that belongs to an address is \
            written as %2C.
            osm,name=a,name=b | osm | name is given twice. | Give it once.
            osm,name= | osm | name is empty. | Give its value after the =, or leave it out.
            https://a.example/{z}/{x}.png | https://a.example/{z}/{x}.png | the address does not say where zoom, column and row \
            of a tile stand. | Write {z}, {x} and {y} there ({-y} where rows are counted from the south), as in \
            https://tile.example.com/{z}/{x}/{y}.png.
            https://a.example/{z}/{x}/{y}/{quadkey} | https://a.example/{z}/{x}/{y}/{quadkey} | the address has {quadkey}, and \
            nothing to put there. | Write that part out. Filled in are [{-y}, {key}, {x}, {y}, {z}], and one range such as {a-c} \
            or {0-7} for the servers.
            https://{x}.example/{z}/{y} | https://{x}.example/{z}/{y} | that is no address of tiles on the web. | Give one with \
            http or https and the name of its server, such as https://tile.example.com/{z}/{x}/{y}.png.
            https://u:p@a.example/{z}/{x}/{y} | https://u:p@a.example/{z}/{x}/{y} | that is no address of tiles on the web. | \
            Give one with http or https and the name of its server, such as https://tile.example.com/{z}/{x}/{y}.png.
            https://a.example/{z}/{x}/{y},crs=BD-09 | https://a.example/{z}/{x}/{y} | its crs is 'BD-09'. | \
            Tiles are drawn in Web Mercator, of WGS84 or of GCJ-02; those of other systems can't be.
            https://a.example/{z}/{x}/{y},max-zoom=30 | https://a.example/{z}/{x}/{y} | max-zoom is '30'. | \
            Give a whole number from 0 to 22.
            https://a.example/{z}/{x}/{y},min-zoom=9,max-zoom=8 | https://a.example/{z}/{x}/{y} | min-zoom is '9'. | \
            Give a whole number from 0 to 8.
            https://a.example/{z}/{x}/{y},tile-size=300 | https://a.example/{z}/{x}/{y} | tile-size is 300. | \
            Tiles are 256 or 512 pixels wide.
            https://a.example/{z}/{x}/{y},style=s | https://a.example/{z}/{x}/{y} | style is given without a layer. | \
            Both are of a WMTS: name its layer too.
            https://a.example/{z}/{x}/{y},attribution-url=javascript:1 | https://a.example/{z}/{x}/{y} | attribution-url is \
            'javascript:1'. | Give an address on the web, and the words for it as attribution.
            """)
    void whatCannotBeIsRefusedInWords(String option, String head, String what, String remedy) {
        assertEquals(new Problem.BadInput("Basemap '" + head + "': " + what, remedy), refusal(option));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://a.example; script-src */{z}/{x}/{y}
            https://a.example'/{z}/{x}/{y}
            https://a.example /{z}/{x}/{y}
            https://*/{z}/{x}/{y}
            https:///{z}/{x}/{y}
            https://a.example/{z}/{x}/{y}"onerror=
            https://a.example/{z}/{x}/{y}#here
            """)
    void nothingGetsIntoThePolicyOfThePageButAServer(String option) {
        assertTrue(refusal(option).detail().startsWith("Basemap '"));
    }

    private static Problem refusal(String option) {
        return assertThrows(ProblemException.class, () -> BasemapOption.parse(option)).problem();
    }
}
