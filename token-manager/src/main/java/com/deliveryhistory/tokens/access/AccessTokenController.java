package com.deliveryhistory.tokens.access;

import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.tokens.access.Answer.Handed;
import com.deliveryhistory.tokens.access.Answer.NoGrant;
import com.deliveryhistory.tokens.access.Answer.NotActive;
import com.deliveryhistory.tokens.access.Answer.TooSoon;
import com.deliveryhistory.tokens.access.Answer.TryLater;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class AccessTokenController {

    private final TokenSource tokens;
    private final AccessSettings settings;

    AccessTokenController(TokenSource tokens, AccessSettings settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    @PostMapping("/v1/grants/{companyId}/{application}/access-token")
    ResponseEntity<AccessToken> take(
            @PathVariable String companyId,
            @PathVariable String application,
            @RequestBody(required = false) @Nullable Request request,
            Principal caller) {
        GrantId id = Problems.grantId(companyId, application);
        if (!settings.allow(caller.getName(), id.application())) {
            throw Problems.notAllowed();
        }
        return switch (tokens.take(id, Problems.refusedGeneration(request))) {
            case Handed handed ->
                ResponseEntity.ok()
                        .cacheControl(CacheControl.noStore())
                        .body(new AccessToken(handed.accessToken(), "Bearer", handed.generation(), handed.expiresAt()));
            case NoGrant none -> throw Problems.noGrant();
            case NotActive over -> throw Problems.notActive(over.end());
            case TryLater later -> throw Problems.tryLater(later.why(), later.after());
            case TooSoon again -> throw Problems.tooSoon(again.after());
        };
    }

    /** What a caller may say: the generation of the token that UPS refused. */
    record Request(@Nullable Long refusedGeneration) {}

    /** The answer. */
    record AccessToken(String accessToken, String tokenType, long generation, Instant expiresAt) {

        @Override
        public String toString() {
            return "AccessToken[generation=" + generation + "]";
        }
    }
}
