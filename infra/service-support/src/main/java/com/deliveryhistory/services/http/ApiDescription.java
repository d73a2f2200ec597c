package com.deliveryhistory.services.http;

import java.time.Duration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An interface's description (OpenAPI 3.1), which tests hold its service to. */
@RestController
public final class ApiDescription {

    private final Resource description;

    public ApiDescription(Resource description) {
        this.description = description;
    }

    @GetMapping("/v3/api-docs")
    ResponseEntity<Resource> description() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .contentType(MediaType.APPLICATION_JSON)
                .body(description);
    }
}
