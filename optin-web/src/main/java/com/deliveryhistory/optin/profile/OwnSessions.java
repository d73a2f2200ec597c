package com.deliveryhistory.optin.profile;

import com.deliveryhistory.optin.securitylog.SecurityLog;
import com.deliveryhistory.optin.securitylog.SecurityLog.Kind;
import com.deliveryhistory.optin.sessions.Sessions;
import com.deliveryhistory.optin.sessions.Sessions.SignedInSession;
import java.util.List;
import org.springframework.stereotype.Service;

/** What people do with their own sessions. */
@Service
class OwnSessions {

    private final Sessions sessions;
    private final SecurityLog log;

    OwnSessions(Sessions sessions, SecurityLog log) {
        this.sessions = sessions;
        this.log = log;
    }

    /** A session in the list. Called by templates. */
    public record Listed(SignedInSession session, boolean current) {}

    List<Listed> of(String person, String currentId) {
        return sessions.of(person).stream()
                .map(session -> new Listed(session, sessions.isNamed(currentId, session.reference())))
                .toList();
    }

    void end(String person, String reference) {
        if (sessions.end(person, reference)) {
            log.record(Kind.SESSION_ENDED, person);
        }
    }

    void endOthers(String person, String currentId) {
        sessions.endOthersOf(person, currentId);
        log.record(Kind.OTHER_SESSIONS_ENDED, person);
    }

    void endAll(String person) {
        sessions.endAllOf(person);
        log.record(Kind.ALL_SESSIONS_ENDED, person);
    }
}
