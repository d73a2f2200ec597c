package com.deliveryhistory.tokens.custody;

import com.mongodb.MongoClientException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.crypt.capi.MongoCryptException;

/** Why the driver could not encrypt or decrypt. */
enum Failure {

    /** It never will with the keys that it has. */
    NO_KEY,

    /** The key management service did not answer for good. */
    KMS_OUTAGE,

    /** MongoDB did not answer for good. */
    STORE_OUTAGE;

    /**
     * The driver wraps what its encryption library refuses in exactly these classes; what it says of MongoDB's outages
     * has subclasses.
     */
    static Failure of(MongoException e) {
        if (e.getCause() instanceof MongoCryptException refused) {
            // throttled, or the service's own credentials are refused: the library has no type for that
            return String.valueOf(refused.getMessage()).contains("KMS response") ? KMS_OUTAGE : NO_KEY;
        }
        if (e.getClass() == MongoException.class) {
            return NO_KEY;
        }
        return e.getClass() == MongoClientException.class || e instanceof MongoConfigurationException
                ? KMS_OUTAGE
                : STORE_OUTAGE;
    }
}
