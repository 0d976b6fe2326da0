package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The table of grids, in Chromium on the sample city: what is worst comes first, and what one wants of it is found and taken
/// along.
class TableTest extends CityFixture {

    @Test
    void theWorstComeFirstByTheDirectionOfEachMetric() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&table=1&metric=churn");
            testId(page, "sort-churn").click();
            List<Double> churn = column(page, "churn");
            assertEquals(sorted(churn, true), churn, "who loses most");
            testId(page, "sort-penetration").click();
            List<Double> penetration = column(page, "penetration");
            assertEquals(sorted(penetration, false), penetration, "who has least");
            testId(page, "sort-penetration").click();
            assertEquals(sorted(penetration, true), column(page, "penetration"));
        }
    }

    @Test
    void rowsAreFilteredColumnsChosenAndBothAreCopied() {
        JsonNode grids = city.server.get("/api/grids").json().get("grids");
        JsonNode last = grids.get(grids.size() - 1);
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&table=1");
            page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            testId(page, "row").first().waitFor();
            int all = testId(page, "row").count();
            testId(page, "table-filter").fill(last.get("code").asText().toLowerCase());
            page.waitForFunction("() => document.querySelectorAll('[data-testid=\"row\"]').length === 1", null, City.patience());
            assertTrue(page.locator(".table-tools").textContent().contains("1 of " + all));
            assertEquals("table-filter", page.evaluate("() => document.activeElement.dataset.testid"), "one types on");

            testId(page, "table-columns").click();
            testId(page, "column-coverage").check();
            testId(page, "column-workload").uncheck();
            assertEquals(1, testId(page, "sort-coverage").count());
            assertEquals(0, testId(page, "sort-workload").count());

            testId(page, "table-copy").click();
            page.waitForFunction(
                    "() => navigator.clipboard.readText().then(text => text.includes('\\n'))", null, City.patience());
            String[] copied = ((String) page.evaluate("() => navigator.clipboard.readText()")).split("\n");
            assertEquals(2, copied.length);
            List<String> heads = List.of(copied[0].split("\t", -1));
            String[] cells = copied[1].split("\t", -1);
            assertEquals(last.get("code").asText(), cells[0]);
            assertEquals(last.at("/figures/ratios/coverage/value").asDouble(),
                    Double.parseDouble(cells[heads.indexOf("Coverage")]), "in full");

            page.reload();
            City.ready(page);
            testId(page, "row").first().waitFor();
            assertEquals(1, testId(page, "sort-coverage").count(), "the choice stays");
            testId(page, "table-filter").fill("nothing is called so");
            page.waitForFunction("() => !document.querySelector('[data-testid=\"row\"]')", null, City.patience());
            assertTrue(page.locator("#drawer-body").textContent().contains("No grid matches."));
        }
    }

    private static List<Double> column(Page page, String metric) {
        List<Double> values = new ArrayList<>();
        page.locator("td[data-metric='" + metric + "']").all()
                .forEach(cell -> values.add(Double.valueOf(cell.getAttribute("data-value"))));
        assertTrue(values.size() > 50, values.toString());
        return values;
    }

    private static List<Double> sorted(List<Double> values, boolean down) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(down ? Collections.reverseOrder() : null);
        return sorted;
    }
}
