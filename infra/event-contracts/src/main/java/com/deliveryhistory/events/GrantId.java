package com.deliveryhistory.events;

/** One company's authorisation of one application. Written {@code companyId/application}. */
public record GrantId(CompanyId company, Application application) {

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if the text is not {@code companyId/application}
     */
    public static GrantId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("A grant id is written companyId/application");
        }
        return new GrantId(new CompanyId(text.substring(0, slash)), new Application(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return company + "/" + application;
    }
}
