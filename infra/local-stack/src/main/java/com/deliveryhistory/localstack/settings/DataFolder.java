package com.deliveryhistory.localstack.settings;

import com.deliveryhistory.localstack.processes.StackFailure;
import com.deliveryhistory.servers.Folders;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a stack keeps its data; one stack at a time. */
public final class DataFolder implements AutoCloseable {

    private static final String ENVIRONMENT = "environment.json";
    private static final String LOCK = "stack.lock";
    private static final String PROCESSES = "stack.processes";
    private static final long NEEDED_BYTES = 500_000_000;

    private final Path folder;
    private final FileChannel lock;
    private volatile boolean temporary;

    private DataFolder(Path folder, FileChannel lock, boolean temporary) {
        this.folder = folder;
        this.lock = lock;
        this.temporary = temporary;
    }

    /**
     * Opens a data folder, made if it is not there, and ends processes that an earlier stack left running there.
     *
     * @param fresh whether to delete what it holds
     * @throws StackFailure if another stack uses it, there is too little disk, or it holds something else
     */
    public static DataFolder open(Path path, boolean fresh) {
        Path folder = path.toAbsolutePath().normalize();
        requireOurs(folder);
        PrivateFiles.createFolder(folder);
        requireSpace(folder);
        var opened = new DataFolder(folder, lock(folder), false);
        opened.endLeftovers();
        if (fresh) {
            opened.empty();
        }
        return opened.prepared();
    }

    /** Makes a data folder that is deleted when it is closed. */
    public static DataFolder temporary() {
        try {
            Path folder = Files.createTempDirectory("local-stack");
            requireSpace(folder);
            return new DataFolder(folder, lock(folder), true).prepared();
        } catch (IOException e) {
            throw StackFailure.because("Cannot create a temporary folder: " + e.getMessage());
        }
    }

    /** Keeps what a temporary folder holds, for a look at what went wrong. */
    public void keep() {
        temporary = false;
    }

    public Path path() {
        return folder;
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path of(Part part) {
        return folder.resolve(part.label());
    }

    /** The folder that an instance runs in, made if it is not there. */
    public Path of(Instance instance) {
        Path own = folder.resolve(instance.label());
        PrivateFiles.createFolder(own);
        return own;
    }

    /** Remembers a process, so that the next stack can end it if this one is killed and it is not. */
    public synchronized void remember(ProcessHandle process) {
        String line = process.pid() + " " + started(process) + "\n";
        try {
            Files.writeString(folder.resolve(PROCESSES), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what a process is told, so that others can be told the same while the stack runs. */
    public void keepEnvironment(Instance instance, Map<String, String> environment) {
        PrivateFiles.write(of(instance).resolve(ENVIRONMENT), JSONObjectUtils.toJSONString(environment));
    }

    /** What the process was told when it last started; empty if it never did. */
    public static Optional<Map<String, String>> environment(Path data, Instance instance) {
        Path file = data.resolve(instance.label()).resolve(ENVIRONMENT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Map<String, String> environment = new HashMap<>();
            JSONObjectUtils.parse(PrivateFiles.read(file)).forEach((name, value) -> environment.put(name, "" + value));
            return Optional.of(environment);
        } catch (ParseException e) {
            throw StackFailure.because(file + " is no JSON object: start the stack again");
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve(PROCESSES));
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (temporary) {
            Folders.delete(folder);
        }
    }

    private DataFolder prepared() {
        PrivateFiles.createFolder(logs());
        for (Part part : Part.values()) {
            PrivateFiles.createFolder(of(part));
        }
        return this;
    }

    private void endLeftovers() {
        Path file = folder.resolve(PROCESSES);
        if (!Files.exists(file)) {
            return;
        }
        for (String line : PrivateFiles.read(file).lines().toList()) {
            endLeftover(line.split(" ", 2));
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the very process that was noted: its number may belong to another one by now. */
    private static void endLeftover(String[] pidAndStart) {
        if (pidAndStart.length != 2 || !pidAndStart[0].matches("\\d{1,18}")) {
            return;
        }
        ProcessHandle.of(Long.parseLong(pidAndStart[0]))
                .filter(process -> started(process).equals(pidAndStart[1]))
                .ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private void empty() {
        try (Stream<Path> inside = Files.list(folder)) {
            inside.filter(path -> !path.endsWith(LOCK)).forEach(DataFolder::delete);
        } catch (IOException e) {
            throw StackFailure.because("Cannot empty %s: %s".formatted(folder, e.getMessage()));
        }
    }

    private static void delete(Path path) {
        Folders.delete(path);
        if (Files.exists(path)) {
            throw StackFailure.because("Cannot delete " + path);
        }
    }

    private static void requireOurs(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw StackFailure.because(folder + " is not a folder");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> some = inside.limit(1).toList();
            if (!some.isEmpty() && !Files.exists(folder.resolve(LOCK))) {
                throw StackFailure.because(
                        folder + " holds something that is not a local stack's data: name another folder");
            }
        } catch (IOException e) {
            throw StackFailure.because("Cannot read %s: %s".formatted(folder, e.getMessage()));
        }
    }

    private static void requireSpace(Path folder) {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            if (usable < NEEDED_BYTES) {
                throw StackFailure.because("Too little disk: %d MB are free for %s, %d MB are needed"
                        .formatted(usable / 1_000_000, folder, NEEDED_BYTES / 1_000_000));
            }
        } catch (IOException e) {
            throw StackFailure.because("Cannot tell the free space of %s: %s".formatted(folder, e.getMessage()));
        }
    }

    private static FileChannel lock(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw StackFailure.because(
                        "Another stack uses %s: stop it, or name another folder with --data".formatted(folder));
            }
            return channel;
        } catch (IOException e) {
            throw StackFailure.because("Cannot write in %s: %s".formatted(folder, e.getMessage()));
        }
    }

    private static @Nullable AutoCloseable tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameJvm) {
            return null;
        }
    }
}
