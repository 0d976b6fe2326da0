package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.jobs.Task;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.testing.TestServer;

/// The list of long work, which lives while one looks at it, in three sizes.
@Tag("browser")
@Timeout(240)
class JobsPageTest {

    @TempDir
    static Path folder;

    private static City city;
    private static TestServer.Browser admin;

    @BeforeAll
    static void start() throws Exception {
        city = new City(folder);
        admin = city.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
    }

    @AfterAll
    static void stop() {
        if (city != null) {
            city.close();
        }
    }

    @Test
    void anAdminWatchesCancelsBacksUpAndFetchesInEverySize() {
        int jobs = 0;
        List<Supplier<BrowserContext>> sizes = List.of(city::desk, city::tablet, city::phone);
        for (Supplier<BrowserContext> size : sizes) {
            List<String> complaints = new ArrayList<>();
            try (BrowserContext context = city.signedIn(size.get(), admin)) {
                Page page = city.open(context, "/?lang=zh-CN", complaints);
                testId(page, "account").first().click();
                testId(page, "admin").click();
                testId(page, "jobs-tab").click();
                if (jobs == 0) {
                    assertEquals("暂无任务。导入和备份会显示在这里。", testId(page, "no-jobs").textContent());
                } else {
                    assertEquals(jobs, rows(page, jobs).count());
                }

                Job job = city.server.work().jobs().start(Job.Kind.IMPORT, "端口.csv", new Actor(4711, "已删除"), made -> {},
                        JobsPageTest::goOn);
                Locator row = testId(page, "job").first();
                row.locator("progress[value='250']").waitFor();
                String words = row.textContent();
                assertTrue(words.contains("导入 · 端口.csv") && words.contains("进行中 · 已删除") && words.contains("250 / 1,000"), words);
                assertTrue(!words.contains("下载"), words);
                if (page.viewportSize().width < 500) {
                    assertEquals(page.viewportSize().width, page.evaluate("() => document.documentElement.scrollWidth"));
                }
                City.picture(page, "jobs-" + page.viewportSize().width);
                testId(row, "cancel-job").click();
                page.locator("[data-testid=job][data-state=cancelled]").first().waitFor();
                assertEquals(Job.State.CANCELLED, city.server.work().jobs().get(job.id()).state());

                testId(page, "backup").click();
                Locator backup = page.locator("[data-testid=job][data-state=done]").first();
                backup.locator("a").waitFor();
                var fetched = page.waitForDownload(() -> backup.locator("a").click());
                assertTrue(fetched.suggestedFilename().matches("wangge-.*\\.gpkg"), fetched.suggestedFilename());
                assertEquals(null, fetched.failure());
                jobs += 2;
                rows(page, jobs);
                assertEquals(List.of(), complaints);
            }
        }
    }

    private static Map<String, ?> goOn(Task task) {
        while (true) {
            task.at(250, 1_000);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Locator rows(Page page, int n) {
        page.waitForFunction("n => document.querySelectorAll('[data-testid=job]').length === n", n, City.patience());
        return testId(page, "job");
    }
}
