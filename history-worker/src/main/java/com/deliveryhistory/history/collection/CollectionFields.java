package com.deliveryhistory.history.collection;

/** The names in {@link StoredCollection}'s documents, for all who store or look for some of it. */
final class CollectionFields {

    static final String COLLECTION = "collections";

    static final String COMPANY = "companyId";
    static final String APPLICATION = "application";
    static final String GRANT_STATE = "grantState";
    static final String END_REASON = "endReason";
    static final String REVISION = "revision";
    static final String AUTHORIZED_AT = "authorizedAt";
    static final String URGENCY = "urgency";
    static final String FEED_DUE_AT = "dueAt";
    static final String SCANS_DUE_AT = "scansDueAt";
    static final String SCANS_STANDSTILL = "scansStandstill";
    static final String SCANS_STANDSTILL_SINCE = "scansStandstill.since";
    static final String NUMBERS_DUE_AT = "numbersDueAt";
    static final String LEASE_UNTIL = "leaseUntil";
    static final String LEASE_OWNER = "leaseOwner";
    static final String FENCE = "fence";
    static final String CHECKPOINT = "checkpoint";
    static final String BEHIND_SINCE = "behindSince";
    static final String LAST_SUCCESS_AT = "lastSuccessAt";
    static final String REFUSED = "refused";
    static final String WHY_LATE = "whyLate";
    static final String PROBLEM = "problem";
    static final String PROBLEM_KIND = "problemKind";
    static final String TRACEPARENT = "traceparent";
    static final String FAILURES = "failures";
    static final String ERASURE = "erasure";
    static final String ERASURE_UNFINISHED = "erasure.unfinished";
    static final String ERASE_AGAIN_AT = "erasure.againAt";
    static final String RETENTION = "retention";
    static final String RETENTION_BEFORE = "retention.before";

    private CollectionFields() {}
}
