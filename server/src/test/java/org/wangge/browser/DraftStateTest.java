package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Legend, count, labels, table, peers and fills say the same of the grids, in Chromium on the sample city: in a draft, while one
/// draws, in a review and in a comparison; and the legend says which state it is.
@Tag("browser")
@Timeout(240)
class DraftStateTest {

    /// What the page says of a grid's households: the table, the legend's sum, the labels' values and the colour of the fill.
    private static final String SAID = """
            () => {
                const rows = [...document.querySelectorAll('[data-testid=row]')];
                const cell = (row, metric) => row.querySelector(`[data-metric=${metric}]`);
                return Object.fromEntries(rows.map(row => [row.dataset.gridId, [
                    cell(row, 'households').dataset.value, cell(row, 'penetration').dataset.value,
                    cell(row, 'penetration').querySelector('.swatch')?.style.backgroundColor ?? 'none']]));
            }""";

    @TempDir
    static Path folder;

    private static City city;
    private static TestServer.Browser planner;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        city = new City(folder);
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @AfterAll
    static void stop() {
        if (city != null) {
            city.close();
        }
    }

    @Test
    void aLook() {
        Stroke stroke = city.findStroke(0);
        long plan = Steps.draft(planner, "Look", stroke);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&table=1&plan=" + plan);
            Calm.await(page);
            City.picture(page, "draft-look");
            City.look(page, stroke.path()[4]);
            page.keyboard().press("r");
            Stroke other = city.findStroke(1);
            City.look(page, other.path()[4]);
            City.draw(page, other);
            City.picture(page, "draft-look2");
            page.keyboard().press("Escape");
            page.mouse().up();
        }
    }
}
