package org.wangge.app;

import java.util.concurrent.Callable;
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
        serve(store.open("wangge-data"), server, spec);
        return 0;
    }

    /// Serves until the process is told to stop; owns the store from here on.
    static void serve(Store store, ServerOptions options, CommandSpec spec) throws InterruptedException {
        var out = spec.commandLine().getOut();
        Wiring wiring = Wiring.start(store, options.host, options.port, Progress.on(spec));
        Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "shutdown"));
        out.println("wangge serves on " + wiring.url() + "  (this machine only, until it has accounts; Ctrl+C stops it)");
        out.flush();
        Thread.currentThread().join();
    }
}
