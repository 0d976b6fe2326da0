package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.geo.Crs;
import org.wangge.testing.MapServer;
import org.wangge.testing.TestServer;

/// An admin chooses basemaps on the page; nothing was named when the server was started.
@Tag("browser")
@Timeout(240)
class BasemapDialogTest {

    @TempDir
    Path folder;

    @Test
    void anAdminAddsOrdersChangesAndRemovesThemAndTheMapShowsTheFirst() throws Exception {
        try (MapServer service = new MapServer(Crs.GCJ_02); City city = new City(folder)) {
            TestServer.Browser admin = city.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
            try (Seat seat = city.desk(admin)) {
                Page page = seat.open("/?lang=zh-CN&at=14/31.403/123.045");
                assertEquals(0, testId(page, "basemap").count(), "there is nothing to choose from");
                open(page);
                testId(page, "basemap-new").click();
                testId(page, "basemap-service").selectOption("tianditu-vec");
                testId(page, "basemap-save").click();
                Locator complaint = testId(page, "complaint");
                complaint.waitFor();
                assertTrue(complaint.textContent().contains("key"), complaint.textContent());
                testId(page, "basemap-service").selectOption("address");
                testId(page, "basemap-address").fill(service.address());
                testId(page, "basemap-name").fill("城区, 2026");
                testId(page, "basemap-crs").selectOption("GCJ-02");
                Axe.check(page, "a new basemap");
                City.picture(page, "basemap-new");
                testId(page, "basemap-save").click();
                rows(page, 1);
                testId(page, "basemap-new").click();
                testId(page, "basemap-service").selectOption("amap");
                testId(page, "basemap-save").click();
                rows(page, 2);
                testId(page, "basemap-up-1").click();
                page.waitForFunction("() => document.querySelector('[data-testid=basemaps] strong').textContent === '高德地图'");
                Axe.check(page, "the list of basemaps");
                City.picture(page, "basemap-list");
                testId(page, "basemap-edit-0").click();
                testId(page, "basemap-remove").click();
                rows(page, 1);
                assertEquals(List.of(service.address() + ",name=城区, 2026,crs=GCJ-02"),
                        city.server.store().basemaps().get().words());

                page.reload();
                City.ready(page);
                page.waitForFunction("() => window.wangge.state().covered && window.wangge.state().basemaps.length === 1");
                page.waitForFunction(
                        "() => document.querySelectorAll('.leaflet-basemap-pane canvas.leaflet-tile-loaded').length > 3");
                assertTrue(service.asked().size() > 3, "its pictures are asked for");
                assertEquals("城区, 2026", testId(page, "basemap").locator("option").first().textContent());
                open(page);
                City.picture(page, "basemap-list-one");
            }
            try (Seat seat = city.phone(admin)) {
                Page page = seat.open("/?lang=en&basemap=none");
                open(page);
                testId(page, "basemap-edit-0").click();
                Axe.check(page, "a basemap on a phone");
                City.picture(page, "basemap-edit-phone");
            }
        }
    }

    private static void open(Page page) {
        testId(page, "account").first().click();
        testId(page, "admin").click();
        testId(page, "basemaps-tab").click();
        testId(page, "basemap-new").waitFor();
    }

    private static void rows(Page page, int n) {
        page.waitForFunction("n => document.querySelectorAll('[data-testid=basemaps] > li').length === n", n);
    }
}
