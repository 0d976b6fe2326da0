package org.wangge.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.wangge.access.Access;
import org.wangge.access.AccountAdmin;
import org.wangge.api.Exposure;
import org.wangge.basemap.Basemap;
import org.wangge.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `wangge serve`: serves what the store holds until the process is stopped.
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Serve the map and the API.")
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private StoreOptions store;

    @Override
    public Integer call() throws InterruptedException {
        Exposure exposure = server.exposure();
        Access.Settings settings = server.access(exposure, false);
        Clock clock = server.clock();
        long maxUploadBytes = server.maxUploadBytes();
        List<Basemap> basemaps = server.basemaps();
        serve(store.open("wangge-data"), store.directory("wangge-data"), maxUploadBytes, exposure, settings, basemaps, clock,
                spec);
        return 0;
    }

    /// Serves until the process is told to stop, which may be before it has begun; owns the store from here on.
    static void serve(
            Store store, Path folder, long maxUploadBytes, Exposure exposure, Access.Settings settings, List<Basemap> basemaps,
            Clock clock, CommandSpec spec) throws InterruptedException {
        Wiring wiring = Wiring.start(store, folder, maxUploadBytes, exposure, settings, basemaps, clock);
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.begin();
            wiring.close();
        }, "shutdown"));
        try {
            wiring.load(Progress.on(spec));
            stop.unlessBegun(() -> greet(wiring, exposure, settings, spec.commandLine().getOut()));
        } catch (RuntimeException e) {
            // What fails because the store was closed under it is no news to who stopped the process.
            if (!stop.hasBegun()) {
                throw e;
            }
        }
        Thread.currentThread().join();
    }

    private static void greet(Wiring wiring, Exposure exposure, Access.Settings settings, PrintWriter out) {
        if (settings.demo()) {
            out.println("Accounts to sign in with (name / password):");
            wiring.access().offers().forEach(o -> out.println("  " + o.name() + " / " + o.password()));
        } else {
            AccountAdmin.Opened admin = wiring.access().accounts().createFirstAdmin();
            if (admin != null) {
                out.println("There is no account yet, so one was made: sign in as '" + admin.account().name()
                        + "' with the one-time password");
                out.println("  " + admin.oneTimePassword());
                out.println("It is shown this once, and is to be changed at the first sign-in.");
            }
        }
        out.println("wangge serves on " + wiring.url() + "  ("
                + (exposure.isLoopbackOnly() ? "this machine only" : "other machines too") + ", "
                + (settings.anonymousViewing() ? "the map is open to all who reach it" : "nothing without signing in")
                + "; Ctrl+C stops it)");
        out.flush();
    }

    /// Whether the process was told to stop. Who says that it serves and who stops it take turns, so that nobody reads of a
    /// server that is going. For any number of threads.
    static final class Stop {

        private boolean begun;

        synchronized void begin() {
            begun = true;
        }

        synchronized boolean hasBegun() {
            return begun;
        }

        synchronized void unlessBegun(Runnable words) {
            if (!begun) {
                words.run();
            }
        }
    }
}
