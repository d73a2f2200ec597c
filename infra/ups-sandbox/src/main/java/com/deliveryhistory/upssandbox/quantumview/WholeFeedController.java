package com.deliveryhistory.upssandbox.quantumview;

import com.deliveryhistory.upssandbox.feed.Feed;
import com.deliveryhistory.upssandbox.feed.FeedFile;
import com.deliveryhistory.upssandbox.feed.Feeds;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole feed of an account without limits, pages or authentication, for tests to compare with. */
@RestController
class WholeFeedController {

    private final Feeds feeds;
    private final Records records;
    private final JsonMapper json;

    WholeFeedController(Feeds feeds, Records records, JsonMapper json) {
        this.feeds = feeds;
        this.records = records;
        this.json = json;
    }

    /**
     * One line of JSON per record, oldest file first: <code>{"fileName","fileTime","kind","record"}</code>.
     *
     * @param from when the first file appeared; a week ago if absent
     * @param to when the last file appeared; now if absent
     */
    @GetMapping(path = "/sandbox/feed/{shipperNumber}", produces = MediaType.APPLICATION_NDJSON_VALUE)
    void feed(
            @PathVariable String shipperNumber,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            HttpServletResponse response)
            throws IOException {
        Feed feed = feeds.of(shipperNumber)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "the account was never used"));
        Instant begin = from == null ? feed.now().minusSeconds(7 * 24 * 3600) : from;
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        try (OutputStream lines = new BufferedOutputStream(response.getOutputStream(), 1 << 16)) {
            Iterator<FeedFile> files =
                    feed.files(begin, to == null ? feed.now() : to).iterator();
            while (files.hasNext()) {
                write(files.next(), feed, lines);
            }
        }
    }

    private void write(FeedFile file, Feed feed, OutputStream lines) throws IOException {
        for (FeedFile.Entry entry : file.entries()) {
            ObjectNode line = json.createObjectNode()
                    .put("fileName", file.name())
                    .put("fileTime", file.time().toString())
                    .put("kind", Records.kind(entry.step()));
            line.set("record", records.record(entry, feed.zone()));
            lines.write(json.writeValueAsBytes(line));
            lines.write('\n');
        }
    }
}
