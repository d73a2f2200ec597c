package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.events.Application;
import com.deliveryhistory.events.GrantId;
import com.deliveryhistory.optin.upsusers.UpsUserNames;
import com.deliveryhistory.testing.KillSwitch;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A process may end at any of the writes of naming a UPS.com user. */
class InterruptedNamingTests extends InterruptedActTest {

    @Autowired
    UpsUserNames upsUsers;

    @Test
    void a_ups_user_who_is_named_is_told_once() {
        Consumer<String> name = typed -> upsUsers.name(administrator(), Application.ODCS, typed);
        atEveryWrite(3, this::newName, name, (when, typed) -> {
            boolean named = typed.equals(named());
            itIsTimeTwiceFor("tellNamesWhereCutOff");

            assertThat(activities("UPS_USER_NAMED", "details.upsUser", typed))
                    .as(when)
                    .isEqualTo(named ? 1 : 0);
        });
    }

    @Test
    void a_name_that_is_replaced_before_it_was_told_is_told_as_well() {
        String first = newName();
        String second = newName();
        assertThat(isKilled(new KillSwitch(0, true), () -> upsUsers.name(administrator(), Application.ODCS, first)))
                .isTrue();

        upsUsers.name(administrator(), Application.ODCS, second);
        itIsTimeTwiceFor("tellNamesWhereCutOff");

        assertThat(activities("UPS_USER_NAMED", "details.upsUser", first)).isOne();
        assertThat(activities("UPS_USER_NAMED", "details.upsUser", second)).isOne();
    }

    @Test
    void a_ups_user_is_named_no_more_and_that_is_told_once_when_it_is_done_again() {
        Runnable forget = () -> upsUsers.name(administrator(), Application.ODCS, " ");
        Supplier<String> named = () -> {
            String name = newName();
            upsUsers.name(administrator(), Application.ODCS, name);
            return name;
        };
        atEveryWrite(2, named, name -> forget.run(), (when, name) -> {
            forget.run();

            assertThat(named()).as(when).isEmpty();
            assertThat(activities("UPS_USER_FORGOTTEN", "company", company))
                    .as(when)
                    .isEqualTo(made);
        });
    }

    @Test
    void a_ups_user_who_is_named_while_another_administrator_has_the_one_before_forgotten_stays_and_is_told() {
        String before = newName();
        String next = newName();
        upsUsers.name(administrator(), Application.ODCS, before);
        clock.advance(Duration.ofSeconds(1));
        Runnable nameNext =
                () -> isKilled(new KillSwitch(0, true), () -> upsUsers.name(administrator(), Application.ODCS, next));

        store.with(
                new InterruptibleStore.BeforeWrite(1, nameNext),
                () -> upsUsers.name(administrator(), Application.ODCS, " "));
        itIsTimeTwiceFor("tellNamesWhereCutOff");

        assertThat(named()).isEqualTo(next);
        assertThat(activities("UPS_USER_NAMED", "details.upsUser", next)).isOne();
    }

    /** Another UPS.com user than before. */
    private String newName() {
        return company + "-ups-" + made++;
    }

    private String named() {
        return upsUsers.find(new GrantId(id(), Application.ODCS))
                .map(named -> named.user().name())
                .orElse("");
    }
}
