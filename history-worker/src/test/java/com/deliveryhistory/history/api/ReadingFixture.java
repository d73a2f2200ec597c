package com.deliveryhistory.history.api;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.CompanyId;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.history.Callers;
import com.deliveryhistory.history.Feeds;
import com.deliveryhistory.history.HistoryTest;
import com.deliveryhistory.history.feed.FeedAnswer.Page;
import com.deliveryhistory.history.feed.FeedPages;
import com.deliveryhistory.history.records.Intake;
import com.deliveryhistory.testing.DescribedInterface;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A company of each test's own, whose history is read over HTTP. */
@HistoryTest
abstract class ReadingFixture {

    static final LocalDateTime AT = LocalDateTime.parse("2026-07-13T10:00:00");
    static final JsonMapper JSON = JsonMapper.shared();

    final String company = "c" + UUID.randomUUID().toString().substring(0, 8);
    final GrantId grant = new GrantId(new CompanyId(company), Application.INTELLIGENT_DELIVERY_HISTORY);

    @Autowired
    Intake intake;

    @Autowired
    Callers callers;

    @LocalServerPort
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    /** UPS told this, each in a page of its own. */
    void told(String... records) {
        for (String record : records) {
            intake.take(grant, List.of((Page) FeedPages.parse(grant, Feeds.page(null, record))));
        }
    }

    URI address(String path) {
        return URI.create("http://localhost:" + port + "/v1/companies/" + company + path);
    }

    HttpRequest.Builder request(String path) {
        return request(path, "optin-web");
    }

    HttpRequest.Builder request(String path, String caller) {
        return HttpRequest.newBuilder(address(path))
                .header("Authorization", "Bearer " + callers.token(caller, company));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("No whole answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What is published of the interface. */
    DescribedInterface description() {
        return DescribedInterface.of(send(HttpRequest.newBuilder(address("").resolve("/v3/api-docs")))
                .body());
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    JsonNode read(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** The tracking numbers in a page of packages. */
    static List<String> numbers(JsonNode page) {
        return page.path("packages").values().stream()
                .map(parcel -> parcel.path("trackingNumber").asString())
                .toList();
    }

    List<String> listed(String parameters) {
        return numbers(read("/packages" + parameters));
    }
}
