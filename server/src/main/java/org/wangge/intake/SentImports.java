package org.wangge.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.jobs.Jobs;
import org.wangge.jobs.Task;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.model.Layer;
import org.wangge.model.PlainText;
import org.wangge.model.SentFile;
import org.wangge.problem.FileFault;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// Imports of files that are sent: a file is kept on this server's disk, a job looks through it, and when somebody says so
/// another imports it. Files are taken away when they are imported, when nothing can be made of them, and after a day. Safe for
/// any number of threads.
public final class SentImports {

    /// How long a file waits for somebody to say that it shall be imported.
    public static final Duration KEPT = Duration.ofHours(24);
    /// Grids and branches change by plans alone.
    public static final Set<Layer> LAYERS = EnumSet.of(Layer.BUILDINGS, Layer.PORTS, Layer.SIGHTINGS, Layer.BASE);

    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_REJECTS = 1_000;
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger log = LoggerFactory.getLogger(SentImports.class);

    /// How a file is read; see [ImportRequest].
    public record Options(String crs, String table, boolean strict, Map<String, String> columns) {
        public Options {
            columns = Map.copyOf(columns);
        }
    }

    /// A file and what became of it; `commit` is null until somebody asked for it.
    public record Sent(SentFile file, Options options, Job check, Job commit) {}

    private final Store store;
    private final Jobs jobs;
    private final Path folder;
    private final long maxBytes;
    private final Room room;

    /// Files are kept in `folder`, which is made when the first one comes; none larger than `maxBytes`.
    public SentImports(Store store, Jobs jobs, Path folder, long maxBytes) {
        this.store = store;
        this.jobs = jobs;
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.room = new Room(folder, maxBytes);
        jobs.tidy(this::sweep);
    }

    /// Throws a `BadInput` problem for what can't be meant, whatever the file says.
    public static void require(Options options) {
        Columns.requireEachOnce(options.columns(), Terms.API);
    }

