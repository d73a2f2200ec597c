/** What people and the system did in a company, for the company's admins to read. Only ever added to. */
@NullMarked
package com.deliveryhistory.optin.activity;

import org.jspecify.annotations.NullMarked;
