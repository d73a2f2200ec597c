package com.deliveryhistory.optin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deliveryhistory.optin.accounts.Account;
import com.deliveryhistory.optin.secondfactor.SecondFactors;
import com.deliveryhistory.optin.secondfactor.SettingUpHere;
import com.deliveryhistory.testing.KillSwitch;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A process may end at any of the writes of setting a second factor up, renewing its codes and removing it. */
@ExtendWith(OutputCaptureExtension.class)
class InterruptedSecondFactorTests extends InterruptedActTest {

    @Autowired
    SecondFactors factors;

    @Test
    void a_second_factor_that_is_set_up_is_told_once_and_no_session_goes_on_without_it(CapturedOutput output) {
        SettingUpHere settingUp = new SettingUpHere(beans);
        Consumer<Account> setUp = person -> settingUp.confirm(
                person.member(), settingUp.proposedCode(person.member(), "own", clock.instant()), "own");
        atEveryWrite(8, this::newcomer, setUp, (when, person) -> {
            boolean isSetUp = factors.isSetUp(person.name());
            if (isSetUp && !isFinished(person)) {
                signedIn(person); // meanwhile, so without it
            }
            itIsTimeTwiceFor("finishSetUpsWhereCutOff");

            assertThat(activities("SECOND_FACTOR_SET_UP", "by", person.name()))
                    .as(when)
                    .isEqualTo(isSetUp ? 1 : 0);
            assertThat(mails("SECOND_FACTOR_SET_UP", person.name() + "@example.com"))
                    .as(when)
                    .hasSize(isSetUp ? 1 : 0);
            if (isSetUp) {
                assertThat(sessionsOf(person)).as(when).isZero();
                assertThat(output.getAll())
                        .as(when)
                        .contains("event=\"SECOND_FACTOR_SET_UP\" person=\"" + person.name() + "\"");
                assertThat(factors.recoveryCodesOf(person.name()))
                        .as(when)
                        .hasValueSatisfying(codes -> assertThat(codes.kept()).isFalse());
            }
        });
    }

    @Test
    void a_second_factor_that_is_removed_while_its_set_up_is_cut_off_is_told_and_leaves_no_session_without_it() {
        Consumer<Account> remove = person -> factors.remove(person, person.name());
        atEveryWrite(4, this::cutOffWhenSetUp, remove, (when, person) -> {
            itIsTimeTwiceFor("finishSetUpsWhereCutOff");

            assertThat(activities("SECOND_FACTOR_SET_UP", "by", person.name()))
                    .as(when)
                    .isOne();
            assertThat(mails("SECOND_FACTOR_SET_UP", person.name() + "@example.com"))
                    .as(when)
                    .hasSize(1);
            if (factors.isSetUp(person.name())) {
                assertThat(sessionsOf(person)).as(when).isZero();
            }
        });
    }

    /** Somebody who signed in before the second factor was seen, as the process that set it up ended right then. */
    private Account cutOffWhenSetUp() {
        SettingUpHere settingUp = new SettingUpHere(beans);
        for (int write = 0; ; write++) {
            Account person = newcomer();
            String code = settingUp.proposedCode(person.member(), "own", clock.instant());
            isKilled(new KillSwitch(write, true), () -> settingUp.confirm(person.member(), code, "own"));
            if (factors.isSetUp(person.name())) {
                signedIn(person);
                return person;
            }
        }
    }

    @Test
    void recovery_codes_that_are_renewed_are_told_once(CapturedOutput output) {
        SettingUpHere settingUp = new SettingUpHere(beans);
        Consumer<Account> renew = person -> settingUp.renewCodes(person.member());
        atEveryWrite(3, this::withKeptCodes, renew, (when, person) -> {
            boolean renewed =
                    !factors.recoveryCodesOf(person.name()).orElseThrow().kept();
            itIsTimeTwiceFor("tellOfCodesWhereCutOff");

            assertThat(activities("RECOVERY_CODES_RENEWED", "by", person.name()))
                    .as(when)
                    .isEqualTo(renewed ? 1 : 0);
            if (renewed) {
                assertThat(output.getAll())
                        .as(when)
                        .contains("event=\"RECOVERY_CODES_RENEWED\" person=\"" + person.name() + "\"");
            }
        });
    }

    @Test
    void recovery_codes_that_are_renewed_are_told_also_if_the_second_factor_is_removed_before() {
        Account person = withKeptCodes();
        SettingUpHere settingUp = new SettingUpHere(beans);
        assertThat(isKilled(new KillSwitch(0, true), () -> settingUp.renewCodes(person.member())))
                .isTrue();

        factors.remove(person, "operator:maria");

        assertThat(activities("RECOVERY_CODES_RENEWED", "by", person.name())).isOne();
    }

    private Account withKeptCodes() {
        SettingUpHere settingUp = new SettingUpHere(beans);
        Account person = newcomer();
        String code = settingUp.proposedCode(person.member(), "own", clock.instant());
        assertThat(settingUp.confirm(person.member(), code, "own")).isPresent();
        settingUp.keepCodes(person.member());
        return person;
    }

    private boolean isFinished(Account person) {
        Document factor = Objects.requireNonNull(collection("secondFactors")
                .find(new Document("_id", person.name()))
                .first());
        return factor.getList("untoldSetUps", Document.class, List.of()).isEmpty();
    }
}
