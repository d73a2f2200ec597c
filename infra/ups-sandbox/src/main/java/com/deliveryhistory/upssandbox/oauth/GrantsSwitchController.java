package com.deliveryhistory.upssandbox.oauth;

import com.deliveryhistory.upssandbox.accounts.Profile;
import com.deliveryhistory.upssandbox.accounts.Profiles;
import com.deliveryhistory.upssandbox.oauth.ClientSettings.Client;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Grants for tests that need many: as if a user had logged in and authorized an application that often. */
@RestController
class GrantsSwitchController {

    private final ClientSettings clients;
    private final Profiles profiles;
    private final Tokens tokens;
    private final OAuthSettings settings;

    GrantsSwitchController(ClientSettings clients, Profiles profiles, Tokens tokens, OAuthSettings settings) {
        this.clients = clients;
        this.profiles = profiles;
        this.tokens = tokens;
        this.settings = settings;
    }

    /** What is wanted. */
    record Wanted(
            @NotBlank String client,
            @NotBlank String user,
            @Min(1) @Max(10_000) int count) {}

    /** The answers that {@code /token} would have given, one per grant. They are not in the ledger. */
    @PostMapping("/sandbox/grants")
    ResponseEntity<List<TokenAnswer>> grant(@Valid @RequestBody Wanted wanted) {
        Client client = clients.byId(wanted.client()).orElseThrow(GrantsSwitchController::unknown);
        Profile profile = profiles.named(wanted.user()).orElseThrow(GrantsSwitchController::unknown);
        var authorized =
                new Codes.Issued(client.clientId(), "", null, "", profile.username(), profile.credentialVersion());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(tokens.issue(authorized, wanted.count()).stream()
                        .map(pair -> TokenAnswer.of(pair, settings.fullAnswers()))
                        .toList());
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