    /// Makes room for a file of this `name` that `by` sends, of so many bytes as were announced (-1: not). Close what it gives.
    /// `BadInput` problem for a name that is none, `TooLarge`, `Unavailable` when others are sending or there is no room.
    public IncomingFile receive(String name, long announced, Actor by) {
        requireName(name);
        if (announced > maxBytes) {
            throw IncomingFile.tooLarge(maxBytes);
        }
        List<SentFile> known = store.sentFiles().list();
        String own = UUID.randomUUID().toString();
        try {
            Files.createDirectories(folder);
            Room.Place place = room.take(own, by, announced, known);
            try {
                return IncomingFile.begin(folder.resolve(own).resolve(name), maxBytes, place);
            } catch (IOException | RuntimeException | Error e) {
                room.leave(own);
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    static ProblemException unwritable(IOException e) {
        return new ProblemException(
                new Problem.Unavailable("The folder of files that are sent can't be written: " + FileFault.said(e) + ".",
                        "Check the server's data folder and its disk; nothing was kept.")
                                .toldAs("The folder of files that are sent can't be written."), e);
    }

    private static void requireName(String name) {
        boolean plain = !name.isBlank() && name.chars().allMatch(c -> c >= ' ' && c != '/' && c != '\\' && c != 0x7f)
                && PlainText.fault(name) == null && !name.startsWith(".")
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
        if (!plain) {
            throw new Problem.BadInput("The file's name is '" + Text.shortened(name) + "'.",
                    "Give a name of at most " + MAX_NAME_BYTES + " bytes, without a folder, not beginning with a dot.",
                    Map.of("parameter", "name")).asException();
        }
    }

    /// Takes over a file that has come whole, closes it, and starts to look through it; gives its id. `ledger` is called with
    /// that in the transaction that keeps it. `Unavailable` problem when too many jobs wait; the file is gone then.
    public long check(IncomingFile incoming, Layer layer, Options options, Actor by, LongConsumer ledger) {
        String own = incoming.file.getParent().getFileName().toString();
        String name = incoming.file.getFileName().toString();
        incoming.keep();
        incoming.close();
        long[] id = {0};
        try {
            jobs.start(Job.Kind.IMPORT_CHECK, name, by, job -> {
                id[0] = store.sentFiles().add(
                        new SentFile(0, own, name, incoming.bytes(), layer, json(options), by, null, job.id(), null));
                ledger.accept(id[0]);
            }, task -> look(incoming.file, layer, options, task));
            return id[0];
        } catch (RuntimeException | Error e) {
            remove(own);
            throw e;
        }
    }

    private Map<String, ?> look(Path file, Layer layer, Options options, Task task) {
        try {
            return new Importer(store).run(request(file, layer, options, task).withDryRun(true)).asMap();
        } catch (RuntimeException | Error e) {
            remove(file.getParent().getFileName().toString());
            throw e;
        }
    }

    private static ImportRequest request(Path file, Layer layer, Options options, Task task) {
        return ImportRequest.of(layer, file).withCrs(options.crs()).withTable(options.table()).withStrict(options.strict())
                .withColumns(options.columns()).withMaxRejects(MAX_REJECTS).withTerms(Terms.API).withProgress(task::at);
    }

    public Optional<Sent> find(long id) {
        return store.sentFiles().find(id).map(file -> new Sent(file, options(file.options()),
                jobs.find(file.check()).orElse(null), file.commit() == null ? null : jobs.find(file.commit()).orElse(null)));
    }

    /// What is said of an import that is not there, or is none of the caller's business.
    public static RuntimeException missing(long id) {
        return new Problem.NotFound("There is no import " + id + ".", "Send the file with POST /api/imports; it is kept for "
                + KEPT.toHours() + " hours.").asException();
    }

    /// Starts to import a file that was found good. `ledger` is called in the transaction of the import, with what it wrote.
    /// `Conflict` problem when it has not been looked through, was found no good, is imported already, or lies elsewhere.
    public Job commit(Sent sent, Actor by, Consumer<ImportReport> ledger) {
        SentFile file = sent.file();
        requireReady(sent);
        Path path = folder.resolve(file.folder()).resolve(file.name());
        if (!Files.exists(path)) {
            throw new Problem.Conflict("The file of import " + file.id() + " is not on this server's disk.",
                    "Ask the server that took it, or send it again.").asException();
        }
        return jobs.start(Job.Kind.IMPORT, file.name(), by, job -> {
            if (!store.sentFiles().commit(file, job.id())) {
                throw new Problem.Conflict("Import " + file.id() + " was changed by somebody else just now.", "Look at it again.")
                        .asException();
            }
        }, task -> {
            ImportReport report = new Importer(store).run(request(path, file.layer(), sent.options(), task), written -> {
                ledger.accept(written);
                task.done(written.asMap());
            });
            if (report.written()) {
                remove(file.folder());
            }
            return report.asMap();
        });
    }

    private static void requireReady(Sent sent) {
        long id = sent.file().id();
        Job check = sent.check();
        if (check == null || !check.state().hasEnded()) {
            throw new Problem.Conflict("Import " + id + " has not been looked through yet.",
                    "Wait until its check is done.").asException();
        }
        if (check.state() != Job.State.DONE) {
            throw new Problem.Conflict("The check of import " + id + " is " + check.state().key()
                    + ", so there is nothing to import.",
                    "Send the file again.").asException();
        }
        Job commit = sent.commit();
        if (commit != null && (!commit.state().hasEnded() || commit.state() == Job.State.DONE)) {
            String what = commit.state() == Job.State.DONE ? "done." : "under way already.";
            throw new Problem.Conflict("Import " + id + " is " + what,
                    "Look at job " + commit.id() + ".", Map.of("job", commit.id())).asException();
        }
    }

    /// Takes a file away, and stops what is done with it. `ledger` is called in the transaction; false when it is gone already.
    public boolean delete(Sent sent, Runnable ledger) {
        for (Job job : new Job[] {sent.check(), sent.commit()}) {
            if (job != null && !job.state().hasEnded()) {
                jobs.cancel(job.id());
            }
        }
        boolean deleted = store.inTransaction(() -> {
            boolean was = store.sentFiles().delete(sent.file().id());
            if (was) {
                ledger.run();
            }
            return was;
        });
        remove(sent.file().folder());
        return deleted;
    }

    /// Takes away what nobody needs any more: files of imports that are done, have failed or are too old, and what is left of
    /// such as never came whole.
    public void sweep() {
        for (SentFile old : store.sentFiles().olderThan(KEPT)) {
            if (old.commit() == null || jobs.find(old.commit()).map(job -> job.state().hasEnded()).orElse(true)) {
                store.sentFiles().delete(old.id());
                remove(old.folder());
            }
        }
        List<SentFile> known = store.sentFiles().list();
        known.stream().filter(file -> isOver(file.check(), false) || file.commit() != null && isOver(file.commit(), true))
                .forEach(file -> remove(file.folder()));
        Set<String> folders = Set.copyOf(known.stream().map(SentFile::folder).toList());
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> here = Files.newDirectoryStream(folder)) {
            for (Path one : here) {
                if (!folders.contains(one.getFileName().toString()) && isAbandoned(one)) {
                    IncomingFile.remove(one);
                }
            }
        } catch (IOException e) {
            log.warn("what is left of files that were sent can't be taken away: {}", e.toString());
        }
    }

    /// Whether a job has ended well, or otherwise.
    private boolean isOver(long job, boolean well) {
        return jobs.find(job).map(j -> j.state().hasEnded() && (j.state() == Job.State.DONE) == well).orElse(false);
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        Instant last = Files.getLastModifiedTime(folder).toInstant();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                last = written.isAfter(last) ? written : last;
            }
        }
        return last.isBefore(Instant.now().minus(ABANDONED));
    }

    private void remove(String own) {
        try {
            IncomingFile.remove(folder.resolve(own));
            room.leave(own);
        } catch (IOException e) {
            log.warn("a file that was sent can't be taken away yet: {}", e.toString());
        }
    }

    private static String json(Options options) {
        try {
            return JSON.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Options options(String json) {
        try {
            return JSON.readValue(json, Options.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
