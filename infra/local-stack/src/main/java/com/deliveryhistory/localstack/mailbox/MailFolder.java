package com.deliveryhistory.localstack.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mails that came in, a file each; of more than 500 the oldest go. */
final class MailFolder {

    static final int MOST = 500;
    private static final String ENDING = ".eml";
    private static final Pattern ID = Pattern.compile("\\d{1,19}");

    private final Path folder;

    /** Number of the last mail: the time at which it came in, or one more than the number before. */
    private long last;

    private MailFolder(Path folder) {
        this.folder = folder;
    }

    static MailFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create folder " + folder, e);
        }
        var mails = new MailFolder(folder);
        mails.last = mails.ids().stream().findFirst().orElse(0L);
        return mails;
    }

    /** Returns when the mail is in the folder. */
    synchronized void add(byte[] mail) {
        last = Math.max(last + 1, System.currentTimeMillis());
        try {
            Path beside = folder.resolve(last + ".new");
            Files.write(beside, mail);
            Files.move(beside, file(String.valueOf(last)), StandardCopyOption.ATOMIC_MOVE);
            for (long old : ids().stream().skip(MOST).toList()) {
                Files.deleteIfExists(file(String.valueOf(old)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a mail in " + folder, e);
        }
    }

    /** Newest first. */
    List<ReceivedMail> all() {
        return ids().stream()
                .map(String::valueOf)
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    Optional<ReceivedMail> find(String id) {
        return source(id).map(source -> ReceivedMail.read(id, source));
    }

    /** The mail as it was sent (RFC 5322). */
    Optional<byte[]> source(String id) {
        if (!ID.matcher(id).matches() || !Files.exists(file(id))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file(id)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read mail " + id, e);
        }
    }

    private List<Long> ids() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(name -> ID.matcher(name).matches())
                    .map(Long::valueOf)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read folder " + folder, e);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ENDING);
    }
}
