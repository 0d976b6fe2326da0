package org.wangge.basemap;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wangge.basemap.Basemap.Credit;
import org.wangge.basemap.Basemap.Datum;

/// Map services that are known by name, so that nobody needs to look their addresses up. Whoever configures one agrees with its
/// operator on the terms of use.
enum Service {
    OSM("OpenStreetMap", "OpenStreetMap", Datum.WGS84, 0, 19,
            new Credit("© OpenStreetMap contributors", "https://www.openstreetmap.org/copyright"),
            List.of("https://tile.openstreetmap.org/{z}/{x}/{y}.png")),
    TIANDITU_VEC("Tianditu map", "天地图矢量", Datum.WGS84, 1, 18, Service.tianditu(),
            List.of(Service.tianditu("vec"), Service.tianditu("cva"))),
    TIANDITU_IMG("Tianditu imagery", "天地图影像", Datum.WGS84, 1, 18, Service.tianditu(),
            List.of(Service.tianditu("img"), Service.tianditu("cia"))),
    AMAP("Amap", "高德地图", Datum.GCJ02, 3, 18, new Credit("© 高德地图 Amap", "https://www.amap.com/"),
            List.of("https://webrd0{1-4}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"));

    final String title;
    final String titleZh;
    final Datum datum;
    final int minZoom;
    final int maxZoom;
    final Credit credit;
    final List<String> layers;

    Service(String title, String titleZh, Datum datum, int minZoom, int maxZoom, Credit credit, List<String> layers) {
        this.title = title;
        this.titleZh = titleZh;
        this.datum = datum;
        this.minZoom = minZoom;
        this.maxZoom = maxZoom;
        this.credit = credit;
        this.layers = layers;
    }

    /// `tianditu-vec`.
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Service> find(String key) {
        return Arrays.stream(values()).filter(s -> s.key().equals(key)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Service::key).collect(Collectors.joining(", "));
    }

    private static Credit tianditu() {
        return new Credit("© 天地图 Tianditu", "https://www.tianditu.gov.cn/");
    }

    private static String tianditu(String layer) {
        return "https://t{0-7}.tianditu.gov.cn/" + layer + "_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=" + layer
                + "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}";
    }
}
