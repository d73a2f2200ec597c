package com.deliveryhistory.upssandbox.quantumview;

import com.deliveryhistory.upssandbox.feed.Feed;
import com.deliveryhistory.upssandbox.feed.FeedFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the files that a query asks for, and cuts them into pages. */
@Component
class QuantumViewPages {

    private final ReadMarks readMarks;
    private final Records records;
    private final QuantumViewSettings settings;
    private final JsonMapper json;

    QuantumViewPages(ReadMarks readMarks, Records records, QuantumViewSettings settings, JsonMapper json) {
        this.readMarks = readMarks;
        this.records = records;
        this.settings = settings;
        this.json = json;
    }

    /** @param next where the following page begins; null if this is the last */
    record Page(ArrayNode files, @Nullable Bookmark next) {}

    /** @throws InvalidQuery if the query goes too far back or its bookmark is not for it */
    Page page(Query query, @Nullable String bookmark, Feed feed, String subscriber) {
        Optional<Bookmark> from = Optional.ofNullable(bookmark).map(Bookmark::read);
        if (from.filter(mark -> !mark.subscriber().equals(subscriber)).isPresent()) {
            throw InvalidQuery.bookmark();
        }
        return switch (query) {
            case Query.Unread unread -> unread(from, feed, subscriber);
            case Query.Range range -> {
                Stream<FeedFile> files = feed.files(begin(range, from, feed), range.end());
                yield cut(after(files, from), feed, subscriber, false);
            }
            case Query.Files named -> {
                Stream<FeedFile> files = named.names().stream()
                        .distinct()
                        .sorted()
                        .map(name -> feed.file(name)
                                .filter(file -> !file.time().isBefore(earliest(feed)))
                                .orElseThrow(InvalidQuery::file));
                yield cut(after(files, from), feed, subscriber, false);
            }
        };
    }

    private Page unread(Optional<Bookmark> from, Feed feed, String subscriber) {
        if (from.filter(mark -> mark.lastFile() != null).isPresent()) {
            throw InvalidQuery.bookmark();
        }
        String lastRead = readMarks.lastRead(feed.shipperNumber());
        Instant begin = earliest(feed);
        if (!lastRead.isEmpty()) {
            begin = feed.file(lastRead)
                    .map(FeedFile::time)
                    .filter(begin::isBefore)
                    .orElse(begin);
        }
        Stream<FeedFile> files =
                feed.files(begin, feed.now()).filter(file -> file.name().compareTo(lastRead) > 0);
        return cut(files, feed, subscriber, true);
    }

    private Page cut(Stream<FeedFile> files, Feed feed, String subscriber, boolean unread) {
        ArrayNode page = json.createArrayNode();
        String lastRead = unread ? "" : readMarks.lastRead(feed.shipperNumber());
        long size = 0;
        String lastFile = null;
        Iterator<FeedFile> iterator = files.iterator();
        while (iterator.hasNext() && size < settings.pageSize().toBytes()) {
            FeedFile file = iterator.next();
            ObjectNode node = file(file, feed, file.name().compareTo(lastRead) > 0);
            size += json.writeValueAsBytes(node).length;
            page.add(node);
            lastFile = file.name();
        }
        if (unread && lastFile != null) {
            readMarks.read(feed.shipperNumber(), lastFile);
        }
        if (lastFile == null || !iterator.hasNext()) {
            return new Page(page, null);
        }
        return new Page(
                page,
                unread
                        ? Bookmark.ofUnread(subscriber)
                        : Bookmark.afterFile(subscriber, settings.subscriptionName(), lastFile));
    }

    private ObjectNode file(FeedFile file, Feed feed, boolean unread) {
        ObjectNode node = json.createObjectNode().put("FileName", file.name());
        node.putObject("StatusType").put("Code", unread ? "U" : "R").put("Description", unread ? "Unread" : "Read");
        for (FeedFile.Entry entry : file.entries()) {
            node.withArray(Records.kind(entry.step())).add(records.record(entry, feed.zone()));
        }
        return node;
    }

    /** The start of the current day, less the reach. */
    private Instant earliest(Feed feed) {
        LocalDate today = LocalDate.ofInstant(feed.now(), feed.zone());
        return today.minusDays(settings.reach().toDays())
                .atStartOfDay(feed.zone())
                .toInstant();
    }

    private Instant begin(Query.Range range, Optional<Bookmark> from, Feed feed) {
        Instant earliest = earliest(feed);
        Instant begin = range.begin().equals(Instant.MIN) ? earliest : range.begin();
        if (begin.isBefore(earliest)) {
            throw InvalidQuery.rangeTooOld();
        }
        return Stream.of(begin, lastFileTime(from, feed).orElse(begin))
                .max(Comparator.naturalOrder())
                .orElse(begin);
    }

    private Optional<Instant> lastFileTime(Optional<Bookmark> from, Feed feed) {
        return from.map(mark -> {
            String lastFile = mark.lastFile();
            if (lastFile == null || !settings.subscriptionName().equals(mark.subscription())) {
                throw InvalidQuery.bookmark();
            }
            return feed.file(lastFile).map(FeedFile::time).orElseThrow(InvalidQuery::bookmark);
        });
    }

    private static Stream<FeedFile> after(Stream<FeedFile> files, Optional<Bookmark> from) {
        String lastFile = from.map(Bookmark::lastFile).orElse("");
        return files.filter(file -> file.name().compareTo(lastFile) > 0);
    }
}
