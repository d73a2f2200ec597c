package com.deliveryhistory.history.listing;

/** In which order packages are listed. Either way, one that stays as it is comes exactly once. */
public enum ListOrder {
    /** Latest activity first: a package to which something happens meanwhile goes to the front. */
    NEWEST_FIRST,
    /** Latest activity last: a package to which something happens meanwhile comes (again) at the end, so none is missed. */
    OLDEST_FIRST
}
