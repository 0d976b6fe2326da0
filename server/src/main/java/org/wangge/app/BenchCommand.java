package org.wangge.app;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.wangge.app.bench.Bench;
import org.wangge.app.bench.BenchCity;
import org.wangge.app.bench.PreviewBench;
import org.wangge.app.bench.PublishBench;
import org.wangge.app.bench.TileBench;
import org.wangge.app.bench.TopologyBench;
import org.wangge.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `wangge bench`: runs the benchmarks on a generated city in PostGIS and prints ratios.
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Run the benchmarks; prints ratios against a reference of the same run.")
final class BenchCommand implements Callable<Integer> {

    private static final List<Bench> BENCHES = List.of(new TileBench(), new PreviewBench());

    /// These need neither city nor database.
    private static final String TOPOLOGY = "topology";
    private static final String PUBLISH = "publish";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", 
            description = "tiles, preview, publish or topology (default: tiles and preview)")
    private String name;

    @Option(names = "--buildings", paramLabel = "N", defaultValue = "1000000",
            description = "Size of the city (default: ${DEFAULT-VALUE})")
    private int buildings;

    @Option(names = "--commands", paramLabel = "N", defaultValue = "1000000",
            description = "Commands of topology (default: ${DEFAULT-VALUE})")
    private int commands;

    @Option(names = "--sizes", paramLabel = "N", split = ",", defaultValue = "100000,1000000",
            description = "Sizes of the cities of publish (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "6",
            description = "Length of one measurement (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            defaultValue = ".wangge",
            description = "Where the generated city is kept for the next run (default: ${DEFAULT-VALUE})")
    private Path workDirectory;

    @Override
    public Integer call() {
        if (TOPOLOGY.equals(name)) {
            return topology();
        }
        if (PUBLISH.equals(name)) {
            return publish();
        }
        List<Bench> chosen = BENCHES.stream().filter(b -> name == null || b.name().equals(name)).toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "there is no benchmark '" + name + "'; there are "
                    + String.join(", ", BENCHES.stream().map(Bench::name).toList())
                            + ", " + PUBLISH + ", " + TOPOLOGY);
        }
        String url = System.getenv("WANGGE_TEST_DATABASE_URL");
        if (url == null) {
            throw new Problem.Unavailable(
                            "The benchmarks need a PostGIS to measure against.",
                            "Run ./wangge bench, which starts one, or set WANGGE_TEST_DATABASE_URL.")
                    .asException();
        }
        Progress progress = Progress.on(spec);
        BenchCity city = new BenchCity(url, buildings, workDirectory);
        city.prepare(
                (task, work) -> {
                    try (var bar = progress.start(task)) {
                        work.accept(bar);
                    }
                },
                (store, directory) -> DemoCommand.load(store, directory, progress));
        for (Bench bench : chosen) {
            bench.run(city, seconds, spec.commandLine().getOut());
        }
        return 0;
    }

    private int publish() {
        int smallest = sizes.stream().mapToInt(Integer::intValue).min().orElseThrow();
        if (smallest < PublishBench.MIN_BUILDINGS) {
            throw new ParameterException(spec.commandLine(), "--sizes names " + smallest + "; a city has at least "
                    + PublishBench.MIN_BUILDINGS + " buildings here");
        }
        new PublishBench(spec.commandLine().getOut()).run(sizes);
        return 0;
    }

    private int topology() {
        if (commands < 1) {
            throw new ParameterException(spec.commandLine(), "--commands is " + commands + "; it must be at least 1");
        }
        try (Progress.Bar bar = Progress.on(spec).start("Commands")) {
            bar.max(commands);
            return new TopologyBench(spec.commandLine().getOut()).run(commands, bar) == 0 ? 0 : 1;
        }
    }
}
