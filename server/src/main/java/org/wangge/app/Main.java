package org.wangge.app;

import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.problem.FileFault;
import org.wangge.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line. Exit codes: 0 done, 1 a problem that the text explains, 2 wrong arguments, 3 rows of an import rejected.
@Command(
        name = "wangge",
        mixinStandardHelpOptions = true,
        version = "wangge 0.1.0",
        description = "The grid map service: grids, buildings and ports of a telecom operator on a map, with live figures.",
        subcommands = {
            DemoCommand.class, ServeCommand.class, ImportCommand.class, BackupCommand.class, RestoreCommand.class,
            GenerateCommand.class, AccountCommand.class, BenchCommand.class
        },
        footer = {"", "  test      everything that CI runs (see ./wangge test --help)", "", "Each command has its own --help."})
public final class Main implements Runnable {

    /// Variables that start with WANGGE_ and are not settings of a command.
    private static final Set<String> OTHER_VARIABLES =
            Set.of("WANGGE_JAVA_OPTS", "WANGGE_TEST_DATABASE_URL", "WANGGE_TEST_CHROMIUM");

    @Spec
    private CommandSpec spec;

    private final CommandJob job;

    Main(CommandJob job) {
        this.job = job;
    }

    /// For a command that takes long.
    CommandJob job() {
        return job;
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command and gives its exit code.
    static int run(String... arguments) {
        try (CommandJob job = new CommandJob()) {
            return run(new CommandLine(new Main(job)), arguments);
        }
    }

    /// The same where `cli` says that it is told.
    static int run(CommandLine cli, String... arguments) {
        cli.setParameterExceptionHandler(Main::wrongArguments);
        cli.setExecutionExceptionHandler((e, command, _) -> failed(e, command));
        cli.setCaseInsensitiveEnumValuesAllowed(true);
        String unknown = unknownVariable();
        if (unknown != null) {
            cli.getErr().println("wangge: the environment variable " + unknown + " is not a setting; the settings are "
                    + String.join(", ", ServerOptions.variables()) + ".");
            return 2;
        }
        try {
            return cli.execute(arguments);
        } catch (Error e) {
            // What leaves the main thread would leave those of a server behind, which keep the process.
            if (!toldOfMemory(e, cli)) {
                e.printStackTrace(cli.getErr());
            }
            return 1;
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongArguments(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String message = e.getMessage().strip();
        command.getErr().println("wangge: " + message + (message.endsWith(".") ? "" : "."));
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return 2;
    }

    private static int failed(Exception e, CommandLine command) throws Exception {
        if (e instanceof ProblemException p) {
            command.getErr().println("wangge: " + p.problem().detail());
            command.getErr().println(p.problem().remedy());
            return 1;
        }
        if (e instanceof UncheckedIOException unreadable) {
            command.getErr().println("wangge: A file can't be read or written: " + FileFault.said(unreadable.getCause()) + ".");
            command.getErr().println("Check that it is there, this user may read and write it, and the disk has room.");
            return 1;
        }
        if (toldOfMemory(e, command)) {
            return 1;
        }
        throw e;
    }

    /// Whether it failed since there was too little memory; says so then.
    private static boolean toldOfMemory(Throwable e, CommandLine command) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                command.getErr().println("wangge: The memory that Java may use, " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB, is not enough for so much data.");
                command.getErr().println("Let it use more, for example 8 GiB by WANGGE_JAVA_OPTS=-Xmx8g, and start again.");
                return true;
            }
        }
        return false;
    }

    private static String unknownVariable() {
        Set<String> given = new TreeSet<>(System.getenv().keySet());
        given.removeIf(v -> !v.startsWith("WANGGE_") || OTHER_VARIABLES.contains(v) || ServerOptions.variables().contains(v));
        return given.isEmpty() ? null : given.iterator().next();
    }
}
