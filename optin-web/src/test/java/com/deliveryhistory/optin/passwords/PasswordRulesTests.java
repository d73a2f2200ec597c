package com.deliveryhistory.optin.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.passwords.PasswordRules.Weakness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordRulesTests {

    private static final PasswordRules rules = new PasswordRules();
    private static final String STRONG = "blue elephant dances tango";
    private static final List<String> ANN = List.of("acme-admin", "Acme Logistics", "ann@example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct-horse-opt-in",
                "blue elephant dances tango",
                "тестовый пароль, и ещё один",
                "早起きは三文の徳だと母が言っていたよ",
                "zwölf Boxkämpfer essen Käse",
                "k7Qw2mZx9LpR4tVb"
            })
    void a_long_password_of_any_characters_is_taken(String password) {
        assertThat(rules.weaknessOf(password, ANN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "password12345678, COMMON",
        "trustno1 football, COMMON",
        "correct horse battery staple, COMMON",
        "To be or not to be!, COMMON",
        "passwordpassword, REPEATED",
        "aaaaaaaaaaaaaaaa, SEQUENCE",
        "abcabcabcabcabcabc, REPEATED",
        "abcdefghijklmnop, SEQUENCE",
        "0123456789012345, SEQUENCE",
        "acme-admin-acme-admin, REPEATED",
        "acme-admin 2026-11-25, PERSONAL",
        "Acme Logistics 2026, PERSONAL",
        "ann@example.com2026, PERSONAL",
        "deliveryhistory2026, PERSONAL"
    })
    void what_is_tried_first_is_refused_with_the_reason(String password, Weakness weakness) {
        assertThat(rules.weaknessOf(password, ANN)).contains(weakness);
    }

    @Test
    void length_is_counted_in_characters_as_people_see_them_written() {
        assertThat(rules.weaknessOf("😀".repeat(14), ANN)).contains(Weakness.TOO_SHORT);
        assertThat(rules.weaknessOf("k7Qw2mZx9LpR4t", ANN)).contains(Weakness.TOO_SHORT);
        assertThat(rules.weaknessOf(STRONG + "-".repeat(256 - STRONG.length()), ANN))
                .isEmpty();
        assertThat(rules.weaknessOf(STRONG + "-".repeat(257 - STRONG.length()), ANN))
                .contains(Weakness.TOO_LONG);
    }

    @Test
    void nobody_makes_the_judge_work_for_long() {
        for (String hard : List.of("p4$$w0rd1l0v3y0u@dm1n".repeat(12), "aB3$".repeat(64), "1a1b".repeat(64))) {
            Assertions.assertTimeout(Duration.ofSeconds(5), () -> rules.weaknessOf(hard, ANN));
        }
    }

    @Test
    void a_hash_costs_who_guesses_nineteen_megabytes_and_two_passes_each() {
        assertThat(new Passwords().hash(STRONG)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void a_hash_of_before_still_works_and_counts_as_outdated() {
        Passwords passwords = new Passwords();
        String before = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(STRONG);

        assertThat(before).contains("m=16384,t=2,p=1");
        assertThat(passwords.matches(STRONG, before)).isTrue();
        assertThat(passwords.matches(STRONG + "x", before)).isFalse();
        assertThat(passwords.isOutdated(before)).isTrue();
        assertThat(passwords.isOutdated(passwords.hash(STRONG))).isFalse();
    }

    @Test
    void what_is_no_hash_is_nobodys_password_and_no_failure() {
        Passwords passwords = new Passwords();

        assertThat(passwords.matches(STRONG, "of earlier times")).isFalse();
        assertThat(passwords.isOutdated("of earlier times")).isFalse();
    }

    @Test
    void a_comparison_with_a_hash_of_before_costs_as_much_as_one_with_nobodys() {
        AtomicInteger cost = new AtomicInteger();
        Passwords passwords = new Passwords(new Counted(19, cost), new Counted(3, cost));
        cost.set(0);
        passwords.compareWithNobodys(STRONG);
        int nobodys = cost.getAndSet(0);

        for (String hash : List.of("16:" + STRONG, "19:" + STRONG, "16:another", "19:another")) {
            passwords.matches(STRONG, hash);
            assertThat(cost.getAndSet(0)).as(hash).isEqualTo(nobodys);
        }
    }

    /** Adds up what computations would cost; a hash begins with what it cost. */
    private record Counted(int mebibytes, AtomicInteger cost) implements PasswordEncoder {

        @Override
        public String encode(@Nullable CharSequence password) {
            cost.addAndGet(mebibytes);
            return mebibytes + ":" + password;
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            String[] parts = String.valueOf(hash).split(":", 2);
            cost.addAndGet(Integer.parseInt(parts[0]));
            return parts[1].contentEquals(String.valueOf(password));
        }

        @Override
        public boolean upgradeEncoding(@Nullable String hash) {
            return !String.valueOf(hash).startsWith(mebibytes + ":");
        }
    }

    @Test
    void the_same_letters_typed_in_another_form_are_the_same_password() {
        Passwords passwords = new Passwords();
        String hash = passwords.hash("zwölf Boxkämpfer essen Käse");

        assertThat(passwords.matches("zwo\u0308lf Boxka\u0308mpfer essen Ka\u0308se", hash))
                .isTrue();
        assertThat(passwords.matches("zwolf Boxkampfer essen Kase", hash)).isFalse();
    }
}
