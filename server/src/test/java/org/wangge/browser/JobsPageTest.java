package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.jobs.Jobs;
import org.wangge.jobs.Task;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.problem.Problem;
import org.wangge.testing.Await;
import org.wangge.testing.TestServer;

/// The list of long work, which lives while one looks at it, in three sizes.
@Timeout(240)
class JobsPageTest extends CityFixture {

    private static TestServer.Browser admin;

    @BeforeAll
    static void start() throws Exception {
        admin = city.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
    }

    @Test
    void anAdminWatchesCancelsBacksUpAndFetchesInEverySize() {
        int jobs = 0;
        for (Chromium.Device device : Chromium.Device.values()) {
            try (Seat seat = city.seat(device, admin)) {
                Page page = seat.open("/?lang=zh-CN");
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
                page.locator("[data-testid=job]:first-child[data-state=cancelled]").waitFor();
                assertEquals(Job.State.CANCELLED, city.server.work().jobs().get(job.id()).state());

                testId(page, "backup").click();
                Locator backup = page.locator("[data-testid=job]:first-child[data-state=done]");
                backup.locator("a").waitFor();
                var fetched = page.waitForDownload(() -> backup.locator("a").click());
                assertTrue(fetched.suggestedFilename().matches("wangge-.*\\.gpkg"), fetched.suggestedFilename());
                assertEquals(null, fetched.failure());
                jobs += 2;
                rows(page, jobs);
            }
        }
    }

    /// The page has listened as nobody until then, who is told of no job.
    @Test
    void whoSignsInOnAnOpenMapSeesABackupThrough() throws Exception {
        try (City here = new City(folder.resolve("open"))) {
            here.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
            try (Seat seat = here.desk()) {
                Page page = seat.open("/?lang=en");
                City.live(page);
                testId(page, "account").first().click();
                testId(page, "sign-in-name").fill("wu");
                testId(page, "sign-in-password").fill(PASSWORD);
                testId(page, "sign-in-submit").click();
                page.waitForFunction("() => window.wangge.state().session.account?.name === 'wu'", null, City.patience());
                City.live(page);
                testId(page, "account").first().click();
                testId(page, "admin").click();
                testId(page, "jobs-tab").click();
                testId(page, "backup").click();
                page.locator("[data-testid=job][data-state=done]").waitFor();
            }
        }
    }

    /// How each state looks, in both languages; and what is long is read a page at a time.
    @Test
    void everyStateIsToldInWordsAndManyJobsAPageAtATime() throws Exception {
        try (City here = new City(folder.resolve("many"))) {
            TestServer.Browser wu = here.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
            Jobs jobs = here.server.work().jobs();
            Actor lin = new Actor(4711, "lin");
            for (int i = 0; i < 60; i++) {
                ended(jobs, jobs.start(Job.Kind.IMPORT, "ports " + i + ".csv", lin, job -> {}, task -> {
                    task.at(1_234, 1_234);
                    return Map.of();
                }));
            }
            ended(jobs, jobs.start(Job.Kind.IMPORT_CHECK, "楼栋.geojson", lin, job -> {}, task -> {
                throw new Problem.BadInput("楼栋.geojson is no JSON: a brace is missing at character 17.", "Export it again.")
                        .asException();
            }));
            Job gone = jobs.start(Job.Kind.BACKUP, "", lin, job -> {}, task -> Map.of());
            ended(jobs, gone);
            try (Connection c = DriverManager.getConnection(
                    "jdbc:sqlite:" + folder.resolve("many/wangge.gpkg") + "?busy_timeout=60000");
                    Statement s = c.createStatement()) {
                s.execute("update jobs set state = 'FAILED', problem = '{\"detail\":\"It is gone.\",\"remedy\":\"Start it.\","
                        + "\"extra\":{\"reason\":\"job_gone\"}}' where id = " + gone.id());
                // by a newer program, which can do more
                s.execute("update jobs set kind = 'TIDYING' where subject = 'ports 59.csv'");
            }
            Job runs = jobs.start(Job.Kind.IMPORT, "a-very-long-name-".repeat(8) + ".csv", lin, job -> {}, JobsPageTest::goOn);
            jobs.start(Job.Kind.IMPORT, "端口.csv", lin, job -> {}, JobsPageTest::goOn);
            int[][] sizes = {{1440, 900}, {1024, 700}, {390, 844}};
            for (int[] size : sizes) {
                for (String language : List.of("zh-CN", "en")) {
                    try (Seat seat = size[0] < 500 ? here.phone(wu) : here.desk(wu)) {
                        Page page = seat.open("/?lang=" + language);
                        // the list begins anew as the feed does
                        City.live(page);
                        page.setViewportSize(size[0], size[1]);
                        testId(page, "account").first().click();
                        testId(page, "admin").click();
                        testId(page, "jobs-tab").click();
                        rows(page, 50);
                        page.locator("progress[value='250']").waitFor();
                        City.picture(page, "jobs-states-" + size[0] + "-" + language);
                        String words = page.locator("[data-testid=job][data-state=failed]").first().textContent();
                        boolean chinese = language.equals("zh-CN");
                        assertTrue(words.contains(chinese ? "执行任务的程序已停止" : "The program that did it was stopped"), words);
                        String done = page.locator("[data-testid=job][data-state=done]").first().textContent();
                        assertTrue(done.contains(chinese ? "1,234 行" : "1,234 rows"), done);
                        String newer = chinese ? "其他任务 · ports 59.csv" : "Other work · ports 59.csv";
                        assertEquals(1, page.getByText(newer).count());
                        testId(page, "older-jobs").click();
                        rows(page, 64);
                        assertEquals(0, testId(page, "older-jobs").count());
                        assertEquals(page.viewportSize().width,
                                page.evaluate("() => document.documentElement.scrollWidth"));
                    }
                }
            }
            jobs.cancel(runs.id());
        }
    }

    private static void ended(Jobs jobs, Job job) {
        Await.until("its end", Duration.ofSeconds(60), () -> jobs.get(job.id()).state().hasEnded());
        Await.until("its row", Duration.ofSeconds(60), () -> jobs.count(Job.State.RUNNING) == 0);
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
