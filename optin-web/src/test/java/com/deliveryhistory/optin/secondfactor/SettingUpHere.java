package com.deliveryhistory.optin.secondfactor;

import com.deliveryhistory.optin.accounts.Member;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.BeanFactory;

/** Sets second factors up in the thread that calls it, in place of requests. */
public final class SettingUpHere {

    private final SecondFactors factors;

    public SettingUpHere(BeanFactory beans) {
        this.factors = beans.getBean(SecondFactors.class);
    }

    /** The code that the person's app shows then. */
    public String proposedCode(Member member, String session, Instant at) {
        String secret = factors.proposed(member, session).orElseThrow().secret();
        return TotpCodes.at(secret.replace(" ", ""), at);
    }

    /** Says that the recovery codes are kept. */
    public void keepCodes(Member member) {
        factors.recoveryCodesKept(member);
    }

    /** What the button for new recovery codes does. */
    public List<String> renewCodes(Member member) {
        return factors.renewRecoveryCodes(member);
    }

    /** What the form with the code does. */
    public Optional<List<String>> confirm(Member member, String code, String session) {
        return factors.confirm(member, code, session);
    }
}
