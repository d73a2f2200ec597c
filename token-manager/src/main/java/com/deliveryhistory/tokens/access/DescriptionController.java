package com.deliveryhistory.tokens.access;

import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The interface's description (OpenAPI 3.1), which tests hold the service to. */
@RestController
final class DescriptionController {

    private static final Resource DESCRIPTION = new ClassPathResource("openapi.json", DescriptionController.class);

    @GetMapping("/v3/api-docs")
    ResponseEntity<Resource> description() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .contentType(MediaType.APPLICATION_JSON)
                .body(DESCRIPTION);
    }
}
