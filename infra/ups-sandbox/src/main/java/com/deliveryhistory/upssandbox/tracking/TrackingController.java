package com.deliveryhistory.upssandbox.tracking;

import com.deliveryhistory.upssandbox.feed.Feed;
import com.deliveryhistory.upssandbox.feed.Feeds;
import com.deliveryhistory.upssandbox.feed.Parcel;
import com.deliveryhistory.upssandbox.gateway.UpsError;
import com.deliveryhistory.upssandbox.oauth.BearerCheck;
import com.deliveryhistory.upssandbox.oauth.BearerCheck.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tracking v1. The SBXTR codes are invented: UPS's own for missing headers are not public. */
@RestController
class TrackingController {

    private static final Pattern INQUIRY_NUMBER = Pattern.compile("[A-Za-z0-9]{7,}");
    private static final int ACCOUNT_FROM = 2;
    private static final int ACCOUNT_TO = 8;

    private final BearerCheck bearerCheck;
    private final Feeds feeds;
    private final TrackDetails details;
    private final TrackingSettings settings;
    private final JsonMapper json;

    TrackingController(
            BearerCheck bearerCheck, Feeds feeds, TrackDetails details, TrackingSettings settings, JsonMapper json) {
        this.bearerCheck = bearerCheck;
        this.feeds = feeds;
        this.details = details;
        this.settings = settings;
        this.json = json;
    }

    @GetMapping("/api/track/v1/details/{inquiryNumber}")
    JsonNode details(
            @PathVariable String inquiryNumber,
            @RequestParam(defaultValue = "false") String returnSignature,
            @RequestParam(defaultValue = "false") String returnMilestones,
            @RequestParam(defaultValue = "false") String returnPOD,
            HttpServletRequest call) {
        Caller caller = bearerCheck.check(call);
        demandHeader(call, "transId", "SBXTR01");
        demandHeader(call, "transactionSrc", "SBXTR02");
        if (!INQUIRY_NUMBER.matcher(inquiryNumber).matches()) {
            throw new UpsError(HttpStatus.BAD_REQUEST, "TV1002", "Invalid inquiry number");
        }
        var wanted = new TrackDetails.Wanted(isTrue(returnSignature), isTrue(returnMilestones), isTrue(returnPOD));
        ObjectNode wrapper = json.createObjectNode();
        ObjectNode shipment = wrapper.putObject("trackResponse")
                .putArray("shipment")
                .addObject()
                .put("inquiryNumber", inquiryNumber);
        Optional<Feed> feed = feedOf(inquiryNumber);
        Optional<Parcel> parcel = feed.flatMap(known -> known.parcel(inquiryNumber));
        if (feed.isPresent() && parcel.isPresent()) {
            boolean own = caller.shipperNumber().equals(parcel.get().shipperNumber());
            shipment.putArray("package").add(details.of(parcel.get(), feed.get().now(), own, wanted));
        } else if (settings.unknownIsNotFound()) {
            throw new UpsError(HttpStatus.NOT_FOUND, "TW0001", "Tracking Information Not Found");
        } else {
            shipment.putArray("warnings")
                    .addObject()
                    .put("code", "TW0001")
                    .put("message", "Tracking Information Not Found");
        }
        return wrapper;
    }

    private Optional<Feed> feedOf(String inquiryNumber) {
        return inquiryNumber.length() < ACCOUNT_TO
                ? Optional.empty()
                : feeds.of(inquiryNumber.substring(ACCOUNT_FROM, ACCOUNT_TO));
    }

    private static void demandHeader(HttpServletRequest call, String name, String code) {
        String value = call.getHeader(name);
        if (value == null || value.isBlank()) {
            throw new UpsError(HttpStatus.BAD_REQUEST, code, "Missing " + name);
        }
    }

    private static boolean isTrue(String text) {
        return text.equalsIgnoreCase("true");
    }
}
