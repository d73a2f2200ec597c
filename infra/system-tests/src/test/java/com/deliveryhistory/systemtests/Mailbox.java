package com.deliveryhistory.systemtests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The local stack's mailbox, where the mails to everybody are. */
final class Mailbox {

    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    Mailbox(URI address) {
        this.address = address;
    }

    /** The newest link of this kind, as soon as there is one. */
    URI newestLink(String path) {
        var pattern = Pattern.compile("http://localhost:\\d+" + path + "[\\w-]+");
        return await().until(() -> newest(pattern), Optional::isPresent).orElseThrow();
    }

    private Optional<URI> newest(Pattern link) {
        try {
            var request = HttpRequest.newBuilder(address.resolve("/api/mails")).build();
            String mails = http.send(request, BodyHandlers.ofString()).body().replace("\\/", "/");
            return link.matcher(mails)
                    .results()
                    .map(MatchResult::group)
                    .map(URI::create)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
