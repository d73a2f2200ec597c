package com.deliveryhistory.services.web;

import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** As problem details (RFC 9457), which say no more than the status. Tomcat makes it by its name. */
public final class ProblemReports extends RefusalReports {

    @Override
    protected Body answer(Request request, Response response) {
        int status = response.getStatus();
        HttpStatus known = HttpStatus.resolve(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        return writer -> writer.write("{\"title\":\"%s\",\"status\":%d}"
                .formatted(known == null ? "Error" : known.getReasonPhrase(), status));
    }
}
