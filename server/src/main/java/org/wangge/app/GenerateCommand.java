package org.wangge.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wangge.city.SampleCity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `wangge generate`: writes a sample city of any size as files that `import` reads.
@Command(name = "generate", mixinStandardHelpOptions = true, description = "Write a sample city of any size as files to import.")
final class GenerateCommand implements Callable<Integer> {

    private static final int MIN = SampleCity.MIN_BUILDINGS;
    private static final int MAX = SampleCity.MAX_BUILDINGS;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--buildings",
            paramLabel = "N",
            defaultValue = "12000",
            description = "Number of buildings, " + MIN + " to " + MAX + " (default: ${DEFAULT-VALUE}, the demo city)")
    private int buildings;

    @Option(names = "--out", paramLabel = "DIR", required = true,
            description = "Directory for the files; made if it is not there")
    private Path out;

    @Override
    public Integer call() {
        if (buildings < MIN || buildings > MAX) {
            throw new ParameterException(spec.commandLine(), "--buildings is " + buildings + "; it must be " + MIN + ".." + MAX);
        }
        try (var bar = Progress.on(spec).start("Generating " + buildings + " buildings")) {
            bar.max(buildings);
            SampleCity.generate(out, buildings, bar);
        }
        spec.commandLine().getOut().println("The city is in " + out.toAbsolutePath().normalize());
        return 0;
    }
}
