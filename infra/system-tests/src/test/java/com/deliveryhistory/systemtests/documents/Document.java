package com.deliveryhistory.systemtests.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A Markdown document of the repository.
 *
 * @param path from the repository's root
 * @param links where its links lead, as they are written
 * @param anchors of its headings, as GitHub makes them
 * @param codes what it has in the line as code
 * @param firstCells of rows of tables that begin with code: the codes
 */
record Document(Path path, List<String> links, Set<String> anchors, List<String> codes, List<List<String>> firstCells) {

    static final Path ROOT = Path.of("../..");

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** All documents of the repository. */
    static List<Document> all() {
        return files(".md").stream().map(Document::of).toList();
    }

    /** The text of each Java file by the name of its class; of several with one name, of all together. */
    static Map<String, String> classes() {
        return files(".java").stream()
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""), Document::text, String::concat));
    }

    /** Paths from the root, but for what builds leave behind. */
    private static List<Path> files(String ending) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        found.add(ROOT.relativize(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String text(Path path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document of(Path path) {
        return parse(path, text(path));
    }

    static Document parse(Path path, String text) {
        List<String> links = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        Map<String, Integer> anchors = new LinkedHashMap<>();
        Parser.builder().build().parse(text).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Code code) {
                codes.add(code.getLiteral());
            }

            @Override
            public void visit(Heading heading) {
                String anchor = anchor(heading);
                int before = anchors.merge(anchor, 1, Integer::sum) - 1;
                if (before > 0) {
                    anchors.put(anchor + "-" + before, 1);
                }
                visitChildren(heading);
            }
        });
        List<List<String>> firstCells = ROW.matcher(text)
                .results()
                .map(row -> CODE.matcher(row.group(1))
                        .results()
                        .map(code -> code.group(1))
                        .toList())
                .toList();
        return new Document(path, links, anchors.keySet(), codes, firstCells);
    }

    /** Letters, digits, hyphens and underscores of a heading, in lower case, with hyphens for blanks. */
    private static String anchor(Node heading) {
        return TextContentRenderer.builder()
                .build()
                .render(heading)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
