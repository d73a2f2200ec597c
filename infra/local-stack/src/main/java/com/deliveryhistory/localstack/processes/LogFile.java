package com.deliveryhistory.localstack.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program's log: a file that is set aside once when it has grown large, and the last lines in memory. */
final class LogFile implements AutoCloseable {

    private static final long LARGE = 20_000_000;
    private static final int REMEMBERED = 15;

    private final Path file;
    private final Deque<String> last = new ArrayDeque<>();
    private @Nullable Writer writer;
    private long size;

    LogFile(Path file) {
        this.file = file;
    }

    synchronized void add(String line) {
        last.addLast(line);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
        try {
            Writer open = open();
            open.write(line);
            open.write('\n');
            open.flush();
            size += line.length() + 1L;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    @Override
    public synchronized void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer = null;
        }
    }

    private Writer open() throws IOException {
        if (writer != null && size > LARGE) {
            close();
        }
        Writer present = writer;
        if (present == null) {
            if (Files.exists(file) && Files.size(file) > LARGE) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            present = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size = Files.size(file);
            writer = present;
        }
        return present;
    }
}
