package com.deliveryhistory.optin.languages;

import org.jspecify.annotations.Nullable;

/** Somebody signed in who may have chosen a language. */
public interface PrefersLanguage {

    /** One of {@link Languages#ALL} as a tag; {@code null}: whatever the browser asks for. */
    @Nullable
    String language();
}
