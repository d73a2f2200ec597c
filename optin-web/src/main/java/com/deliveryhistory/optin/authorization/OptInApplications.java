package com.deliveryhistory.optin.authorization;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.optin.activity.ApplicationNames;
import com.deliveryhistory.services.settings.UnfitSetting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.util.StringUtils;

/** The configured applications; the one that deliveries are collected for is the first. */
public final class OptInApplications implements ApplicationNames {

    private final List<OptInApplication> all;

    OptInApplications(UpsSettings settings) {
        this.all = settings.applications().entrySet().stream()
                .filter(entry -> StringUtils.hasText(entry.getValue().clientId())
                        && StringUtils.hasText(entry.getValue().displayName()))
                .map(entry -> new OptInApplication(
                        new Application(entry.getKey()),
                        String.valueOf(entry.getValue().displayName())))
                .sorted(Comparator.comparing((OptInApplication application) -> !application.collectsDeliveries())
                        .thenComparing(OptInApplication::id))
                .toList();
        if (all.isEmpty()) {
            throw new UnfitSetting("No application can be opted in to: set ups.applications.<name>.client-id");
        }
    }

    public List<OptInApplication> all() {
        return all;
    }

    /** The application of this name; empty if there is none. */
    public Optional<OptInApplication> find(String name) {
        return all.stream()
                .filter(application -> application.id().value().equals(name))
                .findFirst();
    }

    @Override
    public String nameOf(String application) {
        return find(application).map(OptInApplication::displayName).orElse(application);
    }
}
