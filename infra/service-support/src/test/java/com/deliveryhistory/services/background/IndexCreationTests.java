package com.deliveryhistory.services.background;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoInterruptedException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class IndexCreationTests {

    @Test
    void the_end_of_the_service_is_no_refusal(CapturedOutput output) throws Exception {
        BlockingQueue<Thread> working = new ArrayBlockingQueue<>(1);
        IndexCreation indexes = new IndexCreation(List.of(() -> {
            working.add(Thread.currentThread());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new MongoInterruptedException("Interrupted", e);
            }
        }));
        indexes.start();
        Thread work = working.take();

        indexes.stop();

        work.join();
        assertThat(output).doesNotContain("refuses");
    }
}
