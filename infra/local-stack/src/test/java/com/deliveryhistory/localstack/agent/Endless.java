package com.deliveryhistory.localstack.agent;

import java.util.concurrent.CountDownLatch;

/** Runs until it is ended from outside. */
final class Endless {

    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("running");
        new CountDownLatch(1).await();
    }
}
