package org.wangge.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One Chromium for all tests of this JVM, started for the first that asks and gone with the JVM. Contexts share nothing. For the
/// thread that runs the tests.
final class Chromium {

    /// What one looks at the page with, and whether by finger or mouse.
    enum Device {
        DESK(1440, 900, false),
        TABLET(820, 1180, true),
        PHONE(390, 844, true);

        private final int width;
        private final int height;
        private final boolean touch;

        Device(int width, int height, boolean touch) {
            this.width = width;
            this.height = height;
            this.touch = touch;
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }
    }

    private static final List<String> FLAGS = List.of(
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync");
    /// The first has no windows of its own to draw, which saves a fifth of the processor's time.
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/chromium-headless-shell"), Path.of("/usr/bin/chromium"));
    /// Who has been here before gets no hints; a page that keeps `first visit` for its session is there anew.
    private static final String SEEN =
            """
            if (location.protocol.startsWith('http')) {
                if (sessionStorage.getItem('first visit') === null) localStorage.setItem('wangge.hints', 'seen');
            }
            """;
    private static Browser browser;

    private Chromium() {}

    /// A context that knows nothing yet.
    static BrowserContext context(Device device) {
        if (browser == null) {
            browser = start();
        }
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(device.width, device.height).setHasTouch(device.touch));
        context.setDefaultTimeout(City.PATIENCE);
        Calm.watch(context);
        context.addInitScript(SEEN);
        return context;
    }

    private static Browser start() {
        Playwright playwright =
                Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        String named = System.getenv("WANGGE_TEST_CHROMIUM");
        Path program = named != null ? Path.of(named)
                : PROGRAMS.stream().filter(Files::exists).findFirst().orElse(PROGRAMS.getLast());
        return playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(FLAGS));
    }
}
