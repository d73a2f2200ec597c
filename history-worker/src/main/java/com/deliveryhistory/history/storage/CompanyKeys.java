package com.deliveryhistory.history.storage;

import com.deliveryhistory.events.CompanyId;
import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;

/** Keys that begin with a company's id and a slash. */
public final class CompanyKeys {

    private static final String AFTER_SLASH = "0"; // the character that follows the slash

    private CompanyKeys() {}

    /** All keys of the company in this field, which an index that begins with it finds. */
    public static Bson of(CompanyId company, String field) {
        return Filters.and(Filters.gte(field, company + "/"), Filters.lt(field, company + AFTER_SLASH));
    }
}
