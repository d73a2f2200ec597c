package com.deliveryhistory.history.api;

import com.deliveryhistory.history.uploads.UnusableUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body of which no more than a bound is read. */
final class BoundedBody extends FilterInputStream {

    private final long largest;
    private long read;

    BoundedBody(InputStream body, long largest) {
        super(body);
        this.largest = largest;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > largest) {
            throw UnusableUpload.tooManyBytes(largest);
        }
    }
}
