package com.deliveryhistory.localstack.settings;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The made-up companies, their users and their UPS.com profiles. They exist only in the local stack. */
public final class Accounts {

    /** Password of every user of optin-web. */
    public static final String PASSWORD = "correct-horse-opt-in";

    /** Password of every UPS.com profile until it is changed there. */
    public static final String UPS_PASSWORD = "ups-sandbox-password";

    /** The company that has an identity provider, which speaks for addresses of {@code <company>.example}. */
    public static final String WITH_IDENTITY_PROVIDER = "globex";

    private Accounts() {}

    /** Writes the import file of optin-web: acme, globex and as many numbered companies as wanted. */
    static void writeCompanies(Path file, int more) {
        List<Map<String, Object>> companies = new ArrayList<>();
        companies.add(company("acme", "Acme", List.of(user("acme-admin", "ADMIN"), user("acme-user", "USER"))));
        companies.add(company("globex", "Globex", List.of(user("globex-admin", "ADMIN", "globex.example"))));
        for (int number = 1; number <= more; number++) {
            String id = numbered(number);
            companies.add(company(id, "Company " + number, List.of(user(id + "-admin", "ADMIN"))));
        }
        PrivateFiles.write(file, JSONObjectUtils.toJSONString(Map.of("companies", companies)));
    }

    /** Writes the import file of the sandbox: a UPS.com profile per company. */
    static void writeUpsProfiles(Path file, int more) {
        List<Map<String, Object>> profiles = new ArrayList<>();
        profiles.add(profile("acme", "A1B2C3"));
        profiles.add(profile("globex", "G4H5J6"));
        for (int number = 1; number <= more; number++) {
            profiles.add(profile(numbered(number), "C%05d".formatted(number)));
        }
        PrivateFiles.write(file, JSONObjectUtils.toJSONString(Map.of("users", profiles)));
    }

    private static String numbered(int number) {
        return "c%05d".formatted(number);
    }

    private static Map<String, Object> company(String id, String name, List<Map<String, Object>> users) {
        return Map.of("id", id, "name", name, "users", users);
    }

    private static Map<String, Object> user(String name, String role) {
        return user(name, role, "example.com");
    }

    private static Map<String, Object> user(String name, String role, String domain) {
        return Map.of("name", name, "role", role, "password", PASSWORD, "email", name + "@" + domain);
    }

    private static Map<String, Object> profile(String company, String shipperNumber) {
        return Map.of(
                "username",
                company + "-ups",
                "email",
                company + "-ups@example.com",
                "password",
                UPS_PASSWORD,
                "shipperNumber",
                shipperNumber);
    }
}
