package org.wangge.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.wangge.access.Access;
import org.wangge.api.Exposure;
import org.wangge.basemap.Basemap;
import org.wangge.intake.ImportReport;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `wangge demo`: loads the sample city by the same import as anybody's files, unless the store has grids already, and serves it.
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Load the sample city, unless there is data already, and serve it.")
final class DemoCommand implements Callable<Integer> {

    /// In this order, since grids name their branch, and ports their buildings.
    static final Map<Layer, String> FILES = files();

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private StoreOptions stores;

    @Override
    public Integer call() throws InterruptedException {
        Exposure exposure = server.exposure();
        if (!exposure.isLoopbackOnly()) {
            throw new Problem.BadInput(
                            "The demo would be reached from other machines, and the passwords of its accounts are public.",
                            "Serve this machine only, or use serve, whose accounts are your own.")
                    .asException();
        }
        Access.Settings settings = server.access(exposure, true);
        Clock clock = server.clock();
        long maxUploadBytes = server.maxUploadBytes();
        List<Basemap> basemaps = server.basemaps();
        Store store = stores.open("wangge-demo");
        try {
            if (isEmpty(store)) {
                Path directory = unpack();
                try {
                    load(store, directory, Progress.on(spec));
                } finally {
                    delete(directory);
                }
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        ServeCommand.serve(store, stores.directory("wangge-demo"), maxUploadBytes, exposure, settings, basemaps, clock, spec);
        return 0;
    }

    /// Imports the files of a city, all of them or nothing.
    static void load(Store store, Path directory, Progress progress) {
        Importer importer = new Importer(store);
        store.inTransaction(() -> {
            FILES.forEach((layer, file) -> {
                try (var bar = progress.start("Loading " + layer.key())) {
                    ImportReport report = importer.run(ImportRequest.of(layer, directory.resolve(file)).withStrict(true)
                            .withProgress((rows, total) -> {
                        bar.max(total);
                        bar.accept(rows);
                    }));
                    if (report.rejectedRows() > 0) {
                        throw new IllegalStateException(file + ": " + report.rejects().getFirst().sentence());
                    }
                }
            });
            return null;
        });
    }

    static boolean isEmpty(Store store) {
        boolean[] empty = new boolean[1];
        store.read(source -> empty[0] = source.count(Table.GRIDS) == 0 && source.count(Table.BUILDINGS) == 0);
        return empty[0];
    }

    private static Path unpack() {
        try {
            Path directory = Files.createTempDirectory("wangge-demo");
            for (String file : FILES.values()) {
                try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + file)) {
                    Files.copy(in, directory.resolve(file));
                }
            }
            return directory;
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem.Unavailable("The sample city can't be unpacked: " + FileFault.said(e) + ".",
                            "Make room there, or name another folder with WANGGE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER."), e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Layer, String> files() {
        Map<Layer, String> files = new LinkedHashMap<>();
        files.put(Layer.BRANCHES, "branches.geojson");
        files.put(Layer.GRIDS, "grids.geojson");
        files.put(Layer.BUILDINGS, "buildings.csv");
        files.put(Layer.PORTS, "ports.csv");
        files.put(Layer.SIGHTINGS, "sightings.csv");
        files.put(Layer.BASE, "base.geojson");
        return files;
    }
}
