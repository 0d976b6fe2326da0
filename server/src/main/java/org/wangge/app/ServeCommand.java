package org.wangge.app;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.wangge.access.Access;
import org.wangge.access.AccountAdmin;
import org.wangge.api.Exposure;
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
        serve(store.open("wangge-data"), exposure, settings, clock, spec);
        return 0;
    }

    /// Serves until the process is told to stop; owns the store from here on.
    static void serve(Store store, Exposure exposure, Access.Settings settings, Clock clock, CommandSpec spec)
            throws InterruptedException {
        var out = spec.commandLine().getOut();
        Wiring wiring = Wiring.start(store, exposure, settings, clock, Progress.on(spec));
        Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "shutdown"));
        if (settings.demo()) {
            out.println("Accounts to sign in with (name / password):");
            wiring.access().offers().forEach(o -> out.println("  " + o.name() + " / " + o.password()));
        } else {
            AccountAdmin.Opened admin = wiring.access().accounts().createFirstAdmin();
            if (admin != null) {
                out.println("There is no account yet, so one was made: sign in as '" + admin.account().name() + "' with the one-time password");
                out.println("  " + admin.oneTimePassword());
                out.println("It is shown this once, and is to be changed at the first sign-in.");
            }
        }
        out.println("wangge serves on " + wiring.url() + "  (" + (exposure.isLoopbackOnly() ? "this machine only" : "other machines too") + ", "
                + (settings.anonymousViewing() ? "the map is open to all who reach it" : "nothing without signing in") + "; Ctrl+C stops it)");
        out.flush();
        Thread.currentThread().join();
    }
}
