package com.deliveryhistory.history.ups;

import com.deliveryhistory.events.EventCodec;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.util.concurrent.Executors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Makes the clients of UPS's interfaces from their declarations. */
@Component
public final class UpsClients {

    private final HttpServiceProxyFactory factory;

    UpsClients(UpsSettings settings, RestClient.Builder builder) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.answerTimeout());
        long largest = settings.largestAnswer().toBytes();
        RestClient client = builder.clone()
                .baseUrl(settings.baseUrl().toString())
                .requestFactory(requests)
                // what goes on here is no business of UPS's
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().remove(EventCodec.TRACEPARENT);
                    return execution.execute(request, body);
                })
                .requestInterceptor(
                        (request, body, execution) -> new Bounded(execution.execute(request, body), largest))
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        this.factory = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build();
    }

    /**
     * Makes a client.
     *
     * @param api an interface with {@code @HttpExchange} methods that return {@code ResponseEntity<byte[]>}
     */
    public <T> T client(Class<T> api) {
        return factory.createClient(api);
    }

    /** An answer of which no more than a bound is read. */
    private record Bounded(ClientHttpResponse answer, long largest) implements ClientHttpResponse {

        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return answer.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return answer.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return answer.getHeaders();
        }

        @Override
        public InputStream getBody() throws IOException {
            return new BoundedStream(answer.getBody(), largest);
        }

        @Override
        public void close() {
            answer.close();
        }
    }

    private static final class BoundedStream extends FilterInputStream {

        private long left;

        BoundedStream(InputStream in, long largest) {
            super(in);
            this.left = largest;
        }

        @Override
        public int read() throws IOException {
            return taken(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            return taken(read, read);
        }

        private int taken(int result, int count) throws IOException {
            if (result >= 0) {
                left -= count;
            }
            if (left < 0) {
                throw new IOException("The answer is longer than the bound for answers");
            }
            return result;
        }
    }
}
