package com.deliveryhistory.tokens.custody;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that holds a key. What is wrong with it is said together with the setting that names it. */
final class KeyFile {

    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

    private static final long LARGEST = 1 << 20;

    private final String setting;
    private final Path path;

    KeyFile(String setting, Path path) {
        this.setting = setting;
        this.path = path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** The file's content. */
    byte[] read() {
        if (!exists()) {
            throw unusable("does not exist");
        }
        try {
            byte[] content = Files.readAllBytes(path);
            if (content.length > LARGEST) {
                throw unusable("is no key file, it is larger than %d bytes".formatted(LARGEST));
            }
            return content;
        } catch (IOException e) {
            throw UnusableKeys.file(setting, path, "cannot be read", e);
        }
    }

    /** Makes the file, unless it is there. */
    void createIfMissing(Supplier<byte[]> content) {
        try {
            if (!exists()) {
                create(content.get());
            }
        } catch (IOException e) {
            throw UnusableKeys.file(setting, path, "cannot be made", e);
        }
    }

    UnusableKeys unusable(String why) {
        return UnusableKeys.file(setting, path, why, null);
    }

    /** Whole or not at all, also when the power fails, and never over a file that is there. */
    private void create(byte[] content) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw unusable("is no file");
        }
        Files.createDirectories(folder);
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder, path.getFileName().toString(), ".new", ownerOnly);
        try {
            try (FileChannel channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.createLink(path, draft); // unlike a move, this never replaces
            log.info("{}: made {}", setting, path);
        } catch (FileAlreadyExistsException e) {
            log.info("{}: {} was made by another instance", setting, path);
        } catch (UnsupportedOperationException e) {
            Files.move(draft, path);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
