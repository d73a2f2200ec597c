/** Sign-in by a company's own identity provider (OpenID Connect Core 1.0), beside passwords. */
@NullMarked
package com.deliveryhistory.optin.identityproviders;

import org.jspecify.annotations.NullMarked;
