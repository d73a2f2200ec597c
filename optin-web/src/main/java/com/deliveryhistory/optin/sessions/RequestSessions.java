package com.deliveryhistory.optin.sessions;

import com.deliveryhistory.optin.requests.BackgroundRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Reads a session once for each request, and knows which of them are no use of it ({@link BackgroundRequest}). Spring
 * Session asks for it again when the answer has been sent, to find out whether the browser has the right cookie.
 */
@Component
@Primary
class RequestSessions implements SessionRepository<StoredSession> {

    private static final String FOUND = RequestSessions.class.getName() + ".found";

    private final MongoSessions sessions;

    RequestSessions(MongoSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public StoredSession createSession() {
        return sessions.createSession();
    }

    @Override
    public void save(StoredSession session) {
        sessions.save(session);
    }

    @Override
    public @Nullable StoredSession findById(String id) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null
                && request.getAttribute(FOUND, RequestAttributes.SCOPE_REQUEST) instanceof StoredSession found
                && found.getId().equals(id)) {
            return found;
        }
        StoredSession session = sessions.findById(id);
        if (request != null && session != null) {
            request.setAttribute(FOUND, session, RequestAttributes.SCOPE_REQUEST);
            if (request instanceof ServletRequestAttributes servlet && BackgroundRequest.is(servlet.getRequest())) {
                session.unattended();
            }
        }
        return session;
    }

    @Override
    public void deleteById(String id) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.removeAttribute(FOUND, RequestAttributes.SCOPE_REQUEST);
        }
        sessions.deleteById(id);
    }
}
