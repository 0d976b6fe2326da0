package org.wangge.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Programs of the tests that run in a JVM of their own: with the classes of this one, and set up for a life of seconds.
public final class Jvm {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    /// What the second compiler and a parallel collector save is less than they cost in so short a time.
    private static final List<String> SHORT_LIVED =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

    private Jvm() {}

    /// The beginning of all their command lines.
    static List<String> shortLived() {
        return Stream.concat(Stream.of(JAVA), SHORT_LIVED.stream()).toList();
    }

    /// The command line that runs `main`.
    public static List<String> command(Class<?> main, String... arguments) {
        return command(List.of(), main, arguments);
    }

    /// The same with more options of the JVM.
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(shortLived());
        words.addAll(ClassArchive.options());
        words.addAll(options);
        words.add(main.getName());
        words.addAll(List.of(arguments));
        return words;
    }
}
