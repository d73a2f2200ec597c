package com.deliveryhistory.optin.sweeps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.scheduling.annotation.Scheduled;

/** A sweep that begins a minute after the one before has ended, and the first one a minute after the start. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
public @interface EveryMinute {}
