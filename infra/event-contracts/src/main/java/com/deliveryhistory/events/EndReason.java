package com.deliveryhistory.events;

/** Why a grant is {@link GrantState#INVALIDATED}. */
public enum EndReason {
    /** The UPS.com password was changed, as an admin or a security event said. */
    PASSWORD_CHANGED,
    /** UPS refused the refresh token; a changed UPS.com password shows like this too. */
    REFRESH_REJECTED,
    /** A refresh was cut off after UPS may have rotated the token, and UPS refused the old one. */
    ROTATION_LOST
}
